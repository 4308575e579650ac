"""A score made of sub-scores: each answer becomes a score by its rule, and their weighted mean is the value. Pure, exact.

===========  ==============================================================================================
rule         score of an answer
===========  ==============================================================================================
share        100 × value ÷ target, from 0 to 100; where lower is better 100 × target ÷ value above the target
scale, kept  the points of the level
===========  ==============================================================================================

value = Σ weight × score ÷ Σ weight, over the sub-scores that had something to measure. One that is not answered is not nought:
there is no value until it is. “Nothing to measure” takes its weight out for that period. The top level of a scale that needs
evidence counts as the level below until each kind of it is there, and where whoever verifies finds that it does not show it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.performance.rules import EVIDENCE, FULL, RULES, SHARE, Level, Rule
from socialvalue.framework.enums import Direction

NOTHING = "nothing"
PLACES = 4
MOST = 12
MOST_WEIGHT = 1000


@dataclass(frozen=True, kw_only=True)
class SubScore:
    """``target`` in ``unit``, of a share; ``evidence``: the kinds (codes) that the top level of its scale needs.

    ``key`` names it within its KPI, and stays when its wording, weight or target change.
    """

    key: str
    wording: str
    weight: Decimal
    rule: str = SHARE
    unit: str = ""
    target: Decimal | None = None
    direction: str = Direction.HIGHER
    evidence: tuple[str, ...] = ()

    @property
    def by(self) -> Rule:
        return RULES[self.rule]

    @property
    def is_number(self) -> bool:
        """Its answer is a number; else it is a level."""
        return not self.by.levels

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        weight, target = (None if amount is None else _plain(amount) for amount in (self.weight, self.target))
        return asdict(self) | {"weight": weight, "target": target, "direction": str(self.direction), "evidence": [*self.evidence]}


@dataclass(frozen=True)
class Line:
    """One sub-score worked out. ``score`` None: not answered, or nothing to measure. ``missing``: kinds of evidence, where the
    level ``claimed`` counts only as ``counted``. ``unshown``: so it does because the evidence does not show it."""

    sub: SubScore
    answer: str = ""
    score: Fraction | None = None
    claimed: Level | None = None
    counted: Level | None = None
    missing: tuple[str, ...] = ()
    unshown: bool = False

    @property
    def is_answered(self) -> bool:
        return bool(self.answer)


@dataclass(frozen=True)
class Worked:
    """``exact`` None: something is not answered, or there was nothing to measure at all (``no_cases``)."""

    lines: tuple[Line, ...]
    exact: Fraction | None
    no_cases: bool = False

    @property
    def value(self) -> Decimal | None:
        """As a return keeps it: to four places, half up."""
        return None if self.exact is None else rounded(self.exact)

    @property
    def weight(self) -> Fraction:
        """Of the sub-scores that count."""
        return sum((Fraction(line.sub.weight) for line in self.lines if line.score is not None), Fraction(0))

    def plain(self) -> list[dict[str, Any]]:
        """The working as a return keeps it: what was asked, what was answered and what it counts, an entry a sub-score."""
        return [
            line.sub.plain()
            | {
                "answer": line.answer,
                "score": None if line.score is None else str(line.score),
                "missing": [*line.missing],
                "counted": line.counted.code if line.counted else "",
            }
            | ({"unshown": True} if line.unshown else {})
            for line in self.lines
        ]


def rounded(exact: Fraction) -> Decimal:
    units = (exact * 10**PLACES + Fraction(1, 2)).__floor__()
    return Decimal(units).scaleb(-PLACES)


def work_out(
    subs: Sequence[SubScore],
    answers: Mapping[str, str],
    evidence: Collection[tuple[str, str]] = frozenset(),
    unshown: Collection[str] = frozenset(),
) -> Worked:
    """``answers``: key → a number, the code of a level, or ``NOTHING``; ``evidence``: (key, kind) of what is there;
    ``unshown``: keys of those whose evidence does not show the top level."""
    lines = tuple(_line(sub, answers.get(sub.key, ""), evidence, sub.key in unshown) for sub in subs)
    if not lines or not all(line.is_answered for line in lines):
        return Worked(lines, None)
    scored = [(Fraction(line.sub.weight), line.score) for line in lines if line.score is not None]
    weight = sum((weight for weight, _ in scored), Fraction(0))
    if not weight:
        return Worked(lines, None, no_cases=True)
    return Worked(lines, sum((weight * score for weight, score in scored), Fraction(0)) / weight)


def _line(sub: SubScore, answer: str, evidence: Collection[tuple[str, str]], unshown: bool) -> Line:
    if not answer or answer == NOTHING:
        return Line(sub, answer)
    if sub.is_number:
        return Line(sub, answer, share_of(Fraction(Decimal(answer)), sub))
    levels = sub.by.levels
    claimed = next(level for level in levels if level.code == answer)
    missing = missing_for(sub, claimed, evidence)
    unshown = unshown and not missing and needs_showing(sub, answer)
    counted = levels[levels.index(claimed) - 1] if missing or unshown else claimed
    return Line(sub, answer, Fraction(counted.points), claimed, counted, missing, unshown)


def needs_showing(sub: SubScore, answer: str) -> bool:
    """Whether the answer is the top level of a scale that needs evidence."""
    return bool(sub.evidence) and not sub.is_number and answer == sub.by.levels[-1].code


def missing_for(sub: SubScore, claimed: Level, evidence: Collection[tuple[str, str]]) -> tuple[str, ...]:
    """The kinds of evidence that the top level needs and that are not there; of any other level none."""
    if claimed != sub.by.levels[-1]:
        return ()
    return tuple(kind for kind in sub.evidence if (sub.key, kind) not in evidence)


def share_of(value: Fraction, sub: SubScore) -> Fraction:
    """The value as a share of its target, from 0 to 100."""
    target = Fraction(sub.target or 0)
    if sub.direction == Direction.LOWER:
        return Fraction(FULL) if value <= target else FULL * max(target, Fraction(0)) / value
    return min(max(FULL * value / target, Fraction(0)), Fraction(FULL))


def read(kept: Sequence[Mapping[str, Any]] | None) -> list[SubScore]:
    """Sub-scores as they are kept, of a KPI, a due row or a working."""
    return [
        SubScore(
            key=one["key"],
            wording=one["wording"],
            weight=Decimal(one["weight"]),
            rule=one["rule"],
            unit=one["unit"],
            target=None if one["target"] is None else Decimal(one["target"]),
            direction=one["direction"],
            evidence=tuple(one["evidence"]),
        )
        for one in kept or ()
    ]


def problems_of(subs: Sequence[SubScore]) -> list[str]:
    """What is wrong with the sub-scores of a KPI, each a sentence that says which one."""
    if not subs:
        return ["Enter at least one sub-score"]
    found = [f"A KPI has at most {MOST} sub-scores"] if len(subs) > MOST else []
    for place, sub in enumerate(subs, start=1):
        found += [f"Sub-score {place}: {words}" for words in _wrong(sub)]
    words = [sub.wording.casefold() for sub in subs if sub.wording]
    if len(set(words)) != len(words):
        found.append("Two sub-scores have the same words: name each differently")
    return found


def _wrong(sub: SubScore) -> list[str]:
    found = []
    if not sub.wording:
        found.append("say what is scored")
    elif len(sub.wording) > 150 or any(sign in sub.wording for sign in ":;\n"):
        found.append("use at most 150 characters, and no colon or semicolon")
    if not 0 < sub.weight <= MOST_WEIGHT or sub.weight != sub.weight.quantize(Decimal("0.01")):
        found.append(f"the weight must be above 0, at most {MOST_WEIGHT:,} and have at most 2 decimal places")
    if sub.is_number:
        found += _wrong_number(sub)
    elif unknown := set(sub.evidence) - EVIDENCE.keys():
        found.append(f"{sorted(unknown)[0]} is no kind of evidence")
    return found


def _wrong_number(sub: SubScore) -> list[str]:
    found = []
    if sub.target is None or sub.target < 0 or not sub.target and sub.direction == Direction.HIGHER:
        found.append("a share needs a target above 0")
    elif sub.target != sub.target.quantize(Decimal("0.0001")) or sub.target >= Decimal(10) ** 10:
        found.append("the target must have at most 10 digits before the decimal point and 4 behind it")
    if not sub.unit:
        found.append("say what is counted: people, %, tonnes")
    if sub.evidence:
        found.append("only the top level of a scale can need evidence")
    return found


def _plain(amount: Decimal) -> str:
    """The same text for the same number, however it was typed: what is kept can be compared."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_answer(value: Decimal) -> str:
    """A number as an answer is kept."""
    return _plain(value)
