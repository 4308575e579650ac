"""How an evaluation is set up."""

from django import forms
from django.db.models import QuerySet

from procurement.panel.models import Evaluation
from socialvalue.accounts.models import User
from socialvalue.common.forms import GovDateField, GovModelForm, VersionedFormMixin


class SetUpForm(GovModelForm):
    """Lead, date, and whether names are shown. ``leads``: who may lead."""

    score_by = GovDateField(label="Scores to be final by", required=False)

    class Meta:
        model = Evaluation
        fields = ["lead", "score_by", "anonymous"]
        labels = {"lead": "Evaluation lead", "anonymous": "Hide the suppliers’ names from the panel"}
        help_texts = {"anonymous": "Evaluators see “Bid A”, “Bid B” and so on. This cannot be changed once scoring has started."}

    def __init__(self, *args, leads: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.field("lead", forms.ModelChoiceField).queryset = leads


class VersionedSetUpForm(VersionedFormMixin, SetUpForm):
    """The same for an evaluation that exists."""
