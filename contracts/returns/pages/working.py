"""The working of a score in words: what was answered to each sub-score, what it counts, and what it lacks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.db.models import prefetch_related_objects

from contracts.obligations.calculations.sub_scores import how_words
from contracts.obligations.models import Kpi
from contracts.performance.composing import NOTHING, SubScore, read
from contracts.performance.rules import EVIDENCE, RULES
from contracts.performance.shown import quantity
from contracts.returns.calculations.answering import fallen_words
from contracts.returns.calculations.lines import ToAnswer, has_unshown, to_answer, unshown_words, worked_with
from contracts.returns.models import Return
from contracts.schedule.enums import COUNTED
from socialvalue.common.templatetags.formats import plain_day, plain_number


@dataclass(frozen=True)
class WorkingLine:
    """``fallen``: why the level does not count as it was claimed; ``proof``: the evidence that is named, and by whom.

    ``key``: of its sub-score; ``needs``: it is claimed at the level that needs evidence. ``said``: what whoever verified it
    found of its evidence (``shows``, ``words``, ``why``, ``by``, ``at``, and ``before`` where it was sent again after that).
    """

    key: str
    wording: str
    weight: str
    how: str
    answer: str
    score: str
    fallen: str = ""
    needs: bool = False
    proof: list[dict] = field(default_factory=list)
    said: dict = field(default_factory=dict)


def workings_of(versions: Iterable[Return]) -> dict[int, list[WorkingLine]]:
    """Key of a version → its working, of those that have one. A constant number of queries, none where no evidence is asked."""
    found = [version for version in versions if version.working]
    prefetch_related_objects([v for v in found if _asks(v)], "named__document", "named__named_by", "line_answers__said_by")
    return {version.pk: working_of(version) for version in found}


def _asks(version: Return) -> bool:
    return any(one["evidence"] for one in version.working or ())


def working_of(version: Return) -> list[WorkingLine]:
    """A line a sub-score, as the return keeps its working; ``named`` may be prefetched. Of any other kind none."""
    kept = version.working or []
    subs = read(kept)
    named = list(version.named.all()) if _asks(version) else []
    said = _said_of(version) if _asks(version) else {}
    whole = sum((sub.weight for sub in subs), Decimal(0))
    return [
        _line(sub, one, whole, [n for n in named if n.sub == sub.key], said.get(sub.key, {}))
        for sub, one in zip(subs, kept, strict=True)
    ]


def _said_of(version: Return) -> dict[str, dict]:
    """Key → what was said of the line when this version was verified or, until it is, when it was last sent back."""
    counts = version.status in COUNTED
    moment, before = version.decided_at if counts else version.sent_back_at, not counts and not version.is_queried
    return {
        one.sub: {"shows": one.shows, "why": one.why, "by": one.said_by, "at": one.said_at, "before": before}
        for one in version.line_answers.all()
        if one.said_at == moment
    }


def sent_text(version: Return, kpi: Kpi) -> str:
    """The score as it was sent, where it counts as less because of its evidence; empty where it counts as it was sent."""
    value = worked_with(version.working).value if has_unshown(version.working) else None
    return "" if value is None else quantity(value, kpi.unit, version.due.target, version.due.minimum)


def lines_to_answer(version: Return) -> list[ToAnswer]:
    """The lines that whoever verifies is asked about, each with its evidence in words; its lines are worked out already."""
    asked = {sub.key: sub for sub in to_answer(version.working)}
    return [
        ToAnswer(
            key=line.key,
            wording=line.wording,
            level=line.answer.lower(),
            weight=line.weight,
            proof=[_proof_words(one) for one in line.proof],
            before=_before_words(line.said),
        )
        for line in version.lines
        if line.key in asked
    ]


def _proof_words(one: dict) -> str:
    return f"{one['name']}: {', '.join(filter(None, [one['document'].name if one['document'] else '', one['words']]))}"


def _before_words(said: dict) -> str:
    if not said:
        return ""
    found = "it shows it" if said["shows"] else "it does not show it"
    why = f": {said['why']}" if said["why"] else ""
    return f"{said['by']} said on {plain_day(said['at'])} that {found}{why}"


def _line(sub: SubScore, kept: dict, whole: Decimal, named: list, said: dict) -> WorkingLine:
    return WorkingLine(
        key=sub.key,
        wording=sub.wording,
        weight=f"{plain_number(sub.weight)} of {plain_number(whole)}",
        how=how_words(sub),
        answer=answer_words(sub, kept["answer"]),
        score="" if kept["score"] is None else plain_number(Fraction(kept["score"])),
        fallen=fallen_words(kept) or unshown_words(kept),
        needs=bool(sub.evidence) and kept["answer"] == sub.by.levels[-1].code,
        proof=[_proof(one) for one in named],
        said=said,
    )


def answer_words(sub: SubScore, answer: str) -> str:
    """“3 people”, “Good”, “Nothing to measure”, “Not answered”."""
    if not answer:
        return "Not answered"
    if answer == NOTHING:
        return "Nothing to measure"
    if sub.is_number:
        return quantity(Decimal(answer), sub.unit, sub.target)
    level = sub.by.level(answer)
    return level.name if level else answer


def _proof(one) -> dict:
    registered = f"{one.number}, {plain_day(one.dated_on)}" if one.number and one.dated_on else ""
    return {
        "name": one.rule.name,
        "words": ". ".join(filter(None, [one.words, registered])),
        "document": one.document,
        "by": one.named_by,
        "at": one.named_at,
    }


def rules_of(kept: list[dict] | None) -> list[dict]:
    """The sub-scores of a KPI for its page: what, weight, how, the published rule, and the evidence that the top level needs."""
    subs = read(kept)
    whole = sum((sub.weight for sub in subs), Decimal(0))
    return [
        {
            "wording": sub.wording,
            "weight": f"{plain_number(sub.weight)} of {plain_number(whole)}",
            "how": how_words(sub),
            "rule": RULES[sub.rule],
            "evidence": [EVIDENCE[kind] for kind in sub.evidence],
            "top": sub.by.levels[-1].name if sub.by.levels else "",
        }
        for sub in subs
    ]
