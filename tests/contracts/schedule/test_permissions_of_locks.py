"""Who says when returns lock, who asks to open a locked period, grants it, takes it back and closes it: the whole tables."""

from datetime import datetime

import pytest

from contracts.register.enums import Side
from contracts.schedule import permissions, services
from contracts.schedule.models import LockException
from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.permissions import TIED
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Tied, WrongState
from tests.builders import people
from tests.contracts.returns.period import stage as period
from tests.contracts.schedule.locked import LATE, UNTIL, quarter
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 10, 1, 12)

REASONS = {
    "must-verify": truth.lacks(Permission.VERIFY_RETURNS),
    "not-admin": NotAllowed("Only an administrator of this council may do this"),
    "no-side": NotAllowed("Exceptions are asked for by the contract's supplier and by the council's contract managers"),
    "suppliers-own": NotAllowed("The supplier's own people do not grant it an exception"),
    "tied": Tied(TIED),
    "asked-it": NotAllowed("You asked for this: somebody else grants it"),
    "answered": WrongState("This was answered already, or taken back"),
    "not-first": NotAllowed("Only the person who asked for this can take it back"),
    "over": WrongState("This exception is over"),
}


@pytest.fixture(scope="module", autouse=True)
def stopped_clock():
    with clock.at(NOW):
        yield


@pytest.fixture(scope="module")
def scene(module_database, stopped_clock):
    found = quarter(1)
    users = truth.cast(found.who.council, found.who.supplier)
    users["both sides"] = people.person(found.who.council, Role.CONTRACT_MANAGER)
    with people.from_before():
        people.give(users["both sides"], found.who.supplier, Role.SUPPLIER)
    return found, users


SET = """
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
both sides           not-admin
"""


def test_when_returns_lock(scene):
    found, users = scene
    truth.holds(
        permissions.check_can_set_lock, permissions.can_set_lock, SET, users, [("council", (found.who.council,))], REASONS
    )


ASK = """
                     supplier  council
commissioner         no-side   no-side
procurement_officer  no-side   no-side
evaluator            no-side   no-side
evaluation_lead      no-side   no-side
contract_manager     yes       yes
lead_director        no-side   no-side
member               no-side   no-side
supplier             yes       no-side
partner              no-side   no-side
administrator        no-side   no-side
elsewhere            no-side   no-side
left                 no-side   no-side
inactive             no-side   no-side
both sides           yes       tied
"""


def test_asking(scene):
    found, users = scene
    states = [("supplier", (found.contract, Side.SUPPLIER)), ("council", (found.contract, Side.COUNCIL))]
    truth.holds(permissions.check_can_ask_to_open, permissions.can_ask_to_open, ASK, users, states, REASONS)


def read(one: LockException) -> tuple[LockException]:
    return (LockException.objects.select_related("contract__council").get(pk=one.pk),)


def ask(found, by, side="supplier") -> LockException:
    return services.ask_to_open(found.contract, period.ENDS_ON, by=by, reason=LATE, side=side)


def answered(found, users):
    one = ask(found, found.who.reporter)
    yield "waits", read(one)
    services.refuse(one, by=found.who.manager, comment="The report is published.")
    yield "refused", read(one)
    one = ask(found, found.who.reporter)
    services.take_back_asking(one, by=found.who.reporter)
    yield "taken back", read(one)
    one = ask(found, users["contract_manager"], "council")
    yield "own", read(one)
    services.grant(one, by=found.who.director, until=UNTIL)
    yield "granted", read(one)
    services.close(one, by=found.who.director)


OPEN = """
                     waits        refused      taken back   own          granted
commissioner         must-verify
procurement_officer  must-verify
evaluator            must-verify
evaluation_lead      must-verify
contract_manager     yes          answered     answered     asked-it     asked-it
lead_director        yes          answered     answered     yes          answered
member               must-verify
supplier             must-verify
partner              must-verify
administrator        must-verify
elsewhere            must-verify
left                 must-verify
inactive             must-verify
both sides           suppliers-own
"""


def test_answering(scene):
    found, users = scene
    truth.holds(permissions.check_can_open, permissions.can_open, OPEN, users, answered(found, users), REASONS)


def asked_by_a_manager(found, users):
    one = ask(found, users["contract_manager"], "council")
    yield "waits", read(one)
    services.take_back_asking(one, by=users["contract_manager"])
    yield "taken back", read(one)


BACK = """
                     waits      taken back
commissioner         not-first
procurement_officer  not-first
evaluator            not-first
evaluation_lead      not-first
contract_manager     yes        answered
lead_director        not-first
member               not-first
supplier             not-first
partner              not-first
administrator        not-first
elsewhere            not-first
left                 not-first
inactive             not-first
both sides           not-first
"""


def test_taking_it_back(scene):
    found, users = scene
    check, can = permissions.check_can_take_back_asking, permissions.can_take_back_asking
    truth.holds(check, can, BACK, users, asked_by_a_manager(found, users), REASONS)


def in_force(found):
    one = services.grant(ask(found, found.who.reporter), by=found.who.manager, until=UNTIL)
    yield "supplier's", read(one)
    services.close(one, by=found.who.manager)
    yield "closed", read(one)
    one = services.grant(ask(found, found.who.manager, "council"), by=found.who.director, until=UNTIL)
    yield "council's", read(one)
    services.close(one, by=found.who.manager)


CLOSE = """
                     supplier's   closed       council's
commissioner         must-verify
procurement_officer  must-verify
evaluator            must-verify
evaluation_lead      must-verify
contract_manager     yes          over         yes
lead_director        yes          over         yes
member               must-verify
supplier             yes          over         must-verify
partner              must-verify
administrator        must-verify
elsewhere            must-verify
left                 must-verify
inactive             must-verify
both sides           yes          over         tied
"""


def test_closing_it(scene):
    found, users = scene
    truth.holds(permissions.check_can_close, permissions.can_close, CLOSE, users, in_force(found), REASONS)
