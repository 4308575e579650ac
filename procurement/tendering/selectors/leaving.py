"""What somebody who leaves the council leaves behind here."""

from django.urls import reverse

from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.accounts.models import Organisation, User

UNDER_WAY = (TenderStatus.DRAFT, TenderStatus.CHECKING, TenderStatus.RETURNED)


def tenders_drafted(person: User, council: Organisation) -> list[tuple[str, str]]:
    """Tenders they drafted that are not published; everybody who drafts in the council can go on with one."""
    rows = Tender.objects.filter(drafted_by=person, commission__council=council, status__in=UNDER_WAY)
    return [(str(one), reverse("tender", args=[one.reference])) for one in rows.order_by("reference")]
