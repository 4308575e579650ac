"""Form fields that read what people type: dates in three parts, money with pounds and commas, percentages, counted words.

Each keeps what was typed when it cannot read it, and says what is wrong with it.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone, to_current_timezone
from django.utils.functional import Promise

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def quoted(label: str) -> str:
    """A label in the middle of a sentence: its first letter small, unless it is an abbreviation."""
    label = str(label)
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == " " else label


def subject(label: str | Promise | None, otherwise: str = "This answer") -> str:
    """A label as the subject of a sentence; a question cannot be one."""
    label = str(label or otherwise)
    return f"Your answer to “{label}”" if label.endswith("?") else label


class PartsWidget(forms.MultiWidget):
    """Several text inputs for one value; what the ``govuk`` pack needs to know of each."""

    part_labels: list[str] = []
    part_widths: list[str] = []
    part_modes: list[str] = []
    error_part: dict[str, int] = {}

    def value_from_datadict(self, data, files, name):
        parts = super().value_from_datadict(data, files, name)
        whole = data.get(name)
        # A link into a filtered list carries the whole date as one parameter.
        if whole and not any(parts):
            return self.from_one(whole)
        return parts

    def from_one(self, text: str) -> list[str]:
        return [text] + [""] * (len(self.widgets) - 1)


class GovDateWidget(PartsWidget):
    part_labels = ["Day", "Month", "Year"]
    part_widths = ["govuk-input--width-2", "govuk-input--width-3", "govuk-input--width-4"]
    part_modes = ["numeric", "", "numeric"]
    error_part = {
        "no_day": 0,
        "bad_day": 0,
        "no_month": 1,
        "bad_month": 1,
        "no_year": 2,
        "bad_year": 2,
        "no_time": 3,
        "bad_time": 3,
    }

    def __init__(self, attrs=None):
        super().__init__({"day": forms.TextInput, "month": forms.TextInput, "year": forms.TextInput}, attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]

    def from_one(self, text):
        try:
            value = date.fromisoformat(text)
        except ValueError:
            return [text, "", ""]
        return [str(value.day), str(value.month), str(value.year)]


class GovDateTimeWidget(GovDateWidget):
    part_labels = ["Day", "Month", "Year", "Time"]
    part_widths = [*GovDateWidget.part_widths, "govuk-input--width-5"]
    part_modes = ["numeric", "", "numeric", ""]

    def __init__(self, attrs=None):
        forms.MultiWidget.__init__(
            self, {"day": forms.TextInput, "month": forms.TextInput, "year": forms.TextInput, "time": forms.TextInput}, attrs
        )

    def decompress(self, value):
        if not value:
            return [None, None, None, None]
        local = to_current_timezone(value)
        return [local.day, local.month, local.year, local.strftime("%H:%M")]

    def from_one(self, text):
        try:
            return [str(part) for part in self.decompress(datetime.fromisoformat(text))]
        except ValueError:
            return [text, "", "", ""]


class GovDateField(forms.Field):
    """A date typed as day, month (a number or a name) and year. Cleans to ``datetime.date`` or None."""

    widget = GovDateWidget

    def clean(self, value):
        if isinstance(value, date):  # a disabled field is cleaned with its initial date, not with what was sent
            value = self.parts_of(value)
        parts = [str(p or "").strip() for p in (value or ["", "", ""])]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        result = self.read(parts)
        self.run_validators(result)
        return result

    def parts_of(self, value) -> list:
        """What the inputs show of a value."""
        assert isinstance(self.widget, PartsWidget)
        return self.widget.decompress(value)

    def read(self, parts: list[str]):
        return self.read_date(parts[:3])

    def read_date(self, parts: list[str]) -> date:
        """The date of three non-empty texts; every problem is reported at once, each with the part it belongs to."""
        label = subject(self.label, "The date")
        problems = [
            ValidationError(f"{label} must include a {name}", code=f"no_{name}")
            for name, part in zip(("day", "month", "year"), parts, strict=True)
            if not part
        ]
        if problems:
            raise ValidationError(problems)
        day, month, year = parts[0], _month(parts[1]), parts[2]
        if month is None:
            problems.append(ValidationError(f"{label}: the month must be a number from 1 to 12, or a name", code="bad_month"))
        if not re.fullmatch(r"[0-9]{1,2}", day) or not 1 <= int(day) <= 31:
            problems.append(ValidationError(f"{label}: the day must be a number from 1 to 31", code="bad_day"))
        if not re.fullmatch(r"[0-9]{4}", year) or not 1900 <= int(year) <= 2999:
            problems.append(ValidationError(f"{label}: the year must be 4 numbers, like 2027", code="bad_year"))
        if problems or month is None:
            raise ValidationError(problems)
        try:
            return date(int(year), month, int(day))
        except ValueError:
            raise ValidationError(f"{label} must be a real date", code="bad_date") from None

    def has_changed(self, initial, data):
        if self.disabled:
            return False
        before = [str(p) for p in self.parts_of(initial) if p is not None] if initial else []
        after = [str(p).strip() for p in (data or []) if str(p or "").strip()]
        if not before or not after:
            return before != after
        try:
            return self.clean(data) != self.clean(self.parts_of(initial))
        except ValidationError:
            return True


class GovDateTimeField(GovDateField):
    """A moment typed as a date and a time of day in the council's time zone. Cleans to an aware ``datetime`` or None."""

    widget = GovDateTimeWidget

    def read(self, parts):
        parts = (parts + ["", "", "", ""])[:4]
        label = subject(self.label, "The date")
        problems, day = [], None
        try:
            day = self.read_date(parts[:3])
        except ValidationError as error:
            problems += error.error_list
        at = _time(parts[3])
        if not parts[3]:
            problems.append(ValidationError(f"{label} must include a time", code="no_time"))
        elif at is None:
            problems.append(ValidationError(f"{label}: the time must be like 2:30pm or 14:30", code="bad_time"))
        if problems or day is None or at is None:
            raise ValidationError(problems)
        return from_current_timezone(datetime.combine(day, at))


def _month(text: str) -> int | None:
    """The number of a month given as a number, a name or a name's first three letters or more."""
    if re.fullmatch(r"[0-9]{1,2}", text):
        return int(text) if 1 <= int(text) <= 12 else None
    word = text.casefold().rstrip(".")
    if len(word) >= 3:
        for number, name in enumerate(MONTHS, start=1):
            if name.startswith(word) or (number == 9 and word == "sept"):
                return number
    return None


def _time(text: str) -> time | None:
    """“2pm”, “2:30pm”, “14:30”, “14.30”, “noon” and “midday”; “midnight” is refused, since nobody knows which day it ends."""
    word = text.casefold().replace(" ", "").replace(".m.", "m")
    if word in ("noon", "midday"):
        return time(12)
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?(am|pm)?", word)
    if not found or (found[2] is None and found[3] is None):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class PlainDecimalField(forms.DecimalField):
    """A decimal as people write it: spaces, commas between thousands, and the unit itself are taken away."""

    strip_signs = ""
    likeness = "a number, like 12.5"

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(rf"[\s,{re.escape(self.strip_signs)}]" if self.strip_signs else r"[\s,]", "", value)
        return super().to_python(value)

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            whole = value == value.to_integral_value()
            return f"{value:.0f}" if whole else f"{value.normalize():f}"
        return value

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class MoneyField(PlainDecimalField):
    """Pounds and pence as ``Decimal``: “£1,234.50” is 1234.50. Not negative unless ``min_value`` says so."""

    prefix = "£"
    strip_signs = "£"
    likeness = "an amount of money, like 1,250 or 1,250.50"
    width = "govuk-input--width-10"

    def __init__(self, *, max_digits=14, decimal_places=2, min_value=0, **kwargs):
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, min_value=min_value, **kwargs)

    def prepare_value(self, value):
        if isinstance(value, Decimal) and value.is_finite():
            return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
        return super().prepare_value(value)


class PercentField(PlainDecimalField):
    """A percentage as ``Decimal`` points from 0 to 100: “12.5 %” is 12.5, never 0.125."""

    suffix = "%"
    strip_signs = "%"
    width = "govuk-input--width-5"

    def __init__(self, *, max_digits=7, decimal_places=2, min_value=0, max_value=100, **kwargs):
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, min_value=min_value, max_value=max_value, **kwargs)


class ManyField(forms.ModelMultipleChoiceField):
    """Several rows out of a queryset. An id too large for any column is one that nobody offered, like every other wrong one.

    Django answers for such a number where one row is looked up and not where several are: SQLite raises OverflowError.
    """

    def _check_values(self, value):
        try:
            return super()._check_values(value)  # type: ignore[misc]  # Django has it, its stubs do not
        except OverflowError:
            params = {"value": max(map(str, value), key=len)[:40]}
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params=params) from None


class WordsField(forms.CharField):
    """Long text with a limit in words, counted on the page as it is counted here: runs of anything but spaces."""

    widget = forms.Textarea

    def __init__(self, *, max_words: int, **kwargs):
        self.max_words = max_words
        super().__init__(**kwargs)

    def validate(self, value):
        super().validate(value)
        count = len(re.findall(r"\S+", value or ""))
        if count > self.max_words:
            raise ValidationError(
                f"{subject(self.label)} must be {self.max_words} words or fewer; it has {count}", code="max_words"
            )
