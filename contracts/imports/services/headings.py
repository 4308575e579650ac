"""Which headings of a council's register are which of ours: asked once where a file lacks some, and kept for the next time."""

from collections.abc import Mapping

from django.db import transaction

from contracts.imports.calculations.mapping import Meaning
from contracts.imports.documents.columns import COLUMNS
from contracts.imports.models import RegisterMeaning
from contracts.imports.services.reading import columns_with
from contracts.register.permissions import check_can_register_contract
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.tables import missing_headings, raw_table, suggested_headings
from socialvalue.common.tables.weighing import BY_A_WORKER

# What may hold for every line of a file
FIXED = ("directorate", "procurement", "contract manager", "lead director")


def kept_meaning(council: Organisation) -> Meaning:
    """What somebody said before; nothing where nobody has."""
    kept = RegisterMeaning.objects.filter(council=council).first()
    return Meaning(kept.headings, kept.fixed, kept.words) if kept else Meaning()


@transaction.atomic
def keep_meaning(council: Organisation, *, by: User, meaning: Meaning) -> Meaning:
    """Remember it for the council’s next file, in the place of what was said before; words that were said stay."""
    check_can_register_contract(by, council)
    headings = {ours: theirs for ours, theirs in meaning.headings.items() if theirs}
    fixed = {ours: text for ours, text in meaning.fixed.items() if text and ours in FIXED}
    words = kept_meaning(council).with_words(meaning.words).words
    RegisterMeaning.objects.update_or_create(
        council=council, defaults={"headings": headings, "fixed": fixed, "words": words, "by": by, "at": clock.now()}
    )
    record("map headings", "kept how the council’s register is headed", by=by, about=council, council=council)
    return Meaning(headings, fixed, words)


@transaction.atomic
def keep_words(council: Organisation, *, by: User, meaning: Meaning, words: Mapping[str, Mapping[str, str]]) -> Meaning:
    """What words of a file mean, for it and for the council’s next one: ``meaning`` of the file with them.

    ``words``: our column → {their word: ours}.
    """
    check_can_register_contract(by, council)
    kept = kept_meaning(council).with_words(words)
    RegisterMeaning.objects.update_or_create(
        council=council,
        defaults={"words": kept.words, "by": by, "at": clock.now()},
        create_defaults={"headings": {}, "fixed": {}, "words": kept.words, "by": by, "at": clock.now()},
    )
    record(
        "map headings", "kept what words of the council’s register mean", by=by, about=council, council=council,
        changes={part: [None, said] for part, said in Meaning(words=words).told.items()},
    )  # fmt: skip
    return meaning.with_words(words)


def headings_of(data: bytes, name: str, meaning: Meaning) -> list[str]:
    """The file’s own, where they stand. Raises Refused on ``file`` where it cannot be read."""
    raw = raw_table(data, name, BY_A_WORKER, columns_with(meaning), dict(meaning.headings), head=True)
    return [heading for heading in raw.headings if heading]


def lacks(headings: list[str], meaning: Meaning) -> list[str]:
    """Our columns that are needed and neither among ``headings`` nor said otherwise."""
    return missing_headings(headings, columns_with(meaning), dict(meaning.headings))


def suggested(headings: list[str], meaning: Meaning) -> dict[str, str]:
    """Our column → the heading that is it, as far as it is known or was said before."""
    return suggested_headings(headings, meaning.names_of(COLUMNS))
