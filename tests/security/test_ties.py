"""Every rule about bids and a supplier's returns refuses whoever is, or within two years was, with the supplier."""

import ast
import importlib
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.returns import services as returns
from contracts.returns.models import Return
from procurement.award.models import Award
from procurement.bidding.models import Bid, Opening
from procurement.panel.models import Evaluation, Panellist
from procurement.tendering.models import Tender
from socialvalue.accounts.administration.services import COUNCIL_ROLES
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import SupplierTie
from socialvalue.accounts.permissions import TIED
from socialvalue.common import clock
from socialvalue.common.errors import DomainError
from tests.builders import contracts as build
from tests.builders import people, stages
from tests.fixtures.truth import module_database  # noqa: F401 - a fixture of this module
from tests.security.ties import OPEN, REFUSE, Case

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
ASKED = [(room, name) for room, rules in REFUSE.items() for name in rules]


@pytest.mark.parametrize("room", REFUSE)
def test_every_rule_of_the_room_is_written_down_once(room):
    tree = ast.parse((ROOT / room.replace(".", "/") / "permissions.py").read_text())
    rules = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("check_can_")]
    assert sorted(rules) == sorted([*REFUSE[room], *OPEN[room]]), "say in tests/security/ties.py whether a tie matters"


@pytest.fixture(scope="module")
def case(module_database) -> Case:  # noqa: F811
    """The supplier of the contract is the successful bidder, so one tie is near to all of it."""
    council = people.council()
    award = stages.to_contracted(stages.Passed(), council)
    award = Award.objects.select_related("tender__commission__council", "bid__supplier").get(pk=award.pk)
    evaluation = Evaluation.objects.get(tender=award.tender)
    place = evaluation.panel.exclude(assignments=None).get()
    held = set(place.user.memberships.values_list("role", flat=True))
    people.give(place.user, council, *(role for role in COUNCIL_ROLES if role not in held))
    who = build.parties(council, award.bid.supplier)
    with clock.at(clock.now()):
        due = build.first_due(build.active_contract(who)[0])
        kpi_return = returns.submit_return(returns.save_return(due, by=who.reporter, value=Decimal(3)), by=who.reporter)
    return Case(
        user=place.user,
        tender=Tender.objects.get(pk=award.tender_id),
        opening=Opening.objects.get(tender=award.tender_id),
        bid=Bid.objects.get(pk=award.bid_id),
        evaluation=evaluation,
        place=place,
        other_place=Panellist.objects.get(evaluation=evaluation, user=evaluation.lead_id),
        award=award,
        due=due,
        kpi_return=Return.objects.get(pk=kpi_return.pk),
    )


def left_in_time(case: Case, days: int = 0) -> None:
    """Worked for the bidder until ``days`` after the day two years ago."""
    until = clock.today().replace(year=clock.today().year - 2, day=min(clock.today().day, 28)) + timedelta(days=days)
    SupplierTie.objects.create(user=case.user, supplier=case.bid.supplier, until=until, entered_by=case.user)


def answer(room: str, name: str, case: Case) -> str:
    check = getattr(importlib.import_module(f"{room}.permissions"), name)
    try:
        check(people.fresh(case.user), *REFUSE[room][name](case))
    except DomainError as refusal:
        return refusal.message
    return ""


@pytest.mark.parametrize(("room", "name"), ASKED, ids=[f"{room}.{name}" for room, name in ASKED])
def test_whoever_is_with_the_supplier_is_refused_and_nobody_else_for_that_reason(case, room, name):
    assert answer(room, name, case) != TIED
    SupplierTie.objects.create(user=case.user, supplier=case.bid.supplier, entered_by=case.user)
    assert answer(room, name, case) == TIED


@pytest.mark.parametrize(("room", "name"), ASKED, ids=[f"{room}.{name}" for room, name in ASKED])
def test_whoever_was_with_the_supplier_within_two_years_is_refused(case, room, name):
    with people.from_before():
        people.give(case.user, case.bid.supplier, Role.SUPPLIER, ended_at=clock.now() - timedelta(days=700))
    assert answer(room, name, case) == TIED


@pytest.mark.parametrize(("days", "refused"), [(0, False), (1, True)])
def test_both_sides_of_two_years(case, days, refused):
    with clock.at(clock.now().replace(day=15)):
        left_in_time(case, days)
        assert (answer("procurement.bidding", "check_can_open", case) == TIED) is refused


def test_a_tie_to_somebody_who_does_not_bid_or_that_was_taken_back_refuses_nothing(case):
    SupplierTie.objects.create(user=case.user, supplier=people.supplier(), entered_by=case.user)
    taken_back = {"withdrawn_by": case.evaluation.lead, "withdrawn_at": clock.now()}
    SupplierTie.objects.create(user=case.user, supplier=case.bid.supplier, entered_by=case.user, **taken_back)
    assert answer("procurement.bidding", "check_can_open", case) == ""
