"""Input shapes of the room."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypedDict

from crispy_forms.layout import Layout
from django import forms

from procurement.bidding.models import Bid
from procurement.evaluation.models import ModeratedScore, Score
from procurement.panel.models import Panellist
from procurement.tendering.enums import CriterionKind
from procurement.tendering.models import Criterion, ScaleLevel
from socialvalue.accounts.models import User
from socialvalue.common.forms import AutosavedFormMixin, GovForm, VersionedFormMixin, WordsField
from socialvalue.common.reasons import problem_with_reason

YES_NO = [("yes", "Yes"), ("no", "No")]
MOST_WORDS = 500
# One more choice beside the levels: it opens the box, so that one score is given and not two
BETWEEN, BETWEEN_WORDS = "between", "Between two levels"


class DeclarationForm(GovForm):
    """An interest, or none."""

    has_interest = forms.ChoiceField(
        label="Do you have an interest in this tender?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Select yes if you have an interest"},
    )
    interest = WordsField(
        label="What is the interest?", max_words=MOST_WORDS, required=False, help_text="Only if you answered yes."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.look("interest", quiet=True)

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("has_interest") == "yes" and not data.get("interest"):
            self.add_error("interest", "Say what the interest is")
        return data


class InterestDecisionForm(GovForm):
    may_score = forms.ChoiceField(label="May they score?", choices=YES_NO, widget=forms.RadioSelect)
    reason = WordsField(label="Reason", max_words=MOST_WORDS)


class Given(TypedDict):
    """What a service of scores takes: ``value`` for a scale, ``passed`` for a verdict; either may be missing from a draft."""

    value: Decimal | None
    passed: bool | None
    reason: str


class ScoreForm(VersionedFormMixin, GovForm):
    """One score: a level of the scale, a value between two levels, or a verdict; and the reason. A draft may lack any part."""

    def __init__(
        self,
        *args,
        criterion: Criterion,
        levels: Sequence[ScaleLevel],
        maximum: int,
        complete: bool = False,
        reason_label: str = "Reason",
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.levels = levels
        self.verdict = criterion.kind == CriterionKind.PASS_FAIL
        if self.verdict:
            self.fields["passed"] = forms.ChoiceField(
                label="Does the answer pass?",
                choices=[("yes", "Pass"), ("no", "Fail")],
                widget=forms.RadioSelect,
                required=complete,
            )
            self.dress("passed")
            self.look("passed", inline=True, quiet=True)
            names = ["passed"]
        else:
            self._add_scale(levels, maximum)
            names = ["level"]
        self.fields["reason"] = WordsField(
            label=reason_label, max_words=MOST_WORDS, required=complete, widget=forms.Textarea(attrs={"rows": 6})
        )
        self.dress("reason")
        self.fields["reason"].error_messages["required"] = "Enter the reason"
        self.look("reason", quiet=True)
        self.complete = complete
        self.helper.layout = Layout(*names, "reason")

    def _add_scale(self, levels: Sequence[ScaleLevel], maximum: int) -> None:
        self.fields["level"] = forms.ChoiceField(
            label="Score",
            choices=[*((str(level.score), f"{level.score} – {level.label}") for level in levels), (BETWEEN, BETWEEN_WORDS)],
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields["between"] = forms.DecimalField(
            label="Score between two levels",
            help_text=f"From 0 to {maximum}, for example 3.5.",
            required=False,
            min_value=Decimal(0),
            max_value=Decimal(maximum),
            decimal_places=2,
        )
        for name in ("level", "between"):
            self.dress(name)
        hints = {str(level.score): level.wording for level in levels} | {BETWEEN: "Enter it in the box below."}
        self.look("level", quiet=True, choice_hints=hints, reveals={BETWEEN: "between"}, small=True)
        self.look("between", quiet=True, width="govuk-input--width-4")

    @staticmethod
    def initial_from(found: Score | ModeratedScore | None, levels: Iterable[ScaleLevel]) -> dict[str, str]:
        """Initial data of a saved score or moderated score; empty for None."""
        if found is None:
            return {}
        whole = {str(level.score) for level in levels}
        text = "" if found.value is None else format(found.value.normalize(), "f")
        return {
            "level": text if text in whole or not text else BETWEEN,
            "between": "" if text in whole else text,
            "passed": {True: "yes", False: "no", None: ""}[found.passed],
            "reason": found.reason,
        }

    def saved_values(self, found: Score | ModeratedScore | None) -> dict[str, str]:
        """What the fields would hold if the form began with ``found``: listed after a conflict beside what was typed."""
        return self.initial_from(found, self.levels)

    @property
    def given(self) -> Given:
        """For the service; after ``is_valid()``."""
        data = self.cleaned_data
        if self.verdict:
            return Given(value=None, passed={"yes": True, "no": False}.get(data["passed"]), reason=data["reason"])
        value = data["between"] if data["level"] in ("", BETWEEN) else Decimal(data["level"])
        return Given(value=value, passed=None, reason=data["reason"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if not self.verdict and not {"level", "between"} & set(self.errors):
            self._check_one_score(data["level"], data["between"])
        return data

    def _check_one_score(self, level: str, between: Decimal | None) -> None:
        """Without JavaScript the box stays open, so that a level and another number may both arrive: neither wins unasked."""
        if level == BETWEEN and between is None:
            self.add_error("between", "Enter the score between two levels")
        elif level not in ("", BETWEEN) and between is not None and between != Decimal(level):
            self.add_error(
                "between",
                f"You chose {level} and entered {between.normalize():f}. To give {level}, empty this box. "
                f"To give {between.normalize():f}, choose “{BETWEEN_WORDS}”.",
            )
        elif self.complete and not level and between is None:
            self.add_error("level", "Select a score")


class OwnScoreForm(AutosavedFormMixin, ScoreForm):
    """A panellist's own score, which is saved while it is typed."""

    def say_what_lacks(self) -> bool:
        """Whether the draft, which is saved, lacks its score or a reason; each is said beside its field. After ``is_valid()``."""
        given = self.given
        lacks = []
        if given["value"] is None and given["passed"] is None:
            lacks.append(("passed", "Select pass or fail") if self.verdict else ("level", "Select a score"))
        if words := problem_with_reason(given["reason"]):
            lacks.append(("reason", words))
        for name, words in lacks:
            self.add_error(name, words)
        return bool(lacks)


class NameScorerForm(GovForm):
    """Who scores a question that nobody's counting score is left for. ``people``, ``criteria``: what may be chosen."""

    criterion = forms.ChoiceField(label="Which question?")
    user = forms.ChoiceField(label="Who scores it?")

    def __init__(self, *args, people: Iterable[User], criteria: Iterable[Criterion], **kwargs):
        super().__init__(*args, **kwargs)
        self.field("criterion", forms.ChoiceField).choices = [(c.pk, c.title) for c in criteria]
        self.field("user", forms.ChoiceField).choices = [(u.pk, str(u)) for u in people]


class ReopenForm(GovForm):
    """Which final score is opened again, and why. ``places``, ``bids``, ``criteria``: what may be chosen."""

    panellist = forms.ChoiceField(label="Whose score?")
    bid = forms.ChoiceField(label="For which bid?")
    criterion = forms.ChoiceField(label="For which question?")
    reason = WordsField(
        label="Reason", max_words=MOST_WORDS, help_text="The evaluator reads it. It is kept with the score that was given before."
    )

    def __init__(self, *args, places: Iterable[Panellist], bids: Iterable[Bid], criteria: Iterable[Criterion], **kwargs):
        super().__init__(*args, **kwargs)
        self.field("panellist", forms.ChoiceField).choices = [(p.pk, str(p.user)) for p in places]
        self.field("bid", forms.ChoiceField).choices = [(b.pk, b.label) for b in bids]
        self.field("criterion", forms.ChoiceField).choices = [(c.pk, c.title) for c in criteria]
