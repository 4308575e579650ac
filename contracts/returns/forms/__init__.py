"""Reporting, deciding, bringing files back."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import HTML, Fieldset, Layout, Row
from django import forms

from contracts.benefits.calculations.parts import UNKNOWN, Group
from contracts.benefits.selectors import amounts, asked_of
from contracts.obligations.models import Kpi
from contracts.performance.composing import SubScore
from contracts.performance.enums import Kind
from contracts.returns.calculations.figures import ANSWERED
from contracts.returns.calculations.lines import ToAnswer
from contracts.returns.forms.answers import add_answers, answers_in, check_answers
from contracts.returns.forms.answers import asked_of as fields_of
from contracts.returns.forms.lines import add_lines, said_in
from contracts.returns.services.template import MAPPED, needed_of
from socialvalue.common.fields import PlainDecimalField
from socialvalue.common.forms import AutosavedFormMixin, GovForm, VersionedFormMixin
from socialvalue.common.templatetags.formats import plain_day, plain_number
from socialvalue.documents.services.content import PHOTOGRAPHS, PICTURES

# Named one by one: a phone then turns its own format into one that can be read
PICTURE_TYPES = sorted({mime for mime, _ in PICTURES.values()})
CALLED = {"numerator": "first number of a share (12 of 15)", "denominator": "second number of a share (12 of 15)"}
FIGURE = ("value", "numerator", "denominator", "no_cases", "estimated")
FIELDS_OF = {
    Kind.SUM: ("value", "estimated"),
    Kind.LEVEL: ("value", "no_cases", "estimated"),
    Kind.RATIO: ("numerator", "denominator", "no_cases", "estimated"),
    Kind.YES_NO: ("value",),
    Kind.MILESTONE: ("value",),
    Kind.COMPOSITE: ("estimated",),
}


# What stays folded until somebody opens it
FOLD_WHO = (
    '<details class="govuk-details sv-more"{% if form.who_is_opened %} open{% endif %}><summary class="govuk-details__summary">'
    '<span class="govuk-details__summary-text">Who benefited: {{ form.asked.by_list }}</span></summary>'
    '<div class="govuk-details__text"><p class="govuk-body-s">{% if form.asked.by_list.overlaps %}Somebody may be in several of '
    "these. They need not add up.{% else %}What you leave out of the figure counts as not known.{% endif %}</p>"
)
CLOSED = "</div></details>"


class ReturnForm(AutosavedFormMixin, GovForm):
    """Only what was promised: the figure, as its KPI's kind has it, what stands behind it, and the two questions against
    claiming too much."""

    value = PlainDecimalField(required=False, max_digits=14, decimal_places=4, label="Value")
    numerator = PlainDecimalField(required=False, max_digits=11, decimal_places=2, label="How many")
    denominator = PlainDecimalField(required=False, max_digits=11, decimal_places=2, label="Out of how many")
    no_cases = forms.BooleanField(
        required=False,
        label="There were no cases in this period",
        help_text="Nothing happened that could be measured. Say why below; the period then counts neither for nor against.",
    )
    estimated = forms.BooleanField(required=False, label="The figure is an estimate")
    narrative = forms.CharField(
        required=False,
        widget=forms.Textarea,
        label="What happened",
        help_text="In a few sentences: what was done, for whom, what came of it.",
    )
    direct_result = forms.CharField(
        required=False, widget=forms.Textarea, label="Was it a direct result of this work, or did another service help?"
    )
    anyway = forms.CharField(required=False, widget=forms.Textarea, label="Would it have happened anyway?")
    file = forms.FileField(
        required=False,
        label="Add a photograph or file as evidence",
        help_text=f"A picture, PDF, document or table up to 20 MB. Leave out names and addresses of people. {PHOTOGRAPHS}",
        widget=forms.ClearableFileInput(attrs={"accept": f"{','.join(PICTURE_TYPES)},.pdf,.docx,.xlsx,.csv,.txt"}),
    )
    description = forms.CharField(
        required=False, max_length=300, label="What the file shows", help_text="For people who cannot see it."
    )
    evidence_note = forms.CharField(
        required=False, label="Where else the evidence is kept", widget=forms.Textarea(attrs={"rows": 2})
    )

    TYPED = (*FIGURE, "answers", "narrative", "direct_result", "anyway", "evidence_note")

    def __init__(self, *args, kpi: Kpi, ends_on: date, subs: Sequence[SubScore] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.subs = subs
        self.asked = asked_of(kpi, ends_on)
        self.figure = self._figure(kpi)
        self.groups = self._groups(kpi)
        self.words = [name for name in self.fields if name not in (*FIGURE, *fields_of(subs), *self.groups, "version", "page")]
        self.helper.layout = Layout(*self.figure, *self._who(), *self.words)

    def _groups(self, kpi: Kpi) -> dict[str, str]:
        """The fields of who benefited, each with its group’s key; none where the KPI is not asked for them."""
        if self.asked is None:
            return {}
        found, said = {}, self.initial.get("benefited") or {}
        targets = amounts(self.asked.targets)
        for group in [*self.asked.by_list.parts, Group(UNKNOWN, "Not known")]:
            name = f"who_{group.key}"
            found[name] = group.key
            aim = f" (target {plain_number(targets[group.key])})" if group.key in targets else ""
            self.fields[name] = PlainDecimalField(
                required=False, min_value=Decimal(0), max_digits=14, decimal_places=4, label=f"{group.name}{aim}"
            )
            self.initial.setdefault(name, said.get(group.key))
            self.dress(name)
            self.look(name, quiet=True, suffix=kpi.unit, width="govuk-input--width-5")
        return found

    def _who(self) -> list:
        return [HTML(FOLD_WHO), *self.groups, HTML(CLOSED)] if self.groups else []

    @property
    def who_is_opened(self) -> bool:
        """Something was said, or is wrong within what is folded."""
        return bool(self.initial.get("benefited")) or (self.is_bound and any(name in self.errors for name in self.groups))

    def _benefited(self) -> dict:
        if not self.groups:
            return {}
        return {"benefited": {key: self.cleaned_data.get(name) for name, key in self.groups.items()}}

    def _figure(self, kpi: Kpi) -> list:
        """The fields of the figure, as its KPI's kind has them, laid out."""
        shown = FIELDS_OF[Kind(kpi.kind)]
        for name in set(FIGURE) - set(shown):
            del self.fields[name]
        if kpi.kind == Kind.RATIO:
            self.look("numerator", "denominator", quiet=True, width="govuk-input--width-5")
            return [Fieldset("The figure for this period", Row("numerator", "denominator")), "no_cases", "estimated"]
        if kpi.kind == Kind.COMPOSITE:
            return [*add_answers(self, self.subs), *shown]
        self._one_figure(kpi)
        return list(shown)

    def _one_figure(self, kpi: Kpi) -> None:
        if kpi.kind in ANSWERED:
            self.fields["value"] = forms.TypedChoiceField(
                choices=[("1", "Yes"), ("0", "No")], coerce=Decimal, empty_value=None, required=False, widget=forms.RadioSelect
            )
            self.dress("value")
            self.look("value", inline=True)
            if self.initial.get("value") is not None:
                self.initial["value"] = str(int(self.initial["value"]))
        else:
            pounds = kpi.unit in ("£", "GBP")
            self.look("value", quiet=True, **({"prefix": "£"} if pounds else {"suffix": kpi.unit}))
            self.field("value", PlainDecimalField).strip_signs = "£%"
            self.fields["value"].help_text = "Enter 0 if none. Leave blank if you do not know yet."
        self.fields["value"].label = kpi.wording

    def clean(self) -> dict[str, Any]:
        super().clean()
        check_answers(self, self.subs)
        return self.cleaned_data

    def typed(self) -> dict[str, Any]:
        """What was typed, as ``save_return`` takes it."""
        given = {name: self.cleaned_data.get(name) for name in self.TYPED if name in self.fields}
        answered = {"answers": answers_in(self.cleaned_data, self.subs)} if self.subs else {}
        return {name: found if name in FIGURE else found or "" for name, found in given.items()} | answered | self._benefited()

    def keeps(self, name: str) -> bool:
        """Whether it is typed here."""
        return name in self.fields or name == "answers" and bool(self.subs)


class HandInForm(GovForm):
    """Before its period is over a return is handed in only as final."""

    final = forms.BooleanField(required=False)
    early_reason = forms.CharField(
        required=False, label="Why the figure is final already", widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, ends_on: date, many: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        what = "These are the final figures" if many else "This is the final figure"
        self.fields["final"].label = f"{what} although the period runs until {plain_day(ends_on)}"
        if many:
            self.fields["early_reason"].label = "Why the figures are final already"

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("early_reason", "").strip() and not data.get("final"):
            self.add_error("final", "Tick that this is the final figure, or submit it once the period is over")
        return data

    @property
    def reason(self) -> str:
        """Why it is final; empty where it is not said to be."""
        return self.cleaned_data["early_reason"] if self.cleaned_data.get("final") else ""


class ChangedForm(GovForm):
    """Why something else is sent than was sent before."""

    change_reason = forms.CharField(
        required=False,
        label="Why did you change what was sent?",
        help_text="It stands in the history of the return, with what changed.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Whether it says anything the service decides
        self.look("change_reason", quiet=True)

    @property
    def reason(self) -> str:
        return self.cleaned_data.get("change_reason") or ""


class DecideForm(VersionedFormMixin, GovForm):
    decision = forms.ChoiceField(
        choices=[("verify", "Verify it"), ("query", "Send it back with a question")],
        widget=forms.RadioSelect,
        label="Your decision",
    )
    comment = forms.CharField(
        required=False,
        widget=forms.Textarea,
        label="Comment",
        help_text="Needed when you send it back: what has to be answered. And when something is missing: why it may count.",
    )

    def __init__(self, *args, lines: Sequence[ToAnswer] = (), **kwargs):
        super().__init__(*args, **kwargs)
        # Not called optional: whether it is depends on the decision and on what is missing
        self.look("comment", quiet=True)
        self.lines = lines
        if lines:
            self.fields[
                "comment"
            ].help_text = (
                "Needed when you send it back and no line above says why. And when something is missing: why it may count."
            )
        # Before the decision, which follows from them
        self.helper.layout = Layout(*add_lines(self, lines), "decision", "comment")

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        self.said = said_in(self, self.lines)
        a_no = any(not answer.shows for answer in self.said.values())
        if data.get("decision") == "query" and not a_no and not (data.get("comment") or "").strip():
            self.add_error("comment", "Say what has to be answered before it can be verified")
        return data


class QueueFilter(GovForm):
    contract = forms.CharField(required=False, help_text="Reference, or words of its title")
    supplier = forms.CharField(required=False, help_text="Name, part of it, or register number")
    below = forms.ChoiceField(choices=[("", "Any"), ("1", "Below its minimum")], required=False, label="Value")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.look(*self.fields, quiet=True)


class CorrectForm(GovForm):
    reason = forms.CharField(
        widget=forms.Textarea,
        label="What was wrong",
        help_text="The verified return stays until the correction is verified as well.",
    )


class DropForm(GovForm):
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Why is it dropped?")

    def __init__(self, *args, was_sent: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not was_sent:
            del self.fields["reason"]


class FileForm(GovForm):
    file = forms.FileField(label="The filled template, or your own report", help_text="XLSX or CSV")


class MappingForm(GovForm):
    """Which heading of a provider's own report is which of ours."""

    def __init__(self, *args, headings: list[str], mapping: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        needed = needed_of(headings)
        self.figure_needed = "period" in needed
        choices = [("", "Not in this file"), *[(h, h) for h in headings if h]]
        for ours in MAPPED:
            self.fields[ours.replace(" ", "_")] = forms.ChoiceField(
                choices=choices,
                label=f"Which heading is the {CALLED.get(ours, ours)}?",
                required=ours in needed,
                initial=mapping.get(ours, ""),
            )
            self.dress(ours.replace(" ", "_"))

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if self.figure_needed and not data.get("value") and not (data.get("numerator") and data.get("denominator")):
            self.add_error("value", "Choose the heading of the value, or those of the two numbers of a share")
        return data

    def mapping(self) -> dict[str, str]:
        return {ours: self.cleaned_data.get(ours.replace(" ", "_"), "") for ours in MAPPED}
