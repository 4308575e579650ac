"""The answers to the sub-scores of a composite: what may be typed, and the figure they make. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from contracts.performance.composing import NOTHING, SubScore, Worked, plain_answer, work_out
from contracts.performance.rules import EVIDENCE, RULES
from contracts.returns.calculations.answers import read_answer
from socialvalue.common.tables.cells import plain_heading

MOST = Decimal(10) ** 10
PLACES = Decimal("0.0001")
Given = Collection[tuple[str, str]]
# How the field of an answer is called: “answer_” and the key of its sub-score
FIELD = "answer_"


def field_of(sub: SubScore) -> str:
    return f"{FIELD}{sub.key}"


def answer_problems(subs: Sequence[SubScore], answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(field, message) for every answer that makes no score. One that is not typed yet is none."""
    keys = {sub.key for sub in subs}
    if unknown := sorted(answers.keys() - keys):
        yield "value", f"This KPI has no sub-score {unknown[0]}"
    for sub in subs:
        answer = answers.get(sub.key, "")
        if answer and answer != NOTHING and (words := _wrong(sub, answer)):
            yield field_of(sub), words


def _wrong(sub: SubScore, answer: str) -> str:
    if not sub.is_number:
        return "" if sub.by.level(answer) else f"Choose one of: {', '.join(level.name for level in sub.by.levels)}"
    try:
        value = Decimal(answer)
        readable = value.is_finite() and abs(value) < MOST and value == value.quantize(PLACES)
    except InvalidOperation:
        readable = False
    if not readable:
        return "The value must have at most 10 digits before the decimal point and 4 behind it"
    return "The value cannot be negative" if value < 0 else ""


def worked_of(subs: Sequence[SubScore], answers: Mapping[str, str], given: Given) -> Worked | None:
    """What the answers come to; None where nothing is answered."""
    typed = {sub.key: answers[sub.key] for sub in subs if answers.get(sub.key)}
    return work_out(subs, typed, given) if typed else None


def all_evidence(subs: Sequence[SubScore]) -> Given:
    """As if each kind that a level needs was named."""
    return frozenset((sub.key, kind) for sub in subs for kind in sub.evidence)


def kinds_words(kinds: Sequence[str]) -> str:
    """“local employment, buying Kent first and green practice”."""
    names = [EVIDENCE[kind].name for kind in kinds]
    names = [name if name.startswith(("Kent", "Considerate")) else name[0].lower() + name[1:] for name in names]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def fallen_words(line: Mapping[str, Any]) -> str:
    """“Counts as fair until evidence of green practice is named”; empty where the level stands."""
    counted = RULES[line["rule"]].level(line["counted"]) if line["missing"] else None
    return f"Counts as {counted.name.lower()} until evidence of {kinds_words(line['missing'])} is named" if counted else ""


def unproven(working: Sequence[Mapping[str, Any]] | None) -> list[str]:
    """A sentence for each level of a working that lacks evidence."""
    return [f"“{line['wording']}”: {words[0].lower()}{words[1:]}" for line in working or () if (words := fallen_words(line))]


def to_fill(subs: Sequence[SubScore]) -> str:
    """The cell of a template in which each sub-score is answered behind its colon."""
    return "; ".join(f"{sub.wording}:" for sub in subs)


def read_answers(text: str, subs: Sequence[SubScore]) -> dict[str, str]:
    """“Apprentices: 3; Local workforce: n/a; Responsible conduct: good” → the answers by key; a blank one is not answered.

    A sub-score is named by its wording or by its place. Raises ValueError with what is wrong.
    """
    named = {plain_heading(sub.wording): sub for sub in subs} | {str(place): sub for place, sub in enumerate(subs, start=1)}
    found: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in text.replace("\n", ";").replace("|", ";").split(";"))):
        name, colon, said = part.rpartition(":")
        sub = named.get(plain_heading(name if colon else said))
        if sub is None:
            raise ValueError(f"“{part}” names no sub-score of this KPI: {', '.join(sub.wording for sub in subs)}")
        if sub.key in found:
            raise ValueError(f"{sub.wording} is answered twice")
        if colon and said.strip():
            found[sub.key] = _read_one(said.strip(), sub)
    if problem := next(answer_problems(subs, found), None):
        raise ValueError(problem[1])
    return found


def _read_one(said: str, sub: SubScore) -> str:
    level = next((one for one in sub.by.levels if one.name.casefold() == said.casefold()), None)
    if level:
        return level.code
    try:
        answer = read_answer(said.removeprefix("£").removesuffix(sub.unit))
    except ValueError as wrong:
        raise ValueError(f"{sub.wording} {wrong}") from None
    if answer.no_cases:
        return NOTHING
    if not sub.is_number:
        raise ValueError(f"{sub.wording} must be one of: {', '.join(one.name for one in sub.by.levels)}")
    if answer.value is None or answer.yes_no:
        raise ValueError(f"{sub.wording} must be one number")
    return plain_answer(answer.value)


def filled(subs: Sequence[SubScore], answers: Mapping[str, str] | None) -> str:
    """The cell as ``read_answers`` reads it: what was answered to each sub-score; empty where nothing was."""
    said = {sub.key: _said(sub, answers[sub.key]) for sub in subs if answers and answers.get(sub.key)}
    return "; ".join(f"{sub.wording}: {said[sub.key]}" for sub in subs if sub.key in said)


def _said(sub: SubScore, answer: str) -> str:
    if answer == NOTHING:
        return "no cases"
    level = None if sub.is_number else sub.by.level(answer)
    return level.name if level else answer
