"""What waits for a second person: roles, and the reset of a second step."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from socialvalue.accounts.administration.querysets import LASTS, RESET_LASTS, RoleGrantQuerySet, StepResetQuerySet
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Directorate, Organisation
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day

USER = settings.AUTH_USER_MODEL


class Asked(models.Model):
    """Something for somebody of a council that one person asks for and a second confirms or refuses, within ``lasts``."""

    lasts: timedelta

    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    refused_because = models.TextField(blank=True)
    # Taken back by who asked, overtaken by the end of the person's access, or run out
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def runs_out_at(self) -> datetime:
        return self.asked_at + self.lasts

    @property
    def is_open(self) -> bool:
        """Neither decided nor taken back, and not run out."""
        return self.decided_at is None and self.withdrawn_at is None and clock.now() < self.runs_out_at


class RoleGrant(Asked):
    """Somebody is to get roles that open, check, approve, decide, verify or administer: once a second person confirms."""

    lasts = LASTS
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="role_grants")
    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="role_grants")
    # A list of Role values
    roles = models.JSONField()
    directorate = models.ForeignKey(Directorate, on_delete=models.PROTECT, null=True, blank=True)
    # The last day on which the roles are to hold; empty where they last
    until = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "council"], condition=Q(decided_at=None, withdrawn_at=None), name="one_open_grant_a_person"
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("user")), name="grant_not_asked_for_oneself"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("user"))),
                name="grant_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, accepted=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False, accepted__isnull=False),
                name="grant_decided_by_somebody_somehow",
            ),
        ]

    def __str__(self):
        return f"{self.role_names} for {self.user}"

    @property
    def role_names(self) -> str:
        """The roles in words: “lead director, administrator”."""
        return ", ".join(Role(role).label.lower() for role in Role if role in self.roles)

    @property
    def how_long(self) -> str:
        """“ until 5 December 2026”, or nothing where it lasts."""
        return f" until {plain_day(self.until)}" if self.until else ""


class StepReset(Asked):
    """Somebody lost their second step and what brings it back: removed once a second person confirms who they are."""

    lasts = RESET_LASTS
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="step_resets")
    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="step_resets")
    how = models.TextField(help_text="How whoever asked knows that it is they.")
    reason = models.TextField()

    objects = StepResetQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "council"], condition=Q(decided_at=None, withdrawn_at=None), name="one_open_reset_a_person"
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("user")), name="reset_not_asked_for_oneself"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("user"))),
                name="reset_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, accepted=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False, accepted__isnull=False),
                name="reset_decided_by_somebody_somehow",
            ),
            models.CheckConstraint(condition=~Q(how="") & ~Q(reason=""), name="reset_says_how_and_why"),
        ]

    def __str__(self):
        return f"The second step of {self.user}"
