"""What is chosen for “You said, we did”, and why it is taken back."""

from django import forms

from procurement.commissioning.forms.fields import ReasonForm
from procurement.engagement.models import Remark
from socialvalue.common.forms import GovForm, ManyField, VersionedFormMixin, WordsField
from socialvalue.common.templatetags.formats import plain_day


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
