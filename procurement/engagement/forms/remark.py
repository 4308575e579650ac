"""Remarks, what was done about them, and how their list is narrowed."""

from django import forms

from procurement.commissioning.enums import Stage
from procurement.commissioning.enums.key_questions import BY_KEY, of_stage
from procurement.commissioning.forms.fields import RulesInServicesMixin
from procurement.engagement.enums import Group
from procurement.engagement.models import Remark
from socialvalue.common.forms import GovForm, GovModelForm, VersionedFormMixin, WordsField
from socialvalue.common.templatetags.formats import plain_day


def question_choices() -> list:
    groups = [(stage.label, [(q.key, q.wording) for q in of_stage(stage)]) for stage in Stage if of_stage(stage)]
    return [("", "None: nobody asked for it"), *groups]


class RemarkForm(RulesInServicesMixin, GovModelForm):
    question = forms.ChoiceField(label="The key question it answers", required=False)
    text = WordsField(max_words=300, label="What was said", help_text="As close to the person’s own words as you can.")

    class Meta:
        model = Remark
        fields = ["question", "text", "group", "said_on", "method", "event", "said_by", "agreed_to_be_named"]
        labels = {
            "group": "Who said it",
            "said_on": "When",
            "method": "How it was said",
            "event": "At which event or visit",
            "said_by": "Name of the person",
            "agreed_to_be_named": "The person agreed to be named",
        }
        help_texts = {"said_by": "Leave it blank: the group is enough. Only with the person’s agreement."}
        widgets = {"group": forms.RadioSelect, "method": forms.RadioSelect}

    def __init__(self, *args, commission, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("question", forms.ChoiceField).choices = question_choices()
        self.field("group", forms.ChoiceField).choices = Group.choices
        event = self.field("event", forms.ModelChoiceField)
        event.queryset, event.empty_label = commission.events.filter(cancelled_at=None), "None"
        vars(event)["label_from_instance"] = lambda e: f"{e.title}, {plain_day(e.starts_at)}"


class EditRemarkForm(VersionedFormMixin, RemarkForm):
    pass


class ResponseForm(RulesInServicesMixin, VersionedFormMixin, GovModelForm):
    response = WordsField(
        max_words=200,
        label="What was done about it, or why nothing was",
        help_text="It is shown beside the remark under “You said, we did”.",
    )

    class Meta:
        model = Remark
        fields = ["response"]


class RemarkFilter(GovForm):
    question = forms.ChoiceField(label="Key question", required=False)
    group = forms.ChoiceField(label="Who said it", choices=[("", "Everybody"), *Group.choices], required=False)
    answered = forms.ChoiceField(
        label="Answered", choices=[("", "All"), ("no", "Without an answer"), ("yes", "With an answer")], required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("question", forms.ChoiceField).choices = [("", "All"), *((key, q.wording) for key, q in BY_KEY.items())]

    def apply(self, rows):
        self.is_valid()
        chosen = self.cleaned_data
        for name in ("question", "group"):
            if chosen.get(name):
                rows = rows.filter(**{name: chosen[name]})
        if chosen.get("answered"):
            rows = rows.filter(responded_at__isnull=chosen["answered"] == "no")
        return rows
