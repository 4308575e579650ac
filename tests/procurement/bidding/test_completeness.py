"""What a draft still lacks, part by part, with both sides of each boundary."""

from decimal import Decimal

import pytest

from procurement.bidding.calculations import completeness, document
from procurement.bidding.calculations.completeness import COMPLETE, IN_PROGRESS, NOT_STARTED, Asked, Problem, Section
from tests.builders.bidding import commitment

PLAIN = Asked("q1", "Delivery", word_limit=3)
OFFER = Asked("q2", "Local work", asks_commitments=True)
DECLARE = Asked("q3", "Modern slavery", pass_fail=True)
QUESTIONS = [PLAIN, OFFER, DECLARE]


def draft(price="100", price_note="", **answers):
    """``answers``: by key, only what is said."""
    return document.empty() | {"answers": answers, "price": price, "price_note": price_note}


def whole():
    return draft(q1={"text": "one two three"}, q2={"text": "x", "commitments": [commitment()]}, q3={"passed": False})


def states(content, questions=QUESTIONS):
    return {section.key: section.state for section in completeness.sections(content, questions)}


def test_a_whole_draft_lacks_nothing():
    assert completeness.problems(whole(), QUESTIONS) == []
    assert completeness.sections(whole(), QUESTIONS) == [
        Section("q1", "Delivery", COMPLETE, words=3),
        Section("q2", "Local work", COMPLETE, words=1),
        Section("q2/commitments", "Local work: your commitments", COMPLETE, count=1),
        Section("q3", "Modern slavery", COMPLETE),
        Section("price", "Your price", COMPLETE),
    ]


def test_an_empty_draft_lacks_everything_and_nothing_is_begun():
    assert states(document.empty()) == dict.fromkeys(["q1", "q2", "q2/commitments", "q3", "price"], NOT_STARTED)
    assert completeness.problems(document.empty(), QUESTIONS) == [
        Problem("q1", "Answer “Delivery”", "text"),
        Problem("q2", "Answer “Local work”", "text"),
        Problem("q2/commitments", "Add at least one commitment to “Local work”"),
        Problem("q3", "Say whether you meet “Modern slavery”", "passed"),
        Problem("price", "Enter your price", "price"),
    ]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({}, NOT_STARTED),
        ({"text": "one two three four"}, IN_PROGRESS),
        ({"text": " "}, IN_PROGRESS),
        ({"files": [{"name": "plan.pdf"}]}, IN_PROGRESS),
        ({"passed": False}, IN_PROGRESS),
        ({"passed": True}, IN_PROGRESS),
        ({"text": "one"}, COMPLETE),
    ],
)
def test_an_answer_is_begun_with_anything_that_is_said(said, state):
    assert states(draft(q1=said), [PLAIN])["q1"] == state


def test_files_and_words_are_counted():
    said = {"text": " two\nwords ", "files": [{"name": "a"}, {"name": "b"}]}
    assert completeness.sections(draft(q1=said), [PLAIN])[0] == Section("q1", "Delivery", COMPLETE, words=2, count=2)


@pytest.mark.parametrize(("words", "over"), [(3, False), (4, True)])
def test_the_limit_of_words_itself_is_allowed(words, over):
    found = completeness.answer_problems(PLAIN, document.empty_answer() | {"text": "word " * words})
    sentence = "“Delivery” is 1 word over the limit of 3. Shorten it."
    assert found == ([Problem("q1", sentence, "text")] if over else [])


@pytest.mark.parametrize(
    ("words", "said"), [(2, IN_PROGRESS), (3, IN_PROGRESS), (4, "1 word too long"), (1503, "1,500 words too long")]
)
def test_the_list_says_how_much_too_long_an_answer_is(words, said):
    section = Section("q1", "Delivery", IN_PROGRESS, words=words, too_many_words=max(0, words - 3))
    assert section.state_words == said
    found = completeness.sections(draft(q1={"text": "word " * words}), [PLAIN])[0]
    assert found.too_many_words == section.too_many_words


def test_without_a_limit_there_may_be_any_number_of_words():
    assert completeness.answer_problems(OFFER, document.empty_answer() | {"text": "word " * 9000}) == []


@pytest.mark.parametrize(("passed", "lacks"), [(None, True), (True, False), (False, False)])
def test_a_declaration_is_yes_or_no_and_needs_no_text(passed, lacks):
    found = completeness.answer_problems(DECLARE, document.empty_answer() | {"passed": passed})
    assert found == ([Problem("q3", "Say whether you meet “Modern slavery”", "passed")] if lacks else [])


NEEDS = {
    "outcome_text": "say what difference it will make",
    "measure_text": "say what you will count",
    "unit": "say what one of it is, for example “people”",
    "quantity": "say how many",
    "per": "say over what time",
    "place": "say where",
    "evidence": "say how you will measure and show it",
    "involvement": "say how local people were involved",
}


@pytest.mark.parametrize("blank", ["", "  ", None])
@pytest.mark.parametrize(("name", "words"), NEEDS.items())
def test_a_commitment_says_everything(name, words, blank):
    assert completeness.commitment_gaps(commitment(**{name: blank})) == {name: words}


@pytest.mark.parametrize(
    ("quantity", "fits"),
    [("0.0001", True), ("3", True), ("0", False), ("-1", False), ("NaN", False), ("Infinity", False), ("some", False)],
)
def test_how_many_is_more_than_nought(quantity, fits):
    assert completeness.commitment_gaps(commitment(quantity=quantity)) == (
        {} if fits else {"quantity": "the number must be more than 0"}
    )


def test_each_commitment_is_told_by_its_number_and_found_by_its_place():
    said = document.empty_answer() | {"commitments": [commitment(), commitment(place="", unit="")]}
    assert completeness.commitment_problems(OFFER, said) == [
        Problem("q2/commitments", "Commitment 2 in “Local work”: say what one of it is, for example “people”", "unit", 1),
        Problem("q2/commitments", "Commitment 2 in “Local work”: say where", "place", 1),
    ]


def test_a_commitment_that_lacks_something_is_begun():
    said = {"text": "x", "commitments": [commitment(place="")]}
    assert states(draft(q2=said), [OFFER]) == {"q2": COMPLETE, "q2/commitments": IN_PROGRESS, "price": COMPLETE}


@pytest.mark.parametrize(
    ("price", "note", "words", "state"),
    [
        (None, "", "Enter your price", NOT_STARTED),
        ("", "", "Enter your price", NOT_STARTED),
        (None, "All included", "Enter your price", IN_PROGRESS),
        ("0", "", "The price must be more than £0", IN_PROGRESS),
        ("-1", "", "The price must be more than £0", IN_PROGRESS),
        ("free", "", "The price must be more than £0", IN_PROGRESS),
        ("0.01", "", None, COMPLETE),
    ],
)
def test_the_price_is_more_than_nought(price, note, words, state):
    [section] = completeness.sections(draft(price, note), [])
    assert section == Section("price", "Your price", state, problems=[Problem("price", words, "price")] if words else [])


def test_a_section_knows_its_question():
    assert [section.question for section in completeness.sections(whole(), [OFFER])] == ["q2", "q2", "price"]


@pytest.mark.parametrize(
    ("text", "value"), [("1.50", Decimal("1.50")), (3, Decimal(3)), ("", None), (None, None), ("x", None), ("-Infinity", None)]
)
def test_an_amount_is_a_finite_number(text, value):
    assert completeness.amount(text) == value
