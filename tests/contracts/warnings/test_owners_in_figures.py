"""Who has to be named is one rule: the register's refusal, the list, the warning and the figures of oversight say the same."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.kept.models import KeptContract
from contracts.kept.services import rebuild
from contracts.obligations.services import carry_on
from contracts.register.models import Contract
from contracts.register.services import lacks_owner
from socialvalue.common.errors import Refused
from tests.builders import contracts as build

from .steps import at, look

pytestmark = pytest.mark.django_db
NOBODY = {"manager": None, "lead_director": None}
DAY = date(2025, 6, 2)


def unmanaged(contract) -> bool:
    """By the kept figures of the last twelve months."""
    return KeptContract.objects.get(contract=contract, period="m12").unmanaged


@pytest.mark.parametrize(
    "values, said",
    [
        ({"total_value": Decimal("49999.99")}, False),
        # £24,999 over three years is £74,997
        ({"total_value": None, "annual_value": Decimal("24999")}, True),
        ({"total_value": None, "annual_value": Decimal("16666")}, False),
        ({"total_value": Decimal("40000"), "annual_value": Decimal("60000")}, False),
    ],
    ids=["below", "a year, above over the term", "a year, below over the term", "the total counts"],
)
def test_the_figures_go_by_the_rule_of_the_register(values, said):
    with at(DAY):
        who = build.parties()
        contract, _ = build.draft_contract(who, total_value=Decimal("40000"), **NOBODY)
        Contract.objects.filter(pk=contract.pk).update(**values)
        build.register.start_contract(Contract.objects.get(pk=contract.pk), by=who.manager)
        look(DAY)
        rebuild(who.council.pk)
        fresh = Contract.objects.get(pk=contract.pk)
        assert (lacks_owner(fresh), fresh.unowned, unmanaged(contract)) == (said, said, said)
        assert set(Contract.objects.unowned()) == ({fresh} if said else set())


def test_a_contract_that_would_grow_above_it_is_not_extended_before_somebody_is_named():
    """£20,000 a year for two years needs nobody; for three it does."""
    with at(DAY):
        who = build.parties()
        values = {"total_value": None, "annual_value": Decimal("20000"), "ends_on": date(2027, 3, 31)}
        contract, _ = build.draft_contract(who, **values, **NOBODY)
        contract = build.register.start_contract(contract, by=who.manager)
        with pytest.raises(Refused, match="A contract of £50,000 or more needs a named contract manager"):
            carry_on(contract, by=who.manager, until=date(2028, 3, 31), reason="Both sides agreed another year of it.")
        assert Contract.objects.get(pk=contract.pk).ends_on == date(2027, 3, 31)


@pytest.mark.parametrize("before, after", [(False, True), (True, False)], ids=["missed", "no longer"])
def test_what_the_clock_finds_of_owners_stands_in_the_figures_at_once(before, after):
    """A contract from before the register knew it, or one whose worth was put right beside it."""
    with at(DAY):
        who = build.parties()
        contract, _ = build.draft_contract(who, total_value=Decimal("40000"), **NOBODY)
        contract = build.register.start_contract(contract, by=who.manager)
        look(DAY)
        Contract.objects.filter(pk=contract.pk).update(
            unowned=before, look_on=DAY, total_value=Decimal("60000") if after else Decimal("40000")
        )
        rebuild(who.council.pk)
        assert unmanaged(contract) is before
        look(DAY)
        assert Contract.objects.get(pk=contract.pk).unowned is after
        assert unmanaged(contract) is after
