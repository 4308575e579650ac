"""What somebody who leaves the council leaves behind here."""

from django.urls import reverse

from procurement.commissioning.enums import Stage
from procurement.commissioning.models import Commission
from socialvalue.accounts.models import Organisation, User


def commissions_led(person: User, council: Organisation) -> list[tuple[str, str]]:
    """Commissions they lead that are not closed, with the page on which another lead is named."""
    rows = Commission.objects.filter(lead=person, council=council).exclude(stage=Stage.CLOSED)
    return [(str(one), reverse("commission-edit", args=[one.reference])) for one in rows.order_by("reference")]
