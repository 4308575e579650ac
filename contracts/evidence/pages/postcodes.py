"""A count of postcodes as its reader may see it: on the page where it is made, and beside the figure of a return."""

from dataclasses import dataclass

from contracts.evidence.calculations.postcodes import Found, Row, is_folded, names_a_place, rows_of
from contracts.evidence.models import PostcodeCount
from contracts.evidence.permissions import COUNTS_PLACES


@dataclass(frozen=True)
class Part:
    """``none``: districts of the area in which nobody is, named in one line. ``whole`` None: some lines are about few people, and
    the sums would give them away."""

    count: PostcodeCount
    rows: list[Row]
    none: list[str]
    whole: Found | None


def part_of(count: PostcodeCount, *, exact: bool) -> Part:
    """``exact``: for those who report or verify it."""
    found = count.found
    rows = rows_of(found, exact=exact)
    none = [row.name for row in rows if row.many == 0 and not row.chosen]
    told = [row for row in rows if row.name not in none]
    return Part(count, told, none, None if is_folded(rows) else found)


def part_of_version(version, *, exact: bool) -> Part | None:
    """Of a version of a return, whose count and its districts a page has fetched; None where nothing was counted."""
    try:
        return part_of(version.postcode_count, exact=exact)
    except PostcodeCount.DoesNotExist:
        return None


def is_offered(kpi, version) -> bool:
    """Whether a page of returns leads to counting: the KPI's words, or those of its obligation, name a place, or it was done.

    ``version``: the latest of the return with its count, or None. Who knows better may open the page all the same.
    """
    if kpi.kind not in COUNTS_PLACES:
        return False
    body = kpi.obligation
    if any(names_a_place(words, kpi.unit, body.contract.council.name) for words in (kpi.wording, body.wording)):
        return True
    return part_of_version(version, exact=True) is not None if version is not None else False


def done_with(count: PostcodeCount) -> str:
    """In numbers alone: what is said here is kept until the next page is drawn."""
    found = count.found
    left = f" {found.not_recognised:,} were not recognised." if found.not_recognised else ""
    return f"{found.given:,} postcodes are counted, and forgotten: {found.in_area:,} are in the council’s area.{left}"
