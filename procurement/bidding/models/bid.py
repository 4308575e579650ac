"""The supplier's bid, with its sealed working copy."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from procurement.bidding.calculations import addresses, sealing
from procurement.bidding.enums import BidStatus
from procurement.bidding.querysets import (
    BidQuerySet,
)
from socialvalue.common import clock
from socialvalue.common.saving import Versioned

USER = settings.AUTH_USER_MODEL


class Bid(Versioned):
    tender = models.ForeignKey("procurement.Tender", on_delete=models.PROTECT, related_name="bids")
    supplier = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="bids")
    # As they were when the bid was last sent: a later change of either changes no record of this procurement
    supplier_name = models.CharField(max_length=200, blank=True, editable=False)
    supplier_number = models.CharField(max_length=40, blank=True, editable=False)
    status = models.CharField(max_length=10, choices=BidStatus.choices, default=BidStatus.DRAFT)
    # The working copy, sealed as the submissions are: a JSON document encrypted under the tender's key
    sealed_draft = models.BinaryField(null=True)
    # Since when, and by whom, a copy of what was sent is being changed; what was sent counts meanwhile
    replacing_since = models.DateTimeField(null=True, editable=False)
    replacing_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    started_at = models.DateTimeField(default=clock.now, editable=False)
    started_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    # Filled from the last submission when the bid is opened
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    # A label for evaluators that tells no name: "Bid A"
    label = models.CharField(max_length=20, blank=True)

    objects = BidQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["supplier", "-started_at"])]
        constraints = [
            models.UniqueConstraint(fields=["tender", "supplier"], name="one_bid_a_supplier"),
            models.CheckConstraint(condition=Q(price=None) | Q(status=BidStatus.OPENED), name="price_only_on_an_opened_bid"),
            models.CheckConstraint(
                condition=Q(replacing_since=None, replacing_by=None)
                | Q(replacing_since__isnull=False, replacing_by__isnull=False, status=BidStatus.SUBMITTED),
                name="only_a_sent_bid_is_replaced",
            ),
        ]

    @property
    def opaque(self) -> str:
        """How pages call it: its number would tell how many bids there are."""
        return addresses.address_of(self.pk, site_key=settings.SEALING_KEY)

    def __str__(self):
        return f"{self.bidder_marked} for {self.tender.reference}"

    @property
    def bidder(self) -> str:
        """Who bids, as it was called when the bid was sent; before that as it is called now."""
        return self.supplier_name or self.supplier.name

    @property
    def bidder_marked(self) -> str:
        """``bidder``, marked where it is made up for the demonstration."""
        return f"{self.bidder} (fictional)" if self.supplier.fictional else self.bidder

    @property
    def called_now(self) -> str:
        """What the bidder is called today, where that is another name."""
        return self.supplier.name if self.supplier.name != self.bidder else ""

    @property
    def is_submitted(self) -> bool:
        return self.status == BidStatus.SUBMITTED

    @property
    def is_being_changed(self) -> bool:
        """Sent, and a copy of it is open; what was sent counts until the copy is."""
        return self.replacing_since is not None

    @property
    def is_opened(self) -> bool:
        return self.status == BidStatus.OPENED

    def seal(self, content: bytes, purpose: str) -> bytes:
        """``content`` encrypted under the tender's key, for this bid and purpose ("draft", "submission/2", "file/…")."""
        return sealing.seal(content, site_key=settings.SEALING_KEY, bid=self, purpose=purpose)

    def unseal(self, sealed: bytes | memoryview, purpose: str) -> bytes:
        """The content again. Raises SealBroken."""
        return sealing.unseal(sealed, site_key=settings.SEALING_KEY, bid=self, purpose=purpose)
