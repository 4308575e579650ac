"""What a timeline tells of a change, in which words, and what it never tells."""

import pytest
from django.template import Context, Template

from socialvalue.audit.models import AuditEvent
from socialvalue.audit.timelines import NOTHING, SHORT, changes_shown, listed

COMMISSION, TENDER = ("procurement.commission", "edit"), ("procurement.tender", "edit")


def told(kind, changes):
    return [(c.label, c.before, c.after) for c in changes_shown(*kind, changes)]


@pytest.mark.parametrize(
    ("kind", "name", "pair", "words"),
    [
        (COMMISSION, "estimated_value", ["1200000.00", "1250000.50"], ("Estimated value", "£1,200,000", "£1,250,000.50")),
        (COMMISSION, "estimated_value", [None, "0"], ("Estimated value", NOTHING, "£0")),
        (COMMISSION, "starts_on", ["2027-04-01", None], ("Contract starts", "1 April 2027", NOTHING)),
        (COMMISSION, "kind", ["contract", "grant"], ("Kind", "Contract", "Grant")),
        (COMMISSION, "light_touch", ["False", "True"], ("Light touch", "No", "Yes")),
        (COMMISSION, "lead", ["Ana Reed", "Ben Cole"], ("Led by", "Ana Reed", "Ben Cole")),
        (COMMISSION, "term_months", ["36", "48"], ("Length in months", "36", "48")),
        (COMMISSION, "summary", ["", "Breaks since 2025-01-01"], ("What the service is for", NOTHING, "Breaks since 2025-01-01")),
        (TENDER, "deadline", ["2026-07-01 11:00:00+00:00", None], ("Deadline for bids", "1 July 2026 at midday", NOTHING)),
        (TENDER, "minimum_quality", ["None", "60.00"], ("Gateway: minimum quality", NOTHING, "60\u00a0%")),
        (("contracts.kpi", "edit KPI"), "target", ["3.0000", "0.2500"], ("Target", "3", "0.25")),
        (
            ("procurement.tender", "set weights"),
            "weight of Price",
            ["40.0000", "12.5"],
            ("Weight of Price", "40\u00a0%", "12.5\u00a0%"),
        ),
        (
            ("procurement.commission", "timetable"),
            "tender",
            ["2026-01-05 to 2026-02-06", None],
            ("Tender period", "5 January 2026 to 6 February 2026", NOTHING),
        ),
        (
            ("procurement.event", "attendance"),
            "attendance",
            [{}, {"carers": 4, "providers": 0}],
            ("Who came", NOTHING, "Carers and families 4, Providers 0"),
        ),
        (("contracts.return", "save return"), "narrative", ["Jo got a job", "A person got a job"], ("What happened", None, None)),
        (("procurement.remark", "edit"), "said_by", ["A name", ""], ("Who said it", None, None)),
    ],
)
def test_in_which_words(kind, name, pair, words):
    assert told(kind, {name: pair}) == [words]


@pytest.mark.parametrize(
    "kind",
    [
        ("procurement.score", "score"),
        ("procurement.score", "reopen score"),
        ("procurement.moderatedscore", "moderate"),
        ("procurement.evaluation", "moderate"),
        ("procurement.panellist", "declare interest"),
        ("procurement.panellist", "decide interest"),
        ("procurement.bid", "answer"),
        ("procurement.bid", "price"),
        ("procurement.answer", "edit"),
        ("procurement.privateidea", "idea"),
        ("procurement.privateidea", "reply"),
        ("procurement.clarification", "ask clarification"),
        ("contracts.story", "edit"),
        ("no.such", "thing"),
    ],
)
def test_what_no_room_has_listed_is_told_of_no_event(kind):
    changes = dict.fromkeys(("score", "value", "reason", "text", "interest", "title", "status"), ["Before", "After"])
    assert told(kind, changes) == []


def test_no_field_of_bids_scores_ideas_interests_or_stories_is_listed():
    rooms = ("score", "bid", "answer", "commitment", "price", "panellist", "idea", "story", "clarification", "submission")
    assert not [kind for kind in listed() if any(word in kind[0] for word in rooms)]


def test_a_field_that_is_not_listed_is_left_out_beside_one_that_is():
    assert told(COMMISSION, {"title": ["A", "B"], "secret": ["x", "y"], "version": ["1", "2"]}) == [("Title", "A", "B")]


def test_something_recorded_otherwise_than_before_and_after_is_not_told():
    assert told(COMMISSION, {"title": "B", "summary": ["one"], "people": ["1", "2", "3"]}) == []


def test_a_long_text_is_shortened_and_the_whole_can_be_had():
    long = "word " * 100
    (change,) = changes_shown(*COMMISSION, {"summary": ["short", long]})
    (_, before, nothing), (_, after, whole) = change.sides
    assert (before, nothing, whole) == ("short", "", long)
    assert len(after) <= SHORT + 2
    assert after.endswith("word …")


def draw(*events):
    return Template("{% include 'components/timeline.html' %}").render(Context({"events": events}))


def event(kind=COMMISSION, *, confidential=False, known=True, **changes):
    made = AuditEvent(actor_label="Ana", verb=kind[1], sentence="changed it", changes=changes, confidential=confidential)
    if known:
        made.first_subject = kind[0]
    return made


def test_drawn_and_escaped():
    html = draw(event(title=["<b>Old</b>", "New"]))
    assert "What changed" in html
    assert "&lt;b&gt;Old" in html
    assert "<b>Old" not in html


@pytest.mark.parametrize(
    "silent",
    [
        event(confidential=True, title=["Secret", "Other"]),
        event(known=False, title=["Secret", "Other"]),
        event(("procurement.score", "score"), title=["Secret", "Other"]),
        event(unlisted=["Secret", "Other"]),
    ],
    ids=["confidential", "read past the timeline", "another room's", "not listed"],
)
def test_drawn_without_what_may_not_be_shown(silent):
    html = draw(silent)
    assert "Changed it" in html
    assert "Secret" not in html
    assert "What changed" not in html


def test_only_named():
    html = draw(event(("procurement.remark", "edit"), text=["Said by Jo", "Said"]))
    assert "What was said" in html
    assert "The text is not repeated here" in html
    assert "Jo" not in html
