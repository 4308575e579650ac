"""What the contract's page says, ready for the template."""

from datetime import date
from typing import Any

from django.urls import reverse

from contracts.obligations.pages import open_changes
from contracts.overview.selectors import obligations_of
from contracts.papers.pages import papers_part
from contracts.papers.permissions import can_add_paper
from contracts.performance.coverage import coverage_words
from contracts.performance.spans import usual
from contracts.register.models import Contract, ContractSupplier
from contracts.register.pages import by_law
from contracts.register.permissions import can_change_supplier, can_confirm_link
from contracts.register.selectors import supplier_changes_of
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from contracts.standing.pages import kpi_card
from contracts.standing.selectors.standings import KpiStanding, counts_of
from contracts.warnings.calculations.words import Said, said
from contracts.warnings.selectors import about, notices_for
from procurement.commissioning.calculations.cycle import Facts, steps_of_contract
from procurement.commissioning.enums import CommissionKind
from procurement.commissioning.pages.cycle import Bar, bar_of, bar_of_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import day, money, plain_day


def late_of(kpis: list[KpiStanding]) -> list[DueReturn]:
    """The overdue rows of these KPIs, the oldest first."""
    return sorted((row.due for kpi in kpis for row in kpi.rows if row.overdue), key=lambda due: due.due_on)


def given_up_of(contract: Contract, user: User) -> int:
    """How many of its returns that this person sees are no longer asked for, each with its reason."""
    return DueReturn.objects.visible_to(user).filter(kpi__obligation__contract=contract, waived_at__isnull=False).count()


def next_day(kpis: list[KpiStanding], today: date) -> date | None:
    """The day on which the next return is due, today or later; None when none is to come."""
    open_rows = (row for kpi in kpis if kpi.kpi.agreed_at for row in kpi.rows if not row.handed_in)
    return min((row.due.due_on for row in open_rows if row.due.due_on >= today), default=None)


def contract_context(contract: Contract, user: User) -> dict:
    """Everything the page shows to this person."""
    parts = obligations_of(contract, user)
    today = clock.today()
    # Nothing is owed while the contract is still being agreed
    kpis = [] if contract.is_draft else [kpi for part in parts for kpi in part.kpis]
    officer = user.can(P.VIEW_CONTRACTS, contract.council_id)
    proposed = sum(1 for part in parts if part.obligation.is_proposed)
    return {
        "contract": contract,
        "facts": facts_of(contract),
        "summary": summary_rows(contract),
        "warnings": _warnings(contract, today) if officer else [],
        **by_law(contract, user, officer=officer),
        "origin": origin_of(contract, user),
        "parts": [(part.obligation, [kpi_card(k) for k in part.kpis]) for part in parts],
        "proposed": proposed,
        "changes": open_changes(contract) if proposed else [],
        "counts": counts_of(kpis),
        "coverage": coverage_words(counts_of(kpis)),
        "span": usual(today),
        # The council's own duties are counted apart
        "overdue": late_of([k for k in kpis if not k.kpi.client_side]),
        "own_overdue": late_of([k for k in kpis if k.kpi.client_side]),
        "papers": papers_part(contract, user),
        "may_add_paper": can_add_paper(user, contract),
        "given_up": given_up_of(contract, user),
        "next_due": next_day(kpis, today),
        "today": today,
        "events": timeline(contract)[:12] if officer else None,
        "officer": officer,
        "waiting_parties": [(p, can_confirm_link(user, p)) for p in contract.parties.all() if officer and p.waits],
        "supplier_changes": supplier_changes_of(contract) if officer else [],
        "may_change_supplier": can_change_supplier(user, contract),
        "may_review": user.can(P.EDIT_COMMISSIONS, contract.council_id),
        "bar": _bar(contract, user, kpis),
        "breadcrumbs": [("Contracts", reverse("contracts"))],
    }


def _warnings(contract: Contract, today: date) -> list[tuple[Said, bool]]:
    """What it warns of today, and whether the day of that is over."""
    found = notices_for([contract], today).get(contract.pk, [])
    return [(said(notice, about(contract), today), notice.is_over(today)) for notice in found]


def waiting_of(kpis: list[KpiStanding]) -> list[Return]:
    """The returns of these KPIs that wait to be verified."""
    return [row.waiting for kpi in kpis for row in kpi.rows if row.waiting is not None]


def _made_by(person: int | None, waiting: list[Return]) -> bool:
    """Whether there are any, and this person wrote or submitted every one of them, and so verifies none."""
    return bool(waiting) and all(person in (one.submitted_by_id, one.created_by_id) for one in waiting)


def _bar(contract: Contract, user: User, kpis: list[KpiStanding]) -> Bar:
    """Where its commission is in the cycle; of a contract from the register, or for who sees no commissions, its own part."""
    here = reverse("contract", args=[contract.pk])
    today, waiting = clock.today(), waiting_of(kpis)
    own: dict[str, Any] = {
        "contract": contract.status,
        "contract_starts": contract.starts_on,
        "manager": str(contract.manager or ""),
        "next_due": min((due.due_on for due in late_of(kpis)), default=next_day(kpis, today)),
        "to_verify": len(waiting),
        "made_by_manager": _made_by(contract.manager_id, waiting),
        "not_verified_by": user.pk if _made_by(user.pk, waiting) else None,
        "bought": contract.kind != CommissionKind.IN_HOUSE,
    }
    steps = steps_of_contract(contract.starts_on, contract.end_day, contract.is_ended, contract.review_on, today)
    commission = contract.award.tender.commission if contract.award else contract.commission
    if commission is not None and user.can(P.VIEW_COMMISSIONS, contract.council_id):
        tender = contract.award.tender_id if contract.award else None
        return bar_of(commission, user, here=here, tender=tender, own=steps, **own)
    return bar_of_contract(
        Facts(stage="", **own), steps, user, contract.council_id, contract=contract.pk, called=contract.reference, here=here
    )


def facts_of(contract: Contract) -> str:
    """Who delivers it, for how much, and who answers for it: “Oast Highways plc · £1,000 · managed by A. Officer”."""
    worths = ((contract.total_value, ""), (contract.annual_value, " a year"))
    worth = next((f"{money(value)}{said}" for value, said in worths if value is not None), "")
    managed = f"managed by {contract.manager}" if contract.manager else ""
    delivering = ", ".join(str(party) for party in _parties_now(contract))
    return " · ".join(filter(None, (delivering or "In-house", worth, managed)))


def _parties_now(contract: Contract) -> list[ContractSupplier]:
    today = clock.today()
    return [party for party in contract.parties.all() if not party.is_over(today)]


def said_of(party: ContractSupplier) -> str:
    """“Weald Carers CIC (now called Carers of the Weald), until 30 June 2027”."""
    return f"{party}, {party.days_words}" if party.days_words else str(party)


def summary_rows(contract: Contract) -> list[dict]:
    """Owners, dates and values for the summary list; what is not known says so."""
    now = "; ".join(said_of(party) for party in _parties_now(contract))
    before = "; ".join(said_of(party) for party in contract.parties_before())
    rows = [
        ("Supplier", now or "In-house: no supplier"),
        *([("Supplier before", before)] if before else []),
        ("Directorate", contract.directorate.name),
        ("Contract manager", contract.manager or ""),
        ("Lead director", contract.lead_director or ""),
        ("Starts", day(contract.starts_on)),
        _agreed_end(contract),
        ("Possible extension", f"{contract.extension_months} months" if contract.extension_months else "None"),
        ("Review", day(contract.review_on) if contract.review_on else ""),
        ("Value over the term", money(contract.total_value) if contract.total_value is not None else ""),
        *([("Value with VAT", money(contract.value_with_vat))] if contract.value_with_vat is not None else []),
        ("Value a year", money(contract.annual_value) if contract.annual_value is not None else ""),
        ("Procurement route", contract.get_route_display()),
        ("Districts", ", ".join(d.name for d in contract.districts.all())),
    ]
    if contract.ended_on:
        why = f". {contract.ended_reason}" if contract.ended_reason else ""
        ended = ("Ended", f"{plain_day(contract.ended_on)}{why}")
        # An end on the agreed day is one day, not two
        at = next(index for index, (label, _) in enumerate(rows) if label in ("Ends", "Was to end"))
        rows[at : at + 1] = [ended, rows[at]] if contract.ended_early or contract.ended_on != contract.ends_on else [ended]
    return [{"key": key, "value": value} for key, value in rows]


def _agreed_end(contract: Contract) -> tuple[str, str]:
    if contract.ends_on is None:
        return "Ends", "No agreed end"
    if contract.is_past_its_end:
        return "Was to end", f"{plain_day(contract.ends_on)}. It still runs: no new last day is agreed"
    return "Was to end" if contract.ended_on and contract.ended_on != contract.ends_on else "Ends", day(contract.ends_on)


def origin_of(contract: Contract, user: User) -> list[tuple[str, str]]:
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
