"""What is asked of whoever calls a contract off."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from contracts.call_offs.calculations.details import Direct
from contracts.call_offs.models import FrameworkAgreement, FrameworkLot, LotSupplier
from contracts.call_offs.services.competing import Wanted
from contracts.register.calculations.details import ContractDetails
from contracts.register.enums import Route
from contracts.register.forms import OwnersMixin
from contracts.register.models import Contract
from procurement.commissioning.forms.fields import CommissionReferenceField
from procurement.commissioning.models import Commission
from procurement.tendering.enums.patterns import PATTERNS
from procurement.tendering.models import Tender
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.forms import GovDateField, GovForm, GovFormMixin, MoneyField
from socialvalue.law.framework_agreements import GROUNDS, Ground, grounds_on


class OnLotField(forms.ModelChoiceField):
    """A supplier with the lot it is on."""

    def label_from_instance(self, obj: LotSupplier) -> str:
        return f"{obj.name_then}, lot {obj.lot.number} ({obj.lot.title})" if obj.lot.is_division else obj.name_then


class LotField(forms.ModelChoiceField):
    """A lot with its agreement, or within one agreement."""

    def label_from_instance(self, obj: FrameworkLot) -> str:
        whole = f"{obj.agreement.reference} {obj.agreement.title}"
        return f"{whole}, lot {obj.number} ({obj.title})" if obj.is_division else whole


class DirectMixin(GovFormMixin):
    """What allows a call-off without a competition."""

    def ask_why(self, grounds: tuple[Ground, ...]) -> None:
        self.fields["ground"] = forms.ChoiceField(
            choices=[(one.key, f"{one.label} ({one.source})") for one in grounds],
            widget=forms.RadioSelect,
            label="What allows it without a competition",
        )
        self.fields["terms"] = forms.CharField(
            max_length=300, label="The clause of the agreement", help_text="Such as “Clause 12.3”."
        )
        self.fields["reason"] = forms.CharField(
            widget=forms.Textarea(attrs={"rows": 3}),
            label="Why this supplier",
            help_text="Say how the way that the agreement sets out led to it.",
            max_length=2000,
        )
        for name in ("ground", "terms", "reason"):
            self.dress(name)

    def direct(self) -> Direct:
        data = self.cleaned_data
        return Direct(ground=data["ground"], terms=data["terms"], reason=data["reason"], called_off_on=data.get("called_off_on"))


class CallOffForm(DirectMixin, OwnersMixin, GovForm):
    supplier = OnLotField(LotSupplier.objects.none(), label="Supplier", empty_label="Choose one")
    title = forms.CharField(max_length=200, label="Title of the contract")
    description = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}), label="What is bought")
    reference = forms.CharField(max_length=40, required=False, help_text="Leave blank and we will give it a number.")
    starts_on = GovDateField(label="First day")
    ends_on = GovDateField(label="Last day")
    total_value = MoneyField(label="Value over the term", help_text="Without VAT.")
    manager = forms.ModelChoiceField(User.objects.none(), label="Contract manager")
    lead_director = forms.ModelChoiceField(User.objects.none(), label="Lead director")

    input_width = {"reference": "govuk-input--width-20"}

    def __init__(self, *args: Any, agreement: FrameworkAgreement, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        on = LotSupplier.objects.filter(lot__agreement=agreement).on(clock.today())
        self.field("supplier", OnLotField).queryset = on.select_related("lot").order_by("lot__number", "name_then", "pk")
        self.take_council(agreement.council)
        self.ask_why(grounds_on(agreement.starts_on))
        self.helper.layout = Layout(
            Fieldset("The contract", "title", "reference", "description", "supplier", "starts_on", "ends_on", "total_value"),
            Fieldset("Why without a competition", "ground", "terms", "reason"),
            Fieldset("Who answers for it", "manager", "lead_director"),
        )

    def details(self) -> ContractDetails:
        names = ("title", "description", "reference", "starts_on", "ends_on", "total_value", "manager", "lead_director")
        return ContractDetails(
            directorate=self.agreement.directorate,
            route=Route.FRAMEWORK,
            light_touch=self.agreement.light_touch,
            **{name: self.cleaned_data[name] for name in names},
        )


class OfContractForm(DirectMixin, GovForm):
    """Of a contract that stands in the register already."""

    lot = LotField(FrameworkLot.objects.none(), label="Framework agreement", empty_label="Choose one")
    called_off_on = GovDateField(label="The day it was called off")

    def __init__(self, *args: Any, contract: Contract, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        mine = FrameworkAgreement.objects.visible_to(user).filter(council=contract.council_id)
        lots = FrameworkLot.objects.filter(agreement__in=mine).select_related("agreement")
        self.field("lot", LotField).queryset = lots.order_by("agreement__title", "agreement_id", "number")
        self.fields["called_off_on"].initial = contract.starts_on
        # By the law of the agreement, which is not chosen yet: the service compares them
        self.ask_why(GROUNDS)


class CompetitionForm(GovForm):
    lot = LotField(FrameworkLot.objects.none(), label="Lot", empty_label="Choose one")
    title = forms.CharField(max_length=200, label="Title of the tender")
    description = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}), label="What is wanted", help_text="In plain words, as suppliers will read it."
    )
    value = MoneyField(label="Value", help_text="Over the whole term, VAT included.")
    contract_starts_on = GovDateField(label="Contract starts")
    contract_ends_on = GovDateField(label="Contract ends")
    commission = CommissionReferenceField(
        required=False,
        label="Commission",
        help_text="Its reference, like COM-0012. Leave blank for a new one, which stands in no public plan.",
    )
    people = forms.CharField(
        required=False,
        max_length=300,
        label="Who it is for",
        help_text="Needed for a new commission, such as “Tenants in Dover”.",
    )
    category = forms.CharField(required=False, max_length=100, label="What is bought", help_text="Needed for a new commission.")
    source = forms.ModelChoiceField(
        Tender.objects.none(),
        required=False,
        label="Start from an earlier mini-competition",
        empty_label="None",
        help_text="Its criteria, weights, questions and scale come along.",
    )
    pattern = forms.ChoiceField(
        choices=[(code, one.name) for code, one in PATTERNS.items()] + [("none", "None: start with an empty tree")],
        label="Otherwise start with these award criteria",
    )

    def __init__(self, *args: Any, agreement: FrameworkAgreement, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        lots = agreement.lots.select_related("agreement")
        self.whole = [lot for lot in lots if not lot.is_division]
        self.field("lot", LotField).queryset = lots
        if self.whole:
            del self.fields["lot"]
        own = Commission.objects.visible_to(user).filter(council=agreement.council_id).exclude(stage="closed")
        self.field("commission", CommissionReferenceField).rows = own
        earlier = Tender.objects.inside(user).filter(mini_competition__lot__agreement=agreement)
        self.field("source", forms.ModelChoiceField).queryset = earlier.order_by("-created_at", "-pk")

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("commission") is None:
            for name, words in (("people", "Say who it is for, or enter a commission"), ("category", "Say what is bought")):
                if name in data and not data[name].strip():
                    self.add_error(name, words)
        return data

    @property
    def chosen_lot(self) -> FrameworkLot:
        return self.whole[0] if self.whole else self.cleaned_data["lot"]

    def wanted(self) -> Wanted:
        names = ("title", "description", "people", "category", "value", "contract_starts_on", "contract_ends_on")
        return Wanted(**{name: self.cleaned_data[name] for name in names})
