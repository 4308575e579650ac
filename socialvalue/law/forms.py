"""What administrators fill in about bank holidays."""

from django import forms

from socialvalue.common.forms import GovDateField, GovForm
from socialvalue.law.days import PARTS


class ProclaimedDayForm(GovForm):
    day = GovDateField(label="Which day?", help_text="For example, 8 5 2027.")
    name = forms.CharField(label="Name of the bank holiday", max_length=100)
    parts = forms.MultipleChoiceField(
        label="Where is it a bank holiday?",
        help_text="One part is enough: it is then no working day of the Procurement Act. The council’s offices follow England.",
        choices=list(PARTS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    source = forms.CharField(
        label="Where was it proclaimed?",
        help_text="The address of the page on gov.uk or in the Gazette, or the number and date of the Gazette.",
        max_length=500,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )


class TakeBackForm(GovForm):
    reason = forms.CharField(
        label="Why is it taken back?", help_text="It is kept in the record.", widget=forms.Textarea(attrs={"rows": 2})
    )
