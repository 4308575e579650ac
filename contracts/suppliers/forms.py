"""What an officer fills in about a supplier."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet

from contracts.register.models import ContractSupplier
from socialvalue.accounts.administration.forms import ResetForm
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.querysets import OrganisationQuerySet
from socialvalue.common.errors import Refused
from socialvalue.common.forms import GovDateField, GovForm, GovFormMixin, ManyField
from socialvalue.law.modifications import Ground
from socialvalue.suppliers.forms import DecideForm, SupplierField


class SupplierFilter(GovForm):
    search = forms.CharField(required=False, label="Search", help_text="Name or register number")
    waiting = forms.ChoiceField(
        choices=[("", "All"), ("yes", "Those that wait for you")], required=False, label="Waiting for you"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.look(*self.fields, quiet=True)


class SecondStepForm(ResetForm):
    email = forms.EmailField(
        label="With which email address do they sign in?",
        help_text="Ask them. The service does not show who acts for a supplier.",
        max_length=254,
    )
    field_order = ("email", "how", "reason")

    def __init__(self, *args, find: Callable[[str], User], **kwargs):
        """``find``: who signs in so, or raises Refused. Looked for here, because a wrong try stays in the record."""
        super().__init__(*args, **kwargs)
        self.find = find
        self.fields[
            "how"
        ].help_text = "For example by a call to the number that the contract or Companies House has. An email is not enough."

    def clean_email(self) -> User:
        try:
            return self.find(self.cleaned_data["email"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class ConfirmForm(GovForm):
    how = forms.CharField(
        label="How do you know who it is?",
        help_text="For example that name, number and address agree with Companies House, and whom you called there.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class GivenBackMixin(GovFormMixin):
    """Of contracts that came to a supplier since it was joined: those that belong to the other one."""

    def ask_of(self, links: QuerySet[ContractSupplier], other: Organisation) -> None:
        if not links.exists():
            del self.fields["given_back"]
            return
        field = self.field("given_back", LinksField)
        field.queryset, field.label = links, f"Which of these contracts are with {other}?"
        field.help_text = "They were linked since the two were joined. What you do not tick stays where it is."


class LinksField(ManyField):
    """Contracts by their links."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj) -> str:
        return str(obj.contract)


class JoinForm(GovForm):
    joined = SupplierField(
        label="Which supplier is it?", help_text="Its name or its register number: what fits is offered while you type."
    )
    reason = forms.CharField(
        label="Why are the two one supplier?",
        help_text="For example that it was entered twice, once with its trading name.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    evidence = forms.CharField(
        label="What shows it?",
        help_text="What you compared, or whom you asked. Both are in the record for good.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def offer(self, suppliers: OrganisationQuerySet) -> None:
        field = self.field("joined", SupplierField)
        field.among, field.stand = lambda: suppliers, list(filter(None, [self.initial.get("joined")]))


class PartForm(GivenBackMixin, GovForm):
    reason = forms.CharField(label="Why are the two not one supplier?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
    evidence = forms.CharField(
        label="What shows it?",
        help_text="What you compared, or whom you asked. Both are in the record for good.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    given_back = LinksField(ContractSupplier.objects.none(), required=False)


class DecideTogetherForm(GivenBackMixin, DecideForm):
    given_back = LinksField(ContractSupplier.objects.none(), required=False)


class ChangeSupplierForm(GovForm):
    leaves = forms.ModelChoiceField(
        ContractSupplier.objects.none(), label="Who delivers it now", empty_label=None, widget=forms.RadioSelect
    )
    comes = SupplierField(
        label="Who delivers it from then on",
        help_text="The name or register number of a supplier that is registered here: what fits is offered while you type. "
        "A supplier with people here is confirmed first.",
    )
    effective_on = GovDateField(
        label="From which day",
        help_text="What is due from that day on is the new supplier’s to report. What is due before stays where it is.",
    )
    ground = forms.ChoiceField(
        label="On what it rests", widget=forms.RadioSelect, error_messages={"required": "Choose on what the change rests"}
    )
    reason = forms.CharField(
        label="Reason",
        help_text="What shows that the ground holds: what happened, which clause, which papers show it.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )

    def __init__(
        self,
        *args: Any,
        leaving: QuerySet[ContractSupplier],
        coming: OrganisationQuerySet,
        grounds: tuple[Ground, ...],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.field("leaves", forms.ModelChoiceField).queryset = leaving
        if len(leaving) == 1:
            self.fields["leaves"].initial = leaving[0].pk
        self.field("comes", SupplierField).among = lambda: coming
        self.field("ground", forms.ChoiceField).choices = [(one.key, one.label) for one in grounds]
        self.look("ground", choice_hints={one.key: f"{one.source}. {one.asks}" for one in grounds})
