"""The due rows created up front: what is owed, when, with which target; until when it can be changed, and who opens it after."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import F, Q

from contracts.register.enums import Side
from contracts.schedule.calculations.locking import Opened, Step, is_locked, last_day, steps_from
from contracts.schedule.querysets import DueReturnQuerySet, LockExceptionQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned
from socialvalue.second_word.models import UNDECIDED, SecondWord, by_two_people

USER = settings.AUTH_USER_MODEL


class DueReturn(models.Model):
    """A return that is owed: made when the schedule is made, never recomputed from today."""

    kpi = models.ForeignKey("contracts.Kpi", on_delete=models.PROTECT, related_name="due_returns")
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()
    # Pinned when the row was made, so that a re-baselined target never rewrites the past
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    minimum = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    # Of a composite: the sub-scores of this period, pinned likewise; None of any other kind
    sub_scores = models.JSONField(null=True, blank=True)
    # Not owed any more, by whose word and why
    waived_at = models.DateTimeField(null=True)
    waived_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    waived_reason = models.TextField(blank=True)
    # How many of the reminders (performance.lateness) are behind it, sent or not called for; see ``services/reminding.py``
    reminded = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = DueReturnQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "kpi_id"]
        indexes = [
            models.Index(fields=["due_on"]),
            models.Index(fields=["ends_on"]),
            # What a run of the reminders looks at, however many rows there are
            models.Index(fields=["reminded", "due_on"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "starts_on"], name="due_return_once_a_period"),
            models.CheckConstraint(condition=Q(waived_at=None) | ~Q(waived_reason=""), name="waived_return_says_why"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & Q(due_on__gte=F("ends_on")), name="due_return_dates_in_order"
            ),
        ]

    def is_asked_of(self, kpi) -> bool:
        """Whether ``kpi`` (its own, loaded) asks for this period: both sides agreed it, from that day on, and nobody gave it up.

        What the contract's dates add is in the queryset's ``owed``.
        """
        begun = kpi.reported_from is None or self.starts_on >= kpi.reported_from
        return self.waived_at is None and kpi.agreed_at is not None and begun

    def __str__(self):
        return f"{self.kpi} {self.starts_on} to {self.ends_on}"

    @property
    def known_on(self) -> date | None:
        """When its KPI (loaded) was agreed, or brought over from earlier records, whichever came later."""
        agreed = self.kpi.agreed_at.astimezone(clock.LONDON).date() if self.kpi.agreed_at else None
        return max(filter(None, (agreed, self.kpi.brought_over_on)), default=None)

    @property
    def open_until(self) -> date | None:
        """The last day on which anything of it can be changed; None: it does not lock."""
        return last_day(self.due_on, self.known_on, steps_of(self.kpi.obligation.contract.council))

    @property
    def last_open_day(self) -> date:
        """``open_until`` of one that locks. Raises ValueError of another."""
        if self.open_until is None:
            raise ValueError(f"it does not lock: {self}")
        return self.open_until

    @property
    def is_locked(self) -> bool:
        # No council's rule is asked before it is due
        return clock.today() > self.due_on and is_locked(self.open_until, clock.today())


def steps_of(council) -> list[Step]:
    """What the council has said of locking, in the order of its days. Loaded with ``council__period_lock``, it asks nothing."""
    try:
        return steps_from(council.period_lock.steps)
    except ObjectDoesNotExist:
        return []


class PeriodLock(Versioned):
    """When the returns of a council lock: dated, so that what was due before is locked by nobody afterwards."""

    council = models.OneToOneField("socialvalue.Organisation", on_delete=models.PROTECT, related_name="period_lock")
    # [[the due day from which it holds, days after it or null], …]
    steps = models.JSONField(default=list)

    def __str__(self):
        return f"When returns of {self.council} lock"


class LockException(SecondWord):
    """Opens the locked period of a contract for one side: asked for by one person with a reason, granted by another until a day.

    ``decision``: what was said with it. It ends by itself after ``until``, or when somebody closes it.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="lock_exceptions")
    # The last day of the period: those of monthly and quarterly KPIs that end together are one
    ends_on = models.DateField()
    side = models.CharField(max_length=8, choices=Side.choices)
    # Of the supplier's side: which supplier
    supplier = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    until = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = LockExceptionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(fields=["contract", "ends_on"], name="exception_of_period"),
            models.Index(fields=["until"], name="exception_until"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "ends_on", "side"], condition=UNDECIDED, name="one_lock_exception_asked_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(side="supplier", supplier__isnull=False) | Q(side="council", supplier=None),
                name="lock_exception_says_for_whom",
            ),
            models.CheckConstraint(
                condition=Q(accepted=True, until__isnull=False) | (Q(accepted=None) | Q(accepted=False)) & Q(until=None),
                name="lock_exception_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False, accepted=True),
                name="lock_exception_closed_by_somebody",
            ),
            *by_two_people("lock_exception"),
        ]

    def __str__(self):
        return f"Exception for {self.who}, {self.contract.reference}, period to {self.ends_on.isoformat()}"

    @property
    def who(self) -> str:
        """“The council”, or the supplier's name."""
        return "the council" if self.side == Side.COUNCIL else str(self.supplier)

    @property
    def opened(self) -> Opened | None:
        """As the rule reads it; None while it is not granted."""
        if not self.accepted or self.until is None or self.decided_at is None:
            return None
        closed_on = self.closed_at.astimezone(clock.LONDON).date() if self.closed_at else None
        first_day = self.decided_at.astimezone(clock.LONDON).date()
        return Opened(Side(self.side), self.supplier_id, first_day, self.until, closed_on)

    @property
    def is_in_force(self) -> bool:
        opened = self.opened
        return opened is not None and opened.is_open(clock.today())
