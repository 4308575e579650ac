"""Who may shape obligations and who may agree them, in every status: the whole tables, reasons included."""

import pytest

from contracts.obligations import permissions, services
from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import Obligation
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
