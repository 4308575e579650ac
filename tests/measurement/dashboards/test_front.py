"""The public front page: what is open with its deadline, what is planned, where to have a say, what is published."""

import re
from datetime import timedelta

import pytest

from measurement.dashboards.pages.front import front_of
from procurement.pipeline.enums import PostingKind
from socialvalue.accounts.enums import OrganisationKind
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_moment
from tests.builders import bidding, commissioning, contracts, engagement, people, pipeline, tendering
from tests.builders import measurement as build
from tests.measurement.dashboards.steps import words

pytestmark = pytest.mark.django_db


def opportunities_of(client) -> int:
    """The number that the list of opportunities says."""
    page = words(client, None, address="/opportunities/")
    return int(re.search(r"(\d+) open opportunit", page).group(1))


def test_all_three_kinds_with_the_deadline_first_and_the_number_of_the_list(client):
    council = people.council("Kent Council")
    tender = tendering.published_tender(title="Carers’ breaks in Thanet", council=council)
    subcontract = pipeline.published_posting(title="Cleaning", council=council)
    own = pipeline.published_posting(
        title="Repairs", council=council, body=council, by=commissioning.commissioner(council), kind=PostingKind.QUOTATION
    )
    for hidden in (tendering.draft(title="Not published"), pipeline.posting(title="Not approved", council=council)):
        assert hidden.pk
    page = words(client, None)
    assert "3 open opportunities" in page
    assert opportunities_of(client) == 3
    assert (
        f"Closes {plain_moment(tender.deadline)} Carers’ breaks in Thanet Tender, Kent Council, £1,200,000 over the whole term"
        in page
    )
    assert f"Closes {plain_moment(subcontract.closes_at)} Cleaning Subcontract" in page
    assert f"Closes {plain_moment(own.closes_at)} Repairs Request for quotation, Kent Council" in page
    assert "Not published" not in page
    assert "Not approved" not in page
    assert "Sign in" in page


def test_five_are_shown_what_closes_next_first_and_all_are_counted(client):
    council, now = people.council(), clock.now()
    for n in range(6):
        pipeline.published_posting(council=council, title=f"Posting {n}", closes_at=now + timedelta(days=20 - n))
    tendering.published_tender(council=council, title="Tender", deadline=now + timedelta(days=17, hours=12))
    found = front_of(clock.now()).opportunities
    assert [row.title for row in found.rows] == ["Posting 5", "Posting 4", "Posting 3", "Tender", "Posting 2"]
    assert found.count == opportunities_of(client) == 7
    assert "All 7 opportunities" in words(client, None)


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_what_closes_now_is_closed_on_both_pages(client, seconds):
    posting = pipeline.published_posting()
    with clock.at(posting.closes_at + timedelta(seconds=seconds)):
        expected = 1 if seconds < 0 else 0
        assert front_of(clock.now()).opportunities.count == opportunities_of(client) == expected


def test_nothing_open_leads_to_the_plan(client):
    assert "0 open opportunities Nothing is open today. See what is planned" in words(client, None)


def test_each_council_says_in_a_line_of_its_own_what_its_register_publishes(client):
    charity = people.supplier(vcse=True, sme=True)
    first, second = people.council("Kent Council"), people.council("Medway Council")
    scene, other = build.scene(first), build.scene(second)
    build.contract(scene, {"values": []}, title="Home care")
    build.contract(scene, {"values": []}, title="Breaks", suppliers=[scene.who.supplier, charity])
    build.contract(other, {"values": []}, title="Roads")
    with clock.at(build.SIGNED):
        contracts.draft_contract(scene.who, title="Still being agreed")
    page = words(client, None, build.NOW)
    assert "Kent Council has 2 contracts in force, among them 1 with a charity or social enterprise and 1 with a small or" in page
    assert "Medway Council has 1 contract in force." in page
    assert "The contracts are in the public register . What suppliers delivered is reported to councillors" in page.replace(
        "register.", "register ."
    )


@pytest.mark.parametrize(("days", "contracts"), [(0, "has 1 contract in force"), (1, "")], ids=["its last day", "the day after"])
def test_a_contract_counts_until_its_last_day(client, days, contracts):
    scene = build.scene()
    body = build.contract(scene, {"values": []}, title="Home care", ends_on=build.NOW.date())
    page = words(client, None, build.NOW + timedelta(days=days))
    assert ("in force" in page) is bool(contracts)
    assert body.council.kind == OrganisationKind.COUNCIL


def test_figures_of_what_was_delivered_are_on_no_public_page(client):
    scene = build.scene()
    build.contract(scene, {"values": ["3", "3"]}, title="Home care")
    build.approved(scene)
    page = words(client, None, build.NOW)
    assert "on target" not in page
    assert "KPI" not in page


def test_what_is_planned_and_where_to_have_a_say(client):
    council = people.council("Kent Council")
    # For one that starts next week nobody can bid any more
    for title, days in (("Later", 500), ("Sooner", 300), ("Latest", 900), ("Far away", 1000), ("Too soon", 7)):
        pipeline.planned(pipeline.commission(council, title=title), clock.today() + timedelta(days=days))
    hidden = pipeline.commission(council, title="Not in the plan", in_forward_plan=False)
    pipeline.planned(hidden, clock.today() + timedelta(days=200))
    body = commissioning.commission(council=council, title="Meals at home")
    event = engagement.advertised_event(body, title="Meet the cooks")
    engagement.event(body, title="Not announced")
    engagement.published_you_said(body)
    front = front_of(clock.now())
    assert [c.title for c in front.planned] == ["Sooner", "Later", "Latest"]
    assert [e.title for e in front.events] == ["Meet the cooks"]
    page = words(client, None)
    assert f"Meet the cooks Kent Council, {plain_moment(event.starts_at)}" in page
    assert "You said, we did: Meals at home" in page
    assert "Not in the plan" not in page
    assert "Not announced" not in page


def test_who_is_signed_in_sees_their_home(client):
    assert "open opportunities" not in words(client, bidding.bidder())
