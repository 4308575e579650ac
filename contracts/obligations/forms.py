"""Forms for obligations and KPIs."""

from django import forms

from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.calculations.terms import EDITABLE, KpiTerms
from contracts.obligations.enums import Basis
from contracts.obligations.models import Kpi, Obligation
from procurement.commissioning.enums import Period
from socialvalue.accounts.models import Organisation
from socialvalue.common.fields import PlainDecimalField
from socialvalue.common.forms import GovForm, GovModelForm, VersionedFormMixin
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Measure, Priority


class ObligationForm(GovModelForm):
    basis = forms.ChoiceField(choices=Basis.choices, widget=forms.RadioSelect, label="Where it comes from")

    class Meta:
        model = Obligation
        fields = ["wording", "basis", "source_note", "priority", "measure"]
        labels = {"wording": "What must be done", "source_note": "Where it is written"}
        help_texts = {"source_note": "The document and its clause, such as “Schedule 4, paragraph 2”."}

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
        self.field("priority", forms.ModelChoiceField).queryset = own
        self.field("measure", forms.ModelChoiceField).queryset = Measure.objects.filter(outcome__priority__in=own)

    def _post_clean(self):
        """The service makes the obligation."""

    def details(self) -> ObligationDetails:
        return ObligationDetails(**self.cleaned_data)


class RewordForm(VersionedFormMixin, GovForm):
    wording = forms.CharField(widget=forms.Textarea, label="What must be done")
    reason = forms.CharField(
        widget=forms.Textarea,
        label="Why it is reworded",
        help_text="The old words are kept. Both sides are asked to agree again.",
    )


class EndObligationForm(VersionedFormMixin, GovForm):
    reason = forms.CharField(widget=forms.Textarea, label="Why it ends")


class KpiForm(VersionedFormMixin, GovModelForm):
    target = PlainDecimalField(required=False, max_digits=14, decimal_places=4, label="Target")
    minimum = PlainDecimalField(
        required=False,
        max_digits=14,
        decimal_places=4,
        label="Minimum",
        help_text="The least that is acceptable. Between minimum and target the rating is amber, past the minimum red.",
    )
    reason = forms.CharField(required=False, widget=forms.Textarea, label="Why it changes")

    class Meta:
        model = Kpi
        fields = [
            "wording",
            "unit",
            "direction",
            "target",
            "per",
            "minimum",
            "frequency",
            "kind",
            "days_to_report",
            "client_side",
        ]
        labels = {
            "wording": "What is measured",
            "unit": "What is counted",
            "direction": "Which way is better",
            "per": "The target is for",
            "frequency": "How often it is reported",
            "kind": "How the periods make one figure",
            "days_to_report": "Time to report after a period",
            "client_side": "This is the council’s own duty",
        }
        help_texts = {
            "unit": "Such as people, %, tonnes.",
            "target": "Leave empty to report without a target.",
            "per": "A target for another length than the reporting period is split over the periods in whole steps.",
        }
        widgets = {"direction": forms.RadioSelect, "frequency": forms.RadioSelect, "kind": forms.RadioSelect}

    suffixes = {"days_to_report": "days"}
    input_width = {"days_to_report": "govuk-input--width-3", "unit": "govuk-input--width-20"}

    def __init__(self, *args, started: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("per", forms.ChoiceField).choices = [("", "one reporting period"), *Period.choices]
        if self.instance.pk is None:
            self.fields["version"].required = False
            del self.fields["reason"]
        elif started:
            self.fields["reason"].required = True
            for name in ("frequency", "days_to_report"):
                self.fields[name].disabled = True
        else:
            del self.fields["reason"]

    def _post_clean(self):
        """The service checks and saves."""

    def terms(self) -> KpiTerms:
        return KpiTerms(**{name: self.cleaned_data[name] for name in EDITABLE})
