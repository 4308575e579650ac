"""A sought outcome."""

from django import forms

from procurement.commissioning.enums import Category
from procurement.commissioning.forms.fields import RemarksField, RulesInServicesMixin
from procurement.commissioning.models import SoughtOutcome
from socialvalue.common.forms import GovModelForm, VersionedFormMixin
from socialvalue.framework.models import Outcome


class OutcomeForm(RulesInServicesMixin, GovModelForm):
    remarks = RemarksField(label="Remarks it follows from")

    class Meta:
        model = SoughtOutcome
        fields = ["wording", "category", "outcome", "remarks"]
        labels = {
            "wording": "The outcome you want to see",
            "category": "What kind of outcome",
            "outcome": "Outcome of the framework it serves",
        }
        help_texts = {"wording": "Say what changes for whom, not what will be done. “Young people are in lasting work in care.”"}
        widgets = {"category": forms.RadioSelect}

    def __init__(self, *args, commission, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("category", forms.ChoiceField).choices = Category.choices
        self.field("remarks", RemarksField).offer(commission.remarks.all())
        rows = Outcome.objects.filter(priority__version=commission.framework_id).select_related("priority")
        outcome = self.field("outcome", forms.ModelChoiceField)
        outcome.queryset, outcome.empty_label = rows.order_by("priority__order", "order", "code"), "None of them"
        vars(outcome)["label_from_instance"] = lambda o: f"{o.priority}: {o}"
        if commission.framework_id is None:
            self.fields["outcome"].help_text = "Choose a framework for the commission first, to pick one of its outcomes."


class EditOutcomeForm(VersionedFormMixin, OutcomeForm):
    pass
