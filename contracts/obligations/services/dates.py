"""The contract's dates, and the schedule of returns that hangs on them."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from contracts.kept.services import keep
from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import Kpi
from contracts.obligations.services.baseline import check_before_first_day
from contracts.performance.enums import Kind
from contracts.register.models import Contract
from contracts.register.permissions import check_can_edit_contract
from contracts.register.services import mark_carried_on, mark_running_on, plan_further, record_entry, save_entry, tell_suppliers
from contracts.schedule.models import DueReturn
from contracts.schedule.services import Count, reschedule
from procurement.commissioning.enums import Period
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day


@transaction.atomic
def change_dates(
    contract: Contract,
    *,
    by: User,
    reason: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    without_end: bool = False,
    expected_version: Shown = AS_READ,
) -> Contract:
    """Move the contract's dates and the schedule with them: an extension makes new due rows, a cut takes open ones away.

    ``without_end``: no last day is agreed any more. Its returns are then planned ahead as the clock goes on.

    A promise over the term is shared out anew over what is left. The first day can change only while nothing was reported,
    since every period is counted from it, and while no period that both sides agreed is over. In a contract that has started
    the last day does not become a day that is past. Raises Refused where a milestone or a promise no longer has a place.
    """
    fresh = locked(contract, expected_version)
    check_can_edit_contract(by, fresh)
    starts_on, ends_on = starts_on or fresh.starts_on, None if without_end else ends_on or fresh.ends_on
    kpis = _kpis_of(fresh)
    moved = starts_on != fresh.starts_on
    if moved:
        _check_first_day(fresh, kpis)
        check_before_first_day(fresh, starts_on)
    if not fresh.is_draft and ends_on and ends_on != fresh.ends_on and ends_on < clock.today():
        raise Refused("An end in the past is entered with End the contract", "ends_on")
    if reason.strip() or kpis.exists():
        check_reason(reason, "Say why the dates change: the schedule of returns moves with them")
    _check_milestones(kpis, starts_on, ends_on)
    if without_end:
        check_no_term(kpis)
    before = fresh.starts_on, fresh.ends_on
    changed = save_entry(fresh, by=by, starts_on=starts_on, ends_on=ends_on)
    if not changed:
        return fresh
    count = Count()
    for kpi in kpis:
        if moved and kpi.reported_from == before[0]:
            save_changes(kpi, reported_from=starts_on)
        count += reschedule(kpi, fresh, anew=moved)
    keep(fresh.pk)
    record_entry(fresh, changed, by=by, reason=reason, sentence=f"changed the contract's dates; {count}")
    moves = [
        f"{label} {_said(old)} → {_said(new)}"
        for label, old, new in zip(("First day", "Last day"), before, (starts_on, ends_on), strict=True)
        if old != new
    ]
    what = f"{'; '.join(moves)}. The schedule of returns moves with them."
    _tell(fresh, "dates", f"The dates of {fresh.title} changed", what, by=by, reason=reason)
    return fresh


@transaction.atomic
def carry_on(contract: Contract, *, by: User, until: date, reason: str, expected_version: Shown = AS_READ) -> Contract:
    """Let a contract go on until a new last day, although its last day has ended it or is about to.

    Its schedule goes on without a gap; a promise over the term is shared out anew over what is left.
    """
    fresh = mark_carried_on(contract, by=by, until=until, reason=reason, expected_version=expected_version)
    _go_on(fresh)
    subject = f"{fresh.title} is extended until {plain_day(until)}"
    _tell(fresh, "goes-on", subject, "Returns continue without a gap.", by=by, reason=reason)
    return fresh


@transaction.atomic
def run_on(contract: Contract, *, by: User, without_end: bool, reason: str, expected_version: Shown = AS_READ) -> Contract:
    """Let a contract run without an end, or past its agreed end while no new last day is agreed.

    Its schedule goes on without a gap, planned ahead as the clock goes on. A promise over the term stays one of the agreed
    term; where there is to be none, it has to be promised otherwise first.
    """
    if without_end:
        check_no_term(_kpis_of(contract))
    fresh = mark_running_on(contract, by=by, without_end=without_end, reason=reason, expected_version=expected_version)
    _go_on(fresh)
    subject = f"{fresh.title} runs {'without an agreed end' if without_end else 'on past its agreed end'}"
    _tell(fresh, "goes-on", subject, "Returns continue without a gap.", by=by, reason=reason)
    return fresh


@transaction.atomic
def plan_on(pk: int, today: date) -> bool:
    """Plan the returns of a contract without an end in sight for another year of its own, where that is due. Nobody is told."""
    contract = Contract.objects.to_plan_on(today).select_for_update(of=("self",)).filter(pk=pk).first()
    if contract is None:
        return False  # another run was quicker, or it has an end again
    plan_further(contract)
    _go_on(contract)
    return True


def _go_on(contract: Contract) -> None:
    for kpi in _kpis_of(contract):
        reschedule(kpi, contract)
    if not contract.is_draft:
        keep(contract.pk)


def check_no_term(kpis: QuerySet[Kpi]) -> None:
    """Raise Refused where one of the KPIs is promised over a term that a contract without an end has not."""
    over_term = kpis.filter(per=Period.TERM).order_by("number").first()
    if over_term is not None:
        raise Refused(f"KPI {over_term.number} is promised over the term: a contract without an end has none, so change it first")


def _said(day: date | None) -> str:
    return plain_day(day) if day else "none"


def _tell(contract: Contract, about: str, subject: str, what: str, *, by: User, reason: str) -> None:
    tell_suppliers(
        contract,
        key=f"contract-{about}:{contract.pk}:{contract.version}",
        subject=subject,
        body=f"{subject}. {what}\n\nEntered by {by}.",
        url=reverse("contract", args=[contract.pk]),
        action="See the contract and the reason",
        private=f"{by} says why: {reason.strip()}" if reason.strip() else "",
    )


def _check_first_day(contract: Contract, kpis: QuerySet[Kpi]) -> None:
    """Moving the first day makes every row anew: not where one was reported, or is over and was to be."""
    if kpis.filter(due_returns__returns__isnull=False).exists():
        raise Refused("Returns were made for periods counted from the first day: it can no longer change", "starts_on")
    if DueReturn.objects.owed().filter(kpi__obligation__contract=contract, ends_on__lt=clock.today()).exists():
        raise Refused("Periods counted from the first day are over: it can no longer change", "starts_on")


def _kpis_of(contract: Contract) -> QuerySet[Kpi]:
    return Kpi.objects.filter(obligation__contract=contract).exclude(obligation__status=AgreementStatus.ENDED)


def _check_milestones(kpis: QuerySet[Kpi], starts_on: date, ends_on: date | None) -> None:
    """A milestone that was not reported and not given up keeps its place within the contract."""
    open_ones = kpis.filter(kind=Kind.MILESTONE, due_returns__waived_at=None).exclude(due_returns__returns__isnull=False)
    for kpi in open_ones.distinct():
        day = kpi.milestone_on
        if day is not None and not starts_on <= day <= (ends_on or day):
            raise Refused(
                f"KPI {kpi.number} is to be done by {plain_day(day)}, outside these dates: change it first",
                "starts_on" if day < starts_on else "ends_on",
            )
