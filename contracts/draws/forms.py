"""What a council draws, and the list of what was drawn, narrowed."""

from typing import Any

from django import forms

from contracts.draws.calculations.drawing import LEAST, MOST
from socialvalue.common.forms import GovDateField, GovForm

DRAWS = [("yes", "Draw one return in so many"), ("no", "Draw none")]


class ChoiceForm(GovForm):
    draws = forms.ChoiceField(choices=DRAWS, widget=forms.RadioSelect, label="What is drawn for a full look")
    one_in = forms.IntegerField(
        required=False, min_value=LEAST, max_value=MOST, label="One return in", help_text="Such as 10: one return in ten."
    )
    from_day = GovDateField(label="From which day on", help_text="From tomorrow at the earliest.")
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, label="Why")

    input_width = {"one_in": "govuk-input--width-3"}
    inline = ("draws",)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.look("draws", reveals={"yes": "one_in"})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("draws") == "yes" and data.get("one_in") is None and "one_in" not in self.errors:
            self.add_error("one_in", f"Enter a whole number from {LEAST} to {MOST}")
        if data.pop("draws", "") == "no":
            data["one_in"] = None
        return data


class DrawFilter(GovForm):
    drawn = forms.ChoiceField(
        required=False, label="What was drawn", choices=[("", "All"), ("yes", "Drawn for a full look"), ("no", "Not drawn")]
    )
    contract = forms.CharField(required=False, max_length=200, label="Contract")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.look(*self.fields, quiet=True)
