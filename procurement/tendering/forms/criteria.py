"""Forms of the criteria: kind and place, weights, question, scale."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from procurement.commissioning.models import Requirement
from procurement.tendering.calculations.tree import SCORED, Node
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Form, PriceFormula
from procurement.tendering.enums.patterns import PATTERNS
from procurement.tendering.models import Criterion
from socialvalue.common.forms import GovForm, ManyField, MoneyField, PercentField, VersionedFormMixin
from socialvalue.framework.models import Priority


class PatternForm(VersionedFormMixin, GovForm):
    pattern = forms.ChoiceField(
        label="Start from a pattern",
        widget=forms.RadioSelect,
        choices=[(p.code, p.name) for p in PATTERNS.values()],
    )
    choice_hints = {"pattern": {p.code: p.description for p in PATTERNS.values()}}


class PlaceForm(GovForm):
    """What kind of criterion, and where: the first step of adding one."""

    kind = forms.ChoiceField(label="What to add", choices=K.choices, widget=forms.RadioSelect)
    parent = forms.TypedChoiceField(label="Where", required=False, coerce=int, empty_value=None)
    choice_hints = {
        "kind": {
            K.GROUP: "Holds other criteria; has no score of its own.",
            K.QUALITY: "A question scored for quality.",
            K.SOCIAL_VALUE: "A specified requirement or an open question.",
            K.PRICE: "A tender has at most one.",
            K.PASS_FAIL: "Carries no points: a bid that fails is excluded.",
        }
    }

    def __init__(self, *args, groups: Iterable[Criterion] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.field("parent", forms.TypedChoiceField).choices = [("", "At the top"), *((g.pk, f"In {g.title}") for g in groups)]


class CriterionForm(VersionedFormMixin, GovForm):
    """The fields that a criterion of this kind has, and no others."""

    title = forms.CharField(max_length=200)
    key = forms.SlugField(
        label="Short name in the evaluation record",
        required=False,
        max_length=40,
        help_text="Like q1. Left blank, one is suggested.",
        error_messages={"invalid": "The short name may have small letters, digits and hyphens, like q1"},
    )
    form = forms.ChoiceField(label="Specified or open?", choices=Form.choices, widget=forms.RadioSelect)
    weight = PercentField(label="Weight", required=False, decimal_places=4, help_text="Per cent of its section.")
    minimum = forms.DecimalField(
        label="Minimum score", required=False, help_text="A bid that scores less is excluded. Leave blank for none."
    )
    formula = forms.ChoiceField(label="How prices become points", choices=PriceFormula.choices, widget=forms.RadioSelect)
    floor = MoneyField(label="Floor: this price and lower get all points", required=False)
    ceiling = MoneyField(label="Ceiling: this price and higher get none", required=False)
    input_width = {"key": "govuk-input--width-10", "minimum": "govuk-input--width-3"}
    choice_hints = {
        "form": {
            Form.SPECIFIED: "States the commission’s requirements and asks how they will be met.",
            Form.OPEN: "Names a priority and asks what the bidder offers.",
        },
        "formula": {
            PriceFormula.LOWEST_OVER_BID: "The lowest price gets all points, twice that price half of them.",
            PriceFormula.LINEAR_FROM_LOWEST: "The lowest price gets all points, twice that price none.",
            PriceFormula.LINEAR_TO_CEILING: "Absolute: no bid changes another’s points.",
            PriceFormula.MEAN_DEVIATION: "The average price gets half of the points.",
        },
    }

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        unwanted = set()
        if kind != K.SOCIAL_VALUE:
            unwanted.add("form")
        if kind == K.PASS_FAIL:
            unwanted.add("weight")
        if kind not in SCORED:
            unwanted.add("minimum")
        if kind != K.PRICE:
            unwanted |= {"formula", "floor", "ceiling"}
        for name in unwanted:
            del self.fields[name]

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class WeightsForm(VersionedFormMixin, GovForm):
    """One weight a criterion, named ``weight-<id>``."""

    def __init__(self, *args, nodes: Iterable[Node] = (), **kwargs):
        super().__init__(*args, **kwargs)
        for node in nodes:
            criterion = node.criterion
            if criterion.kind == K.PASS_FAIL:
                continue
            name = f"weight-{criterion.pk}"
            self.fields[name] = PercentField(
                label=f"Weight of {criterion.title}",
                required=False,
                decimal_places=4,
                initial=criterion.weight,
            )
            self.dress(name)

    @property
    def weights(self) -> dict[int, Decimal | None]:
        return {int(n.split("-")[1]): v for n, v in self.cleaned_data.items() if n.startswith("weight-")}


class RequirementsField(ManyField):
    def label_from_instance(self, obj: Requirement) -> str:
        return f"{obj.code}: {obj.wording}"


class QuestionForm(VersionedFormMixin, GovForm):
    wording = forms.CharField(label="Question", widget=forms.Textarea, help_text="As bidders will read it.")
    guidance = forms.CharField(label="What a good answer shows", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    word_limit = forms.IntegerField(label="Word limit", required=False, min_value=1, max_value=5000)
    requirements = RequirementsField(
        label="Requirements that it states",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="At least one, before it is sent for checking. Bidders read the wording, the measure and the target.",
    )
    priority = forms.ModelChoiceField(
        label="Priority that it names",
        queryset=Priority.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        help_text="Needed before it is sent for checking.",
    )
    asks_commitments = forms.BooleanField(
        label="Bidders offer commitments",
        required=False,
        help_text="Each with an outcome, a measure, a quantity, its evidence, and how local people were involved.",
    )
    input_width = {"word_limit": "govuk-input--width-5"}
    suffixes = {"word_limit": "words"}

    def __init__(self, *args, criterion: Criterion, **kwargs):
        commission = criterion.tender.commission
        super().__init__(*args, **kwargs)
        stated, named = self.field("requirements", ManyField), self.field("priority", forms.ModelChoiceField)
        stated.queryset = commission.requirements.filter(removed_at=None)
        named.queryset = Priority.objects.filter(version=commission.framework_id)
        named.empty_label = None
        self.look("requirements", "priority", quiet=True)
        if criterion.form == Form.OPEN:
            del self.fields["requirements"]
        else:
            del self.fields["priority"]
        if criterion.kind != K.SOCIAL_VALUE:
            del self.fields["requirements"], self.fields["asks_commitments"]

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ScaleForm(VersionedFormMixin, GovForm):
    """A name and a wording for each score, the highest first."""

    maximum = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, levels: Sequence[tuple[int, str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.scores = [score for score, _, _ in levels]
        self.initial["maximum"] = max(self.scores)
        groups = []
        for score, label, wording in levels:
            name, text = f"label_{score}", f"wording_{score}"
            self.fields[name] = forms.CharField(label=f"Name of score {score}", max_length=60, initial=label)
            self.fields[text] = forms.CharField(
                label=f"What earns {score}", initial=wording, widget=forms.Textarea(attrs={"rows": 3})
            )
            self.dress(name)
            self.dress(text)
            groups.append(Fieldset(f"Score {score}", name, text))
        self.helper.layout = Layout(*groups)

    @property
    def levels(self) -> list[tuple[int, str, str]]:
        data = self.cleaned_data
        return [(score, data[f"label_{score}"], data[f"wording_{score}"]) for score in self.scores]
