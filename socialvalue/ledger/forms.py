"""What somebody types who kept a head, and who names an office that is to keep them."""

from django import forms

from socialvalue.common.forms import GovForm
from socialvalue.ledger.calculations import is_digest


class HeadForm(GovForm):
    number = forms.IntegerField(
        label="Number of the entry",
        min_value=1,
        max_value=2**63 - 1,
        help_text="For example, 12345.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    digest = forms.CharField(
        label="Digest",
        max_length=200,
        help_text="64 letters and digits, as they stand in the email or beneath the report. Spaces do no harm.",
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    input_width = {"number": "govuk-input--width-10"}

    def clean_digest(self) -> str:
        digest = "".join(self.cleaned_data["digest"].split()).lower()
        if not is_digest(digest):
            raise forms.ValidationError("Enter the whole digest, which has 64 digits and letters from a to f")
        return digest


class WitnessForm(GovForm):
    name = forms.CharField(label="Office", max_length=120, help_text="For example “External auditor”. An office, not a person.")
    email = forms.EmailField(label="Email address", widget=forms.EmailInput(attrs={"spellcheck": "false"}))
    reason = forms.CharField(
        label="How does it stand outside the council’s administration?",
        help_text="For example: it is appointed by another body, and nobody who runs this service can read its mail.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndForm(GovForm):
    reason = forms.CharField(label="Why are they to be sent no more heads?", widget=forms.Textarea(attrs={"rows": 3}))
