"""Who counts postcodes for a return: the whole table, reasons included, and of which kinds of KPI."""

from decimal import Decimal

import pytest

from contracts.evidence import permissions
from contracts.evidence.permissions import check_can_count_postcodes
from contracts.performance.enums import Kind
from contracts.returns import services as returns
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from contracts.schedule.services import waive
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from tests.builders import contracts as build
from tests.fixtures import truth

from .returned import NOW, everybody
from .test_permissions import REASONS as OF_RETURNS

pytestmark = pytest.mark.django_db
OTHER_KIND = "Postcodes are counted for a share or a number that is added up, not for a level or a yes and no"
REASONS = OF_RETURNS | {"other-kind": WrongState(OTHER_KIND)}


@pytest.fixture(scope="module", autouse=True)
def stopped_clock():
    with clock.at(NOW):
        yield


@pytest.fixture(scope="module")
def scene(module_database, stopped_clock):
    return everybody()


def periods(who):
    due = build.first_due(build.active_contract(who)[0])
    yield "nothing begun", (due,)
    body = returns.save_return(due, by=who.reporter, value=Decimal(3))
    yield ReturnStatus.DRAFT, (due,)
    body = returns.submit_return(body, by=who.reporter)
    yield ReturnStatus.SUBMITTED, (due,)
    returns.query_return(body, by=who.manager, comment="Whom did you count?")
    yield ReturnStatus.QUERIED, (due,)
    level = {"kind": Kind.LEVEL, "unit": "points", "target": Decimal(3), "minimum": None}
    yield "a level", (build.first_due(build.active_contract(who, kpi=level)[0]),)
    later = due.kpi.due_returns.order_by("starts_on").last()
    waive(later, by=who.manager, reason="The service is smaller.")
    yield "waived", (DueReturn.objects.get(pk=later.pk),)


COUNT = """
                     nothing begun  draft            submitted        queried  a level     waived
commissioner         no-side
procurement_officer  no-side
evaluator            no-side
evaluation_lead      no-side
contract_manager     yes            suppliers-draft  fixed-submitted  yes      other-kind  waived
lead_director        no-side
member               no-side
supplier             yes            yes              fixed-submitted  yes      other-kind  waived
partner              no-side
administrator        no-side
elsewhere            no-side
left                 no-side
inactive             no-side
began it             yes            suppliers-draft  fixed-submitted  yes      other-kind  waived
sent it              yes            suppliers-draft  fixed-submitted  yes      other-kind  waived
both sides           yes            yes              fixed-submitted  yes      other-kind  waived
"""


def test_counting_postcodes(scene):
    who, users = scene
    truth.holds(permissions.check_can_count_postcodes, permissions.can_count_postcodes, COUNT, users, periods(who), REASONS)


@pytest.mark.parametrize("kind", Kind.values)
def test_of_a_share_and_of_a_number_that_is_added_up(scene, kind):
    who, _ = scene
    due = build.first_due(build.active_contract(who)[0])
    due.kpi.kind = kind
    if kind in (Kind.SUM, Kind.RATIO):
        assert check_can_count_postcodes(who.reporter, due)
        return
    with pytest.raises(WrongState, match=OTHER_KIND):
        check_can_count_postcodes(who.reporter, due)
