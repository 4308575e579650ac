"""Another supplier delivers a contract from a day on: what is whose, on both sides of that day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from contracts.evidence.permissions import can_report
from contracts.obligations.permissions import side_of
from contracts.register.enums import LinkedHow, Side
from contracts.register.models import Contract, ContractSupplier, SupplierChange
from contracts.register.selectors import grounds_of, supplier_changes_of
from contracts.register.services import (
    decide_supplier_change,
    edit_contract,
    propose_supplier_change,
    withdraw_supplier_change,
)
from contracts.register.services.entries import AWARDED
from contracts.returns.models import Return
from contracts.returns.selectors import owed_by
from contracts.schedule.models import DueReturn
from contracts.schedule.services.reminding import remind
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation
from socialvalue.accounts.permissions import TIED
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.notifications.models import Message
from socialvalue.second_word.enums import Outcome
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
WHY = "Weald Carers was merged into the new company on 1 June, by the order of its court"
AGREED = "The deed of novation was read, and the new company is on no list"
TODAY = datetime(2026, 6, 10, 9, tzinfo=UTC)
FROM = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def now():
    with clock.at(TODAY):
        yield


class Scene:
    """A contract in force, its supplier and the one that is to come, with somebody for each."""

    def __init__(self):
        self.who = build.parties(supplier=people.supplier("Weald Carers CIC", fictional=False))
        self.contract, _ = build.active_contract(self.who, title="Short breaks", reference="CON-1")
        self.new = people.supplier("Oast Care Ltd", number="01234567", fictional=False)
        self.newcomer = people.person(self.new, Role.SUPPLIER)

    def propose(self, **changes) -> SupplierChange:
        given = {"comes": self.new, "effective_on": FROM, "ground": "restructuring", "reason": WHY, **changes}
        given.setdefault("leaves", self.contract.parties.get(last_day=None))
        return propose_supplier_change(self.contract, by=self.who.manager, **given)

    def change(self, **changes) -> SupplierChange:
        return decide_supplier_change(self.propose(**changes), by=self.who.director, accept=True, decision=AGREED)

    def dues(self, user) -> list[date]:
        return list(DueReturn.objects.visible_to(people.fresh(user)).order_by("due_on").values_list("due_on", flat=True))


def test_nothing_changes_before_a_second_person_agrees():
    scene = Scene()
    change = scene.propose()
    assert scene.contract.suppliers_on(FROM) == ["Weald Carers CIC"]
    assert not Contract.objects.visible_to(people.fresh(scene.newcomer)).exists()
    with pytest.raises(NotAllowed, match="Your role does not include: decide on award recommendations"):
        decide_supplier_change(change, by=scene.who.manager, accept=True, decision=AGREED)
    people.give(scene.who.manager, scene.who.council, Role.LEAD_DIRECTOR)
    with pytest.raises(NotAllowed, match="^You proposed this. Somebody else decides.$"):
        decide_supplier_change(change, by=people.fresh(scene.who.manager), accept=True, decision=AGREED)
    refused = decide_supplier_change(change, by=scene.who.director, accept=False, decision="The deed is not signed yet")
    assert (refused.accepted, scene.contract.parties.count()) == (False, 1)
    assert not Message.objects.filter(
        recipient__in=[scene.newcomer, scene.who.reporter], key__startswith="supplier-change"
    ).exists()


def test_what_is_due_from_that_day_is_the_new_suppliers_and_the_old_one_keeps_its_own():
    scene = Scene()
    every = list(DueReturn.objects.order_by("due_on").values_list("due_on", flat=True))
    before = [day for day in every if day < FROM]
    reported = build.submitted_return(DueReturn.objects.order_by("due_on").first(), scene.who)
    scene.change()
    assert before
    assert scene.dues(scene.who.reporter) == before
    assert scene.dues(scene.newcomer) == [day for day in every if day >= FROM]
    assert scene.dues(scene.who.manager) == every
    assert list(Return.objects.visible_to(people.fresh(scene.who.reporter))) == [reported]
    assert not Return.objects.visible_to(people.fresh(scene.newcomer)).exists()
    assert Contract.objects.visible_to(people.fresh(scene.newcomer)).get() == scene.contract


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_the_day_itself_is_the_new_suppliers(shift):
    scene = Scene()
    due = DueReturn.objects.filter(due_on__gt=TODAY.date() + timedelta(days=5)).order_by("due_on").first()
    scene.change(effective_on=due.due_on + timedelta(days=shift))
    due = DueReturn.objects.select_related("kpi__obligation__contract").get(pk=due.pk)
    old, new = people.fresh(scene.who.reporter), people.fresh(scene.newcomer)
    assert (can_report(old, due), can_report(new, due)) == ((True, False) if shift == 1 else (False, True))


def test_who_is_asked_and_reminded_is_whose_it_is():
    scene = Scene()
    scene.change()
    with clock.at(datetime(2026, 8, 20, 9, tzinfo=UTC)):
        old, new = (owed_by(people.fresh(one)) for one in (scene.who.reporter, scene.newcomer))
        assert max(due.due_on for due in old) < FROM <= min(due.due_on for due in new)
        remind(clock.now())
        told = {
            person: {row.key.split(":")[2] for row in Message.objects.filter(recipient=person, key__startswith="returns-due:")}
            for person in (scene.who.reporter, scene.newcomer)
        }
    assert all(day < FROM.isoformat() for day in told[scene.who.reporter])
    assert told[scene.newcomer]
    assert all(day >= FROM.isoformat() for day in told[scene.newcomer])


@pytest.mark.parametrize(("day", "names", "sides"), [
    (FROM - timedelta(days=1), ["Weald Carers CIC"], (Side.SUPPLIER, None)),
    (FROM, ["Oast Care Ltd"], (None, Side.SUPPLIER)),
])  # fmt: skip
def test_who_acts_for_the_supplier_and_who_it_is_on_both_sides_of_the_day(day, names, sides):
    scene = Scene()
    scene.change()
    with clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=UTC)):
        contract = Contract.objects.get(pk=scene.contract.pk)
        assert contract.suppliers_on() == names
        assert tuple(side_of(people.fresh(one), contract) for one in (scene.who.reporter, scene.newcomer)) == sides
    assert contract.suppliers_on(date(1999, 1, 1)) == ["Weald Carers CIC"]
    assert contract.suppliers_on(date(2999, 1, 1)) == ["Oast Care Ltd"]


def test_whom_to_tell_of_what():
    scene = Scene()
    scene.change()
    old, new = scene.who.supplier, scene.new
    # Of the contract as such those of now and to come; of a return whose it is
    assert set(scene.contract.delivering()) == {old, new}
    assert list(scene.contract.delivering(FROM - timedelta(days=1))) == [old]
    assert list(scene.contract.delivering(FROM)) == [new]
    with clock.at(datetime(2026, 7, 1, 9, tzinfo=UTC)):
        assert list(scene.contract.delivering()) == [new]


def test_all_of_it_is_recorded_and_told():
    scene = Scene()
    scene.change()
    verbs = ["proposed another supplier", "changed the supplier"]
    events = AuditEvent.objects.filter(verb__in=verbs).order_by("pk")
    assert list(events.values_list("verb", "actor", "reason")) == [
        (verbs[0], scene.who.manager.pk, WHY),
        (verbs[1], scene.who.director.pk, AGREED),
    ]
    assert events[1].changes == {"suppliers": ["Weald Carers CIC", "Oast Care Ltd"]}
    told = Message.objects.filter(key__startswith="supplier-change-of:").order_by("pk")
    assert [(row.recipient, row.key.split(":")[2]) for row in told] == [
        (scene.who.director, "waits"),
        (scene.who.manager, "decided"),
        (scene.who.reporter, str(scene.who.supplier.pk)),
        (scene.newcomer, str(scene.new.pk)),
    ]
    party = scene.contract.parties.get(organisation=scene.new)
    assert (party.linked_how, party.first_day, party.open_to, party.number_then) == (
        LinkedHow.CHANGE, FROM, scene.new, "01234567",
    )  # fmt: skip
    assert scene.contract.parties.get(organisation=scene.who.supplier).last_day == date(2026, 6, 30)
    (kept,) = supplier_changes_of(scene.contract)
    assert kept.ground_then == (
        "The contract is transferred because the supplier was restructured (Procurement Act 2023, section 74 and Schedule 8, "
        "paragraph 9)"
    )


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"reason": "as agreed"}, "reason", "Say what shows that the ground holds in this case: “as agreed” does not"),
        ({"ground": "succession"}, "ground", "Choose a ground that holds for this contract"),
        ({"effective_on": date(2026, 6, 9)}, "effective_on", "Enter today or a day to come: what is due before stays with the supplier so far"),
        ({"effective_on": date(2028, 4, 1)}, "effective_on", "Enter a day after the contract’s first and until 31 March 2028, its last"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why(changes, field, words):
    with pytest.raises(Refused) as refusal:
        Scene().propose(**changes)
    assert refusal.value.problems == [(field, words)]


@pytest.mark.parametrize("day", [date(2026, 6, 10), date(2028, 3, 31)])
def test_today_and_the_last_day_are_days_on_which_it_can_begin(day):
    assert Scene().propose(effective_on=day).effective_on == day


def test_who_comes_is_another_confirmed_supplier_that_goes_on():
    scene = Scene()
    with pytest.raises(Refused, match="^Weald Carers CIC is a supplier of this contract already$"):
        scene.propose(comes=scene.who.supplier)
    Organisation.objects.filter(pk=scene.new.pk).update(confirmed_at=None, confirmed_how="")
    with pytest.raises(Refused, match="^Confirm who Oast Care Ltd is first: somebody registered under this name"):
        scene.propose(comes=Organisation.objects.get(pk=scene.new.pk))
    with pytest.raises(Refused, match="cannot be chosen: choose a registered supplier that goes on$"):
        scene.propose(comes=scene.who.council)
    part = people.supplier()
    part.part_of = scene.new
    part.save()
    with pytest.raises(Refused, match="cannot be chosen: choose a registered supplier that goes on$"):
        scene.propose(comes=part)


def test_what_held_when_proposed_is_looked_at_again_when_decided():
    scene = Scene()
    change = scene.propose()
    with (
        clock.at(datetime(2026, 7, 2, 9, tzinfo=UTC)),
        pytest.raises(Refused, match="^Enter today or a day to come"),
    ):
        decide_supplier_change(change, by=scene.who.director, accept=True, decision=AGREED)
    with clock.at(datetime(2026, 7, 1, 9, tzinfo=UTC)):
        assert decide_supplier_change(change, by=scene.who.director, accept=True, decision=AGREED).accepted


def test_one_change_waits_at_a_time_and_can_be_taken_back():
    scene = Scene()
    change = scene.propose()
    with pytest.raises(Refused, match="^Another change of the supplier is proposed already, and waits for a decision$"):
        scene.propose()
    assert withdraw_supplier_change(change, by=scene.who.manager).outcome == Outcome.TAKEN_BACK
    assert scene.propose().pk != change.pk


def test_nobody_who_was_with_who_comes_proposes_or_agrees():
    scene = Scene()
    change = scene.propose()
    for person in (scene.who.manager, scene.who.director):
        person.supplier_ties.create(supplier=scene.new, entered_by=person)
    withdraw_supplier_change(change, by=scene.who.manager)
    with pytest.raises(NotAllowed, match=f"^{TIED}$"):
        propose_supplier_change(
            scene.contract, by=people.fresh(scene.who.manager), leaves=scene.contract.parties.get(), comes=scene.new,
            effective_on=FROM, ground="restructuring", reason=WHY,
        )  # fmt: skip
    again = SupplierChange.objects.create(
        contract=scene.contract, leaves=scene.contract.parties.get(), comes=scene.new, effective_on=FROM, ground="provided",
        ground_then="…", reason=WHY, asked_by=scene.who.manager,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match=f"^{TIED}$"):
        decide_supplier_change(again, by=people.fresh(scene.who.director), accept=True, decision=AGREED)


def test_the_form_of_a_contract_that_was_modified_leaves_its_supplier_alone():
    scene = Scene()
    scene.change()
    contract = Contract.objects.get(pk=scene.contract.pk)
    with pytest.raises(Refused) as refusal:
        edit_contract(contract, by=scene.who.manager, suppliers=[scene.who.supplier])
    assert refusal.value.problems == [("suppliers", AWARDED)]
    # The one it has now is no change
    assert edit_contract(contract, by=scene.who.manager, suppliers=[scene.new], title="Short breaks and more").version > 1
    assert contract.parties.count() == 2


def test_a_supplier_can_come_back():
    scene = Scene()
    scene.change()
    scene.change(comes=scene.who.supplier, effective_on=date(2026, 10, 1))
    days = [(party.name_then, party.days_words) for party in scene.contract.parties.order_by("pk")]
    assert days == [
        ("Weald Carers CIC", "until 30 June 2026"),
        ("Oast Care Ltd", "from 1 July 2026 until 30 September 2026"),
        ("Weald Carers CIC", "from 1 October 2026"),
    ]
    with pytest.raises(Refused, match="delivers it from 1 October 2026: enter a later day"):
        scene.propose(effective_on=date(2026, 10, 1))


def test_the_grounds_of_a_contract_without_a_tender_are_those_of_its_first_day():
    scene = Scene()
    assert [one.key for one in grounds_of(scene.contract)][:2] == ["restructuring", "provided"]
    scene.contract.starts_on = date(2025, 2, 23)
    assert [one.key for one in grounds_of(scene.contract)] == ["succession", "clause"]


def test_the_database_keeps_days_in_order_and_two_people_two():
    scene = Scene()
    change = scene.change()
    with pytest.raises(IntegrityError), transaction.atomic():
        ContractSupplier.objects.filter(first_day=FROM).update(last_day=FROM - timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        SupplierChange.objects.filter(pk=change.pk).update(decided_by=change.asked_by)
