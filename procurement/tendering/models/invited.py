"""Who was asked to bid, where a tender is not for everybody."""

from django.conf import settings
from django.db import models

from procurement.tendering.models.tender import Tender
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class InvitedSupplier(models.Model):
    """A supplier that may read the tender and bid for it, by the name it had then; nobody else outside the council may."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="invitations")
    supplier = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="tender_invitations")
    name_then = models.CharField(max_length=220)
    invited_at = models.DateTimeField(default=clock.now)
    invited_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name_then", "id"]
        constraints = [models.UniqueConstraint(fields=["tender", "supplier"], name="invitation_once_a_supplier")]

    def __str__(self):
        return self.name_then
