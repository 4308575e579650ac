"""What counts as a reason, whoever writes it and however it is decorated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialvalue.common.errors import Refused
from socialvalue.common.reasons import EMPTY, FILLERS, FOR_A_SCORE, check_reason, check_request, problem_with_reason

TOO_FEW = f"{FOR_A_SCORE}, in at least 3 different words and 15 letters"
# No letter and no digit, in several alphabets' worth of signs; “™” and “½” would turn into letters or digits
DECORATIONS = st.text(alphabet=" \t\n\r.,;:!?…–—-_*#/\\'\"“”()[]{}•✓★👍™©\u00a0\u00ad\u200b\u200d\u2028\ufeff", max_size=30)


@pytest.mark.parametrize("text", ["", " ", "\r\n", "\t\u00a0"])
def test_nothing_is_no_reason(text):
    assert problem_with_reason(text) == FOR_A_SCORE


@pytest.mark.parametrize("text", [".", "…", "---", "?!", "👍👍👍", "\u200b"])
def test_punctuation_is_no_reason(text):
    assert problem_with_reason(text) == f"{FOR_A_SCORE}: punctuation alone says nothing"


@pytest.mark.parametrize(
    "text",
    [
        *("ok", "OK.", "o.k.", "Okay!", "n/a", "N/A", "none", "good", "Fine", "As discussed", "as discussed.", "see above"),
        *("ＯＫ", "Good\u00ad", "fíne", "very good, as discussed", "ok ok ok ok ok ok ok"),
        *("xxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "aaaa aaaa aaaa aaaa aaaa", "1111 1111 1111 1111"),
    ],
)
def test_empty_praise_is_no_reason(text):
    assert problem_with_reason(text) == f"{FOR_A_SCORE}: “{text}” does not"


def test_a_long_one_is_shown_by_its_beginning_in_one_line():
    found = problem_with_reason("Very good answer,\n as discussed at the meeting and agreed")
    assert found == f"{FOR_A_SCORE}: “Very good answer, as discussed at the me…” does not"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Not answered.", TOO_FEW),
        ("Comprehensively evidenced", TOO_FEW),  # two words, however long
        ("blah blah blah blah blah", TOO_FEW),  # one word, however often
        ("a b c d e f g h i j k l m n o p", TOO_FEW),  # letters are no words
        ("Two staff left", TOO_FEW),  # 12 letters
        ("They are named", TOO_FEW),  # 12
        ("People are namd", TOO_FEW),  # 13
        ("Steps lack dates", TOO_FEW),  # 14
        ("Steps lacks dates", None),  # 15 letters, three words
        ("No insurer is named", None),
        ("Nothing answers the question", None),
        ("The answer names the people, the days and how it will be checked.", None),
        ("Žádné údaje o mzdách nejsou uvedeny", None),
        ("Page 4: 12 apprentices, 3 of them care leavers", None),
    ],
)
def test_both_sides_of_the_shortest_reason(text, wrong):
    assert problem_with_reason(text) == wrong


def test_the_message_says_what_to_write():
    assert problem_with_reason("ok", "Say why this bid wins") == "Say why this bid wins: “ok” does not"
    assert problem_with_reason(" ", "Say why this bid wins") == "Say why this bid wins"


@given(st.sampled_from(sorted(EMPTY)), st.data())
def test_no_decoration_turns_an_empty_phrase_into_a_reason(phrase, data):
    """Signs before, after and between any two letters, in any case."""
    written = data.draw(DECORATIONS)
    for letter in phrase:
        written += data.draw(st.sampled_from([letter, letter.upper()])) + data.draw(DECORATIONS)
    assert problem_with_reason(written) is not None


@given(st.lists(st.sampled_from(sorted(FILLERS)), max_size=40), st.data())
def test_fillers_alone_are_never_a_reason_however_many(words, data):
    written = "".join(data.draw(DECORATIONS) + " " + word + " " + data.draw(DECORATIONS) for word in words)
    assert problem_with_reason(written) is not None


@given(DECORATIONS, DECORATIONS, st.booleans())
def test_decoration_takes_nothing_from_a_real_reason(before, after, loud):
    text = "The answer names the people and the days"
    assert problem_with_reason(before + (text.upper() if loud else text) + after) is None


def test_a_service_refuses_on_the_field_it_names():
    with pytest.raises(Refused, match="Say where it is written: “ok” does not") as refusal:
        check_reason("ok", "Say where it is written", "note")
    assert refusal.value.field == "note"
    check_reason("Schedule 4 of the contract", "Say where it is written")


@pytest.mark.parametrize("text", ["Which three?", "Shorter.", "Where?", "Say what it costs.", "Nein"])
def test_a_question_may_be_short(text):
    check_request(text, "Say what has to change")


@pytest.mark.parametrize("text", ["X", "ok", "No.", "as discussed", "see above", "a b c", "…", "?"])
def test_what_asks_for_nothing_is_no_question(text):
    with pytest.raises(Refused, match="^Say what has to change: “.+” does not$") as refused:
        check_request(text, "Say what has to change")
    assert refused.value.field == "comment"


def test_nothing_at_all_asks_for_nothing():
    with pytest.raises(Refused, match="^Say what has to change$"):
        check_request(" \n", "Say what has to change", "note")
