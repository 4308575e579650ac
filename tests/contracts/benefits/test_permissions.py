"""Who keeps a council's lists of groups, and who asks a KPI for them: the whole tables, reasons included."""

from datetime import date, datetime

import pytest

from contracts.benefits import permissions
from contracts.obligations.models import Kpi
from contracts.schedule.services import end_contract
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "must-edit": truth.lacks(Permission.EDIT_CONTRACTS),
    "not-admin": NotAllowed("Only an administrator of this council may do this"),
    "no-sum": WrongState("Who benefited is asked of a number that is added up, not of a share, a level or a yes and no"),
    "over": WrongState("This contract has ended: what stands in the register is kept as it was"),
}


@pytest.fixture(scope="module")
def scene(module_database):
    who = build.parties()
    return who, truth.cast(who.council, who.supplier)


LISTS = """
                     council
commissioner         not-admin
procurement_officer  not-admin
evaluator            not-admin
evaluation_lead      not-admin
contract_manager     not-admin
lead_director        not-admin
member               not-admin
supplier             not-admin
partner              not-admin
administrator        yes
elsewhere            not-admin
left                 not-admin
inactive             not-admin
"""


def test_lists(scene):
    who, users = scene
    truth.holds(
        permissions.check_can_keep_lists, permissions.can_keep_lists, LISTS, users, [("council", (who.council,))], REASONS
    )


def read(contract) -> tuple[Kpi]:
    return (Kpi.objects.select_related("obligation__contract__council").get(obligation__contract=contract),)


def kpis(who):
    contract, _ = build.active_contract(who)
    yield "number", read(contract)
    share, _ = build.active_contract(who, kpi={"kind": "ratio", "unit": "%"})
    yield "share", read(share)
    with clock.at(datetime(2025, 8, 1, 9)):
        reason = "The service was closed in that quarter."
        end_contract(contract, by=who.manager, reason=reason, ended_on=date(2025, 6, 30))
    yield "ended", read(contract)


ASK = """
                     number     share      ended
commissioner         must-edit
procurement_officer  must-edit
evaluator            must-edit
evaluation_lead      must-edit
contract_manager     yes        no-sum     over
lead_director        must-edit
member               must-edit
supplier             must-edit
partner              must-edit
administrator        must-edit
elsewhere            must-edit
left                 must-edit
inactive             must-edit
"""


def test_asking_who_benefited(scene):
    who, users = scene
    truth.holds(permissions.check_can_ask_who, permissions.can_ask_who, ASK, users, kpis(who), REASONS)
