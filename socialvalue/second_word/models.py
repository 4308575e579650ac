"""The columns of everything that takes two people. Abstract: each room has its own table, and says what is asked for."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from socialvalue.common import clock
from socialvalue.second_word.enums import Outcome

USER = settings.AUTH_USER_MODEL
UNDECIDED = Q(decided_at=None, withdrawn_at=None)


class SecondWord(models.Model):
    """Asked for by one person; in force once a second agrees."""

    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    # Why it was agreed or refused; some ask it of a refusal alone
    decision = models.TextField(blank=True)
    # Taken back by who asked, overtaken by the end of somebody's access, or run out
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def waits_until(self) -> datetime | None:
        """From this moment nobody can decide any more; None where it waits for as long as it takes."""
        return None

    @property
    def outcome(self) -> Outcome:
        if self.decided_at is not None:
            return Outcome.AGREED if self.accepted else Outcome.REFUSED
        until, stopped = self.waits_until, self.withdrawn_at or clock.now()
        if until is not None and stopped >= until:
            return Outcome.RUN_OUT
        return Outcome.WAITS if self.withdrawn_at is None else Outcome.TAKEN_BACK

    @property
    def is_open(self) -> bool:
        """Neither decided nor taken back, and not run out."""
        return self.outcome == Outcome.WAITS


class SecondWordInTime(SecondWord):
    """The same, and it runs out: nobody decides after ``lasts`` on what they would have to ask about."""

    lasts: ClassVar[timedelta]

    class Meta:
        abstract = True

    @property
    def runs_out_at(self) -> datetime:
        return self.asked_at + self.lasts

    @property
    def waits_until(self) -> datetime:
        return self.runs_out_at


def by_two_people(name: str, *, about: str = "") -> list[models.BaseConstraint]:
    """What the database holds to, whatever a program does. ``about``: the column with the person whom it is about, if any."""
    second = ~Q(decided_by=F("asked_by"))
    found: list[models.BaseConstraint] = [
        models.CheckConstraint(
            condition=Q(decided_by=None, decided_at=None, accepted=None)
            | Q(decided_by__isnull=False, decided_at__isnull=False, accepted__isnull=False, withdrawn_at=None),
            name=f"{name}_decided_by_somebody_somehow",
        ),
    ]
    if about:
        second &= ~Q(decided_by=F(about))
        found.append(models.CheckConstraint(condition=~Q(asked_by=F(about)), name=f"{name}_not_asked_for_oneself"))
    return [*found, models.CheckConstraint(condition=Q(decided_by=None) | second, name=f"{name}_decided_by_a_second_person")]
