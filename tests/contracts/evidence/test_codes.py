"""A code is never a name or a number by which somebody else knows the person; and the figures of people, worked by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.evidence.calculations import individuals
from contracts.evidence.calculations.codes import looks_like, problem_of
from contracts.evidence.calculations.individuals import Changes, Shown, changes_of, median, months_kept, shown_outside

REFUSED = {
    "Sam": "a name",
    "Sam Smith": "a name",
    "sam1": "a name",
    "Zoë7": "a name",
    "Наташа2": "a name",
    "AB": "a name",
    "person1": "a name",
    "sam@example.org": "an email address",
    "p1@x": "an email address",
    "07700 900123": "a phone number",
    "+447700900123": "a phone number",
    "0300-123-456": "a phone number",
    "1234567": "a phone number",
    # The check digits of these two are right and wrong
    "943 476 5919": "an NHS number",
    "9434765918": "a phone number",
    "401 023 2137": "an NHS number",
    "QQ123456C": "a phone number",
    "AB 12 34 56 C": "a National Insurance number",
    "ab123456": "a National Insurance number",
    "12/03/1985": "a date of birth",
    "1985-03-12": "a date of birth",
    "12.3.85": "a date of birth",
    "12031985": "a date of birth",
    "19850312": "a date of birth",
    "120385": "a date of birth",
    "290204": "a date of birth",
}


@pytest.mark.parametrize(("code", "seems"), REFUSED.items())
def test_what_is_refused_says_what_it_looks_like(code, seems):
    if code == "QQ123456C":
        # Q begins no number of National Insurance; seven digits it has not, so only its letters count
        assert looks_like(code) == ""
        return
    assert looks_like(code) == seems
    assert problem_of(code) == f"Enter a code that only you understand, such as P01: this looks like {seems}"
    assert code not in problem_of(code)


@pytest.mark.parametrize("code", ["P01", "p1", "1", "A-7", "12", "AB12", "K7-03", "000123", "991399", "310299", "123456"])
def test_what_may_be_a_code(code):
    assert problem_of(code) == ""


@pytest.mark.parametrize(
    ("code", "words"),
    [("", "Enter a code for the person"), ("  ", "Enter a code"), ("A1_B2", "letters, digits and hyphens"), ("-A1", "letters, digits"),
     ("A1B2C3D4-E5-F", "letters, digits"), ("P 1", "letters, digits")],
)  # fmt: skip
def test_what_else_is_wrong_with_a_code(code, words):
    assert words in problem_of(code)


def test_the_figures_worked_by_hand():
    # Changes: +3, +1, 0, −2, +1, and one not measured again
    found = changes_of([(3, 6), (4, 5), (5, 5), (7, 5), (1, 2), (9, None)])
    assert found == Changes(people=5, improved=3, same=1, fell=1, median=Fraction(1), not_yet=1)
    assert found.middle == Decimal(1)


def test_a_scale_on_which_lower_is_better_turns_round():
    assert changes_of([(3, 6), (6, 3), (6, 1)], higher_is_better=False) == Changes(3, 2, 0, 1, Fraction(3))


@pytest.mark.parametrize(
    ("steps", "middle"), [([], None), ([2], 2), ([1, 2], Fraction(3, 2)), ([-1, 0, 4], 0), ([0, 1, 2, 9], Fraction(3, 2))]
)
def test_the_change_in_the_middle(steps, middle):
    assert median(steps) == middle


def test_nobody_measured_twice_is_no_figure():
    assert changes_of([(4, None)]) == Changes(not_yet=1)
    assert (Changes().middle, Changes().is_enough) == (None, False)


@pytest.mark.parametrize(
    ("improved", "same", "fell", "told"),
    [
        (4, 0, 0, None),
        (5, 0, 0, (5, 0, 0)),
        (0, 0, 5, (0, 0, 5)),
        # Four did not change: they would follow from the whole, so the next part goes too
        (8, 4, 0, (None, None, 0)),
        (8, 3, 1, (8, None, None)),
        (4, 4, 4, (None, None, None)),
        (20, 5, 6, (20, 5, 6)),
        (20, 4, 6, (20, None, None)),
    ],
)
def test_what_is_shown_outside(improved, same, fell, told):
    people = improved + same + fell
    shown = shown_outside(Changes(people, improved, same, fell, Fraction(1, 2)))
    middle = None if told is None or None in told else Decimal("0.5")
    assert shown == (None if told is None else Shown(people, *told, middle))


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_no_small_part_is_shown_or_follows_from_the_others(improved, same, fell):
    shown = shown_outside(Changes(improved + same + fell, improved, same, fell, None))
    if shown is None:
        assert improved + same + fell < 5
        return
    parts = [shown.improved, shown.same, shown.fell]
    assert all(part == 0 or part >= 5 for part in parts if part is not None)
    hidden = parts.count(None)
    assert hidden != 1, "one missing part is the whole without the others"


def test_how_long_each_person_is_kept_is_dated(monkeypatch):
    monkeypatch.setattr(individuals, "RETENTION", ((date(1900, 1, 1), 24), (date(2027, 4, 1), 12)))
    assert [months_kept(day) for day in (date(2027, 3, 31), date(2027, 4, 1), date(2030, 1, 1))] == [24, 12, 12]
