"""The record of a contract: its entry in the register, its suppliers, and what happened."""

from contracts.overview.pages.actions import actions_of
from contracts.papers.pages import papers_part
from contracts.papers.permissions import can_add_paper
from contracts.register.models import Contract
from contracts.register.pages.head import head_of, parties_now, said_of
from contracts.register.selectors import supplier_changes_of
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.audit.selectors import timeline
from socialvalue.common.templatetags.formats import day, money, plain_day

# The newest; the whole record is the administrators'
MOST_EVENTS = 50


def record_context(contract: Contract, user: User) -> dict:
    """The entry for everybody who sees the contract; what happened, for the council's own."""
    officer = user.can(P.VIEW_CONTRACTS, contract.council_id)
    return head_of(contract, "contract-record") | {
        "summary": summary_rows(contract),
        "copied_from": contract.copied_from_id and Contract.objects.visible_to(user).filter(copies=contract).first(),
        "copies": Contract.objects.visible_to(user).filter(copied_from=contract),
        "officer": officer,
        "papers": papers_part(contract, user),
        "may_add_paper": can_add_paper(user, contract),
        "supplier_changes": supplier_changes_of(contract) if officer else [],
        "events": timeline(contract)[:MOST_EVENTS] if officer else None,
        "actions": actions_of(contract, user),
    }


def summary_rows(contract: Contract) -> list[dict]:
    """Owners, dates and values for the summary list; what is not known says so."""
    now = "; ".join(said_of(party) for party in parties_now(contract))
    before = "; ".join(said_of(party) for party in contract.parties_before())
    rows = [
        ("Supplier", now or "In-house: no supplier"),
        *([("Supplier before", before)] if before else []),
        ("Directorate", contract.directorate.name),
        *([("Head of service", contract.service_head or "")] if contract.is_in_house else []),
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
