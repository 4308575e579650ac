"""Whose a contract is: one found by a name alone, two suppliers that look like one, and another supplier for one in force.

All of it is illustrative and waits for somebody's decision; the suppliers are fictional.
"""

from datetime import timedelta
from decimal import Decimal

from contracts.register import services as register
from contracts.register.calculations.details import ContractDetails
from contracts.register.calculations.links import Link
from contracts.register.enums import LinkedHow, Route
from contracts.register.models import Contract
from contracts.register.selectors import grounds_of
from measurement.demonstration.promises import CHALK, LANTERNS, OAST, SUPPLIERS
from measurement.demonstration.stages import Stagehand
from socialvalue.accounts.models import Organisation
from socialvalue.law.days import add_months
from socialvalue.suppliers.services.identity import make_supplier
from socialvalue.suppliers.services.together import propose_joining

BY_NAME, WITH_THE_TWIN = "Advice for adult carers by phone", "Befriending at home"
TWIN = "Three Lantern Charity"
CHANGES = "Street lighting maintenance"


def ask(stage: Stagehand) -> None:
    """On the last days before the demonstration's own."""
    cast = stage.cast
    with stage.on(8, 14):
        chalk = cast.suppliers[SUPPLIERS[CHALK]]
        _register(stage, BY_NAME, Link(chalk, LinkedHow.NAME))
        twin = make_supplier(TWIN, by=None, fictional=True, address="An address in Kent (fictional)", postcode="CT1 2AB")
        _register(stage, WITH_THE_TWIN, Link(twin, LinkedHow.NEW))
    with stage.on(2, 11):
        propose_joining(
            cast.suppliers[SUPPLIERS[LANTERNS]],
            Organisation.objects.get(pk=twin.pk),
            by=cast.procurement,
            reason="It was imported without the s in its name (illustrative).",
            evidence="Both have the same office and the same phone number on their invoices (illustrative).",
        )
    with stage.on(1, 15):
        contract = Contract.objects.get(council=cast.council, title=CHANGES)
        register.propose_supplier_change(
            contract,
            by=cast.manager,
            leaves=contract.parties.get(),
            comes=cast.suppliers[SUPPLIERS[OAST]],
            effective_on=stage.day(-45),
            ground=grounds_of(contract)[0].key,
            reason="The lighting business was transferred to it when its group was reorganised; the deed is with legal (illustrative).",
        )


def _register(stage: Stagehand, title: str, link: Link) -> Contract:
    """A small contract in force, without obligations, as a register has many."""
    cast, today = stage.cast, stage.day(0)
    contract = register.register_contract(
        ContractDetails(
            title=title,
            directorate=cast.directorates["ASCH"],
            description="Entered for the demonstration. Its figures are illustrative.",
            starts_on=today - timedelta(days=5),
            ends_on=add_months(today, 12),
            annual_value=Decimal("18000"),
            route=Route.QUOTATION,
        ),
        by=cast.manager,
        council=cast.council,
        suppliers=[link],
        illustrative=True,
    )
    return register.start_contract(contract, by=cast.manager)
