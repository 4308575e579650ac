"""Sub-scores as people write them: a line each, in the form, in a file of running contracts and in what is said of them. Pure.

“Apprentices on the project; weight 50; target 3 people” · “Complaints; weight 20; target at most 2 complaints” ·
“Responsible business conduct; weight 30; poor, fair, good; evidence: all”
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from contracts.performance.composing import SubScore
from contracts.performance.rules import EVIDENCE, RESPONSIBLE, RULES
from socialvalue.common.templatetags.formats import plain_number, plain_quantity
from socialvalue.framework.enums import Direction

EXAMPLE = "Apprentices on the project; weight 50; target 3 people"
# How scales are written
WRITTEN = {"scale": "poor, fair, good", "kept": "yes or no"}
SCALES = {words: rule for rule, words in WRITTEN.items()} | {"poor, fair or good": "scale", "yes, no": "kept"}
WEIGHT = re.compile(r"weight:?\s*(?P<weight>[\d.,]+)\s*%?", re.IGNORECASE)
TARGET = re.compile(
    r"target:?\s*(?P<least>at (?:most|least)\s+)?(?P<pounds>£)?\s*(?P<target>-?[\d.,]+)\s*(?P<unit>.*)", re.IGNORECASE
)
PROOF = re.compile(r"evidence:?\s*(?P<kinds>.+)", re.IGNORECASE)
ALL = "all"


def split(text: str) -> list[str]:
    """The lines of a field, or of a cell, where “|” stands between them."""
    return [line.strip() for line in re.split(r"[\n|]", text) if line.strip()]


def read_lines(text: str) -> tuple[list[SubScore], list[str]]:
    """(sub-scores, what cannot be read, a sentence a line). Keys follow the order: a period keeps its own sub-scores."""
    found, problems = [], []
    for place, line in enumerate(split(text), start=1):
        try:
            found.append(_read(line, f"s{place}"))
        except ValueError as wrong:
            problems.append(f"Sub-score {place}: {wrong}")
    return found, problems


def _read(line: str, key: str) -> SubScore:
    wording, *rest = (part.strip() for part in line.split(";"))
    said: dict[str, Any] = {"key": key, "wording": wording}
    for part in filter(None, rest):
        said |= _part(part)
    if "weight" not in said:
        raise ValueError(f"say its weight, as in “{EXAMPLE}”")
    if "target" not in said and "rule" not in said:
        raise ValueError("give a target, or one of: poor, fair, good; yes or no")
    if "target" in said and "rule" in said:
        raise ValueError("give a target or a scale, not both")
    return SubScore(**said)


def _part(part: str) -> dict[str, Any]:
    if scale := SCALES.get(re.sub(r"\s*[/,]\s*", ", ", part.casefold())):
        return {"rule": scale}
    if found := WEIGHT.fullmatch(part):
        return {"weight": _number(found["weight"], "weight")}
    if found := TARGET.fullmatch(part):
        lower = (found["least"] or "").casefold().startswith("at most")
        unit = "£" if found["pounds"] else found["unit"].strip()
        target = _number(found["target"], "target")
        return {"target": target, "unit": unit, "direction": Direction.LOWER if lower else Direction.HIGHER}
    if found := PROOF.fullmatch(part):
        return {"evidence": tuple(_kinds(found["kinds"]))}
    raise ValueError(f"“{part}” is neither a weight, a target, a scale nor evidence")


def _number(text: str, name: str) -> Decimal:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ValueError(f"the {name} must be a number") from None


def _kinds(text: str) -> Iterator[str]:
    if text.strip().casefold() == ALL:
        yield from RESPONSIBLE
        return
    known = {kind.name.casefold(): kind.code for kind in EVIDENCE.values()}
    for name in filter(None, (part.strip() for part in text.split(","))):
        code = known.get(name.casefold()) or (name if name in EVIDENCE else "")
        if not code:
            raise ValueError(f"“{name}” is no kind of evidence: {', '.join(kind.name for kind in EVIDENCE.values())}")
        yield code


def written(subs: Sequence[SubScore], between: str = "\n") -> str:
    """As ``read_lines`` reads it."""
    return between.join(_written(sub) for sub in subs)


def _written(sub: SubScore) -> str:
    how = f"target {aim_words(sub)}" if sub.is_number else WRITTEN[sub.rule]
    kinds = ALL if sub.evidence == RESPONSIBLE else ", ".join(EVIDENCE[kind].name for kind in sub.evidence)
    return "; ".join([sub.wording, f"weight {plain_number(sub.weight)}", how, *([f"evidence: {kinds}"] if kinds else [])])


def aim_words(sub: SubScore) -> str:
    """“3 people”, “at most 2 complaints”, “£500”."""
    amount = plain_quantity(sub.target or 0, sub.unit)
    return f"at most {amount}" if sub.direction == Direction.LOWER else amount


def how_words(sub: SubScore) -> str:
    """How an answer becomes a score: “Share of its target, 3 people”, “Poor, fair or good”."""
    name = RULES[sub.rule].name
    return f"{name}, {aim_words(sub)}" if sub.is_number else name
