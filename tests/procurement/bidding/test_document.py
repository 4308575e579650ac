"""The bid as one canonical text: the bytes that are hashed, and what stands in them."""

import pytest

from procurement.bidding.calculations import document


def test_the_exact_bytes():
    """By hand: keys sorted, no spaces, letters as they are. Their digest by ``sha256sum``."""
    content = document.canonical({"b": "é “x”", "a": {"d": None, "c": [1, True]}})
    assert content == '{"a":{"c":[1,true],"d":null},"b":"é “x”"}'.encode()
    assert document.read(content) == {"b": "é “x”", "a": {"d": None, "c": [1, True]}}
    assert document.digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_draft_in_which_nothing_is_written():
    assert document.empty() == {"format": "bid/1", "answers": {}, "price": None, "price_note": "", "versions": {}}
    assert document.answer(document.empty(), "q1") == {"text": "", "passed": None, "commitments": [], "files": []}


def test_what_is_sent_answers_every_question_and_leaves_the_notes_behind():
    draft = document.empty() | {
        "answers": {"q1": {"text": "One", "commitments": [{"unit": "people"}]}, "old": {"text": "Taken out"}},
        "price": "10",
        "price_note": "All",
        "versions": {"q1": 3},
    }
    sent = document.to_submit(draft, keys=["q1", "q2"], tender="TEN-1", submission=2, amendment=1, salt="s")
    assert sent == {
        "format": "bid/1",
        "tender": "TEN-1",
        "submission": 2,
        "amendment": 1,
        "salt": "s",
        "answers": {
            "q1": {"text": "One", "passed": None, "commitments": [{"unit": "people"}], "files": []},
            "q2": {"text": "", "passed": None, "commitments": [], "files": []},
        },
        "price": "10",
        "price_note": "All",
    }
    # What was sent does not change with the draft
    draft["answers"]["q1"]["commitments"][0]["unit"] = "jobs"
    assert sent["answers"]["q1"]["commitments"] == [{"unit": "people"}]


@pytest.mark.parametrize(("text", "count"), [("", 0), (None, 0), (" \n ", 0), ("one", 1), ("one, two\n\nthree – 4", 5)])
def test_words_are_runs_of_anything_but_spaces(text, count):
    assert document.count_words(text) == count


@pytest.mark.parametrize(
    ("text", "kept"), [(None, ""), ("", ""), ("  a\r\nb\rc\nd \n", "a\nb\nc\nd"), ("a\x00b", "ab"), ("\x00 a", "a")]
)
def test_text_as_it_is_kept(text, kept):
    assert document.tidy(text) == kept
