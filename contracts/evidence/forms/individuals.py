"""Scales, and people entered one by one or from a file."""

from typing import Any

from django import forms

from contracts.evidence.calculations.codes import LONGEST
from contracts.evidence.models import Scale
from socialvalue.common.forms import GovForm


class ScaleForm(GovForm):
    name = forms.CharField(
        max_length=100,
        label="What the scale is called",
        help_text="Its name alone. Questions and words of a scale that somebody owns stay with the owner of the licence.",
    )
    low = forms.IntegerField(label="Lowest step", min_value=-100, max_value=100)
    high = forms.IntegerField(label="Highest step", min_value=-100, max_value=100)
    higher_is_better = forms.BooleanField(required=False, initial=True, label="Higher is better")
    licensed = forms.BooleanField(required=False, label="Somebody owns it: the provider needs a licence to use it")


class KpiScaleForm(GovForm):
    scale = forms.ModelChoiceField(
        queryset=Scale.objects.none(), widget=forms.RadioSelect, empty_label=None, label="Which scale are people measured on?"
    )

    def __init__(self, *args: Any, council, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.field("scale", forms.ModelChoiceField).queryset = Scale.objects.filter(council=council, ended_at=None)


class PersonForm(GovForm):
    code = forms.CharField(
        max_length=60,
        label="Code of the person",
        help_text=f"Such as P01, {LONGEST} characters at most. Only you know whose it is. Never a name or an official number.",
    )
    baseline = forms.IntegerField(required=False, label="Where they began")
    now = forms.IntegerField(required=False, label="Where they are now")

    def __init__(self, *args: Any, scale: Scale, **kwargs: Any):
        super().__init__(*args, **kwargs)
        steps = f"A whole number from {scale.low} to {scale.high}."
        self.fields["baseline"].help_text = f"{steps} Leave it blank for somebody of the period before: theirs is kept."
        self.fields["now"].help_text = f"{steps} Leave it blank if they have not been measured again yet."
        self.fields["code"].widget.attrs["autocomplete"] = "off"
        for name in ("baseline", "now"):
            self.fields[name].widget.attrs["inputmode"] = "numeric" if scale.low >= 0 else "text"


class PeopleFileForm(GovForm):
    file = forms.FileField(
        label="The file with people",
        help_text="XLSX or CSV with the headings code, baseline and now. The file itself is not kept.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
