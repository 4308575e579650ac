"""Events, who came and what was handed out, as people type them."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from procurement.commissioning.forms.fields import RulesInServicesMixin
from procurement.engagement.enums import EventKind, Group
from procurement.engagement.models import Event
from socialvalue.common.forms import GovForm, GovModelForm, VersionedFormMixin
from socialvalue.documents.services.content import PHOTOGRAPHS


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
    file = forms.FileField(label="File", help_text=f"An agenda, slides, a picture of what was written on the wall. {PHOTOGRAPHS}")
    description = forms.CharField(
        label="What it is", required=False, max_length=300, help_text="For a picture or recording: what it shows, in words."
    )
