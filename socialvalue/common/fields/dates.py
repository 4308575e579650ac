"""Dates typed in three parts, and moments in four."""

import re
from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone, to_current_timezone

from socialvalue.common.fields.words import subject

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
