"""What a grant is for, its payments, and what it did."""

from typing import Any

from django import forms

from contracts.grants.enums import Did, EvaluationState, Next
from contracts.grants.selectors import outcomes_of
from contracts.grants.services import Evaluated, GrantDetails
from contracts.register.calculations.ends import LATEST_EVALUATION_MONTHS
from contracts.register.models import Contract
from socialvalue.accounts.models import Directorate
from socialvalue.common import clock
from socialvalue.common.forms import GovDateField, GovForm, ManyField, MoneyField, VersionedFormMixin
from socialvalue.framework.models import Outcome
from socialvalue.law.periods import financial_year, financial_year_words

# Financial years that the list can be narrowed to
YEARS = 6


class GrantForm(VersionedFormMixin, GovForm):
    purpose = forms.CharField(
        max_length=300, label="What it is for", help_text="In a sentence: the task, and for whom.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    outcomes = ManyField(
        Outcome.objects.none(),
        label="Outcomes sought",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one outcome that the grant seeks"},
    )
    conditions = forms.CharField(
        required=False, label="Conditions", widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        help_text="What has to be so for it to be paid and kept.",
    )  # fmt: skip
    evaluation_due_on = GovDateField(
        label="Evaluation due",
        help_text="Some weeks before its last day, so that who holds it hears in time whether it goes on. "
        f"At the latest {LATEST_EVALUATION_MONTHS} months after that day.",
    )

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.field("outcomes", ManyField)
        field.queryset = outcomes_of(contract)
        field.label_from_instance = _named  # type: ignore[assignment]  # as Django documents it, by another name
        if contract.evaluation_due_on is None:
            # It is evaluated: another is due when it goes on
            del self.fields["evaluation_due_on"]
        self.due = contract.evaluation_due_on or contract.last_day

    def details(self) -> GrantDetails:
        typed = self.cleaned_data
        return GrantDetails(
            purpose=typed["purpose"],
            outcomes=list(typed["outcomes"]),
            conditions=typed["conditions"],
            evaluation_due_on=typed.get("evaluation_due_on") or self.due,
        )


def _named(outcome: Outcome) -> str:
    return f"{outcome.code} {outcome.name}"


class PaymentForm(GovForm):
    for_what = forms.CharField(
        max_length=200, label="What it is for", help_text="Such as “First half, once the worker is found”."
    )
    due_on = GovDateField(label="To be paid on")
    amount = MoneyField(label="Amount")


class PaidForm(VersionedFormMixin, GovForm):
    paid_on = GovDateField(label="Paid on")
    paid = MoneyField(label="Amount paid", help_text="£0 where it was withheld.")


class EvaluationForm(GovForm):
    did = forms.ChoiceField(choices=Did.choices, widget=forms.RadioSelect, label="Did it do what it was for?")
    did_words = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), label="What shows that", max_length=4000)
    learned = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), label="What was learned", max_length=4000)
    proposes = forms.ChoiceField(choices=Next.choices, widget=forms.RadioSelect, label="What is to become of it")
    why = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), label="Why", max_length=4000)

    choice_hints = {
        "proposes": {
            Next.CONTINUE: "It is extended as it is",
            Next.CHANGE: "It is extended with other terms, or becomes a contract",
            Next.END: "It ends on its last day and is not extended",
        }
    }

    def said(self) -> Evaluated:
        return Evaluated(**self.cleaned_data)


class GrantFilter(GovForm):
    search = forms.CharField(required=False, label="Search", help_text="Reference, title or what it is for")
    year = forms.ChoiceField(required=False, label="In force in", choices=[])
    directorate = forms.ModelChoiceField(Directorate.objects.none(), required=False, empty_label="Any")
    evaluation = forms.ChoiceField(required=False, label="Evaluation", choices=[("", "Any"), *EvaluationState.choices])

    def __init__(self, *args: Any, user, **kwargs: Any):
        super().__init__(*args, **kwargs)
        now = financial_year(clock.today())
        self.field("year", forms.ChoiceField).choices = [
            ("", "Any year"), *((str(year), financial_year_words(year)) for year in range(now, now - YEARS, -1)),
        ]  # fmt: skip
        seen = Contract.objects.visible_to(user).filter(kind="grant")
        self.field("directorate", forms.ModelChoiceField).queryset = Directorate.objects.filter(pk__in=seen.values("directorate"))
        self.look(*self.fields, quiet=True)
