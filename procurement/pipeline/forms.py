"""Forms of the pipeline."""

from datetime import date

from crispy_forms.layout import Layout, Row
from django import forms
from django.db.models import Max, Min, Q

from procurement.commissioning.models import Commission
from procurement.commissioning.selectors import districts_of
from procurement.pipeline.enums import KINDS_OF, Phase, PostingKind
from procurement.pipeline.models import Posting
from procurement.pipeline.selectors import financial_year
from socialvalue.accounts.enums import OrganisationKind, Permission
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
    """Narrows the forward plan. ``rows``: the version of the plan it stands above, public or the officers'."""

    q = forms.CharField(required=False, label="Words")
    council = forms.ModelChoiceField(
        Organisation.objects.filter(kind=OrganisationKind.COUNCIL), required=False, label="Council", empty_label="Every council"
    )
    directorate = forms.ModelChoiceField(
        Directorate.objects.all(), required=False, label="Directorate", empty_label="Every directorate"
    )
    year = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label="Starts in the financial year")
    district = forms.ModelChoiceField(District.objects.all(), required=False, label="District", empty_label="Anywhere")
    category = forms.ChoiceField(required=False, label="Category")

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        plain = rows.order_by().prefetch_related(None)
        names = sorted(set(plain.values_list("category", flat=True)))
        self.field("category", forms.ChoiceField).choices = [("", "Every category"), *((n, n) for n in names)]
        reach = plain.aggregate(first=Min("starts_on"), last=Max("starts_on"))
        years = _years(reach["first"], reach["last"])
        self.field("year", forms.ChoiceField).choices = [("", "Every year"), *years]
        councils = self.field("council", forms.ModelChoiceField).queryset
        if councils is not None and councils.count() < 2:
            del self.fields["council"]

    def apply(self, rows):
        """The forward plan's commissions that fit; a form that is not valid filters nothing."""
        if not self.is_valid():
            return rows
        chosen = self.cleaned_data
        for name in ("council", "directorate", "category"):
            if chosen.get(name):
                rows = rows.filter(**{name: chosen[name]})
        if chosen["district"]:
            # A commission without a district is for the whole area, and so for this one too
            rows = rows.filter(Q(districts=chosen["district"]) | Q(districts=None))
        if chosen["year"]:
            rows = rows.filter(starts_on__gte=date(chosen["year"], 4, 1), starts_on__lt=date(chosen["year"] + 1, 4, 1))
        for word in chosen["q"].split():
            rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word))
        return rows


def _years(first: date | None, last: date | None) -> list[tuple[int, str]]:
    """The financial years from the one of ``first`` to the one of ``last``."""
    if first is None or last is None:
        return []
    begins = [day.year if day.month >= 4 else day.year - 1 for day in (first, last)]
    return [(year, financial_year(date(year, 4, 1))) for year in range(begins[0], begins[1] + 1)]


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
        self.field("year", forms.ChoiceField).choices = [("", "The next twelve months"), *((y, str(y)) for y in years)]
        self.field("directorate", forms.ModelChoiceField).queryset = Directorate.objects.filter(
            council__in=user.organisations_where(Permission.VIEW_COMMISSIONS)
        )
        self.field("category", forms.ChoiceField).choices = [("", "Every category"), *((n, n) for n in names)]

    def wanted(self) -> Q:
        """Which commissions were asked for; everything while the form is not valid."""
        chosen = self.cleaned_data if self.is_valid() else {}
        return Q(**{name: chosen[name] for name in ("directorate", "category") if chosen.get(name)})


class BackwardsForm(VersionedFormMixin, GovForm):
    """From the contract's start: how long each phase takes, in calendar days. 0 leaves a phase out."""

    starts_on = GovDateField(label="When does the contract start?")

    def __init__(self, *args, lengths: dict, meanwhile: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        for phase in Phase:
            if phase != Phase.STANDSTILL:
                self.fields[phase.value] = forms.IntegerField(
                    min_value=0, max_value=730, label=phase.label, initial=lengths.get(phase, 0)
                )
                self.suffixes = {**self.suffixes, phase.value: "days"}
                self.input_width = {**self.input_width, phase.value: "govuk-input--width-4"}
                self.dress(phase.value)
        self.fields["transfer_meanwhile"] = forms.TypedChoiceField(
            choices=[("after", "One after the other"), ("meanwhile", "At the same time: both end when the contract starts")],
            coerce=lambda text: text == "meanwhile",
            empty_value=False,  # type: ignore[arg-type]  # Django takes any value, its stubs only text
            required=False,
            initial="meanwhile" if meanwhile else "after",
            widget=forms.RadioSelect,
            label="Staff transfer and mobilisation",
            help_text="At the same time saves weeks. It asks for people who can do both at once.",
        )
        self.dress("transfer_meanwhile")
        self.look("transfer_meanwhile", quiet=True)


class TimetableForm(VersionedFormMixin, GovForm):
    """First and last day of each phase; both empty where there is none."""

    def __init__(self, *args, spans: dict, **kwargs):
        self.layout = Layout(*(Row(f"{p.value}_from", f"{p.value}_to") for p in Phase))
        super().__init__(*args, **kwargs)
        for phase in Phase:
            span = spans.get(phase)
            for part, day in (("from", "first day"), ("to", "last day")):
                name = f"{phase.value}_{part}"
                initial = (span.starts_on if part == "from" else span.ends_on) if span else None
                self.fields[name] = GovDateField(required=False, label=f"{phase.label}: {day}", initial=initial)
                self.dress(name)
                self.look(name, quiet=True)

    def clean(self):
        data = super().clean() or self.cleaned_data
        for phase in Phase:
            names = f"{phase.value}_from", f"{phase.value}_to"
            first, last = (data.get(name) for name in names)
            if bool(first) != bool(last) and not set(names) & set(self.errors):
                self.add_error(names[1] if first else names[0], f"{phase.label}: enter both days, or none")
            elif first and last and last < first:
                self.add_error(names[1], f"{phase.label}: the last day lies before the first")
        return data

    def phases(self) -> dict:
        """{phase: (first day, last day)} of what was entered."""
        data = self.cleaned_data
        return {p.value: (data[f"{p.value}_from"], data[f"{p.value}_to"]) for p in Phase if data[f"{p.value}_from"]}


class PostingForm(VersionedFormMixin, GovModelForm):
    """An opportunity for approval. ``bodies``: the organisations the person may post for."""

    value = MoneyField(
        required=False,
        label="Value (£)",
        help_text="Over the whole term, VAT included, £5,000 or more. Leave it blank when it is not known.",
    )
    closes_at = GovDateTimeField(label="When does it close?")

    class Meta:
        model = Posting
        fields = ["posted_for", "council", "kind", "title", "description", "value", "districts", "closes_at", "how_to_respond"]
        widgets = {"kind": forms.RadioSelect, "districts": forms.CheckboxSelectMultiple}
        labels = {
            "districts": "Where the work is",
            "posted_for": "Whose opportunity is it?",
            "council": "Which council should publish it?",
            "kind": "What is it?",
            "how_to_respond": "How can somebody respond?",
            "description": "What is wanted",
        }
        help_texts = {
            "description": "In plain words: what, where, for whom, and for how long.",
            "council": "",
            "districts": "Leave all blank for the whole area.",
            "how_to_respond": "An address, a form or a phone number, and what to send.",
        }

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        bodies = list(bodies)
        councils = Organisation.objects.filter(kind=OrganisationKind.COUNCIL)
        if all(b.kind == OrganisationKind.COUNCIL for b in bodies):
            councils = councils.filter(pk__in=[b.pk for b in bodies])
        self.field("council", forms.ModelChoiceField).queryset = councils
        self.fields["districts"].required = False
        if len(councils[:2]) == 1:
            self.field("districts", forms.ModelMultipleChoiceField).queryset = districts_of(councils[0])
        self.field("posted_for", forms.ModelChoiceField).queryset = Organisation.objects.filter(pk__in=[b.pk for b in bodies])
        may = {kind for body in bodies for kind in KINDS_OF[body.kind]}
        self.field("kind", forms.ChoiceField).choices = [(k.value, k.label) for k in PostingKind if k in may]
        if len(may) == 1:
            self.fields["kind"].initial = next(iter(may)).value
        # A question with one possible answer is not asked
        for name, rows in (("posted_for", bodies), ("council", list(councils[:2]))):
            if len(rows) == 1:
                self.fields[name].initial = rows[0].pk
                self.fields[name].widget = forms.HiddenInput()

    def _get_validation_exclusions(self):
        """The service judges; the model's own checks would name fields this form does not have."""
        return {field.name for field in self._meta.model._meta.get_fields()}
