"""What every request asks beside its rows, turned into SQL once a day instead of once a request.

Putting a question over another table together costs Django more than the database needs for the whole answer. What the
question means stays with the querysets; only its wording is kept.
"""

from collections.abc import Callable
from functools import lru_cache

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from socialvalue.common import clock

# One day is enough for a server; the demonstration and the tests go through many
DAYS_KEPT = 50


def once_a_day(rows: Callable[[], QuerySet]) -> Callable[[], dict[str, RawSQL]]:
    """The annotations of the queryset that ``rows`` makes, by name: for ``annotate(**…())`` of rows of the same model.

    ``rows`` may depend on today's date and on nothing else of a request: not on the time, not on who asks. The model's own
    table has to be named as itself in the query that takes them, which holds where it is what the query begins with.
    """

    @lru_cache(maxsize=DAYS_KEPT)
    def of_day(_today) -> dict[str, RawSQL]:
        query = rows().query
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        found = {}
        for name, question in query.annotations.items():
            sql, params = compiler.compile(question)
            found[name] = RawSQL(sql, params, output_field=question.output_field)  # noqa: S611 - Django's own words of it
        return found

    return lambda: of_day(clock.today())
