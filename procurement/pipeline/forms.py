"""Forms of the pipeline."""

from django import forms

from procurement.commissioning.models import Commission
from procurement.pipeline.enums import Phase, PostingKind
from procurement.pipeline.models import Posting
from socialvalue.accounts.enums import OrganisationKind
from socialvalue.accounts.models import Directorate, Organisation
from socialvalue.common.forms import GovDateField, GovDateTimeField, GovForm, GovModelForm, MoneyField, VersionedFormMixin
from socialvalue.places.models import District

KINDS = [("", "Everything"), ("tender", "Tenders"), *PostingKind.choices]


class OpportunityFilter(GovForm):
    q = forms.CharField(required=False, label="Words")
    kind = forms.ChoiceField(choices=KINDS, required=False, label="Kind")
    district = forms.ModelChoiceField(District.objects.all(), required=False, label="District", empty_label="Anywhere")
    up_to = MoneyField(required=False, label="Value up to (£)")


class PlanFilter(GovForm):
    q = forms.CharField(required=False, label="Words")
    council = forms.ModelChoiceField(
        Organisation.objects.filter(kind=OrganisationKind.COUNCIL), required=False, label="Council", empty_label="Every council"
    )
    directorate = forms.ModelChoiceField(
        Directorate.objects.all(), required=False, label="Directorate", empty_label="Every directorate"
    )
    district = forms.ModelChoiceField(District.objects.all(), required=False, label="District", empty_label="Anywhere")
    category = forms.ChoiceField(required=False, label="Category")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = Commission.objects.public().order_by("category").values_list("category", flat=True).distinct()
        self.fields["category"].choices = [("", "Every category"), *((n, n) for n in names)]

    def apply(self, rows):
        """The forward plan's commissions that fit; a form that is not valid filters nothing."""
        if not self.is_valid():
            return rows
        chosen = self.cleaned_data
        for name, lookup in (
            ("council", "council"),
            ("directorate", "directorate"),
            ("district", "districts"),
            ("category", "category"),
        ):
            if chosen.get(name):
                rows = rows.filter(**{lookup: chosen[name]})
        for word in chosen["q"].split():
            rows = rows.filter(title__icontains=word) | rows.filter(summary__icontains=word)
        return rows.distinct()


class DiaryFilter(GovForm):
    year = forms.TypedChoiceField(coerce=int, required=False, empty_value=None, label="Year")
    directorate = forms.ModelChoiceField(
        Directorate.objects.none(), required=False, label="Directorate", empty_label="Every directorate"
    )
    category = forms.ChoiceField(required=False, label="Category")

    def __init__(self, *args, user, years, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Commission.objects.visible_to(user)
        names = rows.order_by("category").values_list("category", flat=True).distinct()
        self.fields["year"].choices = [(y, str(y)) for y in years]
        self.fields["directorate"].queryset = Directorate.objects.filter(council__in=rows.values("council"))
        self.fields["category"].choices = [("", "Every category"), *((n, n) for n in names)]


class BackwardsForm(GovForm):
    """From the contract's start: how long each phase takes. 0 leaves a phase out."""

    starts_on = GovDateField(label="When does the contract start?")

    def __init__(self, *args, lengths: dict, **kwargs):
        super().__init__(*args, **kwargs)
        for phase in Phase:
            if phase != Phase.STANDSTILL:
                self.fields[phase.value] = forms.IntegerField(
                    min_value=0, max_value=730, label=phase.label, initial=lengths.get(phase, 0)
                )
                self.suffixes = {**self.suffixes, phase.value: "days"}
                self.input_width = {**self.input_width, phase.value: "govuk-input--width-4"}
                self.dress(phase.value)


class TimetableForm(VersionedFormMixin, GovForm):
    """First and last day of each phase; both empty where there is none."""

    def __init__(self, *args, spans: dict, **kwargs):
        super().__init__(*args, **kwargs)
        for phase in Phase:
            span = spans.get(phase)
            for part, label in (("from", "first day"), ("to", "last day")):
                name = f"{phase.value}_{part}"
                initial = (span.starts_on if part == "from" else span.ends_on) if span else None
                self.fields[name] = GovDateField(required=False, label=f"{phase.label}: {label}", initial=initial)
                self.dress(name)
                self.fields[name].quiet = True

    def clean(self):
        data = super().clean()
        for phase in Phase:
            first, last = data.get(f"{phase.value}_from"), data.get(f"{phase.value}_to")
            if bool(first) != bool(last) and not {f"{phase.value}_from", f"{phase.value}_to"} & set(self.errors):
                self.add_error(f"{phase.value}_{'to' if first else 'from'}", f"{phase.label}: enter both days, or none")
        return data

    def phases(self) -> dict:
        """{phase: (first day, last day)} of what was entered."""
        data = self.cleaned_data
        return {p.value: (data[f"{p.value}_from"], data[f"{p.value}_to"]) for p in Phase if data[f"{p.value}_from"]}


class PostingForm(VersionedFormMixin, GovModelForm):
    value = MoneyField(
        required=False, label="Value (£)", help_text="Over the whole term, VAT included. Leave it empty when it is not known."
    )
    closes_at = GovDateTimeField(label="When does it close?")

    class Meta:
        model = Posting
        fields = ["council", "kind", "title", "description", "value", "closes_at", "how_to_respond"]
        widgets = {"kind": forms.RadioSelect}
        labels = {
            "council": "Which council should publish it?",
            "how_to_respond": "How can somebody respond?",
            "description": "What is wanted",
        }
        help_texts = {"description": "In plain words: what, where, for whom, and for how long.", "council": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = Organisation.objects.filter(kind=OrganisationKind.COUNCIL)

    def _get_validation_exclusions(self):
        return {field.name for field in self._meta.model._meta.get_fields()}
