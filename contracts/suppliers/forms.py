"""What an officer fills in about a supplier."""

from django import forms
from django.db.models import QuerySet

from contracts.register.models import ContractSupplier
from socialvalue.accounts.models import Organisation
from socialvalue.common.forms import GovForm, GovFormMixin, ManyField
from socialvalue.suppliers.forms import DecideForm


class SupplierFilter(GovForm):
    search = forms.CharField(required=False, label="Search", help_text="Name or register number")
    waiting = forms.ChoiceField(
        choices=[("", "All"), ("yes", "Those that wait for you")], required=False, label="Waiting for you"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.look(*self.fields, quiet=True)


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
    joined = forms.ModelChoiceField(Organisation.objects.none(), label="Which supplier is it?", empty_label="Choose one")
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

    def offer(self, suppliers: QuerySet[Organisation]) -> None:
        self.field("joined", forms.ModelChoiceField).queryset = suppliers


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
