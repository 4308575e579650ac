"""What an import did or would do: said by the service, written down by the worker, and read again by the page."""

from dataclasses import dataclass, field
from typing import Any

from socialvalue.accounts.models import Organisation
from socialvalue.common.tables import Problem

# The answer to a question that means none of its candidates
MAKE_NEW = "new"


@dataclass
class Asked:
    """A supplier of the file that may be one of several, or none. ``key`` names it in the answers."""

    key: str
    name: str
    number: str
    why: str
    candidates: list[Organisation]
    answer: str = ""
    lines: list[int] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        return self.answer in self.choices

    @property
    def choices(self) -> list[str]:
        return [*(str(one.pk) for one in self.candidates), MAKE_NEW]


# Columns whose words are asked about, and the most that are asked at once
ASKED_WORDS = ("directorate", "procurement", "status")
MOST_WORDS = 40


@dataclass(frozen=True)
class UnknownWord:
    """A word of the file that no column of ours knows, and the lines where it stands."""

    column: str
    text: str
    lines: tuple[int, ...]

    @property
    def where(self) -> str:
        """“Lines 2, 5 and 12 more”."""
        shown = ", ".join(map(str, self.lines[:5]))
        more = f" and {len(self.lines) - 5:,} more" if len(self.lines) > 5 else ""
        return f"{'Line' if len(self.lines) == 1 else 'Lines'} {shown}{more}"


@dataclass
class Outcome:
    """What an import did or would do. ``lines``: (line number, reference, "created" | "updated" | "unchanged").

    With ``problems`` nothing is brought in, but with ``good_lines`` what has none. ``right``: how many lines could come in.
    """

    lines: list[tuple[int, str, str]] = field(default_factory=list)
    right: int = 0
    # Names of suppliers that are not known here yet
    new_suppliers: list[str] = field(default_factory=list)
    # What has to be answered first: which supplier is meant
    asked: list[Asked] = field(default_factory=list)
    # (line, reference, suppliers now, suppliers by the file) of contracts that would be with somebody else
    other_suppliers: list[tuple[int, str, str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # Owners that large contracts lack: problems too, but with ``good_lines``, where such contracts come in and are listed
    missing: list[Problem] = field(default_factory=list)
    good_lines: bool = False
    # The lines that were left, as a file under the headings of the one that was brought
    rest: bytes = b""
    unknown: list[str] = field(default_factory=list)
    # How cells were read where that is not plain, and what of the file was passed over
    notes: list[Problem] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    dry_run: bool = False

    def count(self, what: str) -> int:
        return sum(1 for _, _, did in self.lines if did == what)

    @property
    def refused(self) -> int:
        """Lines with at least one problem."""
        return len({p.line for p in self.problems})

    @property
    def summary(self) -> str:
        counts = ", ".join(f"{self.count(word)} {word}" for word in ("created", "updated", "unchanged"))
        open_lines = {line for asked in self.open_questions for line in asked.lines}
        waiting = f", {len(open_lines)} to be answered" if open_lines else ""
        return f"{counts}, {self.refused} refused{waiting}"

    @property
    def open_questions(self) -> list[Asked]:
        return [asked for asked in self.asked if not asked.is_answered]

    @property
    def unknown_words(self) -> list[UnknownWord]:
        """What could be said of words instead of correcting cells: column by column, the first that stand in the file."""
        found: dict[tuple[str, str], list[int]] = {}
        shifted = {problem.line for problem in self.problems if not problem.column}
        for problem in self.problems:
            if problem.line in shifted:
                continue
            if problem.column in ASKED_WORDS and problem.value and "\ufffd" not in problem.value:
                found.setdefault((problem.column, problem.value), []).append(problem.line)
        in_order = sorted(found.items(), key=lambda one: ASKED_WORDS.index(one[0][0]))
        return [UnknownWord(column, text, tuple(lines)) for (column, text), lines in in_order[:MOST_WORDS]]

    @property
    def missing_lines(self) -> int:
        """Lines whose contract lacks an owner and nothing else: they are among those that could come in."""
        return len({p.line for p in self.missing})

    @property
    def left(self) -> int:
        """Lines that did not come in, or would not: with a problem, or with a question that is open."""
        return len({p.line for p in self.problems} | {line for asked in self.open_questions for line in asked.lines})

    @property
    def counts(self) -> str:
        """As ``summary``, with each line that is left among the refused."""
        counts = ", ".join(f"{self.count(word)} {word}" for word in ("created", "updated", "unchanged"))
        return f"{counts}, {self.left} refused"

    @property
    def is_ready(self) -> bool:
        """Nothing is wrong and nothing is left to answer."""
        return not self.problems and not self.open_questions


def frozen(outcome: Outcome) -> dict[str, Any]:
    """As plain values for JSON; suppliers by their keys."""
    return {
        "lines": outcome.lines,
        "right": outcome.right,
        "new_suppliers": outcome.new_suppliers,
        "asked": [
            {"key": a.key, "name": a.name, "number": a.number, "why": a.why, "lines": a.lines, "of": [c.pk for c in a.candidates]}
            for a in outcome.asked
        ],
        "other_suppliers": outcome.other_suppliers,
        "problems": [[p.line, p.column, p.value, p.message] for p in outcome.problems],
        "unknown": outcome.unknown,
        "notes": [[n.line, n.column, n.value, n.message] for n in outcome.notes],
        "passed": outcome.passed,
        "missing": [[p.line, p.column, p.value, p.message] for p in outcome.missing],
    }


def thawed(kept: dict[str, Any], answers: dict[str, str]) -> Outcome:
    """The outcome again, with what was answered since; suppliers by their names of today."""
    bodies = Organisation.objects.in_bulk({pk for asked in kept["asked"] for pk in asked["of"]})
    return Outcome(
        lines=[tuple(line) for line in kept["lines"]],
        right=kept["right"],
        new_suppliers=kept["new_suppliers"],
        asked=[
            Asked(
                key=one["key"],
                name=one["name"],
                number=one["number"],
                why=one["why"],
                candidates=[bodies[pk] for pk in one["of"] if pk in bodies],
                answer=answers.get(one["key"], ""),
                lines=one["lines"],
            )
            for one in kept["asked"]
        ],
        other_suppliers=[tuple(line) for line in kept["other_suppliers"]],
        problems=[Problem(*problem) for problem in kept["problems"]],
        unknown=kept["unknown"],
        notes=[Problem(*note) for note in kept.get("notes", [])],
        passed=kept.get("passed", []),
        missing=[Problem(*problem) for problem in kept.get("missing", [])],
        dry_run=True,
    )
