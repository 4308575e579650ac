"""What CQC or Ofsted holds is not asked again: only where it stands, and then neither missing nor a value."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from contracts.evidence import permissions
from contracts.evidence.models import HeldElsewhere, RegulatorReference
from contracts.evidence.services import regulators
from contracts.kept.selectors.statement import end_of
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Permission, Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures import truth
from tests.reading import as_read

from .steps import held_elsewhere

pytestmark = pytest.mark.django_db
WHAT = "Inspection report, section Safe"
GIVEN = {"reference": "1-123456789", "dated": date(2025, 5, 3)}


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


@pytest.fixture
def stage():
    contract, who = build.active_contract()
    return who, build.first_due(contract)


def owed(due) -> bool:
    return DueReturn.objects.owed(end_of(clock.today())).filter(pk=due.pk).exists()


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"regulator": "cqc", "what": " "}, ["what"]),
        ({"regulator": "other", "what": WHAT}, ["name"]),
        ({"regulator": "police", "what": ""}, ["regulator", "what"]),
    ],
)
def test_which_regulator_and_which_of_its_records(stage, said, fields):
    who, due = stage
    with pytest.raises(Refused) as refusal:
        regulators.hold_elsewhere(due.kpi, by=who.manager, **said)
    assert [field for field, _ in refusal.value.problems] == fields
    assert not HeldElsewhere.objects.exists()


def test_another_regulator_is_called_by_its_name(stage):
    who, due = stage
    assert str(regulators.hold_elsewhere(due.kpi, by=who.manager, regulator="other", name="Ofqual", what=WHAT)) == "Ofqual"
    assert str(regulators.hold_elsewhere(due.kpi, by=who.manager, regulator="ofsted", name="Ofqual", what=WHAT)) == "Ofsted"
    assert HeldElsewhere.objects.get().name == ""


def test_without_agreement_no_reference_is_taken(stage):
    who, due = stage
    with pytest.raises(WrongState, match="Nobody has agreed that a regulator holds this"):
        regulators.give_reference(due, by=who.reporter, **GIVEN)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"reference": " "}, "reference"), ({"dated": date(2025, 7, 11)}, "dated"), ({"link": "http://cqc.example"}, "link")],
)
def test_what_a_reference_lacks(stage, change, field):
    who, due = stage
    regulators.hold_elsewhere(due.kpi, by=who.manager, regulator="cqc", what=WHAT)
    with pytest.raises(Refused) as refusal:
        regulators.give_reference(due, by=who.reporter, **GIVEN | change)
    assert [name for name, _ in refusal.value.problems] == [field]


def test_owed_until_it_is_accepted_and_then_neither_missing_nor_a_value(stage):
    who, due = stage
    given = held_elsewhere(due, who.manager, who.reporter)
    assert owed(due), "a reference that nobody has looked at is no answer yet"
    assert {message.recipient for message in Message.objects.filter(key__startswith="regulator-reference")} == {who.manager}
    regulators.accept_reference(given, by=who.manager)
    due.refresh_from_db()
    assert not owed(due)
    assert due.waived_reason == "Care Quality Commission holds it already: 1-123456789, 1 April 2025"
    assert not due.returns.exists()


def test_who_gave_it_does_not_accept_it(stage):
    who, due = stage
    given = held_elsewhere(due, who.manager, who.manager)
    with pytest.raises(NotAllowed, match="You gave this reference yourself"):
        regulators.accept_reference(given, by=who.manager)
    regulators.accept_reference(given, by=people.person(who.council, Role.CONTRACT_MANAGER))
    assert RegulatorReference.objects.get().accepted_by is not None


def test_what_was_sent_is_corrected_instead(stage):
    who, due = stage
    regulators.hold_elsewhere(due.kpi, by=who.manager, regulator="cqc", what=WHAT)
    build.submitted_return(due, who)
    with pytest.raises(WrongState, match="A return was submitted for this period"):
        regulators.give_reference(due, by=who.reporter, **GIVEN)


def page(client, user, due) -> str:
    client.force_login(user)
    return as_read(client.get(reverse("return", args=[due.pk])).content.decode())


def test_from_the_managers_word_to_the_accepted_reference_on_the_pages(stage, client):
    who, due = stage
    assert "A regulator holds this already" in page(client, who.manager, due)
    client.post(reverse("kpi-held", args=[due.kpi_id]), {"regulator": "cqc", "name": "", "what": WHAT})
    assert all(
        words in page(client, who.reporter, due) for words in ("Only the reference is asked for", WHAT, "Give the reference")
    )
    typed = {"reference": "1-123456789", "dated": "2025-05-03", "link": "https://www.cqc.org.uk/report"}
    assert client.post(reverse("return-regulator", args=[due.pk]), typed).url == reverse("return", args=[due.pk])
    assert "Not accepted yet: the return is still due." in page(client, who.member, due)
    assert "Accept the reference" not in page(client, who.reporter, due)
    assert "Accept the reference" in page(client, who.manager, due)
    assert client.post(reverse("return-regulator-accept", args=[due.pk])).status_code == 302
    assert "counted neither as missing nor as a value" in page(client, who.member, due)
    client.force_login(build.parties().manager)
    assert client.post(reverse("return-regulator-accept", args=[due.pk])).status_code == 404


REASONS = {
    "no-side": NotAllowed("Returns are made by the contract's supplier or by the council's contract managers"),
    "not-agreed": WrongState("Nobody has agreed that a regulator holds this: the council’s contract manager does"),
    "sent": WrongState("A return was submitted for this period: correct that instead"),
    "no-permission": truth.lacks(Permission.EDIT_CONTRACTS),
    "own": NotAllowed("You gave this reference yourself: somebody else accepts it"),
}
GIVE = """
                     not agreed  agreed  sent
commissioner         no-side
procurement_officer  no-side
evaluator            no-side
evaluation_lead      no-side
contract_manager     not-agreed  yes     sent
lead_director        no-side
member               no-side
supplier             not-agreed  yes     sent
partner              no-side
administrator        no-side
elsewhere            no-side
left                 no-side
inactive             no-side
"""
ACCEPT = """
                     by the supplier  by the manager
commissioner         no-permission
procurement_officer  no-permission
evaluator            no-permission
evaluation_lead      no-permission
contract_manager     yes              own
lead_director        no-permission
member               no-permission
supplier             no-permission
partner              no-permission
administrator        no-permission
elsewhere            no-permission
left                 no-permission
inactive             no-permission
"""


def test_who_gives_a_reference(stage):
    who, due = stage

    def states():
        yield "not agreed", (due,)
        regulators.hold_elsewhere(due.kpi, by=who.manager, regulator="cqc", what=WHAT)
        yield "agreed", (due,)
        build.submitted_return(due, who)
        yield "sent", (DueReturn.objects.get(pk=due.pk),)

    users = truth.cast(who.council, who.supplier)
    truth.holds(permissions.check_can_give_reference, permissions.can_give_reference, GIVE, users, states(), REASONS)


def test_who_accepts_it(stage):
    who, due = stage
    users = truth.cast(who.council, who.supplier)
    later = due.kpi.due_returns.order_by("starts_on")[1]
    given = held_elsewhere(due, who.manager, who.reporter)
    own = RegulatorReference.objects.create(due=later, called="CQC", given_by=users["contract_manager"], **GIVEN)
    states = {"by the supplier": (given,), "by the manager": (own,)}
    truth.holds(permissions.check_can_accept_reference, permissions.can_accept_reference, ACCEPT, users, states, REASONS)
