"""What a supplier takes out of who it is: its details, names and register numbers, and the people who act for it."""

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Membership, Organisation, User
from socialvalue.exports.documents import Part, at, part_of
from socialvalue.suppliers.models import OrganisationName, RegisterNumber

ORGANISATION = [
    "organisation", "address", "postcode", "email", "sme", "vcse", "registered at", "confirmed at", "joined with",
]  # fmt: skip
NUMBERS = ["organisation", "scheme", "register", "number", "standing", "declared at", "confirmed at", "ended at"]
NAMES = ["organisation", "earlier name", "since", "until"]
PEOPLE = ["organisation", "name", "email", "role", "since", "until"]


def parts(user: User) -> list[Part]:
    """Of the organisations this person acts for, and no others."""
    own = user.organisations_where(Permission.BID)
    organisations = Organisation.objects.filter(pk__in=own).select_related("part_of").order_by("name", "pk")
    numbers = RegisterNumber.objects.filter(organisation__in=own).select_related("organisation")
    names = OrganisationName.objects.filter(organisation__in=own).select_related("organisation")
    people = Membership.objects.filter(organisation__in=own, ended_at=None).select_related("organisation", "user")
    return [
        part_of(
            "organisation/organisation.csv", "Your organisation as it is kept here.", ORGANISATION, organisations,
            lambda one: [[
                one.name, one.address, one.postcode, one.email, one.sme, one.vcse, at(one.created_at), at(one.confirmed_at),
                one.part_of.name if one.part_of else "",
            ]],
        ),
        part_of(
            "organisation/register-numbers.csv",
            "The numbers by which registers know your organisation, and whether an officer has confirmed each.",
            NUMBERS, numbers.order_by("organisation", "scheme", "number", "pk"),
            lambda one: [[
                one.organisation.name, one.scheme, one.get_scheme_display(), one.number, _standing(one), at(one.declared_at),
                at(one.confirmed_at), at(one.ended_at),
            ]],
        ),
        part_of(
            "organisation/earlier-names.csv", "What your organisation was called before.", NAMES,
            names.order_by("organisation", "until", "pk"),
            lambda one: [[one.organisation.name, one.name, at(one.since), at(one.until)]],
        ),
        part_of(
            "organisation/people.csv", "Who acts for your organisation now, in which role, since when and until when.", PEOPLE,
            people.order_by("organisation", "user__name", "pk"),
            lambda one: [[
                one.organisation.name, one.user.name, one.user.email, one.get_role_display(), at(one.started_at), one.until,
            ]],
        ),
    ]  # fmt: skip


def _standing(number: RegisterNumber) -> str:
    if number.ended_at:
        return "no longer"
    return "confirmed" if number.confirmed_at else "declared"
