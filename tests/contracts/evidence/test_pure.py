"""What is asked of a consent, what tags are, and captions from a transcript."""

from datetime import date

import pytest

from contracts.evidence.calculations.captions import timed_lines, vtt
from contracts.evidence.calculations.consent import NOT_ASKED, Consent
from contracts.evidence.calculations.tags import problem_of, tags_of

TODAY = date(2025, 7, 10)
WHOLE = {"use": "reports", "asked_by": "Mentor", "how": "spoken", "asked_on": TODAY}


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, []),
        ({"asked_by": "  "}, ["asked_by"]),
        ({"how": ""}, ["how"]),
        ({"how": "telepathy"}, ["how"]),
        ({"asked_on": None}, ["asked_on"]),
        ({"asked_on": date(2025, 7, 11)}, ["asked_on"]),
        ({"asked_by": "", "how": "", "asked_on": None}, ["asked_by", "how", "asked_on"]),
        # Nobody need have asked where nobody may use it
        ({"use": "none", "asked_by": "", "how": "", "asked_on": None}, []),
        ({"use": "everybody"}, ["use"]),
        ({"use": ""}, ["use"]),
    ],
)
def test_what_is_known_of_a_consent(change, fields):
    assert [field for field, _ in Consent(**WHOLE | change).problems(TODAY)] == fields


def test_nobody_asked_is_no_consent():
    assert (NOT_ASKED.is_given, Consent(use="council").is_given) == (False, True)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("", []),
        (" , ;\n", []),
        ("Work, young  People", ["work", "young people"]),
        ("work; Work\nwork", ["work"]),
        ("B, a", ["a", "b"]),
    ],
)
def test_tags(text, tags):
    assert tags_of(text) == tags


def test_how_many_tags_and_how_long():
    assert problem_of([f"t{n}" for n in range(8)]) == ""
    assert problem_of([f"t{n}" for n in range(9)]) == "Enter 8 tags or fewer"
    assert problem_of(["x" * 40]) == ""
    assert problem_of(["x" * 41]).startswith("Each tag must be 40 characters or fewer")


def test_a_transcript_with_times_is_captions():
    words = "0:00 Good morning.\nand welcome\n[0:04] I <b>have</b> work & a bicycle.\n1:02:03 Goodbye."
    assert timed_lines(words) == [
        (0, "Good morning.\nand welcome"),
        (4, "I <b>have</b> work & a bicycle."),
        (3723, "Goodbye."),
    ]
    assert vtt(words) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\nGood morning.\nand welcome\n\n"
        "00:00:04.000 --> 01:02:03.000\nI &lt;b&gt;have&lt;/b&gt; work &amp; a bicycle.\n\n"
        "01:02:03.000 --> 01:02:13.000\nGoodbye.\n"
    )


@pytest.mark.parametrize(
    "words", ["", "Good morning.", "At 0:05 I woke.", "0:05", "0:99 Never", "0:05 Then\n0:02 before", "0:05 a\n0:05 b"]
)
def test_what_has_no_times_in_order_is_no_captions(words):
    assert vtt(words) == ""
