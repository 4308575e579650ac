"""Whatever changes something that was sent asks for a reason, which stands in the history with what it was and what it became.

Every verb of the rooms ``returns`` and ``evidence`` is walked: what it does to something that was sent stands in ``VERBS``.
"""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contracts.evidence import services as evidence
from contracts.returns import services as returns
from contracts.returns.calculations.figures import Figure
from contracts.returns.calculations.sent import Change, changes_between, sent_as
from contracts.returns.models import Return
from contracts.returns.services.bringing_over import Earlier, bring_over
from contracts.schedule.models import DueReturn
from socialvalue.audit.selectors import timeline
from socialvalue.audit.timelines import changes_shown
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import contracts as build
from tests.contracts.returns.period import stage as period

NOW = datetime(2025, 7, 10, 9, tzinfo=clock.LONDON)
WHY = "One of them started in July and not in June."
BEFORE, SENDS, ASKS, DECIDES, TAKES_BACK, PASSES = "before", "sends", "asks", "decides", "takes back", "passes on"
# What each verb may do to what was sent
VERBS = {
    # Typed, and seen as sent only once it is sent: sending asks
    "keep_written": BEFORE,
    "save_return": BEFORE,
    "add_evidence": BEFORE,
    "tell_story": BEFORE,
    "remove_story": BEFORE,
    "remove_evidence": BEFORE,
    "add_file": BEFORE,
    "remove_file": BEFORE,
    "tag_story": BEFORE,
    "write_down": BEFORE,
    "name_evidence": BEFORE,
    "carry_files": BEFORE,
    "copy_named": BEFORE,
    "take_from_people": BEFORE,
    "count_postcodes": BEFORE,
    "take_from_postcodes": BEFORE,
    # The person withdraws; it says how, and what was sent is gone for everybody
    "withdraw_story": ASKS,
    # Asks for the reason of every difference
    "submit_return": SENDS,
    "submit_each": SENDS,
    "submit_period": SENDS,
    "submit_together": SENDS,
    # Asks for its own reason
    "correct_return": ASKS,
    "drop_correction": ASKS,
    "query_return": ASKS,
    # By the officers, about it; nothing that was sent is changed
    "verify_return": DECIDES,
    "verify_together": DECIDES,
    "undo_verify": DECIDES,
    "undo_verify_together": DECIDES,
    # For ten minutes, while nobody has decided: the record keeps it, and a sending that says something else asks
    "undo_submit": TAKES_BACK,
    "undo_submit_each": TAKES_BACK,
    "undo_period": TAKES_BACK,
}


@pytest.fixture(autouse=True)
def now(request):
    with clock.at(NOW):
        yield


@pytest.fixture
def stage(db):
    return period.begin(2)


def _sent(stage, value="3") -> Return:
    return build.submitted_return(stage.dues[0], stage.who, value)


def _back(stage) -> Return:
    sent = _sent(stage)
    return returns.query_return(sent, by=stage.who.manager, comment="Which three people?")


def evidence_of(version, name: str):
    upload = SimpleUploadedFile(name, b"three people", "text/plain")
    return evidence.add_evidence(version, by=version.created_by, upload=upload)


def _last(version) -> tuple:
    event = timeline(version).filter(verb="submit return").first()
    return event.reason, event.changes


def test_every_verb_is_walked():
    own = {name for name in returns.__all__ if callable(getattr(returns, name)) and name[0].islower()}
    reads = {"runs_still", "why_never", "why_not_now", "followed_by"}
    beside = {name for name in evidence.__all__ if name[0].islower()}
    assert (own | beside) - reads == set(VERBS)


def test_a_first_sending_asks_for_nothing(stage):
    version = _sent(stage)
    assert version.sent_as["value"] == "3"
    assert (version.change_reason, _last(version)) == ("", ("", {}))


def test_the_same_answer_again_asks_for_nothing(stage):
    version = returns.submit_return(_back(stage), by=stage.who.reporter)
    assert version.is_submitted
    assert _last(version) == ("", {})


CHANGES = {
    "the value": (lambda s, r: returns.save_return(s.dues[0], by=s.who.reporter, value=Decimal(2)), {"value": ["3", "2"]}),
    "an estimate": (
        lambda s, r: returns.save_return(s.dues[0], by=s.who.reporter, value=Decimal(3), estimated=True),
        {"estimated": [None, "yes"]},
    ),
    "what happened": (
        lambda s, r: returns.save_return(s.dues[0], by=s.who.reporter, value=Decimal(3), narrative="Ann started in June."),
        {"narrative": [None, None]},
    ),
    "a file": (lambda s, r: evidence_of(r, "list.txt"), {"files": [None, "list.txt"]}),
    "a story": (
        lambda s, r: evidence.tell_story(r, by=s.who.reporter, title="Ann", text="She stayed.", consent=build.AGREED),
        {"stories": [None, "1"]},
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_question_answered_with_something_else_asks_why(stage, what, client):
    version = _back(stage)
    act, differs = CHANGES[what]
    act(stage, version)
    for reason in ("", "ok", "as discussed"):
        with pytest.raises(Refused, match="Say why you changed what was sent: ") as refusal:
            returns.submit_return(Return.objects.get(), by=stage.who.reporter, change_reason=reason)
        assert refusal.value.field == "change_reason"
    assert Return.objects.get().is_queried
    sent = returns.submit_return(Return.objects.get(), by=stage.who.reporter, change_reason=WHY)
    assert (sent.change_reason, _last(sent)) == (WHY, (WHY, differs))
    # Each reads it on its page
    for user in (stage.who.reporter, stage.who.manager, stage.who.member):
        client.force_login(user)
        assert WHY in client.get(reverse("return", args=[stage.dues[0].pk])).content.decode()


def test_what_was_taken_back_and_sent_otherwise_asks_why(stage):
    version = returns.undo_submit(_sent(stage), by=stage.who.reporter)
    assert returns.submit_return(version, by=stage.who.reporter).is_submitted, "the same once more changes nothing"
    version = returns.undo_submit(Return.objects.get(), by=stage.who.reporter)
    returns.save_return(stage.dues[0], by=stage.who.reporter, value=Decimal(4))
    with pytest.raises(Refused, match="Say why you changed what was sent: Value"):
        returns.submit_return(Return.objects.get(), by=stage.who.reporter)
    sent = returns.submit_return(Return.objects.get(), by=stage.who.reporter, change_reason=WHY)
    assert _last(sent) == (WHY, {"value": ["3", "4"]})


def test_a_file_taken_out_after_it_was_sent_asks_why(stage):
    draft = returns.save_return(stage.dues[0], by=stage.who.reporter, value=Decimal(3))
    document = evidence_of(draft, "list.txt")
    sent = returns.submit_return(Return.objects.get(), by=stage.who.reporter)
    back = returns.undo_submit(sent, by=stage.who.reporter)
    evidence.remove_evidence(back, by=stage.who.reporter, document=document)
    with pytest.raises(Refused, match="Say why you changed what was sent: Files"):
        returns.submit_return(Return.objects.get(), by=stage.who.reporter)


def test_an_answer_that_was_taken_back_keeps_why_it_was_final(stage):
    """The reason of a change does not become the reason why a figure was final."""
    with clock.at(NOW - timedelta(days=30)):
        draft = returns.save_return(stage.dues[0], by=stage.who.reporter, value=Decimal(3))
        final = "The course is over and nobody joins it later."
        sent = returns.submit_return(draft, by=stage.who.reporter, early_reason=final)
    returns.query_return(sent, by=stage.who.manager, comment="Which three people?")
    returns.save_return(stage.dues[0], by=stage.who.reporter, value=Decimal(2))
    answered = returns.submit_return(Return.objects.get(), by=stage.who.reporter, change_reason=WHY)
    assert (answered.early_reason, answered.change_reason) == ("", WHY)
    back = returns.undo_submit(answered, by=stage.who.reporter)
    assert (back.status, back.early_reason) == ("queried", final)


def test_a_correction_says_why_and_what_it_replaces(stage):
    build.verified_return(stage.dues[0], stage.who)
    with pytest.raises(Refused, match="Say what was wrong"):
        returns.correct_return(stage.dues[0], by=stage.who.reporter, reason="wrong")
    begun = returns.correct_return(stage.dues[0], by=stage.who.reporter, reason=WHY)
    returns.save_return(stage.dues[0], by=stage.who.reporter, value=Decimal(2))
    begun.refresh_from_db()
    sent = returns.submit_return(begun, by=stage.who.reporter)
    assert _last(sent) == (WHY, {"value": ["3", "2"]}), "its reason is why it was begun"


def test_a_correction_that_was_sent_is_dropped_with_a_reason(stage):
    build.verified_return(stage.dues[0], stage.who)
    begun = returns.correct_return(stage.dues[0], by=stage.who.reporter, reason=WHY)
    sent = returns.submit_return(begun, by=stage.who.reporter)
    back = returns.undo_submit(sent, by=stage.who.reporter)
    with pytest.raises(Refused, match="It was sent before: say why it is dropped"):
        returns.drop_correction(back, by=stage.who.reporter)
    returns.drop_correction(back, by=stage.who.reporter, reason=WHY)
    assert Return.objects.count() == 1


def test_several_at_once_share_a_reason_and_only_what_changed_has_it(stage):
    first = _back(stage)
    second = returns.save_return(stage.dues[1], by=stage.who.reporter, numerator=Decimal(9), denominator=Decimal(10))
    returns.save_return(stage.dues[0], by=stage.who.reporter, value=Decimal(2))
    first.refresh_from_db()
    shown = {first.pk: first.version, second.pk: second.version}
    with pytest.raises(Refused, match="Say why you changed what was sent: Value"):
        returns.submit_period(stage.contract, period.ENDS_ON, shown, by=stage.who.reporter)
    sent = returns.submit_period(stage.contract, period.ENDS_ON, shown, by=stage.who.reporter, change_reason=WHY)
    assert [one.change_reason for one in sent] == [WHY, ""]
    assert [_last(one)[0] for one in sent] == [WHY, ""]


def test_a_draft_that_changes_what_was_sent_is_left_out_of_many_with_the_reason(stage):
    back = _back(stage)
    returns.save_return(stage.dues[0], by=stage.who.reporter, value=Decimal(2))
    back.refresh_from_db()
    done = returns.submit_together(stage.contract, [(back.pk, back.version)], by=stage.who.reporter)
    assert (done.sent, dict(done.left)) == ([], {"Say why you changed what was sent: Value": 1})


def test_a_file_of_earlier_records_that_says_something_else_is_recorded_with_why(stage):
    due = DueReturn.objects.get(pk=stage.dues[0].pk)
    bring_over(due, Earlier(figure=Figure(value=Decimal(3)), verified=False), by=stage.who.manager)
    bring_over(due, Earlier(figure=Figure(value=Decimal(4)), verified=False), by=stage.who.manager)
    event = timeline(Return.objects.get()).first()
    assert event.reason == "The file of earlier records says something else than the one before"
    assert event.changes["value"] == ["3.0000", "4"]


def test_the_check_shows_what_differs_and_the_history_why(stage, client):
    _back(stage)
    returns.save_return(stage.dues[0], by=stage.who.reporter, value=Decimal(2))
    client.force_login(stage.who.reporter)
    url = reverse("return-check", args=[stage.dues[0].pk])
    page = client.get(url)
    assert "Value: 3 → 2" in page.content.decode()
    version = str(Return.objects.get().version)
    refused = client.post(url, {"version": version, "change_reason": ""})
    assert "Say why you changed what was sent: Value" in refused.content.decode()
    assert client.post(url, {"version": version, "change_reason": WHY}).status_code == 302
    shown = client.get(reverse("return", args=[stage.dues[0].pk])).content.decode()
    assert f"<strong>Changed after it was sent:</strong> {WHY}" in shown
    event = timeline(Return.objects.get()).filter(verb="submit return").first()
    assert [(one.label, one.before, one.after) for one in changes_shown("contracts.return", event.verb, event.changes)] == [
        ("Value", "3", "2")
    ]


def test_the_check_of_a_period_asks_once_for_all(stage, client):
    _back(stage)
    returns.save_return(stage.dues[0], by=stage.who.reporter, value=Decimal(2))
    client.force_login(stage.who.reporter)
    url = stage.url("returns-period-check")
    assert "Value: 3 → 2" in client.get(url).content.decode()
    chosen = {"chosen": f"{Return.objects.get().pk}:{Return.objects.get().version}"}
    assert "Say why you changed what was sent: Value" in client.post(url, chosen).content.decode()
    assert client.post(url, chosen | {"change_reason": WHY}).status_code == 302
    assert Return.objects.get().change_reason == WHY


# The arithmetic of it, without a database
SAID = {
    "value": Decimal("3.5000"), "numerator": None, "denominator": None, "no_cases": False, "estimated": False,
    "narrative": "Ann came.\r\n", "direct_result": "", "anyway": "", "evidence_note": "", "benefited": {}, "answers": None,
}  # fmt: skip


def _said(files=(), stories=(), named=(), shares="", **other):
    return sent_as(SAID | other, list(files), list(stories), named=named, shares=shares)


@pytest.mark.parametrize(
    "other, found",
    [
        ({}, []),
        ({"value": Decimal("3.5")}, []),
        ({"narrative": "Ann came."}, []),  # a line end is no change
        ({"value": Decimal("30")}, [Change("value", "Value", "3.5", "30")]),
        ({"value": None, "no_cases": True}, [Change("value", "Value", "3.5", ""), Change("no_cases", "No cases", "", "yes")]),
        ({"narrative": "Somebody came."}, [Change("narrative", "What happened", "", "")]),
        ({"benefited": {"g1": "2"}}, [Change("benefited", "Who benefited", "", "")]),
        ({"answers": {"s1": "2"}}, [Change("answers", "Answers to the sub-scores", "", "")]),
        ({"named": ["s1 certificate"]}, [Change("named", "Named evidence", "", "")]),
        ({"shares": "20 % a survey"}, [Change("shares", "How much is your own work", "", "")]),
        ({"files": [("k", "a.pdf")]}, [Change("files", "Files", "", "a.pdf")]),
        ({"stories": [("Ann\nShe stayed", "public")]}, [Change("stories", "Case studies", "", "1")]),
    ],
)
def test_what_is_a_change(other, found):
    assert changes_between(_said(), _said(**other)) == found


def test_a_story_that_may_not_be_published_any_more_is_a_change():
    before, after = _said(stories=[("Ann\nShe stayed", "public")]), _said(stories=[("Ann\nShe stayed", "none")])
    assert changes_between(before, after) == [Change("stories", "Case studies", "1", "1")]


def test_nothing_is_a_change_of_what_was_never_sent():
    assert changes_between(None, _said()) == []


def test_no_words_about_people_are_kept():
    kept = _said(narrative="Ann Example came.", stories=[("Ann\nShe stayed", "public")])
    assert "Ann" not in str(kept)
