from datetime import date, timedelta

from django import forms

from measurement.reports import selectors
from measurement.reports.calculations.words import FIELDS
from measurement.reports.enums import ReportKind
from measurement.reports.models import Report
from socialvalue.accounts.models import Organisation
from socialvalue.common.forms import BeforeForm, GovDateField, GovForm, GovModelForm, VersionedFormMixin
from socialvalue.law.days import add_months


class OverlapMixin(BeforeForm):
    """A box to tick where the period shares days with another report: it is shown only once there is something to say."""

    def __init__(self, *args, council: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.council = council
        # The report that stands for the very period
        self.standing: Report | None = None
        if not self.is_bound:
            del self.fields["overlapping"]

    def period(self, typed: dict) -> tuple[date, date] | None:
        """First and last day that were typed; None while one cannot be read."""
        raise NotImplementedError

    def clean(self):
        typed = super().clean() or self.cleaned_data
        days = self.period(typed)
        if days and typed.get("kind"):
            self.standing = selectors.report_of(self.council, typed["kind"], *days)
        if not days or self.standing or not selectors.overlapping(self.council, typed.get("kind", ""), *days):
            del self.fields["overlapping"]
            typed.pop("overlapping", None)
        return typed


def overlapping() -> forms.BooleanField:
    return forms.BooleanField(required=False, label="It is meant: returns of the shared days count in both reports")


class RequestForm(OverlapMixin, GovForm):
    kind = forms.ChoiceField(label="For whom", choices=ReportKind.choices, widget=forms.RadioSelect)
    starts_on = GovDateField(label="First day of the period", help_text="In 2013 or later.")
    ends_on = GovDateField(label="Last day of the period", help_text="The period must be over, and at most 24 months long.")
    overlapping = overlapping()

    def period(self, typed):
        days = typed.get("starts_on"), typed.get("ends_on")
        return days if all(days) else None


class WordsForm(VersionedFormMixin, GovModelForm):
    class Meta:
        model = Report
        fields = list(FIELDS)
        labels = FIELDS
        help_texts = {
            "classification": "Who may read it, such as Unrestricted.",
            "past_pathway": "Which bodies have read it before, or Not applicable.",
            "future_pathway": "Which bodies read it next, or Not applicable.",
            "summary": "What a member should know who reads nothing else. Leave an empty line between paragraphs.",
            "recommendation": "What the committee is asked to do.",
            "financial_implications": "Write “None” with the reason, if there are none.",
            "legal_implications": "For example under the Public Services (Social Value) Act 2012 and the Procurement Act 2023.",
            "equalities_implications": "Who is affected, and whether an equalities impact assessment was needed.",
            "background_documents": "One on each line.",
            "contact": "Name, job title, phone and email, one on each line.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A draft may be saved with gaps; submitting asks for all of them
        for name in FIELDS:
            self.fields[name].required = False
        self.look(*FIELDS, quiet=True)


class CommentForm(GovForm):
    comment = forms.CharField(label="Reason", widget=forms.Textarea, help_text="What has to change before it can be approved.")


class ReplaceForm(GovForm):
    reason = forms.CharField(
        label="What is wrong with it?",
        widget=forms.Textarea,
        help_text="Members read this on both reports. For example: “Two returns of the home care contract were counted twice.”",
    )


class ReasonForm(GovForm):
    reason = forms.CharField(label="Why are the figures updated?", widget=forms.Textarea)


class ScheduleForm(OverlapMixin, GovForm):
    kind = forms.ChoiceField(label="For whom", choices=ReportKind.choices, widget=forms.RadioSelect)
    months = forms.IntegerField(label="Repeat every (months)", min_value=1, max_value=24, initial=6)
    next_starts_on = GovDateField(label="First day of the next report’s period")
    next_on = GovDateField(label="Day on which it is made", help_text="After the period is over, with time for the last returns.")
    overlapping = overlapping()

    def period(self, typed):
        first, months = typed.get("next_starts_on"), typed.get("months")
        return (first, add_months(first, months) - timedelta(days=1)) if first and months else None
