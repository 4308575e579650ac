"""What several tests of this room ask for: a tender as it is now, its officer, its pages."""

from django.urls import reverse

from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from tests.builders.people import person


def again(tender) -> Tender:
    return Tender.objects.get(pk=tender.pk)


def officer(tender):
    return person(tender.council, Role.PROCUREMENT_OFFICER)


def url(name, tender, *args):
    return reverse(name, args=[tender.reference, *args])
