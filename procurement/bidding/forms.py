"""What the bidder types. A draft may lack anything; what cannot be read is said at once, what is missing before sending."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from procurement.bidding.enums import SealDecision
from procurement.commissioning.enums import Period
from procurement.tendering.enums import CriterionKind
from procurement.tendering.enums.limits import ALLOWED, KINDS, MOST_BYTES, MOST_FILES
from procurement.tendering.models import ProxyMarking, Question
from socialvalue.accounts.models import Organisation
from socialvalue.common.fields import PlainDecimalField
from socialvalue.common.forms import AutosavedFormMixin, GovForm, MoneyField, VersionedFormMixin
from socialvalue.common.templatetags.formats import one_of, plain_money
from socialvalue.documents.services.content import PHOTOGRAPHS
from socialvalue.framework.models import Measure

OVER_TIME = [
    (Period.TERM, "Over the whole contract"),
    (Period.YEAR, "Every year"),
    (Period.QUARTER, "Every quarter"),
    (Period.MONTH, "Every month"),
]


class CopyForm(GovForm):
    file = forms.FileField(
        label="The file that you downloaded when you sent your bid",
        help_text="Its name is RCT-….json. For a file that you added to an answer: the same file as then.",
        error_messages={"required": "Choose the file"},
    )


class SealForm(GovForm):
    """What is to be done about a broken seal. A copy can be chosen once there is one."""

    reason = forms.CharField(
        label="Reason",
        required=False,
        widget=forms.Textarea,
        help_text="Where the bid is left out: what its bidder was asked, and why nobody waits any longer. The bidder reads it.",
    )

    def __init__(self, *args, has_copy: bool, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [one for one in SealDecision.choices if has_copy or one[0] != SealDecision.COPY]
        self.fields["decision"] = forms.ChoiceField(label="What is to be done?", choices=choices, widget=forms.RadioSelect)
        self.order_fields(["decision", "reason"])
        self.dress("decision")


class CountedTextField(forms.CharField):
    """Long text whose words are counted on the page. Too many are kept: the bidder shortens it before sending."""

    widget = forms.Textarea

    def __init__(self, *, max_words: int | None, **kwargs):
        self.max_words = max_words
        super().__init__(**kwargs)


class MeasureField(forms.ModelChoiceField):
    """A measure, by its own name or by what ``labels`` says of it: id of the measure → label."""

    labels: Mapping[int, str] | None = None

    def label_from_instance(self, obj: Measure) -> str:
        return super().label_from_instance(obj) if self.labels is None else self.labels[obj.pk]


class AnswerForm(AutosavedFormMixin, GovForm):
    """One answer, with a file if it helps. ``files``: how many it has."""

    def __init__(self, *args, question: Question, files: int = 0, autosave: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if question.criterion.kind == CriterionKind.PASS_FAIL:
            self._add(
                "passed",
                forms.TypedChoiceField(
                    label="Do you meet this?",
                    choices=[("yes", "Yes"), ("no", "No")],
                    coerce=lambda value: value == "yes",
                    empty_value=None,
                    required=False,
                    widget=forms.RadioSelect,
                ),
            )
            self.look("passed", quiet=True)
        label = "Anything you want to add" if question.criterion.kind == CriterionKind.PASS_FAIL else "Your answer"
        self._add("text", CountedTextField(label=label, required=False, max_words=question.word_limit))
        self.look("text", quiet=question.criterion.kind != CriterionKind.PASS_FAIL)
        self.fields["text"].widget.attrs["rows"] = 14 if question.criterion.kind != CriterionKind.PASS_FAIL else 4
        if autosave:
            self.fields["text"].widget.attrs.update(
                {
                    "hx-post": autosave,
                    "hx-trigger": "input changed delay:3s, change",
                    "hx-target": "#saved",
                    "hx-params": "text,passed,version,page,csrfmiddlewaretoken",
                    "hx-sync": "this:replace",
                }
            )
        # With three files there is no field to choose a fourth; where one was sent all the same, its refusal stands beside it
        if files < MOST_FILES or "file" in self.files:
            endings = ",".join(f".{kind}" for kind in KINDS)
            self._add(
                "file",
                forms.FileField(
                    label="Supporting file",
                    required=False,
                    allow_empty_file=True,
                    help_text=f"{ALLOWED}. Only if it helps your answer. {PHOTOGRAPHS}",
                    widget=forms.FileInput(attrs={"accept": endings, "data-most-bytes": MOST_BYTES}),
                ),
            )

    def _add(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        self.dress(name)


class CommitmentForm(VersionedFormMixin, GovForm):
    outcome_text = forms.CharField(
        label="What difference will it make?",
        help_text="Whose life gets better, and how. For example: young people who face disadvantage start a career.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    measure_id = MeasureField(
        label="Which of the council’s measures fits?",
        queryset=Measure.objects.none(),
        empty_label="None of these: I will describe my own",
        required=False,
    )
    measure_text = forms.CharField(
        label="What will you count?",
        help_text="For example: jobs kept for six months. Leave blank if you chose a measure.",
        required=False,
    )
    quantity = PlainDecimalField(label="How many?", max_digits=14, decimal_places=4, required=False)
    unit = forms.CharField(
        label="What is one of it called?",
        help_text="For example: people, hours, tonnes. Leave blank if you chose a measure.",
        required=False,
    )
    per = forms.ChoiceField(
        label="Over what time?",
        choices=OVER_TIME,
        widget=forms.RadioSelect,
        required=False,
    )
    place = forms.CharField(label="Where?", help_text="A town, a district, or the whole county.", required=False)
    evidence = forms.CharField(
        label="How will you measure it, and what will you show us?",
        help_text="For example: payroll dates with names removed, every quarter.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    involvement = forms.CharField(
        label="How were local people involved in choosing it?",
        help_text="Who you talked to, and what they said. If nobody yet: say so, and say how they will be.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    input_width = {"quantity": "govuk-input--width-5", "unit": "govuk-input--width-20", "place": "govuk-input--width-20"}
    NAMES = ("outcome_text", "measure_text", "unit", "per", "place", "evidence", "involvement")

    def __init__(self, *args, measures: QuerySet[Measure], marking: ProxyMarking | None = None, **kwargs):
        """``marking``: the ProxyMarking of the question, where its mark is worked out from proxy values."""
        super().__init__(*args, **kwargs)
        if measures.exists():
            self.field("measure_id", MeasureField).queryset = measures
            if marking is not None:
                self._by_value(marking)
        else:
            del self.fields["measure_id"]
        self.look(*self.fields, quiet=True)

    def _by_value(self, marking: ProxyMarking) -> None:
        worth = {p.measure_id: f"{p.wording}: {plain_money(p.value)} for one {one_of(p.unit)}" for p in marking.proxies.all()}
        field = self.field("measure_id", MeasureField)
        field.label = "Which measure counts it?"
        field.empty_label = "Something else: it earns no marks here"
        field.labels = worth

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors and not any(value for name, value in self.cleaned_data.items() if name != "version"):
            self.add_error("outcome_text", "Write what difference it will make; the rest can wait")
        return self.cleaned_data

    def commitment(self) -> dict[str, Any]:
        """What was typed, as the document keeps it; after ``is_valid()``."""
        given = {name: self.cleaned_data.get(name) or "" for name in self.NAMES}
        measure = self.cleaned_data.get("measure_id")
        quantity = self.cleaned_data["quantity"]
        return {**given, "measure_id": measure.pk if measure else None, "quantity": "" if quantity is None else f"{quantity:f}"}


class PriceForm(VersionedFormMixin, GovForm):
    price = MoneyField(label="Your price for the whole contract", required=False)
    note = forms.CharField(
        label="How it is made up",
        help_text="Anything the council should know about the price. Not scored.",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.look("price", quiet=True)


class DeclarationForm(VersionedFormMixin, GovForm):
    declared = forms.BooleanField(
        error_messages={"required": "Tick the box to say that you may send this bid and that it is true"}
    )

    def __init__(self, *args, supplier: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["declared"].label = (
            f"I may send this bid for {supplier.name}. As far as I know it is true. "
            "If we win, the commitments in it become part of the contract."
        )
