"""Reads of returns: what is owed, what waits, how each period stands. Whole contracts in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q

from contracts.evidence.permissions import reports_for
from contracts.independent.models import Confirmation
from contracts.obligations.models import Kpi
from contracts.performance.combining import counted_as
from contracts.performance.enums import Standing
from contracts.performance.lateness import is_overdue, late_by, late_words
from contracts.performance.rows import Reported, Row
from contracts.performance.standing import figure_of
from contracts.register.enums import ContractStatus, Side
from contracts.register.models import Contract, ContractSupplier
from contracts.register.querysets import delivers, is_supplier
from contracts.returns.calculations.answering import unproven
from contracts.returns.calculations.figures import Figure
from contracts.returns.calculations.many import MOST, Many
from contracts.returns.calculations.sense import Asked, Earlier, questions
from contracts.returns.models import Return
from contracts.returns.querysets import ReturnQuerySet
from contracts.schedule.enums import HANDED_IN, OPEN, ReturnStatus
from contracts.schedule.models import DueReturn
from contracts.schedule.querysets import DueReturnQuerySet
from socialvalue.accounts.enums import Duty, Permission
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.documents.models import Document


@dataclass(frozen=True)
class DueState:
    """A due row as it stands on the day ``today``, for pages.

    ``counted`` is the verified return, ``waiting`` the one handed in, ``latest`` the last version, drafts too.
    """

    due: DueReturn
    latest: Return | None
    counted: Return | None
    waiting: Return | None
    handed_in: bool
    overdue: bool
    # How this one period stands; None while nothing is verified, and where an allowance is used up over several
    standing: Standing | None
    # “Handed in 15 days late”, by the first version, whatever came after; empty in time
    late_words: str
    today: date

    @property
    def value(self) -> Decimal | None:
        """The verified value in the KPI's unit; None while nothing is verified."""
        return self.counted.value if self.counted else None

    @property
    def tag(self) -> tuple[str, str]:
        """(word, colour) for the tag of the row."""
        if self.due.waived_at:
            return "Waived", "grey"
        if self.latest and self.latest.status in (ReturnStatus.SUBMITTED, ReturnStatus.QUERIED):
            return self.latest.get_status_display(), "yellow" if self.latest.status == ReturnStatus.SUBMITTED else "orange"
        if self.counted:
            return "Verified", "green"
        if self.overdue:
            return "Overdue", "red"
        if self.latest:
            return "Draft", "grey"
        if self.due.ends_on < self.today:
            return "Due", "yellow"
        return ("Open", "blue") if self.due.starts_on <= self.today else ("Not due yet", "grey")


def state_of(due: DueReturn, kpi: Kpi, today: date) -> DueState:
    """How a due row of ``kpi`` stands today; its returns are loaded in the order of their numbers."""
    returns = list(due.returns.all())
    latest = returns[-1] if returns else None
    counted = next((r for r in returns if r.status == ReturnStatus.VERIFIED), None)
    waiting = next((r for r in returns if r.status == ReturnStatus.SUBMITTED), None)
    handed_in = counted is not None or waiting is not None
    return DueState(
        due=due,
        latest=latest,
        counted=counted,
        waiting=waiting,
        handed_in=handed_in,
        overdue=is_overdue(due.due_on, today, handed_in=handed_in, waived=not due.is_asked_of(kpi)),
        standing=_by_itself(row_of(due, returns), kpi, today) if counted else None,
        late_words=late_words(late_by(due.due_on, returns[0].first_sent)) if returns else "",
        today=today,
    )


def _by_itself(row: Row, kpi: Kpi, today: date) -> Standing | None:
    return None if kpi.is_allowance else figure_of([row], kpi.kind, kpi.direction, today).standing


def row_of(due: DueReturn, returns: Sequence[Return]) -> Row:
    """A due row with its returns as they are now, for the arithmetic of ``contracts/performance``."""
    counted = next((r for r in returns if r.status == ReturnStatus.VERIFIED), None)
    return Row(
        starts_on=due.starts_on,
        ends_on=due.ends_on,
        due_on=due.due_on,
        target=due.target,
        minimum=due.minimum,
        reported=reported_of(counted) if counted else None,
        waiting=any(r.status == ReturnStatus.SUBMITTED for r in returns),
        sent=any(r.first_submitted_at is not None for r in returns),
    )


def row_with(due: DueReturn, version: Return) -> Row:
    """A due row with one verified version, whichever it is."""
    return Row(due.starts_on, due.ends_on, due.due_on, due.target, due.minimum, reported_of(version), sent=True)


def reported_of(version: Return) -> Reported:
    """What a version says; nothing where there were no cases."""
    if version.no_cases:
        return Reported()
    return Reported(version.value, version.numerator, version.denominator)


def owed_by(user: User, today: date | None = None) -> DueReturnQuerySet:
    """Due rows this person should report on: outstanding, due within 30 days or overdue; oldest first.

    A supplier's person owes what is not the council's own duty; a contract manager owes what is, and what has no
    supplier; of a service of the council's own its head owes what is not.
    """
    today = today or clock.today()
    return _to_make(user, DueReturn.objects.outstanding().due_by(today + timedelta(days=30)).filter(ends_on__lt=today))


def by_period(rows: Iterable[DueReturn]) -> list[list[DueReturn]]:
    """Due rows (as ``owed_by`` loads them) by contract and the last day of their period, in the order of the first of each."""
    found: dict[tuple[int, date], list[DueReturn]] = {}
    for due in rows:
        found.setdefault((due.kpi.obligation.contract_id, due.ends_on), []).append(due)
    return list(found.values())


def next_to_make(user: User, today: date | None = None) -> DueReturn | None:
    """The first row this person will have to report on whose period is not over yet; None where there is none. One query."""
    return _to_make(user, DueReturn.objects.outstanding().filter(ends_on__gte=today or clock.today())).first()


def _to_make(user: User, rows: DueReturnQuerySet) -> DueReturnQuerySet:
    # An account is on one side. Both in one condition would be found from neither end, but among the rows of every contract
    contract = "kpi__obligation__contract"
    if is_supplier(user):
        theirs = rows.filter(delivers(user, f"{contract}__", "due_on"), kpi__client_side=False)
        # Each once where several of their suppliers deliver it
        found = DueReturn.objects.filter(pk__in=theirs.order_by().values("pk").distinct())
    else:
        parties = ContractSupplier.objects.filter(contract=OuterRef(contract))
        mine = Q(**{f"{contract}__manager__in": user.acts_for(Duty.CONTRACTS)})
        nobody_else = ~Exists(parties) & Q(**{f"{contract}__service_head": None})
        headed = Q(**{f"{contract}__service_head": user.pk}, kpi__client_side=False)
        found = rows.filter(mine & (Q(kpi__client_side=True) | nobody_else) | headed)
    return loaded(found.visible_to(user)).order_by("due_on", f"{contract}__title", "kpi__number")


def waiting_for(user: User) -> ReturnQuerySet:
    """Returns handed in that this person may verify: neither made nor handed in by them, and no tie. Oldest first."""
    councils = user.organisations_where(Permission.VERIFY_RETURNS)
    seen = Return.objects.visible_to(user)
    if user.ties:
        seen = seen.exclude(due__kpi__obligation__contract__parties__organisation__in=user.ties)
    return (
        seen.filter(status=ReturnStatus.SUBMITTED, due__kpi__obligation__contract__council__in=councils)
        .exclude(submitted_by__in=user.one_hand)
        .exclude(created_by__in=user.one_hand)
        .exclude(delivers(user, "due__kpi__obligation__contract__"))
        .exclude(due__kpi__obligation__contract__service_head=user.pk)
        .select_related("due__kpi__obligation__contract", "submitted_by")
        .order_by("submitted_at", "pk")
    )


def to_confirm(user: User) -> ReturnQuerySet:
    """What the council reported on its own duties and this person’s supplier may confirm. Oldest first."""
    if not is_supplier(user):
        return Return.objects.none()
    contract = "due__kpi__obligation__contract"
    theirs = Return.objects.filter(
        delivers(user, f"{contract}__", "due__due_on"), status=ReturnStatus.SUBMITTED, due__kpi__client_side=True
    )
    # Each once where several of their suppliers deliver it
    rows = Return.objects.visible_to(user).filter(pk__in=theirs.order_by().values("pk").distinct())
    return rows.select_related("due__kpi__obligation__contract", "submitted_by").order_by("submitted_at", "pk")


def many_of(rows: ReturnQuerySet, most: int = MOST) -> Many:
    """How many of ``rows`` there are, counted to ``most``. One query that reads so many keys and no more."""
    return Many(rows.order_by()[: most + 1].count(), most)


def longest_waiting(rows: ReturnQuerySet, most: int = MOST) -> ReturnQuerySet:
    """Those of ``rows`` (``waiting_for``) that have waited longest, as many as are listed and put in order of their risk.

    One query, now: of a question within a question PostgreSQL expects any number of rows, and would read whole tables.
    """
    return Return.objects.filter(pk__in=list(rows.order_by("submitted_at", "pk").values_list("pk", flat=True)[:most]))


def drafts_of(user: User, contract: Contract) -> ReturnQuerySet:
    """What this person's side may submit now or soon: drafts and returns sent back, with a figure. The earliest due first."""
    side = reports_for(user, contract)
    if side is None or contract.status == ContractStatus.DRAFT:
        return Return.objects.none()
    rows = Return.objects.visible_to(user).filter(
        Q(value__isnull=False) | Q(no_cases=True),
        Q(side=side) | Q(status=ReturnStatus.QUERIED),
        due__kpi__obligation__contract=contract,
        due__waived_at=None,
        status__in=OPEN,
    )
    if side == Side.SUPPLIER:
        rows = rows.filter(due__kpi__client_side=False)
    return rows.select_related("due__kpi__obligation__contract__council__period_lock", "due__kpi__breakdown__by_list").order_by(
        "due__due_on", "due__kpi__number"
    )


def corrections_of(user: User) -> ReturnQuerySet:
    """Corrections this person's side has begun or that were sent back to it: nothing else owed says that they wait."""
    contract = "due__kpi__obligation__contract"
    theirs = (delivers(user, f"{contract}__", "due__due_on") | Q(**{f"{contract}__service_head": user.pk})) & Q(
        side=Side.SUPPLIER
    )
    managed = Q(side=Side.COUNCIL, **{f"{contract}__manager__in": user.acts_for(Duty.CONTRACTS)})
    keys = Return.objects.filter(theirs | managed, number__gt=1, status__in=OPEN, due__waived_at=None).values("pk")
    rows = Return.objects.visible_to(user).filter(pk__in=keys).select_related(contract)
    return rows.order_by("due__due_on", "due__kpi__number")


def chased_by(user: User, today: date | None = None) -> DueReturnQuerySet:
    """Overdue returns in the contracts this person manages, whoever owes them."""
    today = today or clock.today()
    rows = DueReturn.objects.overdue(today).filter(kpi__obligation__contract__manager=user)
    return loaded(rows.visible_to(user)).order_by("due_on", "kpi__obligation__contract__title", "kpi__number")


def late_contracts(user: User, today: date | None = None) -> list[tuple[Contract, int, date]]:
    """(contract, number of returns overdue, oldest day) in the contracts this person manages, the oldest first. Two queries."""
    found: dict[int, list[DueReturn]] = {}
    for due in chased_by(user, today):
        found.setdefault(due.kpi.obligation.contract_id, []).append(due)
    rows = [(dues[0].kpi.obligation.contract, len(dues), dues[0].due_on) for dues in found.values()]
    return sorted(rows, key=lambda row: (row[2], row[0].title))


def loaded(rows: DueReturnQuerySet) -> DueReturnQuerySet:
    """These rows with their KPI, contract, its parties, and their returns in order."""
    kept = Return.objects.order_by("number")
    return rows.select_related("kpi__obligation__contract__council__period_lock", "kpi__breakdown__by_list").prefetch_related(
        Prefetch("returns", queryset=kept), "kpi__obligation__contract__parties"
    )


def due_for(user: User, pk: int) -> DueReturnQuerySet:
    """The due rows this person may open, loaded for the return's page; filter by key and get_object_or_404."""
    return loaded(DueReturn.objects.visible_to(user)).filter(pk=pk)


def before(due: DueReturn, user: User) -> Return | None:
    """The verified return of the nearest period before this one that this person sees."""
    return (
        Return.objects.visible_to(user)
        .filter(due__kpi=due.kpi_id, due__starts_on__lt=due.starts_on, status=ReturnStatus.VERIFIED)
        .select_related("due")
        .order_by("-due__starts_on")
        .first()
    )


def earlier_of(due: DueReturn) -> list[Earlier]:
    """What the periods before this one brought, handed in or verified, the oldest first."""
    rows = Return.objects.filter(
        due__kpi=due.kpi_id, due__starts_on__lt=due.starts_on, status__in=HANDED_IN, value__isnull=False
    ).select_related("due")
    return earlier_in([(row.due, row) for row in rows.order_by("due__starts_on", "number")])


def earlier_in(rows: Iterable[tuple[DueReturn, Return]]) -> list[Earlier]:
    """The last version of each period that has a value, in the order given."""
    found = {
        due.pk: Earlier(starts_on=due.starts_on, ends_on=due.ends_on, value=version.value)
        for due, version in rows
        if version.value is not None
    }
    return list(found.values())


def questions_about(due: DueReturn, figure: Figure, earlier: Sequence[Earlier]) -> list[str]:
    """The questions of sense about a figure for this due row."""
    kpi = due.kpi
    return questions(
        Asked(
            kind=counted_as(kpi.kind),
            unit=kpi.unit,
            direction=kpi.direction,
            starts_on=due.starts_on,
            ends_on=due.ends_on,
            target=due.target,
            minimum=due.minimum,
            value=figure.value,
            numerator=figure.numerator,
            denominator=figure.denominator,
            earlier=earlier,
        )
    )


def asked_about(version: Return) -> list[str]:
    """The questions of sense that stand about a version."""
    figure = Figure(value=version.value, numerator=version.numerator, denominator=version.denominator)
    return [] if version.value is None else questions_about(version.due, figure, earlier_of(version.due))


def missing_in(version: Return) -> list[str]:
    """What whoever verifies it should know: what is missing, what is in question. Each a sentence without its full stop."""
    if version.no_cases:
        return missing_given(version, has_file=False, earlier=())
    has_file = Document.objects.of(version).exists()
    return missing_given(version, has_file=has_file, earlier=[] if version.value is None else earlier_of(version.due))


def missing_given(version: Return, *, has_file: bool, earlier: Sequence[Earlier]) -> list[str]:
    """``missing_in`` where its files and what earlier periods brought are known already. No query."""
    if version.no_cases:
        # Nothing is claimed that would need evidence
        return ["No cases: the period will count neither for nor against"]
    found = []
    if not version.evidence_note.strip() and not has_file:
        found.append("No evidence: no file, and no note of where it is kept")
    if not version.direct_result.strip():
        found.append("Not answered: was it a direct result of this work, or did another service help?")
    if not version.anyway.strip():
        found.append("Not answered: would it have happened anyway?")
    if version.estimated:
        found.append("The figure is an estimate")
    found += unproven(version.working)
    figure = Figure(value=version.value, numerator=version.numerator, denominator=version.denominator)
    return found + ([] if version.value is None else questions_about(version.due, figure, earlier))


def schedule_of(contract: Contract, user: User, only: str = "") -> DueReturnQuerySet:
    """Due rows of a contract that this person sees, with their returns, in the order they are due.

    ``only``: a part of ``parts_of``, or "" for all.
    """
    whole = DueReturn.objects.visible_to(user).filter(kpi__obligation__contract=contract)
    rows = parts_of(contract, user)[only] if only else whole
    kept = Return.objects.order_by("number").select_related("submitted_by", "decided_by")
    kept = kept.prefetch_related(Prefetch("confirmations", Confirmation.objects.select_related("asked_of").order_by("pk")))
    rows = rows.select_related("kpi").prefetch_related(Prefetch("returns", queryset=kept))
    return rows.order_by("due_on", "kpi__number")


def parts_of(contract: Contract, user: User) -> dict[str, DueReturnQuerySet]:
    """Due rows of a contract that this person sees in four parts: to submit now, waiting to be verified, over, and later.

    Now: nothing is handed in and the period is over, or it was sent back. A period that runs still comes later.
    """
    today = clock.today()
    rows = DueReturn.objects.visible_to(user).filter(kpi__obligation__contract=contract)
    begun = rows.filter(starts_on__lte=today)
    sent_back = Return.objects.filter(status=ReturnStatus.QUERIED, due__kpi__obligation__contract=contract).values("due")
    handed_in = Return.objects.filter(status=ReturnStatus.SUBMITTED, due__kpi__obligation__contract=contract).values("due")
    outstanding = begun.outstanding().values("pk")
    now = begun.filter(Q(ends_on__lt=today) | Q(pk__in=sent_back), pk__in=outstanding)
    later = rows.filter(Q(starts_on__gt=today) | Q(pk__in=outstanding)).exclude(pk__in=now.values("pk"))
    waiting = begun.filter(pk__in=handed_in)
    over = begun.exclude(pk__in=outstanding).exclude(pk__in=handed_in)
    return {"open": now, "waiting": waiting, "over": over, "later": later}
