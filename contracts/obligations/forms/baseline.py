"""Where things stood before the contract."""

from django import forms

from contracts.obligations.enums import BaselineBasis
from contracts.obligations.services.baseline import Before
from socialvalue.common.fields import PlainDecimalField
from socialvalue.common.forms import GovDateField, GovForm


class BaselineForm(GovForm):
    basis = forms.ChoiceField(choices=BaselineBasis.choices, widget=forms.RadioSelect, label="What is known of it?")
    value = PlainDecimalField(required=False, max_digits=14, decimal_places=4, label="Value")
    starts_on = GovDateField(required=False, label="From")
    ends_on = GovDateField(required=False, label="To")
    source = forms.CharField(
        max_length=300,
        widget=forms.Textarea,
        label="Source",
        help_text="Whose word it is, and where it stands. Such as “Annual report 2025 of the provider before, page 4”. "
        "Where nobody measured it: how you know that.",
    )

    def __init__(self, *args, unit: str, period: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = f"In {unit}, for one reporting period ({period.lower()}), as the returns are."

    def before(self) -> Before:
        """What was entered; the form is valid."""
        return Before(**{name: self.cleaned_data[name] for name in self.fields})
