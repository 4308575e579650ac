"""The answers to the sub-scores of a composite: a number each, or a level of its scale, or “nothing to measure”."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from contracts.performance.composing import NOTHING, SubScore, plain_answer
from contracts.returns.calculations.answering import field_of
from socialvalue.common.fields import PlainDecimalField
from socialvalue.common.forms import GovForm
from socialvalue.common.templatetags.formats import plain_number, plain_quantity

NOTHING_WORDS = "Nothing to measure this period"


def nothing_of(sub: SubScore) -> str:
    """The name of the box beside a number."""
    return f"nothing_{sub.key}"


def asked_of(subs: Sequence[SubScore]) -> list[str]:
    """The names of all their fields."""
    return [name for sub in subs for name in (field_of(sub), nothing_of(sub))]


def add_answers(form: GovForm, subs: Sequence[SubScore]) -> list:
    """Give ``form`` the fields of ``subs``, filled with its initial ``answers``; their layout."""
    answers: Mapping[str, str] = form.initial.get("answers") or {}
    whole = sum(sub.weight for sub in subs)
    return [_add(form, sub, answers.get(sub.key, ""), whole) for sub in subs]


def _add(form: GovForm, sub: SubScore, answer: str, whole: Decimal | int) -> Fieldset | str:
    name, weight = field_of(sub), f"Weight {plain_number(sub.weight)} of {plain_number(whole)}"
    if not sub.is_number:
        choices = [(level.code, level.name) for level in sub.by.levels]
        form.fields[name] = forms.ChoiceField(
            choices=[*choices, (NOTHING, NOTHING_WORDS)], required=False, widget=forms.RadioSelect, label=sub.wording
        )
        needs = f". “{sub.by.levels[-1].name}” needs named evidence, which is asked for after you save" if sub.evidence else ""
        form.fields[name].help_text = f"{weight}{needs}"
        form.initial[name] = answer
        form.dress(name)
        form.look(name, small=True, quiet=True)
        return name
    form.fields[name] = PlainDecimalField(required=False, max_digits=14, decimal_places=4, label="Value")
    less = "at most " if sub.direction == "lower" else ""
    form.fields[name].help_text = f"{weight}. Target: {less}{plain_quantity(sub.target or 0, sub.unit)}"
    pounds = sub.unit in ("£", "GBP")
    form.dress(name)
    form.look(name, quiet=True, **({"prefix": "£"} if pounds else {"suffix": sub.unit}))
    form.field(name, PlainDecimalField).strip_signs = "£%"
    form.fields[nothing_of(sub)] = forms.BooleanField(required=False, label=NOTHING_WORDS)
    form.dress(nothing_of(sub))
    form.initial[name] = Decimal(answer) if answer and answer != NOTHING else None
    form.initial[nothing_of(sub)] = answer == NOTHING
    return Fieldset(sub.wording, name, nothing_of(sub))


def answers_in(data: Mapping[str, Any], subs: Sequence[SubScore]) -> dict[str, str]:
    """What was typed, as it is kept."""
    found = {}
    for sub in subs:
        typed = data.get(field_of(sub))
        if isinstance(typed, Decimal):
            found[sub.key] = plain_answer(typed)
        elif typed:
            found[sub.key] = typed
        elif data.get(nothing_of(sub)):
            found[sub.key] = NOTHING
    return found


def check_answers(form: GovForm, subs: Sequence[SubScore]) -> None:
    """A number beside a ticked “nothing to measure” can mean two things."""
    for sub in subs:
        if form.cleaned_data.get(nothing_of(sub)) and form.cleaned_data.get(field_of(sub)) is not None:
            form.add_error(field_of(sub), f"{sub.wording}: enter a value or tick that there was nothing to measure, not both")
