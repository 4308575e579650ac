"""A service of the council's own under the same rigour: its head agrees and reports, others verify, and two people are two."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from lxml import html

from contracts.evidence import permissions as reporting
from contracts.obligations import permissions as agreeing
from contracts.obligations import services as commitments
from contracts.obligations.models import Obligation
from contracts.obligations.needs import needs as to_agree
from contracts.register.models import Contract
from contracts.register.services import edit_contract, start_contract
from contracts.returns import permissions as verifying
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.returns.selectors import corrections_of, owed_by, waiting_for
from contracts.returns.selectors.period import made_by
from contracts.schedule.services import remind
from contracts.warnings import timed
from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.warnings.steps import at
from tests.fixtures import truth
from tests.reading import as_read

pytestmark = pytest.mark.django_db
NOW = date(2026, 7, 10)
SEEN = "Seen on site with the service’s own list."


@dataclass(frozen=True)
class Stage:
    contract: Contract
    who: build.Parties
    head: User

    @property
    def body(self) -> Obligation:
        return Obligation.objects.get(contract=self.contract)


def registered(head: bool = True, **details) -> Stage:
    """A service of the council's own that begins on 1 April 2026, with a proposed obligation."""
    who = build.parties()
    person = people.person(who.council, Role.CONTRACT_MANAGER)
    fields = {"suppliers": [], "kind": "in_house", "route": "in_house", "starts_on": date(2026, 4, 1)}
    contract, _ = build.draft_contract(who, **{**fields, "service_head": person if head else None, **details})
    build.obligation(contract, who)
    return Stage(contract, who, person)


def running() -> Stage:
    stage = registered()
    for by in (stage.head, stage.who.manager):
        commitments.agree(stage.body, by=by)
    return Stage(start_contract(stage.contract, by=stage.who.manager), stage.who, stage.head)


def submitted(stage: Stage) -> Return:
    draft = returns.save_return(build.first_due(stage.contract), by=stage.head, value=Decimal(3))
    return returns.submit_return(draft, by=stage.head)


@pytest.fixture(autouse=True)
def now():
    with at(NOW):
        yield


# Who is named


def test_it_begins_once_its_head_is_named_and_both_have_agreed():
    stage = registered(head=False)
    commitments.agree(stage.body, by=stage.who.manager)
    assert stage.body.is_proposed
    contract = edit_contract(Contract.objects.get(), by=stage.who.manager, service_head=stage.head)
    with pytest.raises(Refused, match="The contract can start once both sides agree its obligations: 1 obligation is still open"):
        start_contract(contract, by=stage.who.manager)
    commitments.agree(stage.body, by=stage.head)
    assert stage.body.is_agreed
    assert (stage.body.council_agreed_by, stage.body.supplier_agreed_by) == (stage.who.manager, stage.head)
    assert start_contract(Contract.objects.get(), by=stage.who.manager).is_active


def test_without_a_head_it_does_not_begin():
    who = build.parties()
    contract, _ = build.draft_contract(who, suppliers=[], kind="in_house", route="in_house")
    with pytest.raises(Refused, match="Name the head of service first, under “Change details”"):
        start_contract(contract, by=who.manager)


@pytest.mark.parametrize("named", ["manager", "director"])
def test_its_head_is_another_person_than_its_manager_and_its_director(named):
    stage = registered()
    person = getattr(stage.who, named)
    if named == "director":
        people.give(person, stage.who.council, Role.CONTRACT_MANAGER)
    with pytest.raises(Refused, match="Name another person than the contract manager and the lead director"):
        edit_contract(stage.contract, by=stage.who.manager, service_head=people.fresh(person))
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.filter(pk=stage.contract.pk).update(service_head=person)


def test_only_a_service_of_the_councils_own_has_a_head_who_may_report():
    stage = registered()
    for person, kind, words in (
        (stage.head, "contract", "Only a service of the council’s own has a head of service: leave this blank"),
        (stage.who.member, "in_house", "may not report on contracts of this council"),
        (build.parties().manager, "in_house", "may not report on contracts of this council"),
    ):
        with pytest.raises(Refused, match=words):
            edit_contract(Contract.objects.get(), by=stage.who.manager, service_head=person, kind=kind)


# Who may do what: the tables

HEAD = NotAllowed("You head this service: somebody else acts for the council in its contract")
REASONS = {
    "heads": HEAD,
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "must-verify": truth.lacks(Permission.VERIFY_RETURNS),
    "neither": NotAllowed("Obligations are agreed by the contract's supplier and by the council's contract managers"),
    "no-reporter": NotAllowed("Returns are made by the contract's supplier or by the council's contract managers"),
    "head-reports": NotAllowed("The head of service reports on this, and somebody else verifies it"),
    "own-duty": NotAllowed("This is the council's own duty in the contract: the council reports on it"),
    "agreed": WrongState("Your side has agreed this obligation already"),
    "own": NotAllowed("You made this return yourself: somebody else verifies it"),
}


def cast(stage: Stage) -> dict[str, User]:
    found = truth.cast(stage.who.council)
    return found | {"head": people.fresh(stage.head), "its-manager": stage.who.manager, "its-director": stage.who.director}


def test_who_agrees():
    stage = registered()
    table = """
    commissioner         neither
    procurement_officer  neither
    evaluator            neither
    evaluation_lead      neither
    contract_manager     yes      agreed  yes
    lead_director        neither
    member               neither
    supplier             neither
    partner              neither
    administrator        neither
    elsewhere            neither
    left                 neither
    inactive             neither
    head                 yes      yes     agreed
    its-manager          yes      agreed  yes
    its-director         neither
    """

    def states():
        yield "open", (stage.body,)
        with transaction.atomic():
            yield "council-agreed", (commitments.agree(stage.body, by=stage.who.manager),)
            transaction.set_rollback(True)
        yield "head-agreed", (commitments.agree(stage.body, by=stage.head),)

    header = "                         open     council-agreed  head-agreed\n"
    truth.holds(agreeing.check_can_agree, agreeing.can_agree, header + table.strip("\n"), cast(stage), states(), REASONS)


def test_who_shapes_it():
    stage = running()
    table = f"""
                      active
    contract_manager  yes
    its-manager       yes
    head              heads
    {_others("must-edit", "contract_manager")}
    its-director      must-edit
    """
    truth.holds(agreeing.check_can_shape, agreeing.can_shape, table, cast(stage), {"active": (stage.contract,)}, REASONS)


def test_who_reports():
    stage = running()
    own = build.obligation(stage.contract, stage.who, kpi={"client_side": True})
    for by in (stage.head, stage.who.manager):
        commitments.agree(Obligation.objects.get(pk=own.pk), by=by)
    dues = {
        "service's": (build.first_due(stage.contract),),
        "council's": (Obligation.objects.get(pk=own.pk).kpis.get().due_returns.order_by("starts_on").first(),),
    }
    table = f"""
                      service's     council's
    head              yes           own-duty
    contract_manager  head-reports  yes
    its-manager       head-reports  yes
    its-director      no-reporter   no-reporter
    {_others("no-reporter", "contract_manager")}
    """
    truth.holds(reporting.check_can_report, reporting.can_report, table, cast(stage), dues, REASONS)


def test_who_verifies():
    stage = running()
    table = f"""
                      submitted
    head              heads
    contract_manager  yes
    lead_director     yes
    its-manager       yes
    its-director      yes
    {_others("must-verify", "contract_manager", "lead_director")}
    """
    states = {"submitted": (submitted(stage),)}
    truth.holds(verifying.check_can_decide, verifying.can_decide, table, cast(stage), states, REASONS)


def test_the_head_does_not_verify_what_somebody_else_reported_either():
    stage = running()
    other = people.person(stage.who.council, Role.CONTRACT_MANAGER)
    kept = submitted(stage)
    Return.objects.filter(pk=kept.pk).update(submitted_by=other, created_by=other)
    with pytest.raises(NotAllowed, match="You head this service"):
        verifying.check_can_decide(people.fresh(stage.head), Return.objects.get(pk=kept.pk))


def _others(word: str, *besides: str) -> str:
    return "\n".join(f"{name}  {word}" for name in truth.CAST if name not in besides)


# What each of them sees and is asked for


def test_the_head_is_asked_to_agree_and_to_report_and_the_manager_to_verify():
    stage = registered()
    assert [need.text for need in to_agree(people.fresh(stage.head), clock.now())] == [
        f"Agree 1 obligation of {stage.contract.title}"
    ]
    commitments.agree(stage.body, by=stage.who.manager)
    assert stage.head.messages.filter(subject=f"Obligations to agree: {stage.contract.title}").count() == 1
    commitments.agree(stage.body, by=stage.head)
    start_contract(Contract.objects.get(), by=stage.who.manager)
    assert stage.head.messages.filter(subject=f"In force: {stage.contract.title}").count() == 1
    [due] = owed_by(people.fresh(stage.head))
    assert made_by(people.fresh(stage.head), due)
    assert not made_by(people.fresh(stage.who.manager), due)
    assert list(owed_by(people.fresh(stage.who.manager))) == []
    kept = submitted(stage)
    assert list(waiting_for(people.fresh(stage.who.manager))) == [kept]
    assert list(waiting_for(people.fresh(stage.head))) == []


def test_a_draft_is_seen_by_the_side_that_writes_it():
    stage = running()
    draft = returns.save_return(build.first_due(stage.contract), by=stage.head, value=Decimal(3))
    seen = {
        name: Return.objects.visible_to(people.fresh(user)).filter(pk=draft.pk).exists() for name, user in cast(stage).items()
    }
    assert {name for name, yes in seen.items() if yes} == {"head"}


def test_sent_back_and_corrected_it_is_the_heads_again():
    stage = running()
    kept = returns.verify_return(submitted(stage), by=stage.who.director, comment=SEEN)
    returns.correct_return(kept.due, by=stage.head, reason="One of them started in July, the list says.")
    assert corrections_of(people.fresh(stage.head)).count() == 1
    assert corrections_of(people.fresh(stage.who.manager)).count() == 0


def test_reminders_go_to_the_head_and_to_the_manager():
    stage = running()
    due = build.first_due(stage.contract)
    with at(due.due_on):
        remind(clock.now())
    key = {"key__startswith": f"returns-due:{stage.contract.pk}"}
    counts = [user.messages.filter(**key).count() for user in (stage.head, stage.who.manager, stage.who.director)]
    assert counts == [1, 1, 0]


def test_a_service_without_a_head_warns_its_manager():
    stage = registered(head=False)
    commitments.record_as_signed(stage.contract, by=stage.who.manager, note="The plan of the service, page 4")
    start_contract(Contract.objects.get(), by=stage.who.manager, in_force_already=True)
    timed.apply(clock.now())
    assert stage.who.manager.messages.filter(subject=f"{stage.contract.title} has no head of service").count() == 1
    edit_contract(Contract.objects.get(), by=stage.who.manager, service_head=stage.head)
    timed.apply(clock.now())
    assert Contract.objects.get().told == []


def test_the_pages_say_who_heads_it(client):
    stage = running()
    client.force_login(stage.who.member)
    answer = client.get(reverse("contract-record", args=[stage.contract.pk]))
    shown = as_read(str(html.fromstring(answer.content).text_content()))
    assert f"In-house, headed by {stage.head}" in shown
    assert f"Head of service {stage.head}" in shown
    client.force_login(stage.head)
    due = build.first_due(stage.contract)
    period = reverse("returns-period", args=[stage.contract.pk, due.ends_on.isoformat()])
    assert client.get(period).status_code == 200
    assert client.get(reverse("contract-edit", args=[stage.contract.pk])).status_code == 403


def test_the_manager_names_the_head_on_the_form(client):
    stage = registered(head=False)
    client.force_login(stage.who.manager)
    form = client.get(reverse("contract-edit", args=[stage.contract.pk])).context["form"]
    offered = set(form.fields["service_head"].queryset)
    assert {stage.head, stage.who.manager} <= offered
    assert not {stage.who.member, stage.who.director} & offered
