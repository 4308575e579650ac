"""The one sentence that comes before any figure, and how sure it is; the same on oversight, on home and in reports."""

from dataclasses import dataclass

from contracts.kept.enums import SupplierKind
from measurement.figures.calculations.headline import certainty, extremes, on_target_words
from measurement.figures.selectors import Achievement, achievement
from measurement.figures.selectors.scope import Scope
from socialvalue.accounts.models import Directorate
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.places.models import District

DELIVERED_BY = {
    SupplierKind.VCSE: "contracts with voluntary, community or social enterprises",
    SupplierKind.SME: "contracts with small or medium-sized businesses",
    SupplierKind.LARGE: "contracts with large businesses",
    SupplierKind.SEVERAL: "contracts with suppliers of more than one kind",
    SupplierKind.IN_HOUSE: "what the council delivers itself",
    SupplierKind.UNKNOWN: "contracts whose kind of supplier is not known",
}


@dataclass(frozen=True)
class Headline:
    """``sentence``: how many KPIs were on target over which period, furthest behind and best. ``certainty``: how sure that is."""

    sentence: str
    certainty: str


def headline_of(scope: Scope) -> Headline:
    """The headline of a scope. The queries of ``achievement``, and one for each filter that is in force."""
    return headline(achievement(scope))


def headline(found: Achievement) -> Headline:
    """The headline of figures that are at hand already; a query for each filter that is in force."""
    scope, tally = found.scope, found.total.tally
    words = f"{_filtered(scope)}{scope.span.during}, {on_target_words(tally)}."
    named = extremes((line.name, line.tally) for line in found.priorities if line.pk)
    known = "" if scope.as_of == clock.today() else f"As known on {plain_day(scope.as_of)}: "
    said = certainty(tally, found.contracts_late)
    return Headline(
        sentence=f"{words[0].upper()}{words[1:]} {named}".strip(),
        certainty=f"{known}{said[0].lower()}{said[1:]}" if known else said,
    )


def _filtered(scope: Scope) -> str:
    """Whose contracts alone are counted: “Adult Social Care, contracts in Ashford only: ”; “” for the whole council."""
    parts = []
    if scope.directorate_id:
        parts.append(Directorate.objects.get(pk=scope.directorate_id).name)
    if scope.district_id:
        parts.append(f"contracts in {District.objects.get(pk=scope.district_id).name}")
    if scope.supplier_kind:
        parts.append(DELIVERED_BY[SupplierKind(scope.supplier_kind)])
    words = ", ".join(parts)
    return f"{words[0].upper()}{words[1:]} only: " if words else ""
