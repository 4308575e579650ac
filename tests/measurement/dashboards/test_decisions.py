"""Decisions in the order in which they wait, each with the one figure that decides."""

from datetime import timedelta

import pytest

from procurement.evaluation import services
from procurement.panel import services as panel
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import award, commissioning, evaluation, people, pipeline, tendering
from tests.builders import measurement as build
from tests.fixtures.truth import module_database  # noqa: F401
from tests.measurement.dashboards.steps import home, lines, part, words

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def proposed(module_database):  # noqa: F811
    """An award recommended, of two bids: the first has 5 and the other 4 for everything."""
    return award.proposed()


def decisions(user, now=None) -> list[tuple[str, str, str]]:
    return [(d.kind, d.text, d.figure) for d in part(user, "decisions", now).data["decisions"]]


def director(council):
    return people.person(council, Role.LEAD_DIRECTOR)


def officer(council):
    return people.person(council, Role.PROCUREMENT_OFFICER)


def test_an_award_says_the_winners_total_and_the_margin(proposed):
    title = proposed.tender.title
    found = decisions(director(proposed.tender.council))
    assert [(kind, text) for kind, text, _ in found] == [("Award", f"Decide the award of {title}")]
    # Price 40 for the lower one of 100,000 and 110,000, 36.36 for the other; quality 60, of which 5 of 5 and 4 of 5 are given.
    # Which of the two is the better one is as bids are opened: in an order that nobody chooses
    by_price = {100_000: "100 points, 15.64 ahead of the next", 110_000: "96.36 points, 8.36 ahead of the next"}
    assert found[0][2] == by_price[int(proposed.bid.price)]


def test_to_whom_an_interest_bars_from_the_result_the_figure_is_not_told():
    """A director who sits on the panel, declared an interest and does not score: the evaluation goes on without them."""
    scene = evaluation.prepared(panellists=1)
    barred = people.person(scene.council, Role.LEAD_DIRECTOR, Role.EVALUATOR)
    place = services.add_panellist(scene.evaluation, by=scene.lead, user=barred, criteria=scene.criteria[:1])
    panel.declare(scene.panel[0], by=scene.panel[0].user, has_interest=False)
    panel.declare(place, by=barred, has_interest=True, interest="My sister works for a bidder.")
    place.refresh_from_db()
    services.decide_interest(place, by=scene.lead, may_score=False, reason="A sister is too near to judge the bid fairly.")
    services.start_scoring(scene.evaluation, by=scene.lead)
    scene.reload()
    evaluation.score_all(scene, 0)
    services.start_moderation(scene.reload(), by=scene.lead)
    evaluation.moderate_all(scene)
    services.close(scene.reload(), by=scene.lead)
    award.proposed(evaluation.Scene(scene.reload(), scene.lead))
    assert [figure != "" for *_, figure in decisions(director(scene.council))] == [True]
    assert [figure for *_, figure in decisions(barred)] == [""]


def test_a_plan_says_its_value_and_what_is_known_of_the_share():
    plan = commissioning.submitted_plan()
    [(kind, text, figure)] = decisions(director(plan.commission.council))
    assert (kind, text) == ("Plan", f"Approve or return the commissioning plan of {plan.commission}")
    assert figure == "£1,000,000, no weight for social value yet"


def test_a_report_says_how_many_targets_are_met():
    scene = build.scene()
    build.contract(scene, {"values": ["3", "3"]}, {"values": ["0", "1"]}, title="Home care")
    report = build.submitted(scene)
    assert decisions(scene.approver, build.NOW) == [("Report", f"Approve or return: {report}", "1 of 2 targets met")]


def test_a_tender_to_check_says_its_value_and_the_share_of_social_value():
    tender = tendering.checking_tender()
    found = decisions(officer(tender.council))
    assert found == [("Tender", f"{tender.title}: check the tender", "£1,200,000, 12\u00a0% for social value")]


def test_an_opportunity_says_its_value_and_when_it_closes():
    now = clock.now()
    posting = pipeline.posting(value=None)
    [(kind, _, figure)] = decisions(officer(posting.council), now)
    assert kind == "Opportunity"
    assert figure.startswith("value not known, closes on ")


def test_what_has_waited_longest_comes_first():
    council = people.council()
    now = clock.now()
    for title, days in (("Second", 2), ("First", 3), ("Third", 1)):
        with clock.at(now - timedelta(days=days)):
            pipeline.posting(council=council, title=title)
    texts = [text for _, text, _ in decisions(officer(council))]
    assert [next(t for t in ("First", "Second", "Third") if f"“{t}”" in text) for text in texts] == ["First", "Second", "Third"]


def test_what_is_no_decision_stays_among_what_waits(client):
    council = people.council()
    tender = tendering.closed_tender(council=council)
    pipeline.posting(council=council)
    found = home(officer(council))
    assert len(found.openings[0].data["decisions"]) == 1
    assert lines(found) == [f"Open the bids for {tender.title}: two people are needed"]
    page = words(client, officer(council))
    assert page.startswith("Home 1 decision for you Decide on the opportunity")


def test_somebody_of_another_council_decides_nothing():
    pipeline.posting()
    tendering.checking_tender()
    assert decisions(officer(people.council())) == []
