"""From award to contract, and the signed contract entered as it stands."""

from django import forms

from contracts.handover.enums import ASKED, Point
from contracts.handover.models import KickOff
from contracts.obligations.models import Obligation
from contracts.register.forms import OwnersMixin
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.forms import GovDateField, GovForm, VersionedFormMixin

ON_TOP = "on-top"
POSTS = "Posts rather than names."


class MakeContractForm(OwnersMixin, GovForm):
    reference = forms.CharField(max_length=40, required=False, help_text="Leave blank and we will give it a number.")
    starts_on = GovDateField(label="First day")
    ends_on = GovDateField(label="Last day")
    manager = forms.ModelChoiceField(User.objects.none(), label="Contract manager")
    lead_director = forms.ModelChoiceField(User.objects.none(), label="Lead director")

    input_width = {"reference": "govuk-input--width-20"}

    def __init__(self, *args, council: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.take_council(council)


class SignedForm(GovForm):
    note = forms.CharField(
        max_length=300,
        label="Where the obligations are written",
        help_text="The document and its clause or schedule, and when it was signed.",
    )


class ObjectionForm(VersionedFormMixin, GovForm):
    words = forms.CharField(
        widget=forms.Textarea,
        label="In your words",
        help_text="Say what your bid said, and what you would agree to. The council reads it beside your bid.",
    )


class AnswerForm(GovForm):
    answer = forms.CharField(
        widget=forms.Textarea,
        label="Your answer",
        help_text="Point to the words of the tender or of the bid. The supplier reads it, and can agree or object again.",
    )


class CountedForm(VersionedFormMixin, GovForm):
    part_of = forms.ChoiceField(widget=forms.RadioSelect, label="Who is counted")
    reason = forms.CharField(
        widget=forms.Textarea, label="How you know", help_text="For example the words of the bid, or what both sides said."
    )

    def __init__(self, *args, obligation: Obligation, others: list[Obligation], **kwargs):
        said = obligation.counted_at is not None
        initial = {"part_of": obligation.part_of_id or ON_TOP, "reason": obligation.counted_reason} if said else None
        super().__init__(*args, version=obligation.version, initial=initial, **kwargs)
        self.others = {str(one.pk): one for one in others}
        self.field("part_of", forms.ChoiceField).choices = [
            (ON_TOP, "Others, on top: both numbers are added up"),
            *((key, f"The same as in {one.code}: counted once, in {one.code}") for key, one in self.others.items()),
        ]

    def clean_part_of(self) -> Obligation | None:
        return self.others.get(self.cleaned_data["part_of"])


class KickOffForm(VersionedFormMixin, GovForm):
    held_on = GovDateField(label="Day of the meeting")
    council_people = forms.CharField(max_length=300, label="Who was there for the council", help_text=POSTS)
    supplier_people = forms.CharField(max_length=300, label="Who was there for the supplier", help_text=POSTS)

    def __init__(self, *args, kick_off: KickOff | None, facts: dict[str, str], **kwargs):
        initial = {}
        if kick_off is not None:
            initial = {name: getattr(kick_off, name) for name in ("held_on", "council_people", "supplier_people")}
            initial |= kick_off.answers
        super().__init__(*args, version=kick_off.version if kick_off else 0, initial=initial, **kwargs)
        for point in Point:
            hint = " ".join(part for part in (facts.get(point.value, ""), ASKED[point]) if part)
            self.fields[point.value] = forms.CharField(
                widget=forms.Textarea(attrs={"rows": 3}),
                label=str(point.label),
                help_text=hint,
                error_messages={"required": f"{point.label}: say what was settled, or why nothing had to be"},
            )
            self.dress(point.value)

    def minute(self) -> dict:
        """As ``keep_minute`` takes it."""
        data = self.cleaned_data
        same = {name: data[name] for name in ("held_on", "council_people", "supplier_people")}
        return same | {"answers": {point.value: data[point.value] for point in Point}}
