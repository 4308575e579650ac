"""Bank holidays that were proclaimed after the package of known ones was made: data with a source."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from socialvalue.common import clock
from socialvalue.law.days import PARTS

USER = settings.AUTH_USER_MODEL


class ProclaimedDayQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not taken back, confirmed or not."""
        return self.filter(taken_back_at=None)

    def counting(self):
        """Those that count: confirmed by a second person and not taken back."""
        return self.standing().exclude(confirmed_at=None)


class ProclaimedDay(models.Model):
    """A day proclaimed a bank holiday under section 1 of the Banking and Financial Dealings Act 1971 in one part of the Kingdom.

    It belongs to no council: the law is the same for all, so that it moves the standstills of every council. It therefore counts
    only once a second person has confirmed it. A proclamation may also take a known day off. That is not entered:
    a standstill that still leaves such a day out is a day longer than it must be, which the law allows.
    """

    day = models.DateField()
    part = models.CharField(max_length=3, choices=list(PARTS.items()))
    name = models.CharField(max_length=100)
    source = models.CharField(max_length=500, help_text="An address, or the number of the Gazette.")
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_reason = models.TextField(blank=True)

    objects = ProclaimedDayQuerySet.as_manager()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["day", "part"], condition=Q(taken_back_at=None), name="proclaimed_day_once_a_part"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(name=""), name="proclaimed_day_with_its_source"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(confirmed_by=F("entered_by")),
                name="proclaimed_day_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None, taken_back_reason="")
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_reason=""),
                name="proclaimed_day_taken_back_with_reason",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.day.day} {self.day:%B %Y}, {self.get_part_display()}"
