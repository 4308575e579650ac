"""How many postcodes of a provider’s people or suppliers are in which district. The postcodes themselves are kept nowhere."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.evidence.calculations.postcodes import Found, Place
from contracts.evidence.enums import Whose
from contracts.evidence.querysets import OfReturnQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class PostcodeCount(Versioned):
    """Of one version of a return, with the official file it was counted by. Counted again, it is replaced."""

    kpi_return = models.OneToOneField("contracts.Return", on_delete=models.CASCADE, related_name="postcode_count")
    whose = models.CharField(max_length=10, choices=Whose.choices, default=Whose.PEOPLE)
    given = models.PositiveIntegerField()
    elsewhere = models.PositiveIntegerField(default=0)
    unplaced = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    # No longer in use, and among the known ones
    ended = models.PositiveIntegerField(default=0)
    # As the file was called then: another may be loaded since
    edition = models.CharField(max_length=90)
    attribution = models.CharField(max_length=400)
    illustrative = models.BooleanField(default=False)
    counted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField(default=clock.now)

    objects = OfReturnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(given__gte=F("elsewhere") + F("unplaced") + F("unknown") + F("unread")),
                name="postcode_count_is_not_less_than_its_parts",
            ),
        ]

    def __str__(self):
        return f"{self.given} postcodes, {self.edition}"

    @property
    def found(self) -> Found:
        """Its numbers; ``districts`` with their ``district`` may be prefetched."""
        places = tuple(Place(one.district.name, one.many, one.in_area, one.chosen) for one in self.districts.all())
        return Found(places, self.elsewhere, self.unplaced, self.unknown, self.unread, self.ended)


class DistrictCount(models.Model):
    """How many of a count are in one district. ``chosen``: it counts for the figure, by default where the contract is."""

    count = models.ForeignKey(PostcodeCount, on_delete=models.CASCADE, related_name="districts")
    district = models.ForeignKey("socialvalue.District", on_delete=models.PROTECT, related_name="+")
    many = models.PositiveIntegerField()
    in_area = models.BooleanField()
    chosen = models.BooleanField()

    class Meta:
        ordering = ["-in_area", "district__county", "district__name"]
        constraints = [models.UniqueConstraint(fields=["count", "district"], name="district_once_a_count")]

    def __str__(self):
        return f"{self.district_id}: {self.many}"
