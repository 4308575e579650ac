"""A file of running contracts, what is said of its headings, and the word of a second person."""

from collections import Counter
from typing import Any

from django import forms

from contracts.brought.documents.columns import HEADINGS
from contracts.brought.enums import Holds
from contracts.imports.calculations.mapping import Meaning
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.forms import GovForm


def _verifiers(council: Organisation, by: User):
    return User.objects.holding(Permission.VERIFY_RETURNS, council).exclude(pk__in=by.one_hand | {by.pk}).order_by("name", "pk")


class SecondField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.email})"


class RunningFileForm(GovForm):
    holds = forms.ChoiceField(label="What is in the file", choices=Holds.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label="The file", help_text="XLSX or CSV. Nothing changes before you have seen what each line will do."
    )
    second = SecondField(
        label="Who says that verified returns were verified",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody: no line says “verified”",
        help_text="Somebody else than you, who verifies returns. They see every line and are asked to confirm.",
    )

    choice_hints = {
        "holds": {
            Holds.OBLIGATIONS: "What each contract promises, and how it is measured. Import these first",
            Holds.RETURNS: "What was reported for periods that are over",
        }
    }

    def __init__(self, *args: Any, council: Organisation, by: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.field("second", SecondField).queryset = _verifiers(council, by)


class SecondForm(GovForm):
    second = SecondField(
        label="Who says that verified returns were verified",
        queryset=User.objects.none(),
        help_text="Somebody else than you, who verifies returns. They see every line and are asked to confirm.",
        error_messages={"required": "Choose who says that these returns were verified"},
    )

    def __init__(self, *args: Any, council: Organisation, by: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.field("second", SecondField).queryset = _verifiers(council, by)


class HeadingsForm(GovForm):
    """Which heading of the file is which of ours."""

    def __init__(self, *args: Any, holds: str, headings: list[str], said: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.holds = holds
        for place, heading in enumerate(HEADINGS[holds]):
            self.fields[_field(place)] = forms.ChoiceField(
                label=f"Column for: {heading.name}",
                help_text=heading.help,
                choices=[("", "Not in this file"), *((one, one) for one in headings)],
                required=heading.needed,
                initial=said.get(heading.name, ""),
                error_messages={
                    "required": f"Every line needs this. Choose the column for {heading.name}, or add one to the file"
                },
            )
            self.dress(_field(place))

    def clean(self) -> dict[str, Any]:
        super().clean()
        chosen = Counter(filter(None, self.cleaned_data.values()))
        for place in range(len(HEADINGS[self.holds])):
            heading = self.cleaned_data.get(_field(place), "")
            if chosen[heading] > 1:
                self.add_error(_field(place), f"“{heading}” is chosen twice. Choose a different heading for one of them.")
        return self.cleaned_data

    def meaning(self) -> Meaning:
        chosen = {heading.name: self.cleaned_data[_field(place)] for place, heading in enumerate(HEADINGS[self.holds])}
        return Meaning(headings={name: theirs for name, theirs in chosen.items() if theirs})


def _field(place: int) -> str:
    return f"column_{place}"


class AnswerForm(GovForm):
    accept = forms.ChoiceField(
        label="Were these returns verified, as the file says?",
        choices=[("yes", "Yes: I stand for it. Import the file"), ("no", "No, or I do not know. Import nothing")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether these returns were verified"},
    )
    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
        help_text="Needed if you say no.",
    )
