"""That a regulator holds it already, and where."""

from django import forms

from contracts.evidence.enums import Regulator
from socialvalue.common.forms import GovDateField, GovForm


class HeldForm(GovForm):
    regulator = forms.ChoiceField(choices=Regulator.choices, widget=forms.RadioSelect, label="Which regulator holds it?")
    name = forms.CharField(required=False, max_length=100, label="What the other regulator is called")
    what = forms.CharField(
        max_length=200, label="Which of its records says it", help_text="Such as “inspection report, section Safe”."
    )


class ReferenceForm(GovForm):
    reference = forms.CharField(max_length=100, label="Reference of the record", help_text="Such as the number of the report.")
    dated = GovDateField(label="Date of the record")
    link = forms.URLField(required=False, max_length=300, assume_scheme="https", label="Link to it")
