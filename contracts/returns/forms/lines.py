"""What whoever verifies says of each line of a scorecard: does its evidence show the level that is claimed?"""

from collections.abc import Sequence

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.html import format_html, format_html_join

from contracts.returns.calculations.lines import SHOWS, WHY, Said, ToAnswer
from socialvalue.common.forms import GovForm


def add_lines(form: GovForm, lines: Sequence[ToAnswer]) -> list[Fieldset]:
    """Give ``form`` two fields a line; their layout."""
    return [_add(form, line) for line in lines]


def _add(form: GovForm, line: ToAnswer) -> Fieldset:
    shows, why = f"{SHOWS}{line.key}", f"{WHY}{line.key}"
    proof = format_html_join("", "<li>{}</li>", ((words,) for words in line.proof))
    form.fields[shows] = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No")],
        required=False,
        widget=forms.RadioSelect,
        label=f"Does the evidence show that this is {line.level}?",
        help_text=format_html(
            'Weight {}.{}<ul class="govuk-list govuk-list--bullet govuk-hint">{}</ul>',
            line.weight,
            f" {line.before}." if line.before else "",
            proof,
        ),
    )
    form.fields[why] = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Why it does not",
        help_text="Needed when you answer no. The supplier reads it, and can bring better evidence.",
    )
    form.look(shows, choice_hints={"no": "If you verify it all the same, this line counts as the level below."})
    for name in (shows, why):
        form.dress(name)
        form.look(name, quiet=True)
    return Fieldset(line.wording, shows, why)


def said_in(form: GovForm, lines: Sequence[ToAnswer]) -> dict[str, Said]:
    """Key → what was said of the line, taken out of the cleaned data; a line that was not answered is left out."""
    found = {}
    for line in lines:
        answer = form.cleaned_data.pop(f"{SHOWS}{line.key}", "")
        why = form.cleaned_data.pop(f"{WHY}{line.key}", "")
        if answer:
            found[line.key] = Said(shows=answer == "yes", why=why)
    return found
