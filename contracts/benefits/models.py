"""By which groups or places a KPI says who benefited: a council's lists, and which KPI is asked for which."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.benefits.calculations.parts import Group
from contracts.register.querysets import OfContractQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class BreakdownQuerySet(OfContractQuerySet):
    contract_path = "kpi__obligation__contract"


class BenefitList(models.Model):
    """Groups (age bands, care leavers) or places (districts) as the council counts them. Never changed: a new one takes over."""

    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="benefit_lists")
    name = models.CharField(max_length=80)
    # Somebody may be in several: the groups need not add up
    overlaps = models.BooleanField(default=False)
    # [[key, name], …] in their order
    groups = models.JSONField(default=list)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    # From then on no further KPI is asked for it
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "name"], condition=Q(ended_at=None), name="benefit_list_once_a_council")
        ]

    def __str__(self):
        return self.name

    @property
    def parts(self) -> list[Group]:
        return [Group(key, name) for key, name in self.groups]


class Breakdown(Versioned):
    """A KPI is asked who benefited, by the groups of one list; from the periods on that end on ``from_day`` or later."""

    kpi = models.OneToOneField("contracts.Kpi", on_delete=models.PROTECT, related_name="breakdown")
    by_list = models.ForeignKey(BenefitList, on_delete=models.PROTECT, related_name="breakdowns")
    # Of each group its own target for a period, {key: "12"}
    targets = models.JSONField(default=dict)
    from_day = models.DateField()
    # The last period's end for which it is asked; empty: it is asked still
    until_day = models.DateField(null=True)
    reason = models.TextField()
    set_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    objects = BreakdownQuerySet.as_manager()

    def __str__(self):
        return f"{self.kpi} by {self.by_list}"

    def is_asked(self, ends_on) -> bool:
        """Of the period that ends on this day."""
        return self.from_day <= ends_on and (self.until_day is None or ends_on <= self.until_day)
