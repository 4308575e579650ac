"""The working of a score in words: what was answered to each sub-score, what it counts, and what it lacks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.db.models import prefetch_related_objects

from contracts.obligations.calculations.sub_scores import how_words
from contracts.performance.composing import NOTHING, SubScore, read
from contracts.performance.rules import EVIDENCE, RULES
from contracts.performance.shown import quantity
from contracts.returns.calculations.answering import fallen_words
from contracts.returns.models import Return
from socialvalue.common.templatetags.formats import plain_day, plain_number


@dataclass(frozen=True)
class WorkingLine:
    """``fallen``: why the level does not count as it was claimed; ``proof``: the evidence that is named, and by whom.

    ``key``: of its sub-score; ``needs``: it is claimed at the level that needs evidence.
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


def workings_of(versions: Iterable[Return]) -> dict[int, list[WorkingLine]]:
    """Key of a version → its working, of those that have one. A constant number of queries, none where no evidence is asked."""
    found = [version for version in versions if version.working]
    prefetch_related_objects([v for v in found if _asks(v)], "named__document", "named__named_by")
    return {version.pk: working_of(version) for version in found}


def _asks(version: Return) -> bool:
    return any(one["evidence"] for one in version.working or ())


def working_of(version: Return) -> list[WorkingLine]:
    """A line a sub-score, as the return keeps its working; ``named`` may be prefetched. Of any other kind none."""
    kept = version.working or []
    subs = read(kept)
    named = list(version.named.all()) if _asks(version) else []
    whole = sum((sub.weight for sub in subs), Decimal(0))
    return [_line(sub, one, whole, [n for n in named if n.sub == sub.key]) for sub, one in zip(subs, kept, strict=True)]


def _line(sub: SubScore, kept: dict, whole: Decimal, named: list) -> WorkingLine:
    return WorkingLine(
        key=sub.key,
        wording=sub.wording,
        weight=f"{plain_number(sub.weight)} of {plain_number(whole)}",
        how=how_words(sub),
        answer=answer_words(sub, kept["answer"]),
        score="" if kept["score"] is None else plain_number(Fraction(kept["score"])),
        fallen=fallen_words(kept),
        needs=bool(sub.evidence) and kept["answer"] == sub.by.levels[-1].code,
        proof=[_proof(one) for one in named],
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
