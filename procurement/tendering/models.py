"""The tender: its tree of award criteria, its questions with pinned wording, its scale, its amendments."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from procurement.tendering.enums import CriterionKind, Form, Method, PriceFormula, TenderStatus
from procurement.tendering.querysets import TenderQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class Tender(Versioned):
    reference = models.CharField(max_length=20, unique=True)
    commission = models.ForeignKey("procurement.Commission", on_delete=models.PROTECT, related_name="tenders")
    title = models.CharField(max_length=200)
    description = models.TextField(help_text="What is wanted, in plain words, as suppliers will read it.")
    status = models.CharField(max_length=12, choices=TenderStatus.choices, default=TenderStatus.DRAFT)
    # Chooses the rule set of the law; never today's
    started_on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2, help_text="Pounds over the whole term, VAT included.")
    contract_starts_on = models.DateField()
    contract_ends_on = models.DateField()
    extension_months = models.PositiveSmallIntegerField(default=0)
    suits_sme = models.BooleanField(default=True)
    suits_vcse = models.BooleanField(default=True)
    reporting_burden = models.TextField(blank=True, help_text="What the winner will have to report, and how often.")
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.EMBEDDED)
    # Of the gateway only: per cent of the quality points, and pounds
    minimum_quality = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    maximum_price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    scale_maximum = models.PositiveSmallIntegerField(default=5)
    deadline = models.DateTimeField(null=True, blank=True)
    drafted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_for_checking_at = models.DateTimeField(null=True)
    sent_for_checking_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    checked_comment = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    # Set when it was published under section 1(8) of the 2012 Act, without the considerations being recorded before
    urgency = models.ForeignKey("procurement.ActConsideration", on_delete=models.PROTECT, null=True, related_name="tenders")
    terminated_at = models.DateTimeField(null=True)
    terminated_reason = models.TextField(blank=True)

    objects = TenderQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["status", "deadline"]), models.Index(fields=["commission", "status"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("sent_for_checking_by")),
                name="tender_published_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(contract_ends_on__gt=F("contract_starts_on")), name="tender_contract_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    @property
    def is_checking(self) -> bool:
        return self.status == TenderStatus.CHECKING

    @property
    def is_returned(self) -> bool:
        return self.status == TenderStatus.RETURNED

    @property
    def is_published(self) -> bool:
        return self.status == TenderStatus.PUBLISHED

    @property
    def is_terminated(self) -> bool:
        return self.status == TenderStatus.TERMINATED

    @property
    def council(self):
        return self.commission.council

    @property
    def value_for_the_law(self):
        """Pounds by which thresholds are judged: a contract divided into tenders counts as the whole it was divided from."""
        return max(self.value, self.commission.estimated_value)


class ScaleLevel(models.Model):
    """One level of the scoring scale, its wording pinned on the tender."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="scale")
    score = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    wording = models.TextField()

    class Meta:
        ordering = ["-score"]
        constraints = [models.UniqueConstraint(fields=["tender", "score"], name="scale_level_once")]

    def __str__(self):
        return f"{self.score}: {self.label}"


class Criterion(models.Model):
    """A node of the tree. ``weight`` is the percentage of its parent; siblings total exactly 100 before publication."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="criteria")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=12, choices=CriterionKind.choices)
    form = models.CharField(max_length=10, choices=Form.choices, blank=True)
    # The id in the evaluation record: q1, price
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    weight = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    minimum = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    formula = models.CharField(max_length=20, choices=PriceFormula.choices, blank=True)
    ceiling = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    floor = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["tender", "key"], name="criterion_key_once_a_tender"),
            models.CheckConstraint(
                condition=Q(kind="social_value", form__in=["specified", "open"]) | (~Q(kind="social_value") & Q(form="")),
                name="criterion_form_for_social_value_only",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def proxy_marking(self):
        """How its question is marked by pinned proxy values; None where people judge the answer."""
        return getattr(getattr(self, "question", None), "proxy_marking", None)


class Question(models.Model):
    """What bidders answer for a scored or pass/fail criterion. Wording is pinned at publication."""

    criterion = models.OneToOneField(Criterion, on_delete=models.CASCADE, related_name="question")
    wording = models.TextField()
    guidance = models.TextField(blank=True)
    word_limit = models.PositiveIntegerField(null=True, blank=True)
    # A specified question states requirements; an open one names a priority
    requirements = models.ManyToManyField("procurement.Requirement", blank=True, related_name="questions")
    priority = models.ForeignKey("socialvalue.Priority", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asks_commitments = models.BooleanField(default=False, help_text="Bidders offer commitments with their answer.")

    def __str__(self):
        return self.wording[:100]


class ProxyMarking(models.Model):
    """An open question whose mark is worked out from pinned proxy values: only where the council's written decision allows it.

    The decision is copied, so that a published tender says what it rests on whatever the council decides later.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="proxy_marking")
    # Pounds at which the mark reaches the top of the scale; missing while the tender is a draft
    full_marks_at = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    policy = models.ForeignKey("socialvalue.ProxyPolicy", on_delete=models.PROTECT, related_name="+")
    justification = models.TextField()
    decided_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(full_marks_at=None) | Q(full_marks_at__gt=0), name="proxy_marking_full_marks_above_zero"
            )
        ]

    def __str__(self):
        return f"{self.question.criterion}: marked by proxy values"


class PinnedProxy(models.Model):
    """What one unit of a measure is worth in this tender, copied from the framework with where it comes from."""

    marking = models.ForeignKey(ProxyMarking, on_delete=models.CASCADE, related_name="proxies")
    measure = models.ForeignKey("socialvalue.Measure", on_delete=models.PROTECT, related_name="+")
    wording = models.CharField(max_length=300)
    unit = models.CharField(max_length=60, help_text="What bidders count.")
    value = models.DecimalField(max_digits=14, decimal_places=2, help_text="Pounds for one.")
    value_unit = models.CharField(max_length=60, help_text="What the source calls one.")
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=120)
    price_year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=120, blank=True)
    # The framework's order, never the value's
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name_plural = "pinned proxies"
        constraints = [
            models.UniqueConstraint(fields=["marking", "measure"], name="pinned_proxy_once_a_measure"),
            models.CheckConstraint(condition=Q(value__gte=0), name="pinned_proxy_not_negative"),
        ]

    def __str__(self):
        return f"£{self.value} for one of {self.unit}"


class Amendment(models.Model):
    """A change to a published tender; bidders are asked to confirm their bids again."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    new_deadline = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["tender", "number"], name="amendment_number_once")]

    def __str__(self):
        return f"Amendment {self.number}"


class Clarification(models.Model):
    """A supplier's question about a tender; the answer is published to all, without the name."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="clarifications")
    supplier = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["asked_at"]

    def __str__(self):
        return self.question[:80]
