"""The framework library: priorities → outcomes → measures → proxies, in versions that freeze when published."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from socialvalue.common import clock
from socialvalue.common.saving import Versioned
from socialvalue.framework.enums import Direction, MeasureKind, VersionStatus
from socialvalue.framework.querysets import FrameworkQuerySet, FrameworkVersionQuerySet


class Framework(models.Model):
    """A council's own framework, or (without a council) one that everybody may use."""

    council = models.ForeignKey(
        "socialvalue.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="frameworks"
    )
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class FrameworkVersion(Versioned):
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    source = models.CharField(max_length=300, blank=True, help_text="The document it comes from.")
    licence = models.CharField(max_length=120, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = FrameworkVersionQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="framework_version_number_once"),
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None) | (~Q(status="draft") & Q(published_at__isnull=False)),
                name="framework_version_published_with_a_date",
            ),
        ]

    def __str__(self):
        return f"{self.framework}, version {self.number}"


class StrategicOutcome(models.Model):
    """What the council as a whole wants to achieve; supporting outcomes hang below their parent."""

    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="strategic_outcomes")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=300)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="supporting")
    document = models.CharField(max_length=300, blank=True, help_text="The strategy that states it.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["council", "code"], name="strategic_outcome_code_once")]

    def __str__(self):
        return self.name


class Priority(models.Model):
    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="priorities")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    # Only on what ``selectors.content_of`` gives
    only_outputs: bool

    class Meta:
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="priority_code_once_a_version")]

    def __str__(self):
        return self.name


class Outcome(models.Model):
    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="outcomes")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=300)
    strategic_outcome = models.ForeignKey(
        StrategicOutcome, on_delete=models.PROTECT, null=True, blank=True, related_name="outcomes"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["priority", "code"], name="outcome_code_once_a_priority")]

    def __str__(self):
        return self.name


class Measure(models.Model):
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="measures")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=300)
    unit = models.CharField(max_length=60, help_text="What is counted: people, %, tonnes, £.")
    direction = models.CharField(max_length=8, choices=Direction.choices, default=Direction.HIGHER)
    kind = models.CharField(max_length=8, choices=MeasureKind.choices, default=MeasureKind.OUTPUT)
    # A net change may be a loss
    may_be_negative = models.BooleanField(default=False, db_default=False)
    evidence = models.TextField(blank=True, help_text="What a provider is expected to show.")
    guidance = models.TextField(blank=True)
    easy_read = models.CharField(max_length=300, blank=True, help_text="The same in easy-read wording.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["outcome", "code"], name="measure_code_once_an_outcome")]

    def __str__(self):
        return self.name


class Proxy(models.Model):
    """A financial value for one unit of a measure. It evidences value for money; it never steers a choice."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="proxies")
    value = models.DecimalField(max_digits=14, decimal_places=2, help_text="Pounds.")
    unit = models.CharField(max_length=60)
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=120)
    price_year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["price_year"]
        constraints = [models.CheckConstraint(condition=Q(value__gte=0), name="proxy_not_negative")]
        verbose_name_plural = "proxies"

    def __str__(self):
        return f"£{self.value:,} a {self.unit} ({self.price_year})"


class Goal(models.Model):
    """One of the seventeen Sustainable Development Goals of the United Nations."""

    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"Goal {self.number}: {self.name}"


class Crosswalk(models.Model):
    """An outcome of one framework also serves an outcome of another, a strategic outcome, or a UN goal."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="crosswalks")
    to_outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, null=True, blank=True, related_name="crosswalks_in")
    to_strategic_outcome = models.ForeignKey(
        StrategicOutcome, on_delete=models.CASCADE, null=True, blank=True, related_name="crosswalks"
    )
    to_goal = models.ForeignKey(Goal, on_delete=models.CASCADE, null=True, blank=True, related_name="crosswalks")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_outcome__isnull=False, to_strategic_outcome=None, to_goal=None)
                | Q(to_outcome=None, to_strategic_outcome__isnull=False, to_goal=None)
                | Q(to_outcome=None, to_strategic_outcome=None, to_goal__isnull=False),
                name="crosswalk_points_at_one_thing",
            )
        ]

    def __str__(self):
        return f"{self.outcome} → {self.to_outcome or self.to_strategic_outcome or self.to_goal}"


class ProxyPolicy(models.Model):
    """A council's written decision to let proxies into scoring. Without a row in force the answer is no."""

    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="proxy_policies")
    proxies_may_score = models.BooleanField(default=False)
    justification = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-decided_at", "-id"]
        verbose_name_plural = "proxy policies"

    def __str__(self):
        return f"{self.council}: {'on' if self.proxies_may_score else 'off'}"
