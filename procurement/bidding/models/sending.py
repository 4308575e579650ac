"""A request about a sent bid that arrived shortly before the deadline, as long as it is not answered."""

from django.conf import settings
from django.db import models

from procurement.bidding.enums import SendingVerb
from procurement.bidding.models.bid import Bid
from procurement.bidding.querysets import SendingQuerySet


class Sending(models.Model):
    """The row goes with the answer. One that stays is of a process that died; it is refused when the opening begins."""

    # PostgreSQL's check of the key would wait for whoever has locked the bid, and the row has to be there before that
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="sendings", db_constraint=False)
    verb = models.CharField(max_length=8, choices=SendingVerb.choices, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    arrived_at = models.DateTimeField(editable=False)
    refused_at = models.DateTimeField(null=True, editable=False)

    objects = SendingQuerySet.as_manager()

    class Meta:
        ordering = ["arrived_at", "id"]

    def __str__(self):
        return f"A request to {self.get_verb_display()}"
