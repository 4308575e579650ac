from django import forms

from measurement.reports.calculations.words import FIELDS
from measurement.reports.enums import ReportKind
from measurement.reports.models import Report
from socialvalue.common.forms import GovDateField, GovForm, GovModelForm, VersionedFormMixin


class RequestForm(GovForm):
    kind = forms.ChoiceField(label="For whom", choices=ReportKind.choices, widget=forms.RadioSelect)
    starts_on = GovDateField(label="First day of the period")
    ends_on = GovDateField(label="Last day of the period", help_text="The period must be over.")


class WordsForm(VersionedFormMixin, GovModelForm):
    class Meta:
        model = Report
        fields = list(FIELDS)
        labels = FIELDS
        help_texts = {
            "summary": "What a member should know who reads nothing else. Leave an empty line between paragraphs.",
            "recommendation": "What the committee is asked to do.",
            "financial_implications": "Write “None” with the reason, if there are none.",
            "legal_implications": "For example under the Public Services (Social Value) Act 2012 and the Procurement Act 2023.",
            "equalities_implications": "Who is affected, and whether an equalities impact assessment was needed.",
            "background_documents": "One a line.",
            "contact": "Name, job title, telephone and e-mail, one a line.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A draft may be saved with gaps; submitting asks for all of them
        for name in FIELDS:
            self.fields[name].required = False
        self.look(*FIELDS, quiet=True)


class CommentForm(GovForm):
    comment = forms.CharField(label="Reason", widget=forms.Textarea, help_text="What has to change before it can be approved.")


class ReasonForm(GovForm):
    reason = forms.CharField(label="Why are the figures frozen again?", widget=forms.Textarea)


class ScheduleForm(GovForm):
    kind = forms.ChoiceField(label="For whom", choices=ReportKind.choices, widget=forms.RadioSelect)
    months = forms.IntegerField(label="Every how many months", min_value=1, max_value=24, initial=6)
    next_starts_on = GovDateField(label="First day of the next report’s period")
    next_on = GovDateField(label="Day on which it is made", help_text="After the period is over, with time for the last returns.")
