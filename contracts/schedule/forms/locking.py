"""When a council's returns lock; asking that a locked period is opened, and the answer."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from contracts.register.enums import Side
from contracts.schedule.calculations.locking import FEWEST_DAYS, MOST_DAYS, MOST_OPEN, SUGGESTED_DAYS, TO_DECIDE
from socialvalue.common import clock
from socialvalue.common.fields import GovDateField
from socialvalue.common.forms import GovForm, VersionedFormMixin


class LockForm(VersionedFormMixin, GovForm):
    locks = forms.ChoiceField(
        label="Do returns lock?",
        choices=[("yes", "Yes, some days after they are due"), ("no", "No, they can always be changed")],
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        required=False,
        label="Days after the due day",
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        help_text=f"For example {SUGGESTED_DAYS}. The last of these days is still open.",
    )
    from_day = GovDateField(
        label="From which due day on?", help_text="Today or a day to come. Returns due before it stay as they were."
    )
    reason = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}), help_text="Contract managers read it.")
    input_width = {"days": "govuk-input--width-4"}
    layout = Layout("locks", "from_day", "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.look("locks", reveals={"yes": "days"})

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("locks") == "yes" and data.get("days") is None and "days" not in self.errors:
            self.add_error("days", "Enter after how many days they lock")
        return data


class AskForm(GovForm):
    """Asked by a supplier, for itself; a contract manager says for whom."""

    side = forms.ChoiceField(
        label="Who has to change something?",
        choices=[(Side.COUNCIL.value, "The council"), (Side.SUPPLIER.value, "The supplier")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, own: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["side"]
            self.fields["reason"].label = "Why does it come late, or what has to be changed?"
            self.fields["reason"].help_text = "The contract manager reads it and answers."


class AnswerForm(GovForm):
    answer = forms.ChoiceField(
        label="Your answer",
        choices=[("grant", "Open the period"), ("refuse", "Leave it locked")],
        widget=forms.RadioSelect,
    )
    until = GovDateField(
        label="Open until",
        required=False,
        help_text=f"At most {MOST_OPEN} days from today. It then locks again automatically. What the supplier sent by then can "
        f"be verified for {TO_DECIDE} days more.",
    )
    comment = forms.CharField(
        required=False,
        label="Comment",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed when it stays locked: say why. Both sides read it.",
    )

    layout = Layout("answer", "comment")

    def __init__(self, *args, **kwargs):
        initial = {"until": clock.today() + timedelta(days=TO_DECIDE)} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        self.look("comment", quiet=True)
        self.look("answer", reveals={"grant": "until"})

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("answer") == "grant" and data.get("until") is None and "until" not in self.errors:
            self.add_error("until", "Enter until which day it is open")
        return data
