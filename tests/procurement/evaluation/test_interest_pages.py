"""What the pages show of an undecided interest, of scores set aside, and of reasons that say nothing."""

import pytest
from django.urls import reverse

from procurement.award import services as award_services
from procurement.award.models import Award
from procurement.evaluation.models import ModeratedScore, Score
from procurement.panel import services as panel_services
from socialvalue.accounts.enums import Role
from tests.builders import award as awards
from tests.builders import evaluation as scenes
from tests.builders import people
from tests.reading import as_read

from .test_interests import AGAIN, FAR, WHY, decide, declares, director_of

pytestmark = pytest.mark.django_db


def page(client, user, name, scene, *more):
    client.force_login(people.fresh(user))
    return as_read(client.get(reverse(name, args=[scene.tender.reference, *more])))


def tasks(client, scene) -> dict[str, dict]:
    client.force_login(people.fresh(scene.lead))
    groups = client.get(reverse("evaluation", args=[scene.tender.reference])).context["groups"]
    return {task.title: task for group in groups for task in group.tasks}


def test_the_buttons_wait_for_the_decision(client):
    scene = scenes.scoring(bids=1, panellists=2)
    for number in (0, 1):
        scenes.score_all(scene, number)
    place = declares(scene)
    begin = tasks(client, scene)["Start moderation"]
    assert (begin.status, begin.url) == ("Cannot start yet", "")
    assert begin.hint == f"Not while an interest is undecided: {place}."
    client.force_login(scene.lead)
    refused = client.post(reverse("evaluation-start-moderation", args=[scene.tender.reference]))
    assert refused.status_code == 403
    assert f"{place} declared an interest, and nobody has decided on it." in refused.content.decode()
    decide(scene, True)
    assert tasks(client, scene)["Start moderation"].status == "Not started"


def test_closing_waits_too_and_moderation_says_why(client):
    scene = scenes.moderating(bids=1, panellists=2)
    scenes.moderate_all(scene)
    place = declares(scene)
    close = tasks(client, scene)["Close the evaluation"]
    assert (close.status, close.url) == ("Cannot start yet", "")
    text = page(client, scene.lead, "evaluation-moderation", scene)
    assert f"<strong>An interest is undecided:</strong> {place}." in text
    bid = scene.bids[0].pk
    assert "Interest to decide" in page(client, scene.lead, "evaluation-moderate", scene, bid, "q1")
    decide(scene, True)
    assert "An interest is undecided" not in page(client, scene.lead, "evaluation-moderation", scene)
    assert "Interest to decide" not in page(client, scene.lead, "evaluation-moderate", scene, bid, "q1")


def test_the_director_finds_the_interest_in_the_panel(client):
    scene = scenes.closed(bids=1, panellists=1)
    place, director = declares(scene), director_of(scene)
    link = reverse("evaluation-interest", args=[scene.tender.reference, place.pk])
    assert f'href="{link}"' in page(client, director, "evaluation", scene)
    assert f'href="{link}"' not in page(client, people.person(scene.council, Role.PROCUREMENT_OFFICER), "evaluation", scene)
    client.force_login(director)
    assert client.post(link, {"may_score": "yes", "reason": "ok"}).status_code == 200
    assert scene.place(0).decided_at is None
    assert client.post(link, {"may_score": "yes", "reason": FAR}).status_code == 302
    assert scene.place(0).decision == FAR


def test_scores_set_aside_are_struck_through_with_the_reason(client):
    scene = scenes.moderating(bids=1, panellists=2)
    place, bid = declares(scene), scene.bids[0].pk
    decided = decide(scene, False)
    score = Score.objects.get(panellist=place, criterion__key="q1")
    value = format(score.value.normalize(), "f")
    listing = page(client, scene.lead, "evaluation-moderation", scene)
    assert listing.count("Set aside: interest") == 4
    assert f"{place}: <s>{value}</s>" in listing
    assert "apart" not in listing
    text = page(client, scene.lead, "evaluation-moderate", scene, bid, "q1")
    assert f"{place.user}: <s>{value} of 5</s>" in text
    assert f"Set aside by {decided.decided_by}, " in text
    assert WHY in text
    assert f"<s>{score.reason}</s>" in text
    picture = text.partition('<figure class="sv-figure">')[2].partition("</figure>")[0]
    assert str(place) not in picture
    assert str(scene.panel[1]) in picture


def test_an_agreed_score_that_does_not_stand_is_told_and_confirmed_by_the_form(client):
    scene = scenes.moderating(bids=1, panellists=2)
    scenes.moderate_all(scene)
    assert page(client, scene.lead, "evaluation-moderation", scene).count("To agree again") == 0
    declares(scene)
    decide(scene, False)
    text = page(client, scene.lead, "evaluation-moderation", scene)
    assert text.count("To agree again") == 4
    assert "0 of 4 agreed" in text
    assert "Close the evaluation" not in text
    agreed = ModeratedScore.objects.get(criterion__key="q1")
    url = reverse("evaluation-moderate", args=[scene.tender.reference, agreed.bid_id, "q1"])
    text = client.get(url).content.decode()
    assert "Agree this score again." in text
    assert agreed.look_again_because in text
    data = {"level": "5", "version": str(agreed.version)}
    again = client.post(url, {**data, "reason": agreed.reason})
    assert again.status_code == 200
    assert "Give a new reason" in again.content.decode()
    assert client.post(url, {**data, "reason": AGAIN}).status_code == 302
    agreed.refresh_from_db()
    assert (agreed.stands, agreed.look_again_because, agreed.reason) == (True, "", AGAIN)
    assert "1 of 4 agreed" in page(client, scene.lead, "evaluation-moderation", scene)


def test_somebody_else_is_named_by_the_form(client):
    scene = scenes.moderating(bids=1, panellists=1)
    url = reverse("evaluation-name-scorer", args=[scene.tender.reference])
    client.force_login(scene.lead)
    refused = client.get(url)
    assert refused.status_code == 403
    assert "Every question has somebody whose scores count" in refused.content.decode()
    declares(scene)
    decide(scene, False)
    assert f'href="{url}"' in page(client, scene.lead, "evaluation-moderation", scene)
    assert tasks(client, scene)["Choose the panel and give out the questions"].url == url
    second = people.person(scene.council, Role.EVALUATOR)
    text = client.get(url).content.decode()
    assert f">{second}</option>" in text
    assert f">{scene.panel[0].user}</option>" not in text
    q1 = scene.criterion("q1")
    assert client.post(url, {"criterion": q1.pk, "user": ""}).status_code == 200
    assert client.post(url, {"criterion": q1.pk, "user": second.pk}).status_code == 302
    place = scene.evaluation.panel.get(user=second)
    assert [a.criterion for a in place.assignments.all()] == [q1]
    panel_services.declare(place, by=second, has_interest=False)
    score = reverse("evaluation-score", args=[scene.tender.reference, scene.bids[0].pk, "q1"])
    client.force_login(people.fresh(second))
    assert client.post(score, {"level": "3", "reason": scenes.REASON, "version": "0"}).status_code == 302
    assert client.post(reverse("evaluation-scores", args=[scene.tender.reference])).status_code == 302
    assert Score.objects.get(panellist=place).status == "final"


def test_the_award_page_says_what_stands_in_the_way(client):
    scene = scenes.closed(bids=1, panellists=2)
    place, director = declares(scene), director_of(scene)
    link = reverse("evaluation-interest", args=[scene.tender.reference, place.pk])
    text = page(client, scene.lead, "award", scene)
    assert "No award can follow yet." in text
    assert "Send for decision" not in text
    assert f'href="{link}"' in text
    decide(scene, True)
    assert "Send for decision" in page(client, scene.lead, "award", scene)
    awards.proposed(scene)
    declares(scene)
    text = page(client, director, "award", scene)
    assert "Decide the award" not in text
    assert "Return it with a comment" in text
    decide(scene, False)
    text = page(client, director, "award", scene)
    assert "The result uses agreed scores that no longer apply" in text
    assert f'href="{link}"' not in text


# Reasons that say nothing


def test_an_evaluator_is_told_which_reasons_say_too_little(client):
    scene = scenes.scoring(bids=1, panellists=1)
    client.force_login(scene.panel[0].user)
    for criterion in scene.criteria:
        url = reverse("evaluation-score", args=[scene.tender.reference, scene.bids[0].pk, criterion.key])
        stays = client.post(url, {"level": "3", "reason": "ok", "version": "0"})  # a draft is kept as it is, and said to be one
        assert stays.context["form"].errors == {"reason": ["Say what in the answer earns this score: “ok” does not"]}
    url = reverse("evaluation-scores", args=[scene.tender.reference])
    text = client.get(url).content.decode()
    assert text.count("reason says too little") == 4
    assert "Check what is missing" in text
    text = client.post(url).content.decode()
    assert "Bid A, Delivery: Say what in the answer earns this score: “ok” does not" in text
    assert set(Score.objects.values_list("status", flat=True)) == {"draft"}


@pytest.mark.parametrize("reason", ["ok", "As discussed.", "Good answer, see above"])
def test_a_moderated_score_with_an_empty_reason_is_refused_beside_its_field(client, reason):
    scene = scenes.moderating(bids=1, panellists=1)
    client.force_login(scene.lead)
    url = reverse("evaluation-moderate", args=[scene.tender.reference, scene.bids[0].pk, "q1"])
    answer = client.post(url, {"level": "4", "reason": reason, "version": "0"})
    assert answer.context["form"].errors["reason"] == [f"Say what in the answer earns this score: “{reason}” does not"]
    assert f">\n{reason}</textarea>" in answer.content.decode()
    assert not ModeratedScore.objects.exists()


def test_the_recommendation_and_the_decision_need_one_too(client):
    scene = scenes.closed(bids=1, panellists=1)
    url = reverse("award", args=[scene.tender.reference])
    client.force_login(scene.lead)
    answer = client.post(url, {"reason": "As discussed"})
    assert answer.context["form"].errors["reason"] == [
        "Say why this bid, in words that follow from the scores: “As discussed” does not"
    ]
    assert not Award.objects.exists()
    award = awards.proposed(scene)
    client.force_login(director_of(scene))
    for name, say in (
        ("award-decide", "Say what you read, and why you decide as recommended"),
        ("award-return", "Say what is missing, so that it can be put right"),
    ):
        url = reverse(name, args=[scene.tender.reference])
        assert client.post(url, {"comment": "", "version": award.version}).status_code == 200
        answer = client.post(url, {"comment": "Agreed.", "version": award.version})
        assert answer.context["form"].errors["comment"] == [f"{say}: “Agreed.” does not"]
    assert Award.objects.get().status == "proposed"
    award_services.decide(award, by=director_of(scene), comment=awards.DECIDED)
    assert awards.DECIDED in page(client, scene.lead, "award", scene)
