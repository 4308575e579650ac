"""Events, remarks and ideas as people type them."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from procurement.commissioning.enums import Stage
from procurement.commissioning.enums.key_questions import BY_KEY, of_stage
from procurement.commissioning.forms.fields import ReasonForm, RulesInServicesMixin
from procurement.engagement.enums import EventKind, Group
from procurement.engagement.models import Event, Remark
from socialvalue.common.forms import GovForm, GovModelForm, ManyField, VersionedFormMixin, WordsField
from socialvalue.common.templatetags.formats import plain_day


class EventForm(RulesInServicesMixin, GovModelForm):
    class Meta:
        model = Event
        fields = [
            "kind",
            "title",
            "description",
            "starts_at",
            "ends_at",
            "place",
            "public_transport",
            "easy_read_agenda",
            "extra_time",
            "other_arrangements",
            "how_to_join",
        ]
        labels = {
            "kind": "What kind of event",
            "title": "Title",
            "description": "What it is about",
            "starts_at": "Begins",
            "ends_at": "Ends",
            "place": "Where",
            "public_transport": "How to get there by public transport",
            "easy_read_agenda": "There is an easy-read agenda",
            "extra_time": "Each item has more time than usual",
            "other_arrangements": "What else is done so that everybody can take part",
            "how_to_join": "How to join",
        }
        help_texts = {
            "description": "In plain English. The public page shows it.",
            "place": "The address, and the room if there is one.",
            "other_arrangements": "Step-free access, hearing loop, interpreter, quiet room, somebody to talk to beforehand.",
            "extra_time": "",
        }
        widgets = {"kind": forms.RadioSelect}
        error_messages = {
            "title": {"required": "Enter a title"},
            "starts_at": {"required": "Enter when it begins"},
            "ends_at": {"required": "Enter when it ends"},
            "place": {"required": "Enter where it is"},
        }

    layout = Layout(
        Fieldset("The event", "kind", "title", "description"),
        Fieldset("When and where", "starts_at", "ends_at", "place"),
        Fieldset(
            "So that everybody can take part",
            "public_transport",
            "easy_read_agenda",
            "extra_time",
            "other_arrangements",
            "how_to_join",
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("kind", forms.ChoiceField).choices = EventKind.choices


class EditEventForm(VersionedFormMixin, EventForm):
    pass


class NotesForm(RulesInServicesMixin, VersionedFormMixin, GovModelForm):
    class Meta:
        model = Event
        fields = ["notes"]
        labels = {"notes": "What happened"}
        help_texts = {"notes": "Record what people said as remarks, so that it can be followed. Notes are for the council alone."}


class AttendanceForm(GovForm):
    """One number for each group; empty is nobody."""

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        came = {a.group: a.number for a in event.attendances.all()}
        for value, label in Group.choices:
            self.fields[value] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=100000, initial=came.get(value)
            )
            self.dress(value)
            self.look(value, quiet=True, width="govuk-input--width-4")

    def numbers(self) -> dict[str, int]:
        return {group: self.cleaned_data[group] for group in Group.values if self.cleaned_data[group]}


class DocumentForm(GovForm):
    file = forms.FileField(label="File", help_text="An agenda, slides, a picture of what was written on the wall.")
    description = forms.CharField(
        label="What it is", required=False, max_length=300, help_text="For a picture or recording: what it shows, in words."
    )


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
        help_texts = {"said_by": "Leave it empty: the group is enough. Only with the person’s agreement."}
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


class IdeaForm(GovForm):
    text = WordsField(max_words=1000, label="Your idea", help_text="Nobody outside the council reads it.")


class ReplyForm(GovForm):
    reply = WordsField(max_words=500, label="Your reply", help_text="The supplier is told, and reads it on the site.")


class PublishedRemarksField(ManyField):
    """Checkboxes: what was said, by which group, and what was done about it."""

    def label_from_instance(self, remark):
        return f"“{remark.text}” {remark.get_group_display()}, {plain_day(remark.said_on)}. We did: {remark.response}"


class TakeBackForm(VersionedFormMixin, ReasonForm):
    """Why it is taken back; its ``version`` is the number of the edition that was on the page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label="Why it is taken back", hint="It is kept on the council’s record.", **kwargs)


class YouSaidForm(GovForm):
    """What the public will read; ``seen`` marks what was previewed."""

    introduction = WordsField(
        max_words=200,
        required=False,
        label="Introduction",
        help_text="What the service is, who was heard, what comes next. In plain English.",
    )
    remarks = PublishedRemarksField(
        queryset=Remark.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Remarks to publish, with what was done",
        error_messages={"required": "Choose at least one remark"},
        help_text="Read each as a stranger would: the words themselves may show who somebody is.",
    )
    names = forms.BooleanField(required=False, label="Show the names of those who agreed to be named")
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label="Why something published before is left out",
        help_text="Only when you leave something out. It is kept on the council’s record and not published.",
    )

    def __init__(self, *args, rows, again: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("remarks", forms.ModelMultipleChoiceField).queryset = rows
        if not rows.filter(agreed_to_be_named=True).exclude(said_by="").exists():
            del self.fields["names"]
        if not again:
            del self.fields["reason"]

    def choice(self) -> dict:
        """What the service takes, without the mark."""
        data = self.cleaned_data
        return {
            "remarks": data["remarks"],
            "introduction": data["introduction"],
            "names": data.get("names", False),
            "reason": data.get("reason", ""),
        }
