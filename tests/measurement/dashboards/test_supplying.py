"""A supplier's home: the next deadline as one line, returns by contract and period, its bids, what is newly open."""

from datetime import date, datetime, timedelta

import pytest

from procurement.bidding import services
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_moment
from tests.builders import bidding, people, pipeline, tendering
from tests.builders import measurement as build
from tests.measurement.dashboards.steps import home, lines, part, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return build.scene()


def next_of(user, now=None):
    return part(user, "deadline", now).data["next"]


def at_nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=clock.LONDON)


def test_a_bid_begun_is_the_next_deadline(client):
    tender = tendering.published_tender(title="Carers’ breaks", deadline=clock.now() + timedelta(days=9, hours=1))
    user = bidding.bidder()
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    page = words(client, user)
    assert page.startswith(
        f"Home Send your bid for Carers’ breaks by {plain_moment(tender.deadline)} Go on with your bid 9 days left"
    )
    assert next_of(user).url == f"/bids/{bid.opaque}/"


def test_a_bid_that_was_sent_is_no_deadline_any_more():
    tender = tendering.published_tender()
    user = bidding.bidder()
    bidding.submitted_bid(tender, user)
    assert next_of(user) is None


def test_a_bid_that_was_withdrawn_is_the_next_deadline_until_it_has_passed():
    tender = tendering.published_tender(title="Carers’ breaks")
    user = bidding.bidder()
    services.withdraw(bidding.submitted_bid(tender, user), by=user)
    assert next_of(user).line == f"Send your withdrawn bid for Carers’ breaks by {plain_moment(tender.deadline)}"
    assert next_of(user, tender.deadline) is None


@pytest.mark.parametrize(
    ("day", "line", "left", "late"),
    [
        (date(2025, 7, 19), "Report on “Apprenticeships started” for Home care by the end of 20 July 2025", "1 day left", False),
        (date(2025, 7, 20), "Report on “Apprenticeships started” for Home care by the end of 20 July 2025", "today", False),
        (date(2025, 7, 21), "Due on 20 July 2025: report on “Apprenticeships started” for Home care", "overdue", True),
    ],
)
def test_a_return_is_the_next_deadline_until_it_is_late(scene, day, line, left, late):
    build.contract(scene, {"values": []}, title="Home care")
    found = next_of(scene.who.reporter, at_nine(day))
    assert (found.line, found.left, found.is_late, found.button) == (line, left, late, "Make the return")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            date(2025, 6, 19),
            "You have no deadline in the next 30 days Home care, Apr–Jun 2025: due on 20 July 2025. You can make it from "
            "1 July 2025, when its period is over. You have not started a bid. Find",
        ),
        (
            date(2025, 6, 20),
            "Your next return is due on 20 July 2025 Home care, Apr–Jun 2025. You can make it from 1 July 2025, when its period is "
            "over. You have not started a bid. Find",
        ),
        (
            date(2025, 6, 30),
            "Your next return is due on 20 July 2025 Home care, Apr–Jun 2025. You can make it from 1 July 2025, when its period is over",
        ),
        (date(2025, 7, 1), "Report on “Apprenticeships started” for Home care by the end of 20 July 2025"),
    ],
)
def test_a_return_whose_period_still_runs_is_announced_and_not_denied(client, scene, day, said):
    build.contract(scene, {"values": []}, title="Home care")
    assert words(client, scene.who.reporter, at_nine(day)).removeprefix("Home ").startswith(said)
    page = words(client, scene.who.reporter, at_nine(day), "/returns/")
    next_one = (
        "Your next return: Home care, 1 April 2025 to 30 June 2025, due on 20 July 2025. You can make it when its period is over."
    )
    assert ("You have no return to make now." in page, next_one in page) == (day < date(2025, 7, 1),) * 2


def test_another_suppliers_next_return_is_not_announced(client, scene):
    build.contract(scene, {"values": []}, title="Home care")
    page = words(client, bidding.bidder(), at_nine(date(2025, 6, 20)))
    assert page.startswith("Home You have no deadline in the next 30 days You have not started a bid, and no return is due. Find")
    assert "Your next return:" not in words(client, bidding.bidder(), at_nine(date(2025, 6, 20)), "/returns/")


@pytest.mark.parametrize(("days", "bid_first"), [(17, True), (18, False)], ids=["on the same day the hour counts", "a day later"])
def test_whichever_comes_first(scene, days, bid_first):
    """The return is due on 20 July 2025."""
    build.contract(scene, {"values": []}, title="Home care")
    now = datetime(2025, 7, 3, 9, tzinfo=clock.LONDON)
    with clock.at(now):
        tender = tendering.published_tender(deadline=now + timedelta(days=days))
        services.start_bid(tender, by=people.fresh(scene.who.reporter), supplier=scene.who.supplier)
    assert next_of(scene.who.reporter, now).line.startswith("Send your bid" if bid_first else "Report on")


def test_returns_stand_by_contract_and_period(scene):
    build.contract(scene, {"values": ["3"]}, {"values": []}, {"values": []}, title="Home care")
    owed = part(scene.who.reporter, "owed", build.NOW).data["owed"]
    assert [(p.contract, p.period, p.count, p.due_on, p.is_late) for p in owed.periods] == [
        ("Home care", "Apr–Jun 2025", 2, date(2025, 7, 20), True),
        ("Home care", "Jul–Sep 2025", 3, date(2025, 10, 20), True),
    ]
    assert (owed.count, owed.more) == (5, 0)
    assert [p.url.rpartition("/returns/")[2] for p in owed.periods] == ["2025-06-30/", "2025-09-30/"]


def test_no_return_is_listed_twice_also_where_there_are_many(scene):
    build.contract(scene, *[{"values": []} for _ in range(7)], title="Home care")
    assert lines(home(scene.who.reporter, build.NOW)) == []
    assert part(scene.who.reporter, "owed", build.NOW).data["owed"].count == 14


def test_another_suppliers_returns_and_bids_are_not_there(scene):
    build.contract(scene, {"values": []}, title="Home care")
    stranger = bidding.bidder()
    assert part(stranger, "owed", build.NOW).data["owed"].periods == []
    assert part(stranger, "bids", build.NOW).data["rows"] == []


def test_the_newest_opportunities_of_all_kinds_without_ones_own():
    now, user = clock.now(), bidding.bidder()
    council = people.council()
    bidding.submitted_bid(tendering.published_tender(council=council, title="Bid for already"), user)
    for title, days in (("Oldest", 4), ("Old", 3), ("Newest", 1)):
        with clock.at(now - timedelta(days=days)):
            pipeline.published_posting(council=council, title=title)
    with clock.at(now - timedelta(days=2)):
        tendering.published_tender(council=council, title="New")
    assert [row.title for row in part(user, "open").data["rows"]] == ["Newest", "New", "Old"]


def test_nothing_open_leads_to_the_plan(client):
    assert "Nothing new is open. See what councils will buy next ." in words(client, bidding.bidder()).replace("next.", "next .")
