"""The register: who may, what is refused, how a contract starts and ends."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError

from contracts.register.calculations.details import ContractDetails
from contracts.register.models import Contract
from contracts.register.services import edit_contract, register_contract, start_contract, worth
from contracts.register.workflow import CONTRACT
from contracts.schedule.services import end_contract
from socialvalue.accounts.enums import Role
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


def test_every_status_of_a_contract_is_reachable():
    assert CONTRACT.unreachable() == set()


@pytest.mark.parametrize(
    "role, may",
    [
        (Role.CONTRACT_MANAGER, True),
        (Role.COMMISSIONER, False),
        (Role.LEAD_DIRECTOR, False),
        (Role.PROCUREMENT_OFFICER, False),
        (Role.MEMBER, False),
        (Role.EVALUATOR, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_who_may_register(role, may):
    who = build.parties()
    by = people.person(who.council, role)
    fields = {
        "directorate": who.council.directorates.first(),
        "title": "T",
        "starts_on": date(2025, 4, 1),
        "ends_on": date(2026, 3, 31),
    }
    fields |= {"total_value": Decimal(1), "route": "quotation"}
    if may:
        assert register_contract(ContractDetails(**fields), by=by, council=who.council).status == "draft"
    else:
        with pytest.raises(NotAllowed, match=r"Your role does not include: create contracts, agree obligations, log returns"):
            register_contract(ContractDetails(**fields), by=by, council=who.council)


def test_a_manager_of_another_council_may_not():
    contract, _ = build.draft_contract()
    other = people.person(people.council(), Role.CONTRACT_MANAGER)
    with pytest.raises(NotAllowed, match=r"Your role does not include: create contracts, agree obligations, log returns"):
        edit_contract(contract, by=other, title="Mine")


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"ends_on": date(2025, 3, 31)}, "ends_on"),
        ({"total_value": None}, "total_value"),
        ({"total_value": Decimal(-1)}, "total_value"),
        ({"manager": None}, "manager"),
        ({"lead_director": None}, "lead_director"),
    ],
)
def test_every_problem_belongs_to_a_field(changes, field):
    with pytest.raises(Refused) as refusal:
        build.draft_contract(**changes)
    assert field in [name for name, _ in refusal.value.problems]


def test_owners_are_needed_from_fifty_thousand_pounds_exactly():
    build.draft_contract(manager=None, lead_director=None, total_value=Decimal("49999.99"))
    with pytest.raises(Refused, match="A contract of £50,000 or more needs a named contract manager;"):
        build.draft_contract(manager=None, lead_director=None, total_value=Decimal("50000"))


@pytest.mark.parametrize(
    "annual, total, expected",
    [
        (None, None, None),
        (Decimal(10), Decimal(15), Decimal(15)),
        (Decimal(10), None, Decimal(30)),
        (None, Decimal(0), Decimal(0)),
    ],
)
def test_worth_over_the_term(annual, total, expected):
    assert worth(annual, total, date(2025, 4, 1), date(2028, 3, 31)) == expected


@pytest.mark.parametrize(
    "last, expected",
    [
        (date(2025, 9, 30), Decimal(1460)),  # half a year counts as one
        (date(2026, 3, 31), Decimal(1460)),
        (date(2026, 4, 1), Decimal(1464)),  # a year and 1 day of 365
        (date(2028, 4, 1), Decimal(4384)),  # three years, one of them a leap year, and 1 day of 365
    ],
)
def test_worth_counts_the_contracts_own_years(last, expected):
    assert worth(Decimal(1460), None, date(2025, 4, 1), last) == expected


def test_a_reference_is_taken_once_a_council():
    contract, who = build.draft_contract(reference="A/1")
    with pytest.raises(Refused, match="The reference A/1 is taken"):
        build.draft_contract(who, reference="A/1")
    build.draft_contract(reference="A/1")


def test_two_people_editing():
    contract, who = build.draft_contract()
    edit_contract(contract, by=who.manager, expected_version=1, title="First")
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        edit_contract(contract, by=who.manager, expected_version=1, title="Second")
    assert Contract.objects.get().title == "First"


def test_it_starts_only_when_all_obligations_are_agreed():
    contract, who = build.draft_contract()
    body = build.obligation(contract, who)
    with pytest.raises(Refused, match="1 obligation is"):
        start_contract(contract, by=who.manager)
    from contracts.obligations.services import agree

    agree(agree(body, by=who.manager), by=who.reporter)
    contract = start_contract(contract, by=who.manager)
    assert contract.status == "active"
    with pytest.raises(WrongState, match=r"This cannot be done now: the contract is “Active”"):
        start_contract(contract, by=who.manager)


def test_an_early_end_needs_a_reason_and_later_periods_are_no_longer_owed():
    contract, who = build.active_contract()
    with pytest.raises(Refused, match="Say why the contract ends before the agreed day"):
        end_contract(contract, by=who.manager)
    ended = end_contract(contract, by=who.manager, reason="The provider closed.")
    assert ended.ended_on == date(2025, 7, 10)
    from contracts.schedule.models import DueReturn

    assert [row.starts_on for row in DueReturn.objects.owed()] == [date(2025, 4, 1), date(2025, 7, 1)]
    with pytest.raises(WrongState, match=r"This contract has ended: what stands in the register is kept as it was"):
        edit_contract(ended, by=who.manager, title="Other")


def test_what_was_done_is_on_the_timeline():
    contract, who = build.draft_contract()
    edit_contract(contract, by=who.manager, title="Other words")
    event = timeline(contract).first()
    assert event.actor == who.manager
    assert event.changes == {"title": ["Carers’ short breaks", "Other words"]}


def test_the_database_holds_dates_and_values():
    contract, _ = build.draft_contract()
    with pytest.raises(IntegrityError):
        Contract.objects.filter(pk=contract.pk).update(ends_on=date(2020, 1, 1))


@pytest.mark.parametrize(
    "who_sees, sees",
    [
        ("manager", True),
        ("member", True),
        ("director", True),
        ("reporter", True),
        ("other_reporter", False),
        ("other_member", False),
    ],
)
def test_who_sees_a_contract(who_sees, sees):
    contract, who = build.draft_contract()
    other = build.parties()
    person = {"other_reporter": other.reporter, "other_member": other.member}.get(who_sees) or getattr(who, who_sees)
    assert Contract.objects.visible_to(people.fresh(person)).filter(pk=contract.pk).exists() is sees


@pytest.mark.parametrize("name", ["status", "council", "award", "illustrative", "nonsense"])
def test_only_the_entry_may_be_edited(name):
    contract, who = build.draft_contract()
    with pytest.raises(TypeError, match=f"a contract has no {name}"):
        edit_contract(contract, by=who.manager, **{name: "active"})
    fresh = Contract.objects.get()
    assert (fresh.status, fresh.version) == ("draft", contract.version)
    with pytest.raises(TypeError, match=name):
        ContractDetails(**{**contract.details().values(), name: "active"})
