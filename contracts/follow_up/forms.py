"""The list to follow up, narrowed; what becomes of one; a rule between measures."""

from collections.abc import Sequence
from typing import Any

from django import forms

from contracts.follow_up.enums import Compares, Question
from contracts.follow_up.selectors import DONE, MINE
from contracts.obligations.forms import grouped
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.forms import GovForm, VersionedFormMixin
from socialvalue.framework.models import Measure
from socialvalue.framework.selectors import versions_to_choose

GIVE, FINISH = "give", "done"


class FollowUpFilter(GovForm):
    question = forms.ChoiceField(required=False, label="Question", choices=[("", "All four"), *Question.choices])
    which = forms.ChoiceField(
        required=False, label="Which", choices=[("", "To follow up"), (MINE, "Mine"), (DONE, "Done and still so")]
    )
    contract = forms.CharField(required=False, max_length=200, label="Contract")
    supplier = forms.CharField(required=False, max_length=200, label="Supplier")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.look(*self.fields, quiet=True)


class ItemForm(VersionedFormMixin, GovForm):
    becomes = forms.ChoiceField(
        label="What becomes of it",
        choices=[(FINISH, "I am done with it"), (GIVE, "Ask somebody to follow it up")],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), label="What you did or found"
    )
    person = forms.ModelChoiceField(User.objects.none(), required=False, label="Who", empty_label="Choose somebody")

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.field("person", forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=[person.pk for person in people]).order_by("name", "pk")
        self.look("becomes", reveals={FINISH: "words", GIVE: "person"})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("becomes") == GIVE and not data.get("person"):
            self.add_error("person", "Choose who follows it up")
        return data


PARTS = ("part_1", "part_2", "part_3", "part_4")


def _measure(label: str, **field: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Measure.objects.none(), label=label, empty_label="Choose a measure", **field)


class RuleForm(GovForm):
    part_1 = _measure("First measure")
    part_2 = _measure("Second measure", required=False)
    part_3 = _measure("Third measure", required=False)
    part_4 = _measure("Fourth measure", required=False)
    compares = forms.ChoiceField(choices=Compares.choices, widget=forms.RadioSelect, label="How they compare")
    whole = _measure("What they are compared with")
    because = forms.CharField(
        max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), label="Why this has to be so",
        help_text="Such as “every apprentice is one of the workforce”.",
    )  # fmt: skip

    def __init__(self, *args: Any, council: Organisation, **kwargs: Any):
        super().__init__(*args, **kwargs)
        versions = versions_to_choose(council)
        measures = Measure.objects.filter(outcome__priority__version__in=versions)
        choices = [("", "Choose a measure"), *grouped(measures, len(versions) > 1)]
        for name in (*PARTS, "whole"):
            field = self.field(name, forms.ModelChoiceField)
            field.queryset, field.choices = measures, choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [data.pop(name, None) for name in PARTS]
        return data | {"parts": list(dict.fromkeys(one for one in chosen if one))}
