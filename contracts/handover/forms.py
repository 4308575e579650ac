"""From award to contract, and the signed contract entered as it stands."""

from django import forms

from contracts.register.forms import OwnersMixin
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.forms import GovDateField, GovForm


class MakeContractForm(OwnersMixin, GovForm):
    reference = forms.CharField(max_length=40, required=False, help_text="Leave blank and we will give it a number.")
    starts_on = GovDateField(label="First day")
    ends_on = GovDateField(label="Last day")
    manager = forms.ModelChoiceField(User.objects.none(), label="Contract manager")
    lead_director = forms.ModelChoiceField(User.objects.none(), label="Lead director")

    input_width = {"reference": "govuk-input--width-20"}

    def __init__(self, *args, council: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.take_council(council)


class SignedForm(GovForm):
    note = forms.CharField(
        max_length=300,
        label="Where the obligations are written",
        help_text="The document and its clause or schedule, and when it was signed.",
    )
