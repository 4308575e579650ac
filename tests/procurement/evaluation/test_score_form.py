"""One score is given and not two: a level, or a number between two levels, and the one that was chosen is kept."""

from decimal import Decimal

import pytest
from django.urls import reverse

from procurement.evaluation.forms import ScoreForm
from procurement.evaluation.models import ModeratedScore, Score
from procurement.tendering.models import Criterion, ScaleLevel
from tests.builders import evaluation as scenes
from tests.reading import as_read

LEVELS = [ScaleLevel(score=score, label=f"Level {score}", wording="…") for score in range(5, -1, -1)]
BOTH = "You chose 5 and entered 3.5. To give 5, empty this box. To give 3.5, choose “Between two levels”."


def form(*, complete=False, kind="quality", initial=None, **data) -> ScoreForm:
    given = {"version": "0", "reason": "Because", **data} if data or initial is None else None
    criterion = Criterion(kind=kind)
    return ScoreForm(given, criterion=criterion, levels=LEVELS, maximum=5, complete=complete, version=0, initial=initial)


# level, box → the score that is kept
@pytest.mark.parametrize("complete", [False, True])
@pytest.mark.parametrize(
    ("level", "box", "kept"),
    [
        ("5", "", "5"),
        ("0", "", "0"),
        ("between", "3.5", "3.5"),
        ("between", "0", "0"),
        ("between", "5", "5"),
        ("between", "4", "4"),
        ("5", "5", "5"),
        ("5", "5.00", "5"),
        ("0", "0", "0"),
        ("", "3.25", "3.25"),
    ],
)
def test_one_score_is_kept(complete, level, box, kept):
    found = form(complete=complete, level=level, between=box)
    assert found.errors == {}
    assert found.given == {"value": Decimal(kept), "passed": None, "reason": "Because"}


@pytest.mark.parametrize("complete", [False, True])
@pytest.mark.parametrize(
    ("level", "box", "errors"),
    [
        ("5", "3.5", {"between": [BOTH]}),
        ("5", "3.50", {"between": [BOTH]}),
        ("0", "0.01", {"between": [BOTH.replace("5 and", "0 and").replace("give 5", "give 0").replace("3.5", "0.01")]}),
        ("between", "", {"between": ["Enter the score between two levels"]}),
        ("between", "5.01", {"between": ["Score between two levels must be 5 or less"]}),
        ("between", "-0.01", {"between": ["Score between two levels must be 0 or more"]}),
        ("between", "3.555", {"between": ["Score between two levels must have 2 decimal places or fewer"]}),
        ("between", "three", {"between": ["Score between two levels must be a number, like 12.5"]}),
        ("5", "three", {"between": ["Score between two levels must be a number, like 12.5"]}),
        ("9", "", {"level": ["Choose one of the options for score"]}),
    ],
)
def test_two_scores_or_half_a_choice_are_refused(complete, level, box, errors):
    assert dict(form(complete=complete, level=level, between=box).errors) == errors


def test_nothing_is_missing_in_a_draft_and_refused_in_moderation():
    draft = form(level="", between="")
    assert draft.errors == {}
    assert draft.given["value"] is None
    assert dict(form(complete=True, level="", between="").errors) == {"level": ["Select a score"]}


def test_a_verdict_knows_neither_level_nor_box():
    found = form(kind="pass_fail", passed="no", level="5", between="3.5")
    assert found.errors == {}
    assert found.given == {"value": None, "passed": False, "reason": "Because"}
    assert list(found.fields) == ["version", "passed", "reason"]


@pytest.mark.parametrize(
    ("value", "level", "between"),
    [(None, "", ""), ("5", "5", ""), ("0.00", "0", ""), ("3.50", "between", "3.5"), ("0.25", "between", "0.25")],
)
def test_a_saved_score_opens_as_it_was_given(value, level, between):
    saved = Score(value=None if value is None else Decimal(value), reason="Because")
    initial = ScoreForm.initial_from(saved, LEVELS)
    assert initial == {"level": level, "between": between, "passed": "", "reason": "Because"}
    drawn = str(form(initial=initial).render("govuk/uni_form.html"))
    assert drawn.count(" checked") == (1 if level else 0)


@pytest.mark.django_db
def test_an_evaluator_changes_three_and_a_half_to_five(client):
    scene = scenes.scoring(bids=1, panellists=1)
    client.force_login(scene.panel[0].user)
    url = reverse("evaluation-score", args=[scene.tender.reference, scene.bids[0].pk, "q1"])
    client.post(url, {"level": "between", "between": "3.5", "reason": "Between good and very good", "version": "0"})
    assert Score.objects.get().value == Decimal("3.5")
    page = as_read(client.get(url))
    assert page.count(" checked") == 1
    assert 'value="between" checked' in page
    assert 'name="between" value="3.5"' in page
    refused = client.post(url, {"level": "5", "between": "3.5", "reason": "Better read the second time", "version": "1"})
    assert refused.status_code == 200
    text = as_read(refused)
    assert f'<a href="#id_between">{BOTH}</a>' in text
    assert 'value="5" checked' in text
    assert 'name="between" value="3.5"' in text
    assert "Better read the second time" in text
    assert Score.objects.get().value == Decimal("3.5")
    assert (
        client.post(url, {"level": "5", "between": "", "reason": "Better read the second time", "version": "1"}).status_code
        == 302
    )
    assert Score.objects.get().value == Decimal(5)


@pytest.mark.django_db
def test_what_saves_by_itself_keeps_neither_of_two_scores(client):
    scene = scenes.scoring(bids=1, panellists=1)
    client.force_login(scene.panel[0].user)
    url = reverse("evaluation-score-autosave", args=[scene.tender.reference, scene.bids[0].pk, "q1"])
    answer = as_read(client.post(url, {"level": "5", "between": "3.5", "reason": "Typed", "version": "0"}))
    assert answer.startswith("Not saved yet.")
    assert not Score.objects.exists()


@pytest.mark.django_db
def test_the_lead_chooses_in_the_same_way(client):
    scene = scenes.moderating(bids=1, panellists=1)
    client.force_login(scene.lead)
    url = reverse("evaluation-moderate", args=[scene.tender.reference, scene.bids[0].pk, "q1"])
    given = {"reason": "The panel agreed that people and days are named, and checks are not.", "version": "0"}
    text = as_read(client.post(url, {**given, "level": "5", "between": "3.5"}))
    assert f'<a href="#id_between">{BOTH}</a>' in text
    assert not ModeratedScore.objects.exists()
    client.post(url, {**given, "level": "between", "between": "3.5"})
    assert ModeratedScore.objects.get().value == Decimal("3.5")
    assert 'value="between" checked' in as_read(client.get(url))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"level": ["Select a score"], "reason": ["Say what in the answer earns this score"]}),
        ({"level": "4"}, {"reason": ["Say what in the answer earns this score"]}),
        ({"reason": "It names who does what, and when."}, {"level": ["Select a score"]}),
    ],
)
@pytest.mark.parametrize("pressed", [{}, {"stay": "1"}])
def test_a_score_without_its_value_or_reason_is_kept_and_says_so(client, typed, errors, pressed):
    scene = scenes.scoring(bids=1, panellists=1)
    client.force_login(scene.panel[0].user)
    url = reverse("evaluation-score", args=[scene.tender.reference, scene.bids[0].pk, "q1"])
    stays = client.post(url, {"version": "0", **typed, **pressed})
    assert (stays.status_code, stays.context["form"].errors) == (200, errors)
    page = as_read(stays)
    assert ("There is a problem" in page, "What you entered is saved as a draft." in page) == (True, True)
    kept = [("" if s.value is None else str(int(s.value)), s.reason, s.status) for s in Score.objects.all()]
    wanted = (typed.get("level", "") and "4", typed.get("reason", ""), "draft")
    assert kept == ([wanted] if typed else [])
    assert f'href="{stays.context["on"]}"' in page
    # The page that stayed goes on from what it saved
    whole = {"version": stays.context["form"]["version"].value(), "level": "4", "reason": "It names who does what, and when."}
    assert client.post(url, whole).url == stays.context["on"]


@pytest.mark.django_db
def test_going_back_may_leave_a_score_unfinished(client):
    scene = scenes.scoring(bids=1, panellists=1)
    client.force_login(scene.panel[0].user)
    url = reverse("evaluation-score", args=[scene.tender.reference, scene.bids[0].pk, "q2"])
    assert client.post(url, {"version": "0", "level": "4", "back": "1"}).status_code == 302
