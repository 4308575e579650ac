"""Reporting, deciding, bringing files back."""

from typing import Any

from django import forms

from contracts.obligations.models import Kpi
from contracts.returns.services.template import MAPPED
from socialvalue.common.fields import PlainDecimalField
from socialvalue.common.forms import AutosavedFormMixin, GovForm, VersionedFormMixin
from socialvalue.documents.services.content import PHOTOGRAPHS, PICTURES

# Named one by one: a phone then turns its own format into one that can be read
PICTURE_TYPES = sorted({mime for mime, _ in PICTURES.values()})


class ReturnForm(AutosavedFormMixin, GovForm):
    """Only what was promised: the value, what stands behind it, and the two questions against claiming too much."""

    value = PlainDecimalField(required=False, max_digits=14, decimal_places=4, min_value=0, label="Value")
    narrative = forms.CharField(
        required=False,
        widget=forms.Textarea,
        label="What happened",
        help_text="In a few sentences: what was done, for whom, what came of it.",
    )
    direct_result = forms.CharField(
        required=False, widget=forms.Textarea, label="Was it a direct result of this work, or did another service help?"
    )
    anyway = forms.CharField(required=False, widget=forms.Textarea, label="Would it have happened anyway?")
    file = forms.FileField(
        required=False,
        label="Add a photograph or file as evidence",
        help_text=f"A picture, PDF, document or table up to 20 MB. Leave out names and addresses of people. {PHOTOGRAPHS}",
        widget=forms.ClearableFileInput(attrs={"accept": f"{','.join(PICTURE_TYPES)},.pdf,.docx,.xlsx,.csv,.txt"}),
    )
    description = forms.CharField(
        required=False, max_length=300, label="What the file shows", help_text="For people who cannot see it."
    )
    evidence_note = forms.CharField(
        required=False, label="Where else the evidence is kept", widget=forms.Textarea(attrs={"rows": 2})
    )

    TYPED = ("value", "narrative", "direct_result", "anyway", "evidence_note")

    def __init__(self, *args, kpi: Kpi, **kwargs):
        super().__init__(*args, **kwargs)
        if kpi.unit in ("£", "GBP"):
            self.look("value", quiet=True, prefix="£")
        else:
            self.look("value", quiet=True, suffix=kpi.unit)
        value = self.field("value", PlainDecimalField)
        value.strip_signs = "£%"
        value.label = kpi.wording
        value.help_text = "0 is a value. Leave it empty while it is not known."
        value.error_messages["min_value"] = "The value cannot be negative"

    def typed(self) -> dict[str, Any]:
        """What was typed, as ``save_return`` takes it."""
        return {
            name: self.cleaned_data.get(name) if name == "value" else self.cleaned_data.get(name) or "" for name in self.TYPED
        }


class DecideForm(VersionedFormMixin, GovForm):
    decision = forms.ChoiceField(
        choices=[("verify", "Verify it"), ("query", "Send it back with a question")],
        widget=forms.RadioSelect,
        label="Your decision",
    )
    comment = forms.CharField(
        required=False, widget=forms.Textarea, label="Comment", help_text="Needed when you send it back: what has to be answered."
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("decision") == "query" and not (data.get("comment") or "").strip():
            self.add_error("comment", "Say what has to be answered before it can be verified")
        return data


class CorrectForm(GovForm):
    reason = forms.CharField(
        widget=forms.Textarea,
        label="What was wrong",
        help_text="The verified return stays until the correction is verified as well.",
    )


class FileForm(GovForm):
    file = forms.FileField(label="The filled template, or your own report", help_text="XLSX or CSV")


class MappingForm(GovForm):
    """Which heading of a provider's own report is which of ours."""

    def __init__(self, *args, headings: list[str], mapping: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", "Not in this file"), *[(h, h) for h in headings if h]]
        for ours in MAPPED:
            self.fields[ours.replace(" ", "_")] = forms.ChoiceField(
                choices=choices,
                label=f"Which heading is the {ours}?",
                required=ours in ("reference", "period", "value"),
                initial=mapping.get(ours, ""),
            )
            self.dress(ours.replace(" ", "_"))

    def mapping(self) -> dict[str, str]:
        return {ours: self.cleaned_data.get(ours.replace(" ", "_"), "") for ours in MAPPED}
