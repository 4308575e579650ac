"""What both sides agreed, as one text: every obligation with its KPIs, and who agreed it for each side."""

from typing import Any

from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import Kpi, Obligation
from contracts.register.models import Contract
from socialvalue.common.templatetags.formats import plain_day, plain_quantity

EACH = "each time it is reported"


def terms_of(contract: Contract) -> dict[str, Any]:
    """The terms that are agreed, in words: the same terms give the same content, whoever agreed them when. Three queries.

    ``council``, ``delivered_by`` (names as they were linked), ``reference``, ``title``, ``starts_on``, ``ends_on`` and
    ``obligations``: ``code``, ``basis``, ``wording``, ``written`` (where), ``counted``, and ``kpis``.
    """
    return {
        "council": str(contract.council),
        "delivered_by": contract.suppliers_on(),
        "reference": contract.reference,
        "title": contract.title,
        "starts_on": plain_day(contract.starts_on),
        "ends_on": plain_day(contract.ends_on) if contract.ends_on else "",
        "illustrative": contract.illustrative,
        "obligations": [_obligation(one) for one in _in_force(contract)],
    }


def agreed_by(contract: Contract) -> dict[str, dict[str, str]]:
    """Code of an obligation → who agreed it for each side, by name and day; empty where it stands elsewhere."""
    return {
        one.code: {
            "council": _who(one.council_agreed_by, one.council_agreed_at),
            "supplier": _who(one.supplier_agreed_by, one.supplier_agreed_at) or _earlier(one),
        }
        for one in _in_force(contract)
    }


def _in_force(contract: Contract) -> list[Obligation]:
    rows = contract.obligations.filter(status=AgreementStatus.AGREED).prefetch_related("kpis")
    return list(rows.select_related("part_of", "council_agreed_by", "supplier_agreed_by").order_by("pk"))


def _obligation(one: Obligation) -> dict[str, Any]:
    return {
        "code": one.code,
        "basis": one.get_basis_display(),
        "wording": one.wording,
        "written": one.source_note,
        "counted": _counted(one),
        "kpis": [_kpi(kpi) for kpi in one.kpis.all()],
    }


def _counted(one: Obligation) -> str:
    if one.counted_at is None:
        return ""
    return f"Counted within {one.part_of.code}" if one.part_of else "Counted on top of the other obligations"


def _kpi(kpi: Kpi) -> dict[str, Any]:
    return {
        "number": kpi.number,
        "wording": kpi.wording,
        "kind": kpi.get_kind_display(),
        "direction": kpi.get_direction_display(),
        "target": _amount(kpi.target, kpi) or "No target",
        "minimum": _amount(kpi.minimum, kpi),
        "rhythm": kpi.rhythm,
        "days_to_report": kpi.days_to_report,
        "reported_from": plain_day(kpi.reported_from) if kpi.reported_from else "",
        "side": "The council" if kpi.client_side else "The supplier",
        # Of a composite alone: texts that were agreed before there were any keep their digest
        **({"sub_scores": kpi.sub_score_lines} if kpi.sub_scores else {}),
    }


def _amount(value, kpi: Kpi) -> str:
    if value is None:
        return ""
    if kpi.is_done_or_not:
        return "Done"
    return f"{plain_quantity(value, kpi.unit)} {kpi.get_per_display() if kpi.per else EACH}"


def _earlier(one: Obligation) -> str:
    return f"earlier records, {plain_day(one.agreed_on)}" if one.agreed_on else ""


def _who(person, moment) -> str:
    return f"{person}, {plain_day(moment)}" if person and moment else ""
