"""A framework agreement, its lots, its suppliers and its days. The services decide."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from contracts.call_offs.calculations.details import AGREED, EDITABLE, NO_GUARANTEE, AgreementDetails, LotDetails
from contracts.call_offs.enums import AgreementStatus, DayKind
from contracts.call_offs.models import AgreementDay, FrameworkAgreement, FrameworkLot
from contracts.register.forms import OwnersMixin
from socialvalue.accounts.models import Directorate, Organisation, User
from socialvalue.common import clock
from socialvalue.common.forms import GovDateField, GovForm, GovModelForm, ManyField, MoneyField, VersionedFormMixin
from socialvalue.suppliers.forms import SupplierField

WITHOUT_VAT = "In pounds over the whole term, without VAT, as the values of contracts are."


class AgreementFilter(GovForm):
    search = forms.CharField(required=False, label="Search", help_text="Reference, title or supplier")
    status = forms.ChoiceField(choices=[("", "Any"), *AgreementStatus.choices], required=False)
    directorate = forms.ModelChoiceField(Directorate.objects.none(), required=False, empty_label="Any")

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        seen = FrameworkAgreement.objects.visible_to(user)
        self.field("directorate", forms.ModelChoiceField).queryset = Directorate.objects.filter(pk__in=seen.values("directorate"))
        self.look(*self.fields, quiet=True)


class AgreementForm(OwnersMixin, VersionedFormMixin, GovModelForm):
    ceiling = MoneyField(label="Ceiling", help_text=WITHOUT_VAT)
    divided = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label="Lots",
        help_text="One lot on each line: “Roofs”, or “Roofs; 400,000” with a ceiling of its own. Leave blank if there are none.",
    )
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Why what was agreed changes",
        help_text="Needed once it has begun, if its days, its ceiling or who can join change. Say what allows it.",
    )

    class Meta:
        model = FrameworkAgreement
        fields = list(EDITABLE)
        labels = {
            "starts_on": "First day",
            "ends_on": "Last day",
            "is_open": "It is an open framework: new suppliers can join at a refresh",
            "light_touch": "It is for light touch services",
            "longer_reason": "Why it lasts longer than the law usually lets it",
            "no_guarantee": "No guarantee of work",
            "manager": "Contract manager",
            "lead_director": "Lead director",
        }
        help_texts = {
            "reference": "Leave blank and we will give it a number.",
            "longer_reason": "Usually four years, eight for an open framework. Leave blank if it does not last longer.",
            "no_guarantee": "Suppliers read this when they are added.",
            "lead_director": "Somebody else than the contract manager.",
        }

    input_width = {"reference": "govuk-input--width-20"}

    def __init__(self, *args: Any, council: Organisation, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.council = council
        for name in ("reference", "description", "longer_reason"):
            self.fields[name].required = False
        self.field("directorate", forms.ModelChoiceField).queryset = council.directorates.all()
        self.take_council(council)
        is_new = self.instance.pk is None
        if is_new:
            self.fields["version"].required = False
            self.fields["no_guarantee"].initial = NO_GUARANTEE
            del self.fields["reason"]
        else:
            del self.fields["divided"]
            if self.instance.starts_on > clock.today():
                del self.fields["reason"]
        last = [Fieldset("The change", "reason")] if "reason" in self.fields else []
        lots = ["divided"] if is_new else []
        self.helper.layout = Layout(
            Fieldset("The framework agreement", "title", "reference", "description", "directorate", "light_touch", *lots),
            Fieldset("Its term", "starts_on", "ends_on", "longer_reason", "is_open"),
            Fieldset("What can be called off", "ceiling", "no_guarantee"),
            Fieldset("Who answers for it", "manager", "lead_director"),
            *last,
        )

    def clean_divided(self) -> list[LotDetails]:
        """The lots as typed: a title, and after a semicolon a ceiling."""
        found = []
        for line in filter(None, (one.strip() for one in self.cleaned_data["divided"].splitlines())):
            title, _, ceiling = (part.strip() for part in line.partition(";"))
            if not title:
                raise forms.ValidationError(f"Write what the lot is for before the semicolon: “{line}”")
            try:
                pounds = MoneyField(required=False).clean(ceiling)
            except forms.ValidationError as wrong:
                said = f"Write the ceiling of “{title}” as an amount of money, like 250,000"
                raise forms.ValidationError(said) from wrong
            found.append(LotDetails(title=title, ceiling=pounds))
        return found

    def _post_clean(self) -> None:
        """The service checks the rules and saves; the form's instance stays as it was stored."""

    def details(self) -> AgreementDetails:
        return AgreementDetails(**{name: self.cleaned_data[name] for name in EDITABLE})

    def changes(self) -> dict[str, Any]:
        """What ``edit_agreement`` takes; a reference that was cleared stays."""
        data = {name: self.cleaned_data[name] for name in EDITABLE}
        if not data["reference"]:
            del data["reference"]
        return data | {"reason": self.cleaned_data.get("reason", "")}


assert set(EDITABLE) >= AGREED


class LotForm(VersionedFormMixin, GovForm):
    title = forms.CharField(max_length=200, label="What the lot is for")
    ceiling = MoneyField(required=False, label="Ceiling of the lot", help_text="Leave blank if the agreement’s alone counts.")

    def details(self) -> LotDetails:
        return LotDetails(title=self.cleaned_data["title"], ceiling=self.cleaned_data["ceiling"])


class NewLotForm(GovForm):
    title = forms.CharField(max_length=200, label="What the lot is for")
    ceiling = MoneyField(required=False, label="Ceiling of the lot", help_text="Leave blank if the agreement’s alone counts.")


class JoinForm(GovForm):
    supplier = SupplierField(label="Supplier", help_text="Its name or its register number: what fits is offered while you type.")
    lots = ManyField(FrameworkLot.objects.none(), widget=forms.CheckboxSelectMultiple, label="Lots")
    refresh = forms.ModelChoiceField(
        AgreementDay.objects.none(),
        required=False,
        label="The refresh at which it joins",
        empty_label="None: it was on it from the first day",
    )
    joined_on = GovDateField(required=False, label="From which day", help_text="At a refresh. Leave this blank for today.")

    def __init__(self, *args: Any, agreement: FrameworkAgreement, **kwargs: Any):
        super().__init__(*args, **kwargs)
        lots = agreement.lots.all()
        self.whole = [lot for lot in lots if not lot.is_division]
        self.field("lots", ManyField).queryset = lots
        if self.whole:
            del self.fields["lots"]
        come = agreement.days.filter(kind=DayKind.REFRESH, on__lte=clock.today())
        self.field("refresh", forms.ModelChoiceField).queryset = come
        if not agreement.is_open:
            del self.fields["refresh"], self.fields["joined_on"]

    def data_for_service(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"lots": self.whole or list(data["lots"])}


class LeaveForm(VersionedFormMixin, GovForm):
    left_on = GovDateField(label="Its last day")
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Why it leaves", max_length=1000)


class DaysForm(GovForm):
    kind = forms.ChoiceField(choices=DayKind.choices, widget=forms.RadioSelect, label="What is done then")
    first = GovDateField(label="The day")
    every_year = forms.BooleanField(required=False, label="And on the same day of every year, to the last day of the agreement")

    def __init__(self, *args: Any, agreement: FrameworkAgreement, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not agreement.is_open:
            self.field("kind", forms.ChoiceField).choices = [(DayKind.REVIEW.value, DayKind.REVIEW.label)]
            self.fields["kind"].initial = DayKind.REVIEW


class DoneForm(VersionedFormMixin, GovForm):
    done_on = GovDateField(label="The day it was done")
    outcome = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        label="What came of it",
        help_text="Who applied and who was accepted; who got work, who did not, and what suppliers say of it.",
        max_length=2000,
    )


class EndForm(VersionedFormMixin, GovForm):
    ended_on = GovDateField(label="Its last day")
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Why it ends before the agreed day", max_length=1000)
