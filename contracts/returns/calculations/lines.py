"""What whoever verifies says of each line of a scorecard that claims its top level: its evidence shows it, or does not. Pure.

Nobody’s answer is changed. Where the evidence does not show the level, the line counts as the level below in the value that is
verified; what the value was as it was sent can be worked out from the same working at any time.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.performance.composing import SubScore, Worked, needs_showing, read, work_out
from contracts.performance.rules import RULES
from socialvalue.common.reasons import problem_with_reason

Working = Sequence[Mapping[str, Any]] | None
SHOWS, WHY = "shows_", "why_"


@dataclass(frozen=True, kw_only=True)
class Said:
    """``shows``: the evidence of the line shows its level; ``why``: needed where it does not."""

    shows: bool
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class ToAnswer:
    """One line as whoever verifies is asked about it. ``proof``: its evidence in words; ``before``: what was said of it when
    the return was sent back."""

    key: str
    wording: str
    level: str
    weight: str
    proof: Sequence[str] = ()
    before: str = ""


def to_answer(working: Working) -> list[SubScore]:
    """The lines whose evidence is all named, so that only a person can say whether it shows the level that is claimed.

    One that lacks a kind of evidence counts as the level below already: nothing is asked about it.
    """
    return [
        sub
        for sub, line in zip(read(working), working or (), strict=True)
        if needs_showing(sub, line["answer"]) and not line["missing"]
    ]


def problems(working: Working, said: Mapping[str, Said], *, all_of_them: bool) -> list[tuple[str, str]]:
    """(field, message) for each line that is not answered, where ``all_of_them`` have to be, and each “no” without its reason."""
    asked = to_answer(working)
    keys = {sub.key for sub in asked}
    found = [("decision", f"This return has no line {key} to answer") for key in sorted(said.keys() - keys)]
    for sub in asked:
        answer = said.get(sub.key)
        if answer is None:
            if all_of_them:
                words = f"{sub.wording}: say whether the evidence shows “{_top(sub)}”"
                found.append((f"{SHOWS}{sub.key}", words))
        elif not answer.shows and (
            empty := problem_with_reason(answer.why, f"{sub.wording}: say why the evidence does not show it")
        ):
            found.append((f"{WHY}{sub.key}", empty))
    return found


def unshown_of(said: Mapping[str, Said]) -> dict[str, Said]:
    """Of the lines that were answered, by key, those whose evidence does not show what they claim."""
    return {key: answer for key, answer in said.items() if not answer.shows}


def worked_with(working: Working, unshown: Collection[str] = ()) -> Worked:
    """The working with these lines (keys) counted as the level below; with none, as it was sent."""
    kept = working or ()
    given = {(line["key"], kind) for line in kept for kind in line["evidence"] if kind not in line["missing"]}
    return work_out(read(working), {line["key"]: line["answer"] for line in kept}, given, unshown)


def has_unshown(working: Working) -> bool:
    """Whether a line counts less than its answer says, because its evidence does not show it."""
    return any(line.get("unshown") for line in working or ())


def unshown_words(line: Mapping[str, Any]) -> str:
    """“Counts as fair: the evidence does not show “good””; empty where the level stands."""
    counted = RULES[line["rule"]].level(line["counted"]) if line.get("unshown") else None
    if counted is None:
        return ""
    top = RULES[line["rule"]].levels[-1].name.lower()
    return f"Counts as {counted.name.lower()}: the evidence does not show “{top}”"


def told_words(working: Working, said: Mapping[str, Said]) -> list[str]:
    """A sentence for each line that was answered, without its full stop; the reason as it was typed."""
    found = []
    for sub in to_answer(working):
        answer = said.get(sub.key)
        if answer is not None:
            does = "shows" if answer.shows else "does not show"
            why = f". {answer.why.strip().rstrip('.')}" if answer.why.strip() else ""
            found.append(f"“{sub.wording}”: the evidence {does} “{_top(sub)}”{why}")
    return found


def _top(sub: SubScore) -> str:
    return sub.by.levels[-1].name.lower()
