"""Who a supplier is: its register numbers, its names over time, what it asks to have changed, who asks to act for it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from socialvalue.common import clock
from socialvalue.second_word.models import UNDECIDED, SecondWord, by_two_people
from socialvalue.suppliers.calculations.numbers import Number
from socialvalue.suppliers.enums import Doing, Scheme, Together
from socialvalue.suppliers.querysets import JoiningQuerySet, JoinRequestQuerySet, RegisterNumberQuerySet

USER = settings.AUTH_USER_MODEL
ORGANISATION = "socialvalue.Organisation"


class RegisterNumber(models.Model):
    """A number by which a register knows the organisation. Two may declare the same one; only one of them is confirmed."""

    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="numbers")
    scheme = models.CharField(max_length=8, choices=Scheme.choices)
    number = models.CharField(max_length=40)
    declared_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField(default=clock.now, editable=False)
    confirmed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_how = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = RegisterNumberQuerySet.as_manager()

    class Meta:
        ordering = ["scheme", "number", "id"]
        indexes = [models.Index(fields=["scheme", "number"])]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "number"],
                condition=Q(confirmed_at__isnull=False, ended_at=None),
                name="register_number_confirmed_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "scheme", "number"], condition=Q(ended_at=None), name="register_number_once_a_supplier"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_how="") | (Q(confirmed_at__isnull=False) & ~Q(confirmed_how="")),
                name="register_number_confirmed_somehow",
            ),
        ]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.number}"

    @property
    def as_number(self) -> Number:
        return Number(self.scheme, self.number)


class OrganisationName(models.Model):
    """A name the organisation had. What it is called now is its own ``name``."""

    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["until", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="name_ended_after_it_began"),
        ]

    def __str__(self):
        return self.name


class DetailsChange(models.Model):
    """A name or a register number that a supplier asks for. Nothing changes until an officer accepts it."""

    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="details_changes")
    doing = models.CharField(max_length=6, choices=Doing.choices)
    name = models.CharField(max_length=200, blank=True)
    scheme = models.CharField(max_length=8, choices=Scheme.choices, blank=True)
    number = models.CharField(max_length=40, blank=True)
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # None until decided; an asker who takes it back has neither
    accepted = models.BooleanField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "doing"], condition=Q(decided_at=None), name="one_change_of_details_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, accepted=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, accepted__isnull=False),
                name="change_of_details_decided_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.organisation}: {self.wanted}"

    @property
    def wanted(self) -> str:
        """What is to stand there: a name, or “Companies House 01234567”."""
        return self.name if self.doing == Doing.NAME else f"{self.get_scheme_display()} {self.number}"


class JoinRequest(models.Model):
    """Somebody with an account asks to act for an organisation that is known here. They see nothing of it until then."""

    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="join_requests")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="join_requests")
    # What they typed of the organisation, {label: text}: whoever decides compares it with what is known
    typed = models.JSONField(default=dict)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    # Where the supplier they act for was joined with this one; parting takes back what came of it
    because_of = models.ForeignKey("Joining", on_delete=models.PROTECT, null=True, related_name="join_requests")

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], condition=Q(decided_at=None), name="asks_to_join_once"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, accepted=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, accepted__isnull=False),
                name="join_request_decided_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.organisation}"


class Joining(SecondWord):
    """Two suppliers are one, or after all two: one officer proposes it, another decides. What was done stays readable.

    While they are joined, ``joined.part_of`` is ``kept``. Nothing else moves, so that parting takes back all of it.
    """

    doing = models.CharField(max_length=4, choices=Together.choices)
    kept = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="joinings_kept")
    joined = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="joinings_joined")
    reason = models.TextField()
    evidence = models.TextField()
    # Of parting: keys of the contracts linked to ``kept`` since that belong to ``joined``, as the officers said
    given_back = models.JSONField(default=list)
    # The council whose officer proposed it
    council = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")

    objects = JoiningQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("joined")), name="joining_of_two_suppliers"),
            models.UniqueConstraint(fields=["joined"], condition=UNDECIDED, name="joining_proposed_once"),
            *by_two_people("joining"),
        ]

    def __str__(self):
        return f"{self.joined} and {self.kept}"

    @property
    def joins(self) -> bool:
        """Whether it makes one of the two; otherwise it parts them."""
        return self.doing == Together.JOIN
