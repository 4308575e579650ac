"""What is asked anew when a contract is started from another."""

from collections.abc import Iterable
from datetime import date

from django import forms

from contracts.obligations.models import Kpi
from contracts.register.calculations.details import ContractDetails
from contracts.register.enums import Route
from contracts.register.forms import OwnersMixin
from contracts.register.models import Contract
from socialvalue.accounts.models import User
from socialvalue.common.forms import GovDateField, GovForm, MoneyField


class CopyContractForm(OwnersMixin, GovForm):
    title = forms.CharField(max_length=200, error_messages={"required": "Enter a title"})
    reference = forms.CharField(max_length=40, required=False, help_text="Leave blank and we will give it a number.")
    route = forms.ChoiceField(label="Procurement route", choices=[("", "Choose one"), *Route.choices])
    starts_on = GovDateField(label="First day")
    ends_on = GovDateField(label="Last day")
    total_value = MoneyField(required=False, label="Value over the term")
    annual_value = MoneyField(required=False, label="Value a year")
    manager = forms.ModelChoiceField(User.objects.none(), required=False, label="Contract manager")
    lead_director = forms.ModelChoiceField(User.objects.none(), required=False, label="Lead director")

    input_width = {"reference": "govuk-input--width-20"}

    def __init__(self, *args, source: Contract, milestones: Iterable[Kpi], **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source
        self.take_council(source.council)
        for kpi in milestones:
            name = f"milestone-{kpi.pk}"
            self.fields[name] = GovDateField(
                label=f"KPI {kpi.number}, {kpi.wording}: to be done by",
                required=False,
                help_text="Leave blank to leave this KPI out.",
            )
            self.dress(name)

    def details(self) -> ContractDetails:
        """The entry of the new contract: what was typed, and what stays as it is in the other."""
        typed = {name: value for name, value in self.cleaned_data.items() if not name.startswith("milestone-")}
        same = {name: getattr(self.source, name) for name in ("directorate", "description", "kind")}
        return ContractDetails(**typed, **same)

    def milestones(self) -> dict[int, date | None]:
        """The new day of each KPI that is done by a day, by its key."""
        given = self.cleaned_data.items()
        return {int(name.removeprefix("milestone-")): day for name, day in given if name.startswith("milestone-")}
