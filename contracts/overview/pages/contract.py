"""What the page of a contract's promises says, ready for the template."""

from datetime import date
from typing import Any

from django.urls import reverse

from contracts.call_offs.pages import line_of
from contracts.independent.selectors import independently
from contracts.innovation.pages import innovation_part
from contracts.obligations.pages import open_changes
from contracts.obligations.permissions import can_shape, side_of
from contracts.overview.pages.actions import actions_of
from contracts.overview.pages.promises import rows_of, standing_words
from contracts.overview.selectors import obligations_of, with_files
from contracts.performance.coverage import coverage_words
from contracts.performance.spans import usual
from contracts.register.models import Contract
from contracts.register.pages import by_law
from contracts.register.pages.head import head_of
from contracts.register.permissions import can_confirm_link, check_no_tie_to_supplier
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from contracts.spend.pages import spent_part
from contracts.standing.selectors.standings import KpiStanding, counts_of
from contracts.warnings.calculations.words import Said, said
from contracts.warnings.selectors import about, notices_for
from procurement.commissioning.calculations.cycle import Facts, steps_of_contract
from procurement.commissioning.enums import CommissionKind
from procurement.commissioning.pages.cycle import Bar, bar_of, bar_of_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import tied_words
from socialvalue.common import clock


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
    """What the promises' page of a contract shows to this person."""
    parts = obligations_of(contract, user)
    today = clock.today()
    # Nothing is owed while the contract is still being agreed
    kpis = [] if contract.is_draft else [kpi for part in parts for kpi in part.kpis]
    officer = user.can(P.VIEW_CONTRACTS, contract.council_id)
    proposed = sum(1 for part in parts if part.obligation.is_proposed)
    rows = rows_of(parts, with_files(kpis))
    return head_of(contract, "contract") | {
        "rows": rows,
        # The council's own duties are a section of their own
        "their_rows": [row for row in rows if not row.is_own],
        "own_rows": [row for row in rows if row.is_own],
        "obligations": [(part.obligation, len(part.kpis)) for part in parts],
        "standing": standing_words(kpis),
        "warnings": _warnings(contract, today) if officer else [],
        **by_law(contract, user, officer=officer),
        "proposed": proposed,
        "changes": open_changes(contract) if proposed else [],
        "counts": counts_of(kpis),
        "independently": independently(user, kpi__obligation__contract=contract),
        "coverage": coverage_words(counts_of(kpis)),
        "span": usual(today),
        # The council's own duties are counted apart
        "overdue": late_of([k for k in kpis if not k.kpi.client_side]),
        "own_overdue": late_of([k for k in kpis if k.kpi.client_side]),
        "given_up": given_up_of(contract, user),
        "next_due": next_day(kpis, today),
        "today": today,
        "called_off": line_of(contract, user),
        "waiting_parties": [(p, can_confirm_link(user, p)) for p in contract.parties.all() if officer and p.waits],
        "may_shape": can_shape(user, contract),
        "may_review": user.can(P.EDIT_COMMISSIONS, contract.council_id),
        "actions": actions_of(contract, user),
        "innovation": innovation_part(contract, user),
        "spend": spent_part(contract, user),
        "tied": tied_words(user, P.EDIT_CONTRACTS, contract.council, check_no_tie_to_supplier, contract),
        "side": side_of(user, contract),
        "bar": _bar(contract, user, kpis),
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
