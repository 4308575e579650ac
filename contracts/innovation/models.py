"""A sum set aside in a contract for new ideas: its projects, and what was spent of them by quarter."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.innovation.calculations import Held
from contracts.innovation.querysets import PotQuerySet, ProjectQuerySet, SpentQuerySet
from contracts.register.enums import Side
from socialvalue.common import clock
from socialvalue.common.saving import Versioned
from socialvalue.second_word.models import SecondWord, by_two_people

USER = settings.AUTH_USER_MODEL


class InnovationPot(Versioned):
    """What of a contract's money is set aside, and for what."""

    contract = models.OneToOneField("contracts.Contract", on_delete=models.CASCADE, related_name="innovation_pot")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    purpose = models.CharField(max_length=300)
    set_aside_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PotQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="innovation_pot_of_something")]

    def __str__(self):
        return self.purpose


class InnovationProject(SecondWord):
    """A project that is to be paid from the pot: proposed by one side or the other, approved by a second person."""

    pot = models.ForeignKey(InnovationPot, on_delete=models.CASCADE, related_name="projects")
    title = models.CharField(max_length=150)
    purpose = models.TextField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    side = models.CharField(max_length=8, choices=Side.choices)
    # What came of it, once it is finished
    finished_on = models.DateField(null=True)
    finished_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    came_of_it = models.TextField(blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="innovation_project_of_something"),
            models.CheckConstraint(
                condition=Q(finished_on=None, finished_by=None, came_of_it="")
                | Q(finished_on__isnull=False, finished_by__isnull=False, accepted=True) & ~Q(came_of_it=""),
                name="innovation_project_finished_with_what_came_of_it",
            ),
            *by_two_people("innovation_project"),
        ]

    def __str__(self):
        return self.title

    @property
    def is_running(self) -> bool:
        return bool(self.accepted) and self.finished_on is None

    @property
    def is_finished(self) -> bool:
        return self.finished_on is not None

    @property
    def spent_so_far(self) -> Decimal:
        """``spent`` may be prefetched."""
        return sum((one.amount for one in self.spent.all()), Decimal(0))

    @property
    def held(self) -> Held:
        return Held(self.amount, self.spent_so_far, self.is_finished)

    @property
    def state_words(self) -> str:
        """“Waits for a second person”, “Under way”, “Finished”, “Refused” or “Taken back”."""
        if self.accepted:
            return "Finished" if self.is_finished else "Under way"
        return str(self.outcome.label)


class InnovationSpent(Versioned):
    """What was spent of a project in a quarter of the financial year that begins in ``year``."""

    project = models.ForeignKey(InnovationProject, on_delete=models.CASCADE, related_name="spent")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    said_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=clock.now)

    objects = SpentQuerySet.as_manager()

    class Meta:
        ordering = ["year", "quarter", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "year", "quarter"], name="innovation_spent_once_a_quarter"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="innovation_spent_not_negative"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="innovation_spent_in_a_quarter"),
        ]

    def __str__(self):
        return f"{self.year} {self.quarter}: {self.amount}"
