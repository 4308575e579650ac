"""An evaluator's home: how many scores are to go, by when, at this pace, and one button."""

from datetime import timedelta

import pytest

from procurement.evaluation import services
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day
from tests.builders import evaluation, people
from tests.fixtures.truth import module_database  # noqa: F401
from tests.measurement.dashboards.steps import home, lines, part, words

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(module_database):  # noqa: F811
    """Two bids and four questions for each of two evaluators: eight scores each."""
    return evaluation.scoring()


@pytest.fixture
def evaluator(scene):
    return scene.panel[0].user


def give(scene, count: int, *, days_ago: int = 0) -> None:
    """The first evaluator gives the next ``count`` scores, question by question, so many days ago."""
    place = scene.place(0)
    pairs = [(bid, criterion) for criterion in scene.criteria for bid in scene.bids]
    done = place.scores.count()
    with clock.at(clock.now() - timedelta(days=days_ago)):
        for bid, criterion in pairs[done : done + count]:
            services.save_score(
                place, by=place.user, bid=bid, criterion=criterion, value=4, passed=None, reason=evaluation.REASON
            )


def test_how_many_are_to_go_by_when_and_the_next_without_a_score(client, scene, evaluator):
    give(scene, 3)
    page = words(client, evaluator)
    title, day = scene.tender.title, plain_day(scene.evaluation.score_by)
    assert page.startswith(f"Home 5 of 8 scores to go {title} 3 of 8 3 given. Score by {day}. Continue")
    criterion, bid = scene.criteria[1], scene.bids[1]
    assert (
        part(evaluator, "scores").data["button"] == f"/evaluations/{scene.tender.reference}/scores/{bid.opaque}/{criterion.key}/"
    )


def test_the_button_opens_a_page_without_a_score(client, scene, evaluator):
    give(scene, 3)
    client.force_login(people.fresh(evaluator))
    assert client.get(part(evaluator, "scores").data["button"]).status_code == 200


def test_the_pace_is_said_from_the_second_day_on(client, scene, evaluator):
    give(scene, 2)
    assert "At your pace" not in words(client, evaluator)


def test_at_the_pace_so_far_it_is_done_on(client, scene, evaluator):
    give(scene, 2, days_ago=1)
    give(scene, 2)
    expected = clock.today() + timedelta(days=2)
    assert f"At your pace so far you are done on {plain_day(expected)}." in words(client, evaluator)


def test_too_late_is_said(client, scene, evaluator):
    give(scene, 1, days_ago=13)
    give(scene, 1, days_ago=1)
    expected = clock.today() + timedelta(days=42)
    assert f"you are done on {plain_day(expected)}, which is too late." in words(client, evaluator)


def test_after_the_day_it_is_overdue(client, scene, evaluator):
    last = scene.evaluation.score_by
    now = clock.now() + timedelta(days=15)
    assert f"Overdue They were wanted by {plain_day(last)}." in words(client, evaluator, now)


def test_when_all_are_given_they_are_made_final(client, scene, evaluator):
    evaluation.score_all(scene, 0, final=False)
    assert words(client, evaluator).startswith("Home All 8 scores given: make them final")
    assert part(evaluator, "scores").data["button"] == f"/evaluations/{scene.tender.reference}/scores/"


def test_final_scores_are_no_work_any_more(client, scene, evaluator):
    evaluation.score_all(scene, 0)
    assert words(client, evaluator).startswith("Home You have nothing to score")


def test_what_the_part_says_is_not_said_again(scene, evaluator):
    assert lines(home(evaluator)) == []


def test_nobody_else_is_shown_these_scores(client, scene):
    stranger = people.person(people.council(), Role.EVALUATOR)
    assert words(client, stranger).startswith("Home You have nothing to score")
    give(scene, 3)
    assert words(client, scene.panel[1].user).startswith("Home 8 of 8 scores to go")


def test_before_declaring_there_is_nothing_to_score_but_the_declaration():
    scene = evaluation.prepared(panellists=1)
    user = scene.panel[0].user
    assert part(user, "scores").data["rows"] == []
    assert lines(home(user)) == [f"Declare your interests for {scene.tender.title}"]


def test_the_lead_reads_how_far_the_panel_is(client, scene):
    evaluation.score_all(scene, 0)
    day = plain_day(scene.evaluation.score_by)
    page = words(client, scene.lead)
    assert page.startswith(f"Home Evaluations you lead {scene.tender.title} Scoring 1 of 2 evaluators final. Scores by {day}.")
    assert words(client, people.person(scene.council, Role.EVALUATION_LEAD)).startswith("Home You lead no evaluation")
