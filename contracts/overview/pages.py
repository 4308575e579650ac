"""What the contract's page says, ready for the template."""

from django.urls import reverse

from contracts.overview.selectors import coverage_of, obligations_of
from contracts.register.enums import ContractStatus
from contracts.returns.pages import rating_tag, standing_sentence
from socialvalue.accounts.enums import Permission as P
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import day, money


def kpi_card(found) -> dict:
    """A KPI's standing with its words: what the bullet chart shows, as a sentence."""
    kpi, standing = found.kpi, found.standing
    known = [value for value in found.trend if value is not None]
    return {
        "kpi": kpi,
        "standing": standing,
        "tag": rating_tag(standing.rating),
        "alt": standing_sentence(kpi, standing),
        "trend": found.trend,
        "trend_alt": f"Trend of {kpi.wording}: {len(known)} of the last {len(found.trend)} periods verified",
        "has_trend": len(known) > 1,
        "next_due": found.next_due,
        "floor": standing.floor,
    }


def contract_context(contract, user) -> dict:
    """Everything the page shows to this person."""
    parts = obligations_of(contract)
    handed_in, owed, verified = coverage_of(parts)
    today = clock.today()
    dues = [k.next_due for part in parts for k in part.kpis if k.next_due and contract.status != ContractStatus.DRAFT]
    rows = [row for part in parts for k in part.kpis for row in k.rows] if contract.status != ContractStatus.DRAFT else []
    late = sorted((row.due for row in rows if row.overdue), key=lambda due: due.due_on)
    officer = user.can(P.VIEW_CONTRACTS, contract.council_id)
    return {
        "contract": contract,
        "summary": summary_rows(contract),
        "origin": origin_of(contract, user),
        "parts": [(part.obligation, [kpi_card(k) for k in part.kpis]) for part in parts],
        "proposed": sum(1 for part in parts if part.obligation.is_proposed),
        "coverage": (handed_in, owed, verified),
        "overdue": late,
        "next_due": min((d.due_on for d in dues if d.due_on >= today), default=None),
        "today": today,
        "events": timeline(contract)[:12] if officer else None,
        "officer": officer,
        "may_review": user.can(P.EDIT_COMMISSIONS, contract.council_id),
        "breadcrumbs": [("Contracts", reverse("contracts"))],
    }


def summary_rows(contract) -> list[dict]:
    """Owners, dates and values for the summary list; what is not known says so."""
    suppliers = ", ".join(str(s) for s in contract.suppliers.all())
    rows = [
        ("Supplier", suppliers or "In-house: no supplier"),
        ("Directorate", contract.directorate.name),
        ("Contract manager", contract.manager or ""),
        ("Lead director", contract.lead_director or ""),
        ("Starts", day(contract.starts_on)),
        ("Ends", day(contract.ends_on)),
        ("May be extended by", f"{contract.extension_months} months" if contract.extension_months else "Not at all"),
        ("Review", day(contract.review_on) if contract.review_on else ""),
        ("Value over the term", money(contract.total_value) if contract.total_value is not None else ""),
        ("Value a year", money(contract.annual_value) if contract.annual_value is not None else ""),
        ("How it came about", contract.get_route_display()),
        ("Districts", ", ".join(d.name for d in contract.districts.all())),
    ]
    return [{"key": key, "value": value} for key, value in rows]


def origin_of(contract, user) -> list[tuple[str, str]]:
    """(words, address or "") back along the chain: award, tender, commission. Empty for a contract without a tender here."""
    found = []
    sees = user.can(P.VIEW_COMMISSIONS, contract.council_id)
    if contract.award:
        tender = contract.award.tender
        found.append((f"Award of {tender.reference}", reverse("award", args=[tender.reference]) if sees else ""))
        found.append((f"Tender {tender.reference}", reverse("tender" if sees else "opportunity", args=[tender.reference])))
    if contract.commission:
        reference = contract.commission.reference
        found.append((f"Commission {reference}", reverse("commission", args=[reference]) if sees else ""))
    return found
