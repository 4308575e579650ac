"""What waits for a second person: roles, and the reset of a second step."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from socialvalue.accounts.administration.querysets import LASTS, RESET_LASTS, RoleGrantQuerySet, StepResetQuerySet
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Directorate, Organisation
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.second_word.models import UNDECIDED, SecondWordInTime, by_two_people

USER = settings.AUTH_USER_MODEL


class RoleGrant(SecondWordInTime):
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
            models.UniqueConstraint(fields=["user", "council"], condition=UNDECIDED, name="one_open_grant_a_person"),
            *by_two_people("grant", about="user"),
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


class StepReset(SecondWordInTime):
    """Somebody lost their second step and what brings it back: removed once a second person confirms who they are."""

    lasts = RESET_LASTS
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="step_resets")
    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="step_resets")
    # For whom they act and an officer asked; empty for the council's own people
    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    how = models.TextField(help_text="How whoever asked knows that it is they.")
    reason = models.TextField()

    objects = StepResetQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "council"], condition=UNDECIDED, name="one_open_reset_a_person"),
            *by_two_people("reset", about="user"),
            models.CheckConstraint(condition=~Q(how="") & ~Q(reason=""), name="reset_says_how_and_why"),
        ]

    def __str__(self):
        return f"The second step of {self.user}"
