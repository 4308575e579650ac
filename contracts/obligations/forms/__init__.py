"""Forms for obligations and KPIs."""

from crispy_forms.layout import Layout
from django import forms
from django.db.models import QuerySet

from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.calculations.sub_scores import EXAMPLE, read_lines, written
from contracts.obligations.calculations.terms import EDITABLE, NATURE, KpiTerms
from contracts.obligations.enums import Basis
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.services import SETTLED, is_settled, unit_of
from contracts.performance.composing import read
from contracts.performance.enums import Kind
from procurement.commissioning.enums import Period
from socialvalue.accounts.models import Organisation
from socialvalue.common.fields import PlainDecimalField
from socialvalue.common.forms import GovForm, GovModelForm, VersionedFormMixin
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Measure, Priority


class ObligationForm(GovModelForm):
    basis = forms.ChoiceField(choices=Basis.choices, widget=forms.RadioSelect, label="Where it comes from")

    class Meta:
        model = Obligation
        fields = ["wording", "basis", "kind", "source_note", "priority", "measure"]
        labels = {"wording": "What must be done", "kind": "Core or added", "source_note": "Where it is written"}
        help_texts = {
            "kind": "Core is what the contract is about. What was offered is always added. Leave blank where it is not known.",
            "source_note": "The document and its clause, such as “Schedule 4, paragraph 2”.",
        }

    choice_hints = {
        "basis": {
            Basis.REQUIRED: "The specification demands it",
            Basis.OFFERED: "The supplier offered it",
            Basis.VARIATION: "Both sides agreed it later",
        }
    }

    def __init__(self, *args, council: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source_note"].required = True
        published = {"version__status": VersionStatus.PUBLISHED}
        own = Priority.objects.filter(version__framework__council=council, **published).select_related("version__framework")
        own = own.order_by("version__framework__name", "version", "order", "code")
        several = len({priority.version_id for priority in own}) > 1
        priority = self.field("priority", forms.ModelChoiceField)
        priority.queryset = own
        priority.choices = [("", "None of them"), *((one.pk, _named(one, several)) for one in own)]
        self.fields["priority"].help_text = "Leave blank where you choose a measure: the priority is the measure’s."
        measures = Measure.objects.filter(outcome__priority__in=own).select_related("outcome__priority")
        measure = self.field("measure", forms.ModelChoiceField)
        measure.queryset = measures
        measure.choices = [("", "None of them"), *grouped(measures, several)]

    def _post_clean(self):
        """The service makes the obligation."""

    def details(self) -> ObligationDetails:
        return ObligationDetails(**self.cleaned_data)


def grouped(measures: QuerySet[Measure], several: bool) -> list[tuple[str, list[tuple[int, str]]]]:
    """Measures under their priorities, in the framework's order; two frameworks may have a priority of one name."""
    found: dict[Priority, list[tuple[int, str]]] = {}
    at = "outcome__priority"
    in_order = measures.order_by(
        f"{at}__version__framework__name", f"{at}__version", f"{at}__order", f"{at}__code", "outcome__order", "order", "code"
    )
    for measure in in_order.select_related("outcome__priority__version__framework"):
        found.setdefault(measure.outcome.priority, []).append((measure.pk, str(measure)))
    return [(_named(priority, several), group) for priority, group in found.items()]


def _named(priority: Priority, several: bool) -> str:
    """With its framework, where there is more than one to choose from."""
    return f"{priority.name} ({priority.version.framework.name})" if several else priority.name


class RewordForm(VersionedFormMixin, GovForm):
    wording = forms.CharField(widget=forms.Textarea, label="What must be done")
    reason = forms.CharField(
        widget=forms.Textarea,
        label="Why it is reworded",
        help_text="The old words are kept. Both sides are asked to agree again.",
    )


class EndObligationForm(VersionedFormMixin, GovForm):
    reason = forms.CharField(widget=forms.Textarea, label="Why it ends")


class WithdrawForm(GovForm):
    reason = forms.CharField(widget=forms.Textarea, label="Why it is withdrawn")


class KpiForm(VersionedFormMixin, GovModelForm):
    target = PlainDecimalField(required=False, max_digits=14, decimal_places=4, label="Target")
    minimum = PlainDecimalField(
        required=False,
        max_digits=14,
        decimal_places=4,
        label="Minimum",
        help_text="The lowest value that is acceptable. Where lower is better, the highest.",
    )
    sub_scores = forms.CharField(
        required=False,
        widget=forms.Textarea,
        label="Sub-scores, one on each line",
        help_text=f"What is scored; its weight; its target with the unit, or its scale. Such as “{EXAMPLE}”. "
        "A scale is “poor, fair, good” or “yes or no”. Where good needs named evidence: “evidence: all”, or its kinds.",
    )
    reason = forms.CharField(required=False, widget=forms.Textarea, label="Why it changes")

    class Meta:
        model = Kpi
        fields = [
            "wording",
            "kind",
            "milestone_on",
            "unit",
            "direction",
            "target",
            "per",
            "minimum",
            "frequency",
            "reported_from",
            "days_to_report",
            "may_be_negative",
            "client_side",
        ]
        labels = {
            "wording": "What is measured",
            "kind": "What it counts",
            "milestone_on": "To be done by",
            "unit": "Unit",
            "direction": "Which way is better",
            "per": "The target is for",
            "frequency": "How often it is reported",
            "reported_from": "Reported from",
            "days_to_report": "Time to report after a period",
            "may_be_negative": "What is reported may be below 0",
            "client_side": "This is the council’s own duty",
        }
        help_texts = {
            "unit": "Such as people, %, tonnes. Leave blank for what is kept or done, or not.",
            "target": "Leave blank to report without a target.",
            "per": "Only for a number that is added up: it is then shared over the periods in whole steps.",
            "may_be_negative": "Such as a saving that can turn into a loss.",
        }
        widgets = {"direction": forms.RadioSelect, "frequency": forms.RadioSelect, "kind": forms.RadioSelect}

    choice_hints = {
        "kind": {
            Kind.SUM: "Such as apprentices taken on. The periods are added up.",
            Kind.RATIO: "Such as invoices paid in time out of all invoices. Both numbers are reported; the target is in %.",
            Kind.LEVEL: "Such as an average mark. Each period stands for itself.",
            Kind.YES_NO: "Such as a forum held each quarter. There is no target to enter.",
            Kind.MILESTONE: "Such as a plan published by a certain day. One return, due after that day.",
            Kind.COMPOSITE: "Such as a scorecard. The weighted mean of its sub-scores, from 0 to 100.",
        }
    }
    suffixes = {"days_to_report": "days"}
    input_width = {"days_to_report": "govuk-input--width-3", "unit": "govuk-input--width-20"}

    def __init__(self, *args, obligation: Obligation, **kwargs):
        super().__init__(*args, **kwargs)
        self.contract = obligation.contract
        new = self.instance.pk is None
        self.in_force = not new and not self.contract.is_draft and self.instance.agreed_at is not None
        self.field("per", forms.ChoiceField).choices = [("", "one reporting period"), *Period.choices]
        self.fields["reported_from"].help_text = self._when_reported(new)
        self.look("kind", reveals={Kind.MILESTONE: "milestone_on", Kind.COMPOSITE: "sub_scores"})
        self.look("milestone_on", "sub_scores", quiet=True)
        self.initial.setdefault("sub_scores", written(read(self.instance.sub_scores)))
        self._take_unit(obligation)
        if new:
            self.fields["version"].required = False
        if self.in_force:
            self.fields["reason"].required = True
            self._settle("frequency", "days_to_report")
            if is_settled(self.instance):
                self._settle(*NATURE)
                for name in NATURE:
                    self.fields[name].help_text = SETTLED
                self.fields["reported_from"].help_text += " It cannot be moved past a period that was reported or is over."
        else:
            del self.fields["reason"]
        self.helper.layout = Layout(*[name for name in self.fields if name not in ("milestone_on", "sub_scores", "version")])

    def _when_reported(self, new: bool) -> str:
        if not new:
            return "Periods that begin before this day are not reported."
        first = plain_day(self.contract.starts_on)
        usual = f"the contract’s first day, {first}" if self.contract.is_draft else "the first day of the period that runs today"
        return f"Leave blank for {usual}. Periods that begin before it are not reported."

    def _take_unit(self, obligation: Obligation) -> None:
        unit = unit_of(obligation)
        self.fields["unit"].required = False
        if unit:
            self._settle("unit")
            self.look("unit", quiet=True)
            self.fields["unit"].help_text = "As the measure counts."
            self.initial["unit"] = self.instance.unit or unit

    def _settle(self, *names: str) -> None:
        for name in names:
            self.fields[name].disabled = True

    def clean_sub_scores(self) -> list[dict]:
        if self.cleaned_data.get("kind") != Kind.COMPOSITE:
            return []
        found, problems = read_lines(self.cleaned_data["sub_scores"])
        if problems:
            raise forms.ValidationError(problems)
        return [one.plain() for one in found]

    def _post_clean(self):
        """The service checks and saves."""

    def terms(self) -> KpiTerms:
        data = {name: self.cleaned_data[name] for name in EDITABLE}
        data["reported_from"] = data["reported_from"] or self.instance.reported_from
        return KpiTerms(**data)
