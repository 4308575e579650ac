"""The question as published: the same words on every page on which somebody bids, reads, scores, moderates or is told."""

import json
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from procurement.award import services as award_services
from procurement.award.pages.summary import questions_of, summary_view
from procurement.bidding.services import start_bid
from procurement.commissioning.services import reword_requirement
from procurement.tendering.enums import limits
from procurement.tendering.models import Tender
from procurement.tendering.selectors.published import PublishedQuestion, StatedRequirement, published_questions, the_question
from socialvalue.accounts.enums import Role
from socialvalue.common.errors import WrongState
from tests.builders import award as awards
from tests.builders import bidding, people
from tests.builders import evaluation as scenes
from tests.procurement import published as build
from tests.procurement.published import EVERYTHING, SHOWN, WORDINGS, shown, wordings

pytestmark = pytest.mark.django_db


def read(client, user, name, *args) -> str:
    if user is not None:
        client.force_login(people.fresh(user))
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_a_question_says():
    found = the_question(build.published(), "q3")
    assert found == PublishedQuestion(
        key="q3",
        title="Apprenticeships",
        wording="How will you meet the requirements?",
        form="specified",
        pass_fail=False,
        requirements=(
            StatedRequirement(
                code="R1",
                wording="At least three young people facing disadvantage take up an apprenticeship or a lasting job.",
                target="3 people over the whole contract",
                measure="Apprenticeships or jobs of six months or more",
            ),
        ),
        priority="",
        guidance="",
        points="7.2",
        weight="60 % of Social value",
        minimum="",
        maximum="5",
        limits=f"no word limit; {build.FILES}",
        asks_commitments=False,
        worked_out=False,
    )


def test_in_the_order_of_the_tree_and_only_what_bidders_answer():
    assert [one.key for one in published_questions(build.published(more=1))] == ["q1", "q2", "q3", "q4", "pass1"]
    with pytest.raises(KeyError, match="price"):
        the_question(build.published(), "price")


def test_plain_data_and_back():
    for one in published_questions(build.published(more=1)):
        assert PublishedQuestion.from_data(json.loads(json.dumps(one.as_data()))) == one


def test_pass_or_fail_has_no_points_and_says_what_failing_means(client):
    tender = build.published(more=1)
    assert shown(read(client, None, "opportunity", tender.reference))[len(EVERYTHING) :] == [
        "Pass or fail: a bid that does not pass is disqualified",
        f"Limits: no word limit; {build.FILES}",
    ]


def test_a_draft_says_what_is_not_there_yet(client):
    tender = build.draft()
    q3, q4 = tender.criteria.get(key="q3").question, tender.criteria.get(key="q4").question
    q3.requirements.clear()
    q4.priority = None
    q4.save()
    tender.criteria.filter(key="q2").update(weight=None)
    tender.criteria.get(key="q2").question.delete()
    text = read(client, tender.drafted_by, "tender-preview", tender.reference)
    assert text.count("No question yet.") == 1
    assert text.count("No requirement is chosen yet.") == 1
    assert "Priority: not chosen yet" in shown(text)
    assert "Points: not known yet" in shown(text)


def test_limits_are_those_that_are_held():
    assert (limits.MOST_FILES, limits.MOST_BYTES, limits.KINDS) == (3, 10_485_760, ("pdf", "docx", "png", "jpg", "jpeg"))
    assert limits.ALLOWED == "PDF, Word (docx), PNG or JPEG, up to 10 MB"


def test_what_was_published_cannot_be_reworded():
    tender = build.published()
    requirement = tender.commission.requirements.get()
    with pytest.raises(WrongState, match="A tender was published with these requirements, so they stay as they are"):
        reword_requirement(requirement, by=tender.drafted_by, reason="Residents asked for plainer words", target=2)
    assert the_question(tender, "q3").requirements[0].target == "3 people over the whole contract"


@pytest.mark.parametrize("more", [1, 3])
def test_as_many_queries_for_three_questions_as_for_one(django_assert_num_queries, more):
    tender = Tender.objects.get(pk=build.published(more).pk)
    with django_assert_num_queries(2):
        found = published_questions(tender)
    assert len(found) == 4 + more


def test_on_the_opportunity(client):
    text = read(client, None, "opportunity", build.published().reference)
    assert shown(text) == EVERYTHING
    assert wordings(text) == list(WORDINGS.values())


def test_on_the_officers_page_of_criteria(client):
    tender = build.published()
    assert shown(read(client, tender.drafted_by, "tender-criteria", tender.reference)) == EVERYTHING


@pytest.mark.parametrize("key", SHOWN)
def test_on_the_bidders_page(client, key):
    user = bidding.bidder()
    bid = start_bid(build.published(), by=user, supplier=user.supplier)
    text = read(client, user, "bid-question", bid.pk, key)
    assert shown(text) == SHOWN[key]
    assert wordings(text) == [WORDINGS[key]]


def test_when_a_bidder_checks_and_rereads(client):
    user = bidding.bidder()
    bid = bidding.filled_bid(build.published(), user)
    assert shown(read(client, user, "bid-check", bid.pk)) == EVERYTHING


def test_on_the_opened_bid(client):
    tender = build.opened()
    text = read(client, people.person(tender.council, Role.PROCUREMENT_OFFICER), "bid", tender.bids.get().pk)
    assert shown(text) == EVERYTHING
    assert wordings(text) == list(WORDINGS.values())


@pytest.mark.parametrize("key", SHOWN)
def test_on_the_scoring_page_above_the_answer_and_open(client, key):
    scene = scenes.scoring(tender=build.opened(), panellists=1)
    text = read(client, scene.panel[0].user, "evaluation-score", scene.tender.reference, scene.bids[0].pk, key)
    assert shown(text) == SHOWN[key]
    assert wordings(text) == [WORDINGS[key]]
    assert text.index("sv-asked") < text.index(bidding.ANSWER)
    assert "<details" not in text[: text.index(bidding.ANSWER)].rpartition("<h1")[2]


@pytest.mark.parametrize("more", [1, 3])
def test_queries_of_the_scoring_page(client, django_assert_num_queries, more):
    scene = scenes.scoring(tender=build.opened(more=more), panellists=1)
    client.force_login(scene.panel[0].user)
    url = reverse("evaluation-score", args=[scene.tender.reference, scene.bids[0].pk, "q3"])
    client.get(url)
    with django_assert_num_queries(17):
        client.get(url)


@pytest.mark.parametrize("more", [1, 3])
def test_queries_of_the_opened_bid(client, django_assert_num_queries, more):
    tender = build.opened(more=more)
    client.force_login(people.person(tender.council, Role.PROCUREMENT_OFFICER))
    url = reverse("bid", args=[tender.bids.get().pk])
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)


def moderating():
    scene = scenes.scoring(tender=build.opened(), panellists=1)
    scenes.score_all(scene, 0)
    scenes.services.start_moderation(scene.evaluation, by=scene.lead)
    scene.reload()
    return scene


def test_in_moderation_once_for_all_cards(client):
    scene = moderating()
    text = read(client, scene.lead, "evaluation-moderation", scene.tender.reference)
    assert shown(text) == EVERYTHING
    assert wordings(text) == list(WORDINGS.values())


@pytest.mark.parametrize("key", SHOWN)
def test_beside_the_moderated_score_above_the_answer(client, key):
    scene = moderating()
    text = read(client, scene.lead, "evaluation-moderate", scene.tender.reference, scene.bids[0].pk, key)
    assert shown(text) == SHOWN[key]
    assert wordings(text) == [WORDINGS[key]]
    assert text.index("sv-asked") < text.index(bidding.ANSWER)


def told():
    scene = moderating()
    for criterion in scene.criteria:
        give = {"bid": scene.bids[0], "criterion": criterion, "value": 3, "reason": "The panel agreed: the steps are clear."}
        scenes.services.moderate(scene.evaluation, by=scene.lead, **give)
    scenes.services.close(scene.evaluation, by=scene.lead)
    scene.reload()
    award = awards.decided(scene)
    award_services.tell_bidders(award, by=people.person(scene.council, Role.PROCUREMENT_OFFICER))
    return award.summaries.get()


def test_in_the_assessment_summary_on_screen_and_on_paper(client):
    summary = told()
    bidder = summary.bid.supplier.memberships.get().user
    text = read(client, bidder, "assessment-summary", summary.award.tender.reference, summary.bid_id)
    paper = render_to_string(
        "procurement/award/assessment_summary_pdf.html",
        summary_view(summary.content, sha256=summary.sha256, made_at=summary.made_at),
    )
    for one in (text, paper):
        assert shown(one) == EVERYTHING
        assert wordings(one) == list(WORDINGS.values())


def test_the_summary_keeps_its_questions_as_frozen_data():
    summary = told()
    assert summary.content["format"] == "assessment-summary/2"
    asked = published_questions(summary.award.tender)
    assert summary.content["questions"] == [one.as_data() for one in asked]
    assert questions_of(summary.content) == asked


def test_a_summary_of_format_1_still_shows_what_it_kept():
    content = told().content
    asked = {one["key"]: one for one in content.pop("questions")}
    for row in content["own"]["criteria"]:
        one = asked.get(row["key"])
        row |= {"question": one["wording"] if one else "", "minimum": (one["minimum"] or None) if one else None}
    kept = {name: "" for name in ("form", "priority", "guidance", "weight", "limits")}
    assert questions_of(content) == [
        replace(PublishedQuestion.from_data(one), **kept, requirements=(), asks_commitments=False) for one in asked.values()
    ]


def test_on_the_page_of_what_the_successful_bidder_answered(client):
    summary = told()
    offer = summary.bid.commitments.select_related("answer").get()
    officer = people.person(summary.award.tender.council, Role.PROCUREMENT_OFFICER)
    client.force_login(officer)
    assert shown(client.get(f"/answers/{offer.answer.pk}/").content.decode()) == SHOWN["q4"]
