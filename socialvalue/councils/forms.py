"""What administrators fill in about their council's look and calendar, and somebody of several councils about themselves."""

from django import forms

from socialvalue.accounts.models import Organisation
from socialvalue.common import colours
from socialvalue.common.forms import GovDateField, GovForm


class ColoursForm(GovForm):
    brand = forms.CharField(
        label="Main colour",
        help_text=f"It is behind the council’s name, and the colour of links and lines. For example {colours.BRAND}.",
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    accent = forms.CharField(
        label="Second colour",
        help_text=f"Lines beside what asks for attention. For example {colours.ACCENT}.",
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    input_width = {"brand": "govuk-input--width-10", "accent": "govuk-input--width-10"}


class ClosedDaysForm(GovForm):
    name = forms.CharField(label="Why are the offices closed?", help_text="For example “Christmas closure”.", max_length=100)
    first = GovDateField(label="First day", help_text="For example, 24 12 2026.")
    last = GovDateField(label="Last day", help_text="Leave it blank for one day.", required=False)


class WorksForForm(GovForm):
    council = forms.ModelChoiceField(
        label="Council",
        queryset=Organisation.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, councils, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("council", forms.ModelChoiceField).queryset = councils
