"""Who may shape obligations and who may agree them, in every status: the whole tables, reasons included."""

import pytest

from contracts.obligations import permissions, services
from contracts.obligations.enums import AgreementStatus, ObjectionOutcome
from contracts.obligations.models import Kpi, Objection, Obligation
from contracts.performance.enums import Kind
from contracts.register.enums import ContractStatus
from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.contracts.register.test_permissions import through_its_statuses
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "contract-ended": WrongState("This contract has ended: what stands in the register is kept as it was"),
    "a-draft": WrongState("This contract is still being agreed: change it instead"),
    "no-side": NotAllowed("Obligations are agreed by the contract's supplier and by the council's contract managers"),
    "agreed-already": WrongState("Your side has agreed this obligation already"),
    "is-agreed": WrongState("This cannot be done now: the obligation is “Agreed by both sides”"),
    "not-theirs": NotAllowed("The contract’s supplier says whether an obligation is what it offered"),
    "said-already": WrongState("You have said already that this is not what you offered: the council has not answered yet"),
    "objected": WrongState("The supplier says that this is not what it offered: change the obligation or answer first"),
    "kept": WrongState("This objection is closed: “The council answered”"),
    "changed": WrongState("This objection is closed: “The obligation was changed”"),
    "agreed-after-all": WrongState("This objection is closed: “The supplier agreed after all”"),
    "ended": WrongState("This objection is closed: “The obligation ended”"),
    "no-amount": WrongState("A KPI that is only kept or not, or reached or not, has no amount to compare"),
    "is-ended": WrongState("This cannot be done now: the obligation is “Ended”"),
}


@pytest.fixture(scope="module")
def scene(module_database):
    who = build.parties()
    return who, truth.cast(who.council, who.supplier)


SHAPE = """
                     draft      active  ended
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     yes        yes     contract-ended
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


def test_shaping_in_every_status_of_the_contract(scene):
    who, users = scene
    truth.holds(
        permissions.check_can_shape, permissions.can_shape, SHAPE, users, through_its_statuses(who), REASONS, ContractStatus
    )


def test_saying_where_a_kpi_stood_is_shaping_the_contract(scene):
    """Asked of a KPI that counts; of one that is only kept or done nobody says an amount."""
    who, users = scene
    kpis = ((name, (kpi_of(contract, Kind.SUM),)) for name, (contract,) in pairs_of(through_its_statuses(who)))
    truth.holds(permissions.check_can_set_baseline, permissions.can_set_baseline, SHAPE, users, kpis, REASONS, ContractStatus)


NO_AMOUNT = SHAPE.replace("yes        yes     ", "no-amount  no-amount  ")


def test_of_what_is_only_kept_or_done_there_is_no_amount(scene):
    who, users = scene
    kpis = ((name, (kpi_of(contract, Kind.YES_NO),)) for name, (contract,) in pairs_of(through_its_statuses(who)))
    truth.holds(permissions.check_can_set_baseline, permissions.can_set_baseline, NO_AMOUNT, users, kpis, REASONS, ContractStatus)


def pairs_of(states):
    return states.items() if isinstance(states, dict) else states


def kpi_of(contract, kind: str) -> Kpi:
    return Kpi(obligation=Obligation(contract=contract), kind=kind)


COPY = """
                     draft      active  ended
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     a-draft    yes     yes
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


def test_copying_in_every_status_of_the_contract(scene):
    who, users = scene
    truth.holds(permissions.check_can_copy, permissions.can_copy, COPY, users, through_its_statuses(who), REASONS, ContractStatus)


def agreed_in_turn(who: build.Parties):
    """Proposed, agreed by the one side or the other, by both, and ended."""
    contract, _ = build.draft_contract(who)
    first, second = (build.obligation(contract, who) for _ in range(2))
    yield "proposed", (first,)
    yield "supplier agreed", (services.agree(first, by=who.reporter),)
    yield "council agreed", (services.agree(second, by=who.manager),)
    both = services.agree(Obligation.objects.get(pk=first.pk), by=who.manager)
    yield both.status, (both,)
    ended = services.end_obligation(both, by=who.manager, reason="The service is smaller.")
    yield ended.status, (ended,)


AGREE = """
                     proposed  supplier agreed  council agreed  agreed     ended
commissioner         no-side
procurement_officer  no-side
evaluator            no-side
evaluation_lead      no-side
contract_manager     yes       yes              agreed-already  is-agreed  is-ended
lead_director        no-side
member               no-side
supplier             yes       agreed-already   yes             is-agreed  is-ended
partner              no-side
administrator        no-side
elsewhere            no-side
left                 no-side
inactive             no-side
"""


def test_agreeing(scene):
    who, users = scene
    truth.holds(permissions.check_can_agree, permissions.can_agree, AGREE, users, agreed_in_turn(who), REASONS, AgreementStatus)


def objected_in_turn(who: build.Parties):
    """An obligation before an objection, with one, answered, agreed, and ended."""
    contract, _ = build.draft_contract(who)
    body = build.obligation(contract, who)
    yield "proposed", (body,)
    objection = services.object_to(body, by=who.reporter, words="Our bid offered two a quarter, not three.")
    yield "objected", (again(body),)
    services.answer_objection(objection, by=who.manager, answer="Page 4 of the bid says three a quarter.")
    yield "answered", (again(body),)
    services.agree(again(body), by=who.reporter)
    yield "supplier agreed", (again(body),)
    services.agree(again(body), by=who.manager)
    yield "agreed", (again(body),)
    yield "ended", (services.end_obligation(again(body), by=who.manager, reason="The service is smaller."),)


def again(body) -> Obligation:
    return Obligation.objects.get(pk=body.pk)


OBJECT = """
                     proposed  objected      answered  supplier agreed  agreed     ended
commissioner         not-theirs
procurement_officer  not-theirs
evaluator            not-theirs
evaluation_lead      not-theirs
contract_manager     not-theirs
lead_director        not-theirs
member               not-theirs
supplier             yes       said-already  yes       agreed-already   is-agreed  is-ended
partner              not-theirs
administrator        not-theirs
elsewhere            not-theirs
left                 not-theirs
inactive             not-theirs
"""


def test_objecting(scene):
    who, users = scene
    truth.holds(permissions.check_can_object, permissions.can_object, OBJECT, users, objected_in_turn(who), REASONS)


OVER_IT = """
                     proposed  objected        answered  supplier agreed  agreed     ended
contract_manager     yes       objected        yes       yes              is-agreed  is-ended
supplier             yes       yes             yes       agreed-already   is-agreed  is-ended
"""


def test_agreeing_over_an_objection(scene):
    who, users = scene
    sides = {name: users[name] for name in ("contract_manager", "supplier")}
    truth.holds(permissions.check_can_agree, permissions.can_agree, OVER_IT, sides, objected_in_turn(who), REASONS)


def closed_in_turn(who: build.Parties):
    """An objection in each of its outcomes."""
    contract, _ = build.draft_contract(who)

    def objection(settle) -> Objection:
        body = build.obligation(contract, who)
        made = services.object_to(body, by=who.reporter, words="Our bid offered two a quarter, not three.")
        settle(again(body), made)
        return Objection.objects.get(pk=made.pk)

    answer, why = "Page 4 of the bid says three a quarter.", "The service is smaller."
    yield "open", (objection(lambda body, made: None),)
    yield "kept", (objection(lambda body, made: services.answer_objection(made, by=who.manager, answer=answer)),)
    yield "changed", (objection(lambda body, made: services.reword(body, by=who.manager, wording="Two.", reason=why)),)
    yield "agreed", (objection(lambda body, made: services.agree(body, by=who.reporter)),)
    yield "ended", (objection(lambda body, made: services.end_obligation(body, by=who.manager, reason=why)),)


ANSWER = """
                     open       kept  changed  agreed            ended
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     yes        kept  changed  agreed-after-all  ended
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


def test_answering(scene):
    who, users = scene
    truth.holds(
        permissions.check_can_answer, permissions.can_answer, ANSWER, users, closed_in_turn(who), REASONS, ObjectionOutcome
    )
