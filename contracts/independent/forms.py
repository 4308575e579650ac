"""Asking for an independent check, what was found, and what follows from it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from contracts.independent.enums import Finding, How
from contracts.independent.services import Look
from socialvalue.accounts.models import User
from socialvalue.common.forms import GovForm, VersionedFormMixin


class AskForm(VersionedFormMixin, GovForm):
    of = forms.ModelChoiceField(
        User.objects.none(),
        label="Who checks it",
        empty_label="Choose somebody",
        help_text="Only people who verify returns and have no part in this one, in its contract or in its directorate.",
        error_messages={"required": "Choose who checks it"},
    )
    question = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), label="What they should look at"
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.field("of", forms.ModelChoiceField).queryset = User.objects.filter(pk__in=[p.pk for p in people]).order_by(
            "name", "pk"
        )


class FoundForm(VersionedFormMixin, GovForm):
    finding = forms.ChoiceField(choices=Finding.choices, widget=forms.RadioSelect, label="What was found")
    how = forms.ChoiceField(required=False, choices=How.choices, widget=forms.RadioSelect, label="How it was looked at")
    looked_at = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        label="What was looked at",
        help_text="Such as “the sign-in sheets of April to June, all 14 names”. Name no residents.",
    )
    words = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="What does not agree, or why it could not be checked",
    )

    def found(self) -> Look:
        return Look(**{name: self.cleaned_data[name] for name in ("finding", "how", "looked_at", "words")})


class OutsideForm(FoundForm):
    body = forms.CharField(
        max_length=200, label="Who checked it", help_text="The name of the body, such as an auditor or a university."
    )
    file = forms.FileField(label="Their document", help_text="PDF, DOCX, XLSX, CSV, TXT or a picture, up to 20 MB.")

    field_order = ("body", "file", "finding", "how", "looked_at", "words")


class SettleForm(VersionedFormMixin, GovForm):
    words = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), label="Why the figure stands")
