"""The contract's entry in the register."""

from itertools import zip_longest
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models import Q, QuerySet

from contracts.register.enums import Route
from contracts.register.models import Contract
from procurement.commissioning.selectors import districts_of
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.querysets import OrganisationQuerySet
from socialvalue.common.forms import GovDateField, GovForm, GovFormMixin, GovModelForm, ManyField, MoneyField, VersionedFormMixin
from socialvalue.law.key_indicators import GROUNDS, OF_VALUE
from socialvalue.places.models import District
from socialvalue.suppliers.forms import SupplierField

# Boxes for the names of suppliers
LEAST_BOXES = 3


class OwnersMixin(GovFormMixin):
    """Manager and lead director, chosen among the council's officers who may be that."""

    def take_council(self, council: Organisation) -> None:
        self.field("manager", forms.ModelChoiceField).queryset = User.objects.holding(Permission.EDIT_CONTRACTS, council)
        if "service_head" in self.fields:
            self.field("service_head", forms.ModelChoiceField).queryset = User.objects.holding(Permission.EDIT_CONTRACTS, council)
        self.field("lead_director", forms.ModelChoiceField).queryset = User.objects.holding(Permission.VERIFY_RETURNS, council)


LAST_DAY, NO_END = "last_day", "no_end"


def _end_kind() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How it ends",
        choices=[(LAST_DAY, "On a last day"), (NO_END, "It has no agreed end: it runs until somebody ends it")],
        widget=forms.RadioSelect,
        initial=LAST_DAY,
        required=False,
    )


def check_end(form: forms.BaseForm) -> bool:
    """Whether there is no agreed end. A last day, or that there is none: an empty field alone may be one that was forgotten."""
    data = form.cleaned_data
    without_end = data.get("end_kind") == NO_END
    if "ends_on" in data and data["ends_on"] is None and not without_end:
        form.add_error("ends_on", "Enter the last day, or say that there is no agreed end")
    elif data.get("ends_on") is not None and without_end:
        form.add_error("ends_on", "Leave the last day empty, or say that there is one")
    return without_end


class ContractForm(OwnersMixin, VersionedFormMixin, GovModelForm):
    annual_value = MoneyField(required=False, label="Value a year")
    total_value = MoneyField(required=False, label="Value over the term")
    irrecoverable_vat = MoneyField(required=False, label="Irrecoverable VAT")
    value_with_vat = MoneyField(
        required=False,
        label="Value with VAT",
        help_text=OF_VALUE,
    )
    suppliers = SupplierField(
        required=False,
        label="Supplier",
        help_text="Its name or its register number: what fits is offered while you type. Leave blank for an in-house service.",
    )
    districts = ManyField(
        District.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Where the service is given. Tick none when it serves the whole county.",
    )

    end_kind = _end_kind()

    class Meta:
        model = Contract
        fields = [
            "reference",
            "title",
            "description",
            "directorate",
            "kind",
            "route",
            "districts",
            "starts_on",
            "ends_on",
            "review_on",
            "extension_months",
            "annual_value",
            "total_value",
            "irrecoverable_vat",
            "value_with_vat",
            "light_touch",
            "manager",
            "lead_director",
            "service_head",
        ]
        labels = {
            "kind": "What it is",
            "route": "Procurement route",
            "starts_on": "First day",
            "ends_on": "Last day",
            "review_on": "Review",
            "light_touch": "It is a light touch contract",
            "manager": "Contract manager",
            "lead_director": "Lead director",
            "service_head": "Head of service",
            "extension_months": "Possible extension",
        }
        help_texts = {
            "reference": "Leave blank and we will give it a number.",
            "manager": "Needed from £50,000 over the term.",
            "lead_director": "Needed from £50,000 over the term.",
            "service_head": "Of an in-house service alone: who agrees and reports as a supplier would. Neither of the two above.",
        }

    suffixes = {"extension_months": "months"}
    input_width = {"extension_months": "govuk-input--width-3", "reference": "govuk-input--width-20"}

    def __init__(self, *args, council: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reference"].required = False
        self.fields["extension_months"].required = False
        self.field("directorate", forms.ModelChoiceField).queryset = council.directorates.all()
        self.take_council(council)
        self.field("route", forms.ChoiceField).choices = [("", "Choose one"), *Route.choices]
        self.supplier_names = self._ask_for_suppliers()
        self.helper.layout = Layout(
            Fieldset("The contract", "title", "reference", "description", "directorate", "kind", "route"),
            Fieldset("Who delivers it", *self.supplier_names),
            Fieldset("Where", "districts"),
            Fieldset("Dates", "starts_on", "end_kind", "ends_on", "review_on", "extension_months"),
            Fieldset("Value", "total_value", "annual_value", "irrecoverable_vat", "value_with_vat", "light_touch"),
            Fieldset("Who answers for it", "manager", "lead_director", "service_head"),
        )
        self.field("districts", ManyField).queryset = self._districts(council)
        if self.instance.pk is None:
            self.fields["version"].required = False
        elif self.instance.obligations.filter(kpis__isnull=False).exists():
            # The schedule of returns hangs on the dates: they are changed on a page of their own, with a reason
            for name in ("starts_on", "ends_on", "end_kind"):
                self.fields[name].disabled = True
        if self.instance.pk is not None and self.instance.has_no_end:
            self.fields["end_kind"].initial = NO_END

    def _ask_for_suppliers(self) -> list[str]:
        """A box for each supplier it has and one for another, three at least; the names of their fields."""
        now = self._suppliers_of(self.instance)
        names = ["suppliers", *(f"suppliers_{number}" for number in range(2, max(LEAST_BOXES, len(now) + 1) + 1))]
        for name in names[1:]:
            self.fields[name] = SupplierField(required=False, label="Another supplier")
            self.dress(name)
        for name, supplier in zip(names, now, strict=False):
            self.fields[name].initial = supplier
        for name in names:
            field = self.field(name, SupplierField)
            field.among, field.stand = self._suppliers, now
        return names

    def _suppliers_of(self, contract: Contract) -> list[Organisation]:
        if contract.pk is None:
            return []
        parties = contract.parties.filter(last_day=None).select_related("organisation").order_by("pk")
        return [party.organisation for party in parties]

    def _suppliers(self) -> OrganisationQuerySet:
        """Those that go on, and those the contract is with already."""
        named = self.instance.suppliers.values("pk") if self.instance.pk else []
        return Organisation.objects.suppliers().filter(Q(part_of=None) | Q(pk__in=named))

    def saved_values(self, record: Contract) -> dict[str, Any]:
        """What the boxes would hold, for the comparison after somebody else saved."""
        now = self._suppliers_of(record)
        boxes = zip_longest(self.supplier_names, now[: len(self.supplier_names)])
        return {name: getattr(record, name) for name in self.Meta.fields} | dict(boxes)

    def _districts(self, council: Organisation) -> QuerySet[District]:
        """The council's own, and those the contract names already."""
        own = districts_of(council)
        named = self.instance.districts.values("pk") if self.instance.pk else []
        return District.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=named))

    def clean(self) -> dict[str, Any]:
        super().clean()
        check_end(self)
        return self.cleaned_data

    def clean_extension_months(self) -> int:
        return self.cleaned_data["extension_months"] or 0

    def _post_clean(self):
        """The service checks the rules and saves; the form's instance stays as it was stored."""

    def data_for_service(self) -> dict[str, Any]:
        """Arguments of ``register_contract`` and ``edit_contract``."""
        data = {name: self.cleaned_data[name] for name in self.Meta.fields}
        named = [self.cleaned_data[name] for name in self.supplier_names]
        # Twice the same is once
        data["suppliers"] = list(dict.fromkeys(one for one in named if one is not None))
        if self.instance.pk is not None and not data["reference"]:
            data.pop("reference")
        return data


class DatesForm(VersionedFormMixin, GovForm):
    starts_on = GovDateField(label="First day")
    end_kind = _end_kind()
    ends_on = GovDateField(label="Last day", required=False)
    reason = forms.CharField(
        widget=forms.Textarea, label="Why the dates change", help_text="Returns that are still to come move with the dates."
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        without_end = check_end(self)
        self.cleaned_data.pop("end_kind", None)
        return {**self.cleaned_data, "without_end": without_end}


class EndForm(VersionedFormMixin, GovForm):
    ended_on = GovDateField(label="The day it ended")
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea,
        label="Why it ended",
        help_text="Needed when it ends before the agreed day, or none was agreed.",
    )


UNTIL, PAST_END, WITHOUT_END = "until", "past_end", "without_end"
GOES_ON = [
    (UNTIL, "Until a new last day"),
    (PAST_END, "Past its end: no new last day is agreed yet"),
    (WITHOUT_END, "Without an agreed end, until somebody ends it"),
]


class CarryOnForm(VersionedFormMixin, GovForm):
    how = forms.ChoiceField(
        label="How it goes on",
        choices=GOES_ON,
        widget=forms.RadioSelect,
        initial=UNTIL,
    )
    until = GovDateField(label="New last day", required=False, help_text="Needed where there is one.")
    reason = forms.CharField(widget=forms.Textarea, label="Why it goes on")

    def __init__(self, *args, contract: Contract, **kwargs):
        super().__init__(*args, **kwargs)
        if contract.runs_on:
            self.field("how", forms.ChoiceField).choices = [one for one in GOES_ON if one[0] != PAST_END]
        if contract.has_no_end:
            self.field("how", forms.ChoiceField).choices = [(UNTIL, "Until a last day")]

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("how") == UNTIL and "until" in data and data["until"] is None:
            self.add_error("until", "Enter the new last day")
        return data


class NoKpisForm(VersionedFormMixin, GovForm):
    ground = forms.ChoiceField(
        choices=[(one.key, one.label) for one in GROUNDS], widget=forms.RadioSelect, label="Why does the law ask for no KPIs?"
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}), label="What shows that", help_text="It is in the record for good."
    )


class PublishedForm(VersionedFormMixin, GovForm):
    published_on = GovDateField(label="The day they were published", help_text="With the contract details notice (UK7).")
