"""As many queries with 30 rows as with 3, for every role's home and the front page."""

from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.evaluation import services as evaluations
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import bidding, evaluation, people, pipeline, tendering
from tests.builders import measurement as build
from tests.fixtures.truth import module_database  # noqa: F401
from tests.measurement.dashboards.steps import queries

pytestmark = pytest.mark.django_db
FEW, MANY = 3, 30


class World:
    """A council with so many of everything that somebody's home lists."""

    def __init__(self, many: int):
        self.scene = build.scene()
        for n in range(many):
            values = [("1",)] if n % 2 else ["0"]
            build.contract(self.scene, {"values": values}, title=f"Service {n}", ends_on=build.NOW.date() + timedelta(days=90))
        council = self.scene.council
        with clock.at(build.NOW):
            build.submitted(self.scene)
            self.commissioner = people.person(council, Role.COMMISSIONER)
            for n in range(many):
                pipeline.planned(
                    pipeline.commission(council, by=self.commissioner, title=f"To buy {n}"),
                    build.NOW.date() + timedelta(days=300),
                )
            self.partner = people.person(pipeline.partner(), Role.PARTNER)
            for n in range(many):
                pipeline.posting(
                    council=council, body=self.partner.current_memberships[0].organisation, by=self.partner, title=f"P {n}"
                )
            for _ in range(many):
                pipeline.published_posting(council=council)
        self.member = people.person(council, Role.MEMBER)
        self.member.previous_visit_at = build.NOW - timedelta(days=300)
        self.member.save()
        self.people = {
            "member": self.member,
            "manager": self.scene.who.manager,
            "director": self.scene.approver,
            "officer": people.person(council, Role.PROCUREMENT_OFFICER),
            "commissioner": self.commissioner,
            "supplier": self.scene.who.reporter,
            "partner": self.partner,
            "administrator": people.person(council, Role.ADMINISTRATOR),
            "nobody": None,
        }


@pytest.fixture(scope="module")
def few(module_database):  # noqa: F811
    return World(FEW)


@pytest.fixture(scope="module")
def many(few):
    return World(MANY)


QUERIES = {
    "member": 27,
    "manager": 38,
    "director": 26,
    "officer": 20,
    "commissioner": 23,
    "supplier": 24,
    "partner": 6,
    "administrator": 14,
    "nobody": 17,
}
# Where more waits than has a line of its own it is counted, once by the room and once by the queue
COUNTED = {"manager": 2, "director": 1, "supplier": 1}


def test_with_three_rows(few, client):
    assert {name: queries(client, user, build.NOW) for name, user in few.people.items()} == QUERIES


def test_with_thirty_rows(many, client):
    assert {name: queries(client, user, build.NOW) for name, user in many.people.items()} == {
        name: n + COUNTED.get(name, 0) for name, n in QUERIES.items()
    }


@pytest.mark.parametrize("bids", [3, 30])
def test_an_evaluator_and_a_lead_with_so_many_bids(client, bids):
    scene = evaluation.scoring(bids=bids, panellists=1)
    place = scene.place(0)
    evaluations.save_score(
        place,
        by=place.user,
        bid=scene.bids[0],
        criterion=scene.criteria[0],
        value=Decimal(4),
        passed=None,
        reason=evaluation.REASON,
    )
    assert {"evaluator": queries(client, place.user), "lead": queries(client, scene.lead)} == {"evaluator": 19, "lead": 19}


def test_a_supplier_with_so_many_bids(client):
    user = bidding.bidder()
    found = []
    council = people.council()
    for _ in range(2):
        for _ in range(3):
            bidding.submitted_bid(tendering.published_tender(council=council), people.fresh(user))
        found.append(queries(client, user))
    assert found == [25, 25]  # a bid has a summary for each lot, so they are read apart from it
