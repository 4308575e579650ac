"""Documents of a contract that hold for a time: a certificate, a policy, the signed contract. Files are the ground floor's."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.papers.calculations.validity import Validity
from contracts.papers.enums import PaperKind
from contracts.papers.querysets import PaperQuerySet
from contracts.register.enums import Side
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class Paper(Versioned):
    """One document. A newer one names it in ``replaces``, and both stay; ``supplier``: whose it is, None of the council."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=13, choices=PaperKind.choices)
    title = models.CharField(max_length=150)
    supplier = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    # As it was called when this was added
    supplier_then = models.CharField(max_length=220, blank=True)
    shared = models.BooleanField(default=False, help_text="The council's own, which the supplier reads too.")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    # The day of that moment: whoever delivers the contract on it reads what is shared
    added_on = models.DateField()
    set_aside_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_reason = models.TextField(blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-added_at", "-id"]
        indexes = [
            models.Index(fields=["contract", "valid_until"]),
            models.Index(fields=["valid_until", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="paper_runs_out_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at=None, set_aside_by=None, set_aside_reason="")
                | Q(set_aside_at__isnull=False, set_aside_by__isnull=False) & ~Q(set_aside_reason=""),
                name="paper_set_aside_by_somebody_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(supplier=None) | Q(shared=False), name="paper_shared_by_the_council_alone"),
        ]

    def __str__(self):
        return self.title

    @property
    def validity(self) -> Validity:
        return Validity(self.valid_from, self.valid_until)

    @property
    def side(self) -> Side:
        return Side.COUNCIL if self.supplier_id is None else Side.SUPPLIER

    @property
    def is_set_aside(self) -> bool:
        return self.set_aside_at is not None

    @property
    def whose(self) -> str:
        """Whose it is, in a word or by the supplier's name of then."""
        return self.supplier_then or "The council"
