"""What was spent in a financial year."""

from typing import Any

from django import forms

from contracts.register.models import Contract
from contracts.spend.enums import Source
from contracts.spend.services import Paid
from socialvalue.common import clock
from socialvalue.common.forms import GovDateField, GovForm, MoneyField, VersionedFormMixin
from socialvalue.law.periods import financial_year, financial_year_words


class SpentForm(VersionedFormMixin, GovForm):
    year = forms.TypedChoiceField(label="Financial year", coerce=int, choices=[])
    amount = MoneyField(label="Spent in that year", help_text="Without VAT. It replaces what was said before for that year.")
    up_to = GovDateField(label="Up to which day?", help_text="The last day that is counted in the amount.")
    source = forms.ChoiceField(label="Where was it read?", choices=Source.choices, widget=forms.RadioSelect)
    note = forms.CharField(required=False, max_length=200, label="Note")
    reason = forms.CharField(
        required=False,
        label="Why it is another amount",
        help_text="Only where an amount was said before for this year, and yours is another.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any):
        super().__init__(*args, **kwargs)
        first, last = financial_year(contract.starts_on), financial_year(clock.today())
        self.field("year", forms.TypedChoiceField).choices = [
            (year, financial_year_words(year)) for year in range(max(last, first), first - 1, -1)
        ]

    def paid(self) -> Paid:
        """What was entered; the form is valid."""
        return Paid(**{name: self.cleaned_data[name] for name in ("year", "amount", "up_to", "source", "note")})
