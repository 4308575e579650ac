"""What waits for whoever decides who is who: a supplier that declared itself, somebody who asks to join one, another name, a role.

All of it is illustrative; the suppliers are fictional.
"""

from datetime import timedelta

from measurement.demonstration.cast import PASSWORD
from measurement.demonstration.promises import SUPPLIERS
from measurement.demonstration.stages import Stagehand
from socialvalue.accounts.administration.services import add_person
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.services import links
from socialvalue.common import clock
from socialvalue.suppliers.services.details import edit_organisation
from socialvalue.suppliers.services.registering import confirm_address, register_supplier

NEWCOMER, ASKS = "Tideline Textile Repairs CIC", SUPPLIERS[6]
RENAMED = "Garden County Care and Support Ltd"


def arrive(stage: Stagehand) -> None:
    """On the last days before the demonstration's own."""
    cast = stage.cast
    with stage.on(4, 10):
        _register("newcomer", f"Somebody of {NEWCOMER}", NEWCOMER, number="FICTIONAL-021")
    Organisation.objects.filter(name=NEWCOMER).update(fictional=True)
    with stage.on(3, 11):
        known = cast.suppliers[ASKS]
        _register("asks", f"Somebody who asks to act for {ASKS}", ASKS, number="FICTIONAL-007", who=str(known.pk))
    with stage.on(2, 15):
        second = cast.suppliers[SUPPLIERS[1]]
        edit_organisation(second, by=cast.bidders[SUPPLIERS[1]], name=RENAMED)
    with stage.on(1, 9):
        add_person(
            cast.council, by=cast.admin, email="cover@demo.example", name="Cover for procurement (demonstration)",
            roles=[Role.PROCUREMENT_OFFICER], job_title="Procurement officer",
            until=clock.today() + timedelta(days=60),
            reason="Two tenders close in the week in which a procurement officer is away.",
        )  # fmt: skip


def _register(account: str, name: str, organisation: str, *, number: str, who: str = "") -> User:
    made = register_supplier(
        name=f"{name} (demonstration)",
        email=f"{account}@demo.example",
        password=PASSWORD,
        organisation_name=organisation,
        address="An address in Kent (fictional)",
        postcode="CT5 1DB",
        scheme="other",
        number=number,
        who=who,
    )
    assert made is not None, f"{account} is nobody’s address yet"
    return confirm_address(links.make(links.CONFIRM, made.pk))
