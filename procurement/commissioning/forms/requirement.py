"""A requirement in plain English with its measure, its size and its tests."""

from decimal import Decimal, InvalidOperation

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms

from procurement.commissioning.calculations.sizing import sized_target
from procurement.commissioning.forms.fields import RulesInServicesMixin, YesNoField
from procurement.commissioning.models import Requirement
from socialvalue.common.fields import PlainDecimalField
from socialvalue.common.forms import GovModelForm, MoneyField, VersionedFormMixin
from socialvalue.common.templatetags.formats import plain_money, plain_number
from socialvalue.framework.selectors import measures_of


class RequirementForm(RulesInServicesMixin, GovModelForm):
    measure = forms.TypedChoiceField(required=False, label="Measure of the framework", empty_value=None)
    measure_text = forms.CharField(
        max_length=300, required=False, label="How it will be measured", help_text="Leave blank to take the measure’s own words."
    )
    unit = forms.CharField(max_length=60, required=False, label="What is counted", help_text="People, jobs, %, tonnes.")
    evidence = forms.CharField(
        widget=forms.Textarea, required=False, label="What the provider will be asked to show",
        help_text="As little as proves it. Leave blank to take the measure’s own words.",
    )  # fmt: skip
    target = PlainDecimalField(
        max_digits=14,
        decimal_places=4,
        min_value=0,
        required=False,
        label="Target",
        help_text="A number, or leave it to the size below.",
    )
    pounds_per_unit = MoneyField(
        required=False,
        min_value=Decimal("0.01"),
        label="One for every",
        help_text="To keep the target in scale: for example one qualification for every £250,000 of the contract’s value.",
    )
    linked_to_subject = YesNoField(label="Does it relate to the service that is bought?")
    in_area = YesNoField(label="Does it take effect in the council’s area?")
    in_scale = YesNoField(label="Is it in scale with the value of the contract?")

    class Meta:
        model = Requirement
        fields = [
            "wording",
            "use",
            "measure",
            "measure_text",
            "unit",
            "evidence",
            "target",
            "per",
            "pounds_per_unit",
            "sizing_note",
            "linked_to_subject",
            "in_area",
            "in_scale",
            "strategy",
            "test_reason",
            "core_quality_risk",
            "exclusion_risk",
            "change_made",
        ]
        labels = {
            "wording": "What is required, in plain English",
            "use": "How it will be used",
            "per": "The target holds",
            "sizing_note": "How the target was found",
            "strategy": "The documented strategy that supports it",
            "test_reason": "Why you answer so",
            "core_quality_risk": "Could it harm the quality of the core service?",
            "exclusion_risk": "Could it keep a good provider from bidding?",
            "change_made": "What was changed because of these answers",
        }
        help_texts = {
            "wording": "Providers will read these words in the tender and in the contract.",
            "strategy": "The document and its aim.",
        }
        widgets = {"use": forms.RadioSelect, "sizing_note": forms.Textarea(attrs={"rows": 2})}

    layout = Layout(
        Fieldset("The requirement", "wording", "use"),
        Fieldset("How it is measured", "measure", "measure_text", "unit", "evidence"),
        Fieldset("How much", Row("target", "per"), "pounds_per_unit", "sizing_note"),
        Fieldset("Is it relevant, and in proportion?", "linked_to_subject", "in_area", "in_scale", "strategy", "test_reason"),
        Fieldset("The two risk questions", "core_quality_risk", "exclusion_risk", "change_made"),
    )

    def __init__(self, *args, commission, **kwargs):
        super().__init__(*args, **kwargs)
        self.commission = commission
        self.measures = {m.pk: m for m in measures_of(commission.framework)}
        measure = self.field("measure", forms.TypedChoiceField)
        measure.choices, measure.coerce = _grouped(self.measures.values()), lambda key: self.measures[int(key)]
        measure.help_text = (
            "An outcome says what changes for people; an output counts what is done. Prefer outcomes."
            if self.measures
            else "The commission has no framework yet: write your own measure below, or choose a framework first."
        )
        self.look("strategy", "test_reason", "core_quality_risk", "exclusion_risk", quiet=True)

    def clean(self):
        """A chosen measure brings its own words where nothing else was written."""
        data = super().clean() or self.cleaned_data
        measure = data.get("measure")
        own = {"measure_text": "name", "unit": "unit", "evidence": "evidence"}
        asks = {
            "measure_text": "Choose a measure of the framework, or say how it will be measured",
            "unit": "Say what is counted",
            "evidence": "Say what the provider will be asked to show",
        }
        for name, source in own.items():
            if not data.get(name) and name not in self.errors:
                data[name] = getattr(measure, source) if measure else ""
                if not data[name]:
                    self.add_error(name, asks[name])
        return data


class RewordForm(VersionedFormMixin, RequirementForm):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Why it changes",
        help_text="What it said before is kept with this reason.",
        error_messages={"required": "Say why the requirement changes"},
    )
    layout = Layout(*RequirementForm.layout.fields, Fieldset("The change", "reason"))


def worked_out(data, value: Decimal) -> tuple[dict, str]:
    """What was typed with the target set from “one for every”, and the sentence that says how it was found.

    ``value``: pounds of the commission. Typed text that is no amount leaves the target alone and says so.
    """
    typed = {key: data[key] for key in data if key not in ("csrfmiddlewaretoken", "work_out")}
    try:
        per_unit = MoneyField(required=False).to_python(data.get("pounds_per_unit"))
        target = sized_target(value, per_unit) if per_unit else None
    except (forms.ValidationError, InvalidOperation, ValueError):
        target = None
    if target is None:
        return typed, "Enter an amount of pounds for “One for every”, like 250,000."
    sentence = f"One for every {plain_money(per_unit)} of {plain_money(value)} is {plain_number(target)}."
    typed["target"] = plain_number(target).replace(",", "")
    typed["sizing_note"] = sentence
    return typed, sentence


def _grouped(measures) -> list:
    groups: dict[str, list] = {}
    for m in measures:
        groups.setdefault(str(m.outcome), []).append((m.pk, f"{m.name} ({m.get_kind_display().split(':')[0].lower()}, {m.unit})"))
    return [("", "None: I write my own below"), *groups.items()]
