"""What the contract calls easy and hard, a quarter, and who worked in it."""

from typing import Any

from django import forms

from contracts.register.models import Contract
from contracts.supply.models import SupplyLink
from contracts.supply.services import FIELDS, LinkDetails
from procurement.commissioning.selectors import districts_of
from socialvalue.accounts.forms import SME, SME_HINT, VCSE, YesNoUnknownField
from socialvalue.common import clock
from socialvalue.common.forms import GovForm, PercentField, VersionedFormMixin
from socialvalue.law.periods import quarter_words, quarters_until
from socialvalue.places.models import District

TIERS = [(1, "1: works for the supplier"), (2, "2: works for one of tier 1"), (3, "3: works for one of tier 2")]
CASES = (("easy", "Easy cases"), ("usual", "Usual cases"), ("hard", "Hard cases"))


class TermsForm(VersionedFormMixin, GovForm):
    easy = forms.CharField(max_length=300, label="An easy case is", widget=forms.Textarea(attrs={"rows": 2}))
    usual = forms.CharField(max_length=300, label="A usual case is", widget=forms.Textarea(attrs={"rows": 2}))
    hard = forms.CharField(max_length=300, label="A hard case is", widget=forms.Textarea(attrs={"rows": 2}))


class QuarterForm(GovForm):
    quarter = forms.ChoiceField(label="Quarter", choices=[])

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any):
        super().__init__(*args, **kwargs)
        found = quarters_until(contract.starts_on, clock.today())
        self.field("quarter", forms.ChoiceField).choices = [
            (f"{year}-{number}", quarter_words((year, number))) for year, number in found
        ]

    def clean_quarter(self) -> tuple[int, int]:
        year, number = self.cleaned_data["quarter"].split("-")
        return int(year), int(number)


class CasesMixin(GovForm):
    easy = forms.IntegerField(required=False, min_value=0, max_value=10**6, label="Easy cases")
    usual = forms.IntegerField(required=False, min_value=0, max_value=10**6, label="Usual cases")
    hard = forms.IntegerField(required=False, min_value=0, max_value=10**6, label="Hard cases")

    input_width = {"easy": "govuk-input--width-5", "usual": "govuk-input--width-5", "hard": "govuk-input--width-5"}


class LinkForm(VersionedFormMixin, CasesMixin):
    tier = forms.TypedChoiceField(choices=TIERS, coerce=int, label="Tier", widget=forms.RadioSelect)
    name = forms.CharField(max_length=220, label="Name of the organisation")
    number = forms.CharField(max_length=40, required=False, label="Register number")
    work = PercentField(required=False, label="Share of the work", help_text="Of the whole contract, what it does itself.")
    fee = PercentField(required=False, label="Share of the fee", help_text="Of the whole fee, what it keeps.")
    district = forms.ModelChoiceField(
        District.objects.none(), required=False, label="District", empty_label="Not in the council’s county, or not known"
    )
    sme = YesNoUnknownField(label=SME, help_text=SME_HINT)
    vcse = YesNoUnknownField(label=VCSE)
    field_order = ["tier", "name", "number", "work", "fee", "easy", "usual", "hard", "district", "sme", "vcse"]

    def __init__(self, *args: Any, contract: Contract, link: SupplyLink | None = None, **kwargs: Any):
        initial = {name: getattr(link, name) for name in FIELDS} if link else {"tier": 1}
        super().__init__(*args, initial=initial, **kwargs)
        self.field("district", forms.ModelChoiceField).queryset = districts_of(contract.council)
        if link is None:
            self.fields["version"].required = False

    def details(self) -> LinkDetails:
        return LinkDetails(**{name: self.cleaned_data[name] for name in FIELDS})


class SendForm(VersionedFormMixin, CasesMixin):
    """The cases that the supplier kept itself."""
