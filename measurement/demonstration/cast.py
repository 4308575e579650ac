"""Who plays in the demonstration. Accounts are roles, suppliers are fictional; all share one password."""

from dataclasses import dataclass
from datetime import datetime

from socialvalue.accounts.enums import OrganisationKind, Role
from socialvalue.accounts.models import Directorate, Membership, Organisation, User
from socialvalue.common.clock import LONDON
from socialvalue.suppliers.calculations.numbers import OTHER, Number
from socialvalue.suppliers.services.identity import confirm_supplier, make_supplier

PASSWORD = "demonstration"  # noqa: S105 - shown on the sign-in page of the demonstration
COUNCIL = "Kent County Council"
# Before anything they did in the demonstration: whose people they were then decides who reads of it in the record
SINCE = datetime(2015, 4, 1, 9, tzinfo=LONDON)

DIRECTORATES = (
    ("ASCH", "Adult Social Care and Health"),
    ("GET", "Growth, Environment and Transport"),
    ("CYPE", "Children, Young People and Education"),
    ("SCS", "Strategic and Corporate Services"),
)

OFFICERS = (
    ("commissioner", "Commissioner", (Role.COMMISSIONER,)),
    ("procurement", "Procurement officer", (Role.PROCUREMENT_OFFICER,)),
    ("evaluator1", "Evaluator one", (Role.EVALUATOR,)),
    ("evaluator2", "Evaluator two", (Role.EVALUATOR,)),
    ("lead", "Evaluation lead", (Role.EVALUATION_LEAD,)),
    ("manager", "Contract manager", (Role.CONTRACT_MANAGER,)),
    ("director", "Lead director", (Role.LEAD_DIRECTOR,)),
    ("head", "Head of service", (Role.CONTRACT_MANAGER,)),
    ("member", "Elected member", (Role.MEMBER,)),
    ("admin", "Administrator", (Role.ADMINISTRATOR,)),
)

# (account or "", name, SME, VCSE, postcode). The postcodes are districts' town centres, not anybody's address.
SUPPLIERS = (
    ("supplier1", "Weald and Shore Carers CIC", True, True, "ME14 1XX"),
    ("supplier2", "Garden County Care Ltd", True, False, "TN23 1PR"),
    ("supplier3", "The Three Lanterns Charity", True, True, "CT1 2NZ"),
    ("", "Oast Highways plc", False, False, "ME20 7TA"),
    ("", "Medway Bridge Construction Ltd", False, False, "ME2 4AU"),
    ("", "Hopfield Recovery Services", True, True, "CT9 1HX"),
    ("", "Chalk Downs Support Group", True, True, "CT16 1LG"),
    ("", "Saltmarsh Energy and Lighting Ltd", True, False, "ME10 3HH"),
)


# The council beside it: its accounts begin with “derbyshire.”, and one officer works for both
NEIGHBOUR = "Derbyshire County Council"
NEIGHBOURS_DIRECTORATES = (("ASC", "Adult Social Care"), ("PLACE", "Place"))
NEIGHBOURS_OFFICERS = (
    ("commissioner", "Commissioner", (Role.COMMISSIONER,)),
    ("procurement", "Procurement officer", (Role.PROCUREMENT_OFFICER,)),
    ("manager", "Contract manager", (Role.CONTRACT_MANAGER,)),
    ("director", "Lead director", (Role.LEAD_DIRECTOR,)),
    ("member", "Elected member", (Role.MEMBER,)),
    ("admin", "Administrator", (Role.ADMINISTRATOR,)),
)
NEIGHBOURS_CONTACT = {
    "contact_team": "Procurement team (illustrative)",
    "email": "procurement-team@demo.example",
    "contact_phone": "01632 960002",
    "contact_hours": "Monday to Thursday, 9am to 4pm",
}
# A role's address, and a number that is kept free for fiction
CONTACT = {
    "contact_team": "Social value team (illustrative)",
    "email": "social-value-team@demo.example",
    "contact_phone": "01632 960001",
    "contact_hours": "Monday to Friday, 9am to 5pm",
}


@dataclass(frozen=True)
class Cast:
    """The people and bodies by their short names."""

    council: Organisation
    directorates: dict[str, Directorate]
    officers: dict[str, User]
    suppliers: dict[str, Organisation]
    bidders: dict[str, User]

    def __getattr__(self, name: str) -> User:
        try:
            return self.officers[name]
        except KeyError:
            raise AttributeError(name) from None


def _person(account: str, name: str) -> User:
    return User.objects.create_user(f"{account}@demo.example", PASSWORD, name=f"{name} (demonstration)", job_title=name)


def gather() -> Cast:
    """Make the cast on an empty site."""
    council = Organisation.objects.create(name=COUNCIL, kind=OrganisationKind.COUNCIL, gss_code="E10000016", **CONTACT)
    directorates = {code: Directorate.objects.create(council=council, code=code, name=name) for code, name in DIRECTORATES}
    officers = {}
    for account, name, roles in OFFICERS:
        officers[account] = _person(account, name)
        for role in roles:
            Membership.objects.create(user=officers[account], organisation=council, role=role, started_at=SINCE)
    suppliers, bidders = {}, {}
    for number, (account, name, sme, vcse, postcode) in enumerate(SUPPLIERS, start=1):
        body = make_supplier(
            name,
            Number(OTHER, f"FICTIONAL-{number:03d}"),
            by=None,
            fictional=True,
            sme=sme,
            vcse=vcse,
            postcode=postcode,
            email=f"office{number}@supplier.example",
            address="An address in Kent (fictional)",
        )
        user = _person(account or f"office{number}", f"Supplier {number}: {name}")
        if not account:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        Membership.objects.create(user=user, organisation=body, role=Role.SUPPLIER, started_at=SINCE)
        suppliers[name] = confirm_supplier(body, by=officers["procurement"], how="Fictional: it was made for the demonstration")
        bidders[name] = user
    return Cast(council, directorates, officers, suppliers, bidders)


def gather_neighbours(known: Cast) -> Cast:
    """The people of the second council, who buy from the same suppliers; a commissioner of the first works for both."""
    council = Organisation.objects.create(
        name=NEIGHBOUR, kind=OrganisationKind.COUNCIL, gss_code="E10000007", **NEIGHBOURS_CONTACT
    )
    directorates = {
        code: Directorate.objects.create(council=council, code=code, name=name) for code, name in NEIGHBOURS_DIRECTORATES
    }
    officers = {}
    for account, name, roles in NEIGHBOURS_OFFICERS:
        officers[account] = _person(f"derbyshire.{account}", f"Derbyshire {name.lower()}")
        for role in roles:
            Membership.objects.create(user=officers[account], organisation=council, role=role, started_at=SINCE)
    both = _person("both", "Commissioner of two councils")
    for body in (known.council, council):
        Membership.objects.create(user=both, organisation=body, role=Role.COMMISSIONER, started_at=SINCE)
    return Cast(council, directorates, officers, known.suppliers, known.bidders)
