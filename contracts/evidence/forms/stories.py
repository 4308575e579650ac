"""Telling a story with a return, what comes with it, and that the person withdrew."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from contracts.evidence.calculations.consent import Consent
from contracts.evidence.calculations.tags import MOST
from contracts.evidence.enums import How, MediaKind, Use
from contracts.evidence.services.media import ENDINGS
from socialvalue.common.forms import GovDateField, GovForm, VersionedFormMixin

TAGS = f"Short words to find it by, with commas between, such as “work, young people”. {MOST} at most."
TRANSCRIPT = (
    "Of a photograph: what it shows. Of a sound or video: every word that is said, and sounds that matter. "
    "Begin a line with its time, such as 0:05, and a video shows it as captions."
)


class StoryForm(GovForm):
    title = forms.CharField(max_length=150, label="Title", help_text="Such as “Sam found work in the depot”.")
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 8}), label="What happened", help_text="In the person’s own words where possible."
    )
    use = forms.ChoiceField(
        choices=Use.choices,
        widget=forms.RadioSelect,
        label="For what may it be used?",
        help_text="As the person agreed. Reports to members are published. They can withdraw at any time, and it then "
        "disappears everywhere.",
    )
    asked_by = forms.CharField(
        required=False, max_length=100, label="Who asked the person", help_text="Their role, such as “support worker”."
    )
    how = forms.ChoiceField(required=False, choices=How.choices, widget=forms.RadioSelect, label="How the person agreed")
    asked_on = GovDateField(required=False, label="When the person was asked")
    tags = forms.CharField(required=False, label="Tags", help_text=TAGS)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("title", "text", Fieldset("Consent", "use", "asked_by", "how", "asked_on"), "tags")

    def told(self) -> dict[str, Any]:
        """As ``tell_story`` takes it."""
        typed = self.cleaned_data
        consent = Consent(**{name: typed[name] for name in ("use", "asked_by", "how", "asked_on")})
        return {"title": typed["title"], "text": typed["text"], "consent": consent, "tags": typed["tags"]}


class StoryFileForm(GovForm):
    file = forms.FileField(
        label="The photograph, sound or video",
        help_text="Up to 20 MB. Where, when and with what it was taken is removed from the file. Faces, voices and names in it "
        "stay: add only what the person agreed to.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{ending}" for ending in sorted(ENDINGS))}),
    )
    words = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        label="What it shows, or every word that is said",
        help_text=f"{TRANSCRIPT} You can write down a sound or video later: until then nobody else is shown it.",
    )


class WordsForm(GovForm):
    words = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 12}), label="What it shows, or every word that is said", help_text=TRANSCRIPT
    )


class TagsForm(VersionedFormMixin, GovForm):
    tags = forms.CharField(required=False, label="Tags", help_text=TAGS)


class WithdrawForm(VersionedFormMixin, GovForm):
    how = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        label="How you heard of it",
        help_text="Such as “The person told their support worker on 3 May”. Leave out their name: this stays in the record.",
    )


class StoryFilter(GovForm):
    search = forms.CharField(required=False, label="Words in it")
    tag = forms.CharField(required=False, label="Tag")
    comes_with = forms.ChoiceField(required=False, label="Comes with", choices=[("", "Anything"), *MediaKind.choices])
    use = forms.ChoiceField(required=False, label="May be used by", choices=[("", "All"), *Use.choices])

    def __init__(self, *args: Any, officer: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not officer:
            del self.fields["use"]
        self.look(*self.fields, quiet=True)
