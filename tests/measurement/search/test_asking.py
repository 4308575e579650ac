"""Reading what was typed, folding and marking it: pure."""

import pytest

from measurement.search.calculations.asking import LONGEST, MOST_WORDS, asked, key_of
from measurement.search.calculations.folding import FROM, TO, folded, words_of
from measurement.search.calculations.likeness import LEAST, alike, likeness
from measurement.search.calculations.marking import parts_of, shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Home care", ["home", "care"]),
        ("Tŷ Gŵyr, ÂÊÎÔÛŶ", ["ty", "gwyr", "aeiouy"]),
        ("Tŷ Gŵyr", ["ty", "gwyr"]),  # the accent as a sign of its own
        ("carers’ “short-breaks”", ["carers", "short", "breaks"]),
        ("100% of_it \\ 50", ["100", "of", "it", "50"]),
        ("a\x00b\ud800c\tд Ж", ["a", "b", "c", "д", "ж"]),
        ("%_ \\", []),
        ("", []),
    ],
)
def test_words(text, words):
    assert words_of(text) == words


def test_every_letter_is_folded_to_one():
    assert len(FROM) == len(TO) == len(set(FROM))


def test_a_folded_text_has_the_length_of_the_text_and_a_space_at_either_end():
    # Of a letter that grows when it is made small, the place must stay
    for text in ("Tŷ Gŵyr", "İstanbul", "KCC-0005", ""):
        assert len(folded(text)) == len(text) + 2
    assert folded("KCC-0005") == " kcc 0005 "


@pytest.mark.parametrize(
    ("typed", "enough"),
    [("", False), (" ", False), ("a", False), ("%%%", False), ("ab", True), ("a b", True), ("a%b", True), ("ŷŵ", True)],
)
def test_two_letters_are_enough(typed, enough):
    assert asked(typed).is_enough is enough


def test_what_is_too_long_is_cut_and_says_so():
    assert (asked("x" * LONGEST).shortened, asked("x" * (LONGEST + 1)).shortened) == (False, True)
    assert asked("x" * 5000).text == "x" * LONGEST
    assert (asked("ab " * MOST_WORDS).shortened, asked("ab " * (MOST_WORDS + 1)).shortened) == (False, True)
    assert asked("ab " * 30).words == ("ab",) * MOST_WORDS


@pytest.mark.parametrize(
    "typed", ["KCC-0005", "kcc-0005", "kcc0005", "KCC 5", "kcc5", "Kcc-05", "  kcc -  0005 ", "KCC/0005", "kcc-000005"]
)
def test_a_reference_in_all_its_ways(typed):
    assert key_of(typed) == ("kcc", "5")
    assert {" kcc 0005 ", " kcc0005 ", " kcc 5 ", " kcc5 "} <= set(asked(typed).phrases)


def test_nought_is_a_number_too():
    assert key_of("T-0000") == ("t", "0")
    assert asked("t0").phrases[:2] == (" t 0 ", " t0 ")


@pytest.mark.parametrize("typed", ["home care", "0005", "kcc", "kcc 5 x", "CN-2021-044", "t12345678", ""])
def test_what_is_no_plain_reference_has_no_phrases(typed):
    assert asked(typed).phrases == ()


def test_a_reference_of_several_numbers_has_its_key_all_the_same():
    assert key_of("CN-2021-044") == key_of("cn 2021/44") == ("cn", "2021", "44")
    assert key_of("home care") == key_of("") == ()


def test_how_alike_words_are():
    assert alike("apprenticeships", "apprenticeships") == 1
    # 14 runs of three letters in common, of 17
    assert alike("aprenticeships", "apprenticeships") == 14 / 17
    assert alike("cleening", "cleaning") == LEAST
    assert alike("care", "cars") < LEAST
    assert likeness("aprenticeships", folded("Four apprenticeships a year")) == 14 / 17
    assert likeness("word", "  ") == 0


def marked(text, typed, **options) -> str:
    return "".join(f"[{part.text}]" if part.found else part.text for part in parts_of(text, asked(typed), **options))


@pytest.mark.parametrize(
    ("text", "typed", "as_marked"),
    [
        ("Home care in Tŷ Gŵyr", "ty HOM", "[Hom]e care in [Tŷ] Gŵyr"),
        ("KCC-0005", "kcc5", "[KCC-0005]"),
        ("KCC-0005 and KCC 5", "KCC-0005", "[KCC-0005] and [KCC 5]"),
        ("T-0006 The tender", "t6", "[T-0006] The tender"),
        ("KCC-0005", "kcc-00", "[KCC-00]05"),
        ("Careful care", "care", "[Care]ful [care]"),
        ("Scare", "care", "Scare"),
        ("careers care", "care career", "[career]s [care]"),
        ("<b>bold</b>", "bold", "<b>[bold]</b>"),
        ("nothing", "other", "nothing"),
        ("", "other", ""),
    ],
)
def test_what_was_found_is_marked_from_the_beginning_of_a_word(text, typed, as_marked):
    assert marked(text, typed) == as_marked


def test_a_word_that_is_alike_is_marked_whole_and_only_where_words_alike_were_asked_for():
    assert marked("Four apprenticeships", "aprenticeships", similar=True) == "Four [apprenticeships]"
    assert marked("Four apprenticeships", "aprenticeships") == "Four apprenticeships"
    assert marked("Cars", "care", similar=True) == "Cars"


def test_the_parts_are_the_text_again():
    for text in ("Home care, KCC-0005", "İİ Home", " x "):
        assert "".join(part.text for part in parts_of(text, asked("home kcc5"))) == text


def test_of_a_long_text_the_place_that_was_found_is_shown():
    text = "Nothing at all. " * 40 + "Here is the garden. " + "Nothing more. " * 40
    parts = shown(text, asked("garden"), 80)
    said = "".join(part.text for part in parts)
    assert [part.text for part in parts if part.found] == ["garden"]
    assert (said[:2], said[-2:], len(said) <= 84) == ("… ", " …", True)
    assert "".join(part.text for part in shown("short", asked("garden"), 80)) == "short"
    beginning = "".join(part.text for part in shown(text, asked("nowhere"), 80))
    assert (beginning[:7], beginning[-2:]) == ("Nothing", " …")


def test_a_long_text_is_cut_between_words_and_nothing_empty_stands_beside_it():
    """From the first word that begins a quarter of the length before the place; of one long word, from there."""
    pieces = [part.text for part in shown("one two three four five six garden seven eight nine", asked("garden"), 24)]
    assert pieces == ["… ", "six ", "garden", " seven eight", " …"]
    assert [part.text for part in shown("garden two three four five", asked("garden"), 12)] == ["garden", " two", " …"]
    assert [part.text for part in shown("one two three four garden", asked("garden"), 12)] == ["… ", "four ", "garden"]
    assert [part.text for part in shown("x" * 30 + "-garden", asked("garden"), 12)] == ["… ", "xxxxx-", "garden"]
