"""The percentages beside the two questions against claiming too much."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from socialvalue.common.forms import GovForm, PercentField

KNOWN_FROM = "Where it is known from"


def _share(label: str, hint: str) -> PercentField:
    return PercentField(required=False, max_digits=5, decimal_places=2, label=label, help_text=hint)


def _source() -> forms.CharField:
    return forms.CharField(required=False, max_length=200, label=KNOWN_FROM)


class SharesForm(GovForm):
    anyway = _share("How much would have happened anyway?", "In per cent. Leave it blank if you do not know.")
    anyway_source = _source()
    others = _share("Of the rest, how much did others bring about?", "Another service, another funder.")
    others_source = _source()
    displaced = _share("Of the rest, how much was only moved from elsewhere?", "Such as a job that somebody else lost.")
    displaced_source = _source()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset("Happened anyway", "anyway", "anyway_source"),
            Fieldset("By others", "others", "others_source"),
            Fieldset("Moved", "displaced", "displaced_source"),
        )
