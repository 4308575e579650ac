"""How a text is matched, here and nowhere else: words by their beginning, and, where nothing was found, words that are alike.

Both databases fold a text with ``sv_fold``. PostgreSQL has it, and the trigram indexes on it, from the migration
``search_indexes``; SQLite is given it, and what pg_trgm does, as functions of its connection.
"""

from collections.abc import Sequence
from functools import reduce
from operator import add, and_, or_

from django.db import connection
from django.db.models import BooleanField, F, FloatField, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from measurement.search.calculations.asking import Asked
from measurement.search.calculations.folding import folded
from measurement.search.calculations.likeness import LEAST, SHORTEST, likeness


class Joined(Func):
    """The fields with a space between, written as the indexes are: see the migration."""

    arg_joiner = " || ' ' || "
    template = "(%(expressions)s)"
    output_field = TextField()


class Folded(Func):
    function = "sv_fold"
    output_field = TextField()


class Alike(Func):
    """Whether some word of the second text is like the first; the index answers it on PostgreSQL."""

    function = "sv_alike"
    output_field = BooleanField()

    def as_postgresql(self, compiler, connection, **context):
        # Twice escaped: once for this template, once for the driver
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" <<%% ", **context)


class Likeness(Func):
    function = "strict_word_similarity"
    output_field = FloatField()


def text_of(fields: Sequence[str], before: str = "") -> Folded:
    """The folded text of these fields, a number among them as text; ``before`` is a word in front of them all."""
    parts = [Cast(name[1:], TextField()) if name.startswith("#") else F(name) for name in fields]
    return Folded(Joined(*parts, template=f"('{before} ' || %(expressions)s)" if before else Joined.template))


def begins(rows: QuerySet, asked: Asked) -> QuerySet:
    """Those of ``rows``, which carry ``searched``, in which every word asked for begins a word; or the reference stands."""
    # What looks like a reference is looked for as one: “T-00” is not everything with a T and a nought
    wanted = [" " + " ".join(asked.words)] if asked.phrases else [f" {word}" for word in asked.words]
    match = reduce(and_, (Q(searched__contains=word) for word in wanted))
    return rows.filter(reduce(or_, (Q(searched__contains=phrase) for phrase in asked.phrases), match))


def similar(rows: QuerySet, asked: Asked) -> QuerySet:
    """Those in which every word begins a word or, if it is long enough, is like one; each with its ``closeness``.

    In the order they had: to sort by closeness the database would have to weigh every row of a large table.
    """
    long = [word for word in asked.words if len(word) >= SHORTEST]
    match = [Q(searched__contains=f" {word}") for word in asked.words if word not in long]
    match += [Q(searched__contains=f" {word}") | Q(Alike(Value(word), F("searched"))) for word in long]
    closeness = reduce(add, (Likeness(Value(word), F("searched")) for word in long))
    return rows.filter(reduce(and_, match)).annotate(closeness=closeness)


def may_be_misspelt(asked: Asked) -> bool:
    """Whether there is a word long enough to look for others like it."""
    return not asked.phrases and any(len(word) >= SHORTEST for word in asked.words)


def prepare() -> None:
    """Give SQLite's connection the functions; PostgreSQL has its own."""
    if connection.vendor != "sqlite":
        return
    connection.ensure_connection()
    define = connection.connection.create_function
    define("sv_fold", 1, lambda text: folded(text) if text is not None else None, deterministic=True)
    define("sv_alike", 2, lambda word, text: text is not None and likeness(word, text) >= LEAST, deterministic=True)
    define("strict_word_similarity", 2, lambda word, text: likeness(word, text or ""), deterministic=True)
