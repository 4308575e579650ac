"""What an evaluation asks of its lead and of each panellist, from the first day to the last."""

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from procurement.evaluation import services
from procurement.evaluation.pages.task_list import Task, lead_tasks, panellist_tasks, result_tasks, tasks_for
from procurement.panel import services as panel_services
from procurement.panel.models import Evaluation
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day
from tests.builders import evaluation as scenes
from tests.builders import people, tendering
from tests.reading import as_read

pytestmark = pytest.mark.django_db

PANEL = "Choose the panel and give out the questions"
CLOSING = "The ranking is computed then, and nothing can be changed afterwards."
FROZEN = "They are then frozen and go to moderation."
BEFORE_ANY_BID = "Before you see any bid."


def url(scene, name, *more):
    return reverse(f"evaluation-{name}", args=[scene.tender.reference, *more])


def of_lead(scene) -> list[Task]:
    return lead_tasks(scene.lead, scene.reload())


def of_first(scene) -> list[Task]:
    place = scene.place(0)
    return panellist_tasks(place.user, place)


def done(title, hint=""):
    return Task(title, hint, status="Done", colour="green")


def test_preparing():
    scene = scenes.prepared(bids=1, panellists=1)
    assert of_lead(scene) == [
        Task(PANEL, url=url(scene, "panel"), status="Done"),
        Task("Decide on declared interests", "1 of 2 have declared.", status="Waiting", colour="grey"),
        Task("Start scoring", url=url(scene, "start-scoring"), status="Not started"),
        Task("Start moderation", "0 of 1 panellists have made their scores final."),
        Task("Agree the moderated scores"),
        Task("Close the evaluation", CLOSING),
    ]
    by = plain_day(clock.today() + timedelta(days=14))
    assert of_first(scene) == [
        Task("Declare your interests", BEFORE_ANY_BID, url(scene, "declaration"), "Not started"),
        Task("Score the bids", f"0 of 4 scored. By {by}."),
        Task("Make your scores final", FROZEN),
    ]


def said_first(client, user, scene) -> list[str]:
    """The lines of what is next on the page of the evaluation, in order, each up to its first full stop."""
    client.force_login(people.fresh(user))
    page = html.fromstring(client.get(reverse("evaluation", args=[scene.tender.reference])).content)
    return [as_read(str(line.text_content())).partition(". ")[0] for line in page.find_class("sv-next")]


def test_an_evaluator_reads_their_own_step_before_the_tenders(client):
    scene = scenes.prepared(bids=1, panellists=1)
    user = scene.place(0).user
    assert said_first(client, user, scene)[0] == "Your next step: Declare your interests"
    scene = scenes.scoring(bids=1, panellists=2)
    user, colleague = scene.place(0).user, scene.place(1).user
    panels = "Next: Score the bids"
    assert said_first(client, user, scene) == ["Your next step: Score the bids", panels]
    scenes.score_all(scene, 0, final=False)
    assert said_first(client, user, scene) == ["Your next step: Make your scores final", panels]
    assert said_first(client, colleague, scene) == ["Your next step: Score the bids", panels]
    services.finalise_scores(scene.place(0), by=user)
    assert said_first(client, user, scene) == [panels]
    # Who leads and has declared has the tender's line alone
    assert said_first(client, scene.lead, scene) == [panels]


def test_an_interest_that_waits_for_a_decision_is_nobodys_own_step(client):
    scene = scenes.prepared(bids=1, panellists=1)
    user = scene.place(0).user
    panel_services.declare(scene.place(0), by=user, has_interest=True, interest="A cousin works for one of the bidders.")
    assert [line for line in said_first(client, user, scene) if line.startswith("Your")] == []


def test_scoring_cannot_start_before_somebody_has_every_question():
    scene = scenes.prepared(bids=1, panellists=0)
    panel, _, start = of_lead(scene)[:3]
    titles = ", ".join(criterion.title for criterion in scene.criteria)
    assert panel == Task(PANEL, f"Nobody scores yet: {titles}.", url(scene, "panel"), "In progress")
    assert start == Task("Start scoring")


def test_scoring_cannot_start_before_the_bids_are_open():
    scene = scenes.prepared(panellists=0, tender=tendering.published_tender())
    assert of_lead(scene)[2] == Task("Start scoring", "Two people have to open the bids first.")


def test_scoring_cannot_start_before_its_lead_has_declared():
    scene = scenes.prepared(bids=1, panellists=1)
    other = people.person(scene.council, Role.EVALUATION_LEAD)
    undeclared = Task("Start scoring", "Declare your interests first, as the panel does.")
    assert lead_tasks(other, scene.reload())[2] == undeclared
    panel_services.declare_as_lead(scene.evaluation, by=other, has_interest=False)
    assert lead_tasks(other, scene.reload())[2].status == "Not started"


def test_scoring():
    scene = scenes.scoring(bids=1, panellists=1)
    assert of_lead(scene) == [
        Task(PANEL, url=url(scene, "panel"), status="Done"),
        done("Decide on declared interests", "2 of 2 have declared."),
        done("Start scoring"),
        Task("Start moderation", "0 of 1 panellists have made their scores final."),
        Task("Agree the moderated scores"),
        Task("Close the evaluation", CLOSING),
    ]


def states_of_first(scene) -> list[tuple[str, bool]]:
    """Status and whether it leads somewhere, of each task of the first panellist."""
    return [(task.status, bool(task.url)) for task in of_first(scene)]


def test_scores_are_given_then_made_final():
    scene = scenes.scoring(bids=1, panellists=1)
    declared = ("Done", True)
    assert states_of_first(scene) == [declared, ("Not started", True), ("Cannot start yet", False)]
    place = scene.place(0)
    one = {"bid": scene.bids[0], "criterion": scene.criterion("q1"), "value": 3, "reason": scenes.REASON}
    services.save_score(place, by=place.user, **one)
    assert states_of_first(scene) == [declared, ("In progress", True), ("Cannot start yet", False)]
    scenes.score_all(scene, 0, final=False)
    assert states_of_first(scene) == [declared, ("Done", True), ("In progress", True)]
    services.finalise_scores(scene.place(0), by=place.user)
    assert states_of_first(scene)[1:] == [("Done", True), ("Done", True)]
    begin = Task("Start moderation", "1 of 1 panellists have made their scores final.", url(scene, "start-moderation"))
    assert of_lead(scene)[3] == Task(begin.title, begin.hint, begin.url, "Not started")


def test_an_interest_is_decided_on_first_and_may_bar():
    scene = scenes.scoring(bids=1, panellists=2)
    place = scene.place(0)
    panel_services.declare(place, by=place.user, has_interest=True, interest="A cousin works there.")
    assert of_first(scene)[0].status == "Waiting"
    assert of_first(scene)[0].hint == "Somebody else decides on your interest before you can score."
    interests, begin = of_lead(scene)[1], of_lead(scene)[3]
    address = url(scene, "interest", place.pk)
    assert interests == Task("Decide on declared interests", "3 of 3 have declared.", address, "1 to decide", "yellow")
    hint = f"Not while an interest is undecided: {place}."
    assert begin == Task("Start moderation", hint)
    services.decide_interest(place, by=scene.lead, may_score=False, reason="Too close to the bidder to judge what it offers.")
    assert (of_first(scene)[0].status, of_first(scene)[0].colour) == ("You do not score", "red")


def test_moderating():
    scene = scenes.moderating(bids=1, panellists=1)
    moderation = url(scene, "moderation")
    assert of_lead(scene)[3:] == [
        done("Start moderation", "1 of 1 panellists have made their scores final."),
        Task("Agree the moderated scores", "0 of 4 moderated.", moderation, "Not started"),
        Task("Close the evaluation", CLOSING),
    ]
    scenes.moderate_all(scene)
    assert of_lead(scene)[4:] == [
        Task("Agree the moderated scores", "4 of 4 moderated.", moderation, "Done"),
        Task("Close the evaluation", CLOSING, url(scene, "close"), "Not started"),
    ]
    assert of_first(scene)[1:] == [
        Task("Score the bids", of_first(scene)[1].hint, url(scene, "scores"), "Done"),
        done("Make your scores final", FROZEN),
    ]


def test_closed_and_its_result():
    scene = scenes.closed(bids=1, panellists=1)
    assert [(task.status, task.colour) for task in of_lead(scene)[2:]] == [("Done", "green")] * 4
    award = reverse("award", args=[scene.tender.reference])
    assert result_tasks(scene.evaluation) == [
        Task("Read the result", url=url(scene, "result"), status="Ready", colour="blue"),
        Task("Recommendation and award", url=award, status="Evaluated", colour="blue"),
    ]


def test_whoever_leads_has_a_group_of_their_own_and_a_stranger_none():
    scene = scenes.scoring(bids=1, panellists=1)
    assert [group.title for group in tasks_for(scene.lead, scene.evaluation)] == ["Your interests", "Leading the evaluation"]
    place = scene.place(0)
    assert [group.title for group in tasks_for(place.user, scene.evaluation)] == ["Your scores"]
    assert tasks_for(people.person(scene.council, Role.MEMBER), scene.evaluation) == []


def test_another_lead_declares_before_leading_until_the_close():
    scene = scenes.scoring(bids=1, panellists=1)
    other = people.person(scene.council, Role.EVALUATION_LEAD)
    group = tasks_for(other, scene.evaluation)[0]
    to_declare = Task("Declare your interests", "Before you lead anything here.", url(scene, "declaration"), "Not started")
    assert (group.title, group.tasks) == ("Your interests", [to_declare])
    closed = scenes.closed(bids=1, panellists=1)
    other = people.person(closed.council, Role.EVALUATION_LEAD)
    evaluation = Evaluation.objects.get(pk=closed.evaluation.pk)
    assert [group.title for group in tasks_for(other, evaluation)] == ["Leading the evaluation", "Result"]
