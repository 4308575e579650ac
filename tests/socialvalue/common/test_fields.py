"""Fields that read what people type. Each line of a table is one thing somebody types and what becomes of it."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django import forms

from socialvalue.common.fields import GovDateField, GovDateTimeField, MoneyField, PercentField, PlainDecimalField, WordsField
from socialvalue.common.forms import GovForm


class Dates(GovForm):
    due = GovDateField(label="Due date", required=False)
    deadline = GovDateTimeField(required=False)


def due(day, month, year):
    form = Dates({"due_day": day, "due_month": month, "due_year": year})
    return form.cleaned_data["due"] if form.is_valid() else form.errors["due"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (("20", "11", "2026"), date(2026, 11, 20)),
        ((" 1 ", "january", "2027"), date(2027, 1, 1)),
        (("1", "Sept", "2027"), date(2027, 9, 1)),
        (("29", "feb.", "2028"), date(2028, 2, 29)),
        (("", "", ""), None),
        (("29", "2", "2027"), ["Due date must be a real date"]),
        (("", "2", ""), ["Due date must include a day", "Due date must include a year"]),
        (("32", "2", "2027"), ["Due date: the day must be a number from 1 to 31"]),
        (("1", "ju", "2027"), ["Due date: the month must be a number from 1 to 12, or a name"]),
        (
            ("1", "13", "27"),
            ["Due date: the month must be a number from 1 to 12, or a name", "Due date: the year must be 4 numbers, like 2027"],
        ),
        (("²", "1", "2027"), ["Due date: the day must be a number from 1 to 31"]),
    ],
)
def test_dates(typed, read):
    assert due(*typed) == read


def test_a_date_may_come_whole_in_a_link():
    form = Dates({"due": "2026-11-20"})
    assert form.is_valid()
    assert form.cleaned_data["due"] == date(2026, 11, 20)
    assert not Dates({"due": "yesterday"}).is_valid()


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [("2pm", 14, 0), ("2:30 p.m.", 14, 30), ("14:05", 14, 5), ("14.05", 14, 5), ("noon", 12, 0), ("12am", 0, 0), ("12pm", 12, 0)],
)
def test_times_are_read_as_england_s(typed, hour, minute):
    form = Dates({"deadline_day": "20", "deadline_month": "7", "deadline_year": "2026", "deadline_time": typed})
    assert form.is_valid(), form.errors
    # In July England is an hour ahead of UTC.
    assert form.cleaned_data["deadline"] == datetime(2026, 7, 20, hour, minute, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize("typed", ["14", "25:00", "13pm", "midnight", "2:60pm", "soon"])
def test_times_nobody_can_read_are_refused(typed):
    form = Dates({"deadline_day": "20", "deadline_month": "7", "deadline_year": "2026", "deadline_time": typed})
    assert form.errors["deadline"] == ["Deadline: the time must be like 2:30pm or 14:30"]


def test_an_hour_that_does_not_exist_is_refused():
    form = Dates({"deadline_day": "29", "deadline_month": "3", "deadline_year": "2026", "deadline_time": "1:30am"})
    assert not form.is_valid()


def test_a_date_has_changed_only_when_the_day_is_another():
    field = GovDateField()
    assert not field.has_changed(date(2026, 11, 20), ["20", "November", "2026"])
    assert field.has_changed(date(2026, 11, 20), ["21", "11", "2026"])
    assert field.has_changed(date(2026, 11, 20), ["", "", ""])
    assert not field.has_changed(None, ["", "", ""])


class Amounts(GovForm):
    value = MoneyField(label="Contract value", required=False)
    part = PercentField(label="Share", required=False)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("£1,234.50", Decimal("1234.50")),
        (" 1 250 ", Decimal(1250)),
        ("0", Decimal(0)),
        ("", None),
        ("-5", ["Contract value must be 0 or more"]),
        ("1.234", ["Contract value must have 2 decimal places or fewer"]),
        ("a lot", ["Contract value must be an amount of money, like 1,250 or 1,250.50"]),
        ("NaN", ["Contract value must be an amount of money, like 1,250 or 1,250.50"]),
        ("1234567890123", ["Contract value must have 12 digits or fewer before the decimal point"]),
    ],
)
def test_money(typed, read):
    form = Amounts({"value": typed})
    assert (form.cleaned_data["value"] if form.is_valid() else form.errors["value"]) == read


@pytest.mark.parametrize(
    ("amount", "written"),
    [(Decimal("1000000.00"), "1,000,000"), (Decimal("1250.5"), "1,250.50"), (Decimal(0), "0"), (None, None)],
)
def test_money_comes_back_with_commas_and_is_unchanged(amount, written):
    field = MoneyField(label="Contract value", required=False)
    assert field.prepare_value(amount) == written
    assert not field.has_changed(amount, written or "")


@pytest.mark.parametrize(
    ("typed", "read"),
    [("12.5 %", Decimal("12.5")), ("100", Decimal(100)), ("100.01", ["Share must be 100 or less"])],
)
def test_percentages_are_points_of_a_hundred(typed, read):
    form = Amounts({"part": typed})
    assert (form.cleaned_data["part"] if form.is_valid() else form.errors["part"]) == read


def test_words_are_counted_as_on_the_page():
    field = WordsField(max_words=3, label="Answer")
    assert field.clean("one  two\n three") == "one  two\n three"
    with pytest.raises(forms.ValidationError, match=r"^\['Answer is 1 word over the limit of 3\. Shorten it\.'\]$"):
        field.clean("one two-three – four")


class Limited(GovForm):
    title = forms.CharField(max_length=5)
    note = forms.CharField(max_length=5, widget=forms.Textarea, label="What is it?")


@pytest.mark.parametrize(
    ("typed", "over"), [("12345", ""), ("123456", "1 character"), ("1" * 1005, "1,000 characters"), (" 12345 ", "")]
)
def test_a_text_over_its_limit_says_by_how_many_and_stays(typed, over):
    form = Limited({"title": typed, "note": typed})
    subjects = {"title": "Title", "note": "Your answer to “What is it?”"}
    said = {name: [f"{text_of} is {over} over the limit of 5. Shorten it."] for name, text_of in subjects.items()}
    assert form.errors == (said if over else {})
    assert [form[name].value() for name in subjects] == [typed, typed]


def test_a_number_comes_back_without_the_noughts_of_its_column():
    field = PlainDecimalField(label="Value")
    assert [field.prepare_value(Decimal(one)) for one in ("1.9000", "120.0000", "0.0500")] == ["1.9", "120", "0.05"]


@pytest.mark.parametrize(
    ("text", "meant"), [("1,9", "1.9"), ("1,95", "1.95"), ("-1,9", "-1.9"), ("1,2345", "1.2345"), ("0,5 ", "0.5")]
)
def test_a_comma_for_a_point_is_asked_about_and_never_read_as_ten_times_as_much(text, meant):
    with pytest.raises(forms.ValidationError) as wrong:
        PlainDecimalField(label="Value").clean(text)
    assert wrong.value.messages == [f"“{text.strip()}” has a comma. Did you mean {meant}?"]


@pytest.mark.parametrize(
    ("text", "number"), [("1,900", "1900"), ("1,234,567.5", "1234567.5"), ("12 500", "12500"), ("1.9", "1.9")]
)
def test_a_comma_between_thousands_is_none_of_that(text, number):
    assert PlainDecimalField(label="Value", max_digits=14, decimal_places=4).clean(text) == Decimal(number)
