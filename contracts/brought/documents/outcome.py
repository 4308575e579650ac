"""What a file of running contracts did or would do: said by the service, kept with the file, read again by the page."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from socialvalue.common.tables import Problem

DID = ("created", "updated", "unchanged")


@dataclass(frozen=True)
class Did:
    """What one line did. ``what`` names it within its contract (“KPI 2, Q1”), ``said`` what it says."""

    line: int
    contract: str
    what: str
    said: str
    did: str


@dataclass
class Outcome:
    """With ``problems`` nothing is imported, unless the good lines were chosen: then those stand in ``lines`` alone."""

    lines: list[Did] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # How a cell was read where that is not plain, what is asked about a figure, and what of the file was passed over
    notes: list[Problem] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    # Titles by reference, for the page
    titles: dict[str, str] = field(default_factory=dict)
    # Lines that would be verified by the second person's word
    verified: int = 0
    good_lines: bool = False
    dry_run: bool = False

    def count(self, did: str) -> int:
        return sum(1 for line in self.lines if line.did == did)

    @property
    def refused(self) -> int:
        """Lines with at least one problem."""
        return len({problem.line for problem in self.problems})

    @property
    def is_ready(self) -> bool:
        """It can come in, or did: nothing is wrong, or there are good lines and they were chosen."""
        return not self.problems or (self.good_lines and bool(self.lines))

    @property
    def summary(self) -> str:
        """“3 created, 0 updated, 1 unchanged, 2 refused”: of what comes in, or would."""
        counts = {did: self.count(did) if self.is_ready else 0 for did in DID}
        return ", ".join([*(f"{counts[did]} {did}" for did in DID), f"{self.refused} refused"])

    @property
    def code(self) -> int:
        """Of the command: 0 when everything came in, 1 when some lines wait, 2 when nothing came in."""
        if not self.is_ready:
            return 2
        return 1 if self.problems else 0

    def of_contracts(self) -> list[tuple[str, str, dict[str, int]]]:
        """(reference, title, how many lines did what) in the order of the file."""
        found: dict[str, dict[str, int]] = {}
        for line in self.lines:
            counts = found.setdefault(line.contract, dict.fromkeys(DID, 0))
            counts[line.did] += 1
        return [(reference, self.titles.get(reference, ""), counts) for reference, counts in found.items()]


def frozen(outcome: Outcome) -> dict[str, Any]:
    """As plain values for JSON."""
    return asdict(outcome)


def thawed(kept: dict[str, Any]) -> Outcome:
    told: dict[str, Callable[..., Any]] = {"problems": Problem, "notes": Problem, "lines": Did}
    found: dict[str, Any] = dict(kept)
    for name, made in told.items():
        found[name] = [made(**one) for one in kept[name]]
    return Outcome(**found)
