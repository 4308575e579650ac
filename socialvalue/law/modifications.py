"""On what a change of a contract's supplier may rest, by the day its procurement started. A correction is a change of data here.

Sources: Procurement Act 2023, section 74 and Schedule 8, for procurements started on or after 24 February 2025; before that day
the Public Contracts Regulations 2015, regulation 72. A contract below its threshold is no public contract, and section 74 does
not hold for it; a light touch contract may be modified by subsection (1).
"""

from dataclasses import dataclass
from datetime import date

ACT_SINCE = date(2025, 2, 24)


@dataclass(frozen=True)
class Ground:
    """One ground. ``since`` is the first and ``before`` the day after the last on which a procurement for it started."""

    key: str
    label: str
    source: str
    # What its reason has to say
    asks: str
    since: date | None = None
    before: date | None = None
    # Only for light touch contracts; only below the threshold
    light_touch: bool = False
    below: bool = False
    # s.75: a contract change notice is published before the change
    notice: bool = False


GROUNDS = (
    Ground(
        "restructuring",
        "The contract is transferred because the supplier was restructured",
        "Procurement Act 2023, section 74 and Schedule 8, paragraph 9",
        "Say what was restructured and since when, and that the new supplier is not an excluded one.",
        since=ACT_SINCE,
        notice=True,
    ),
    Ground(
        "provided",
        "The contract itself provides for the change",
        "Procurement Act 2023, section 74 and Schedule 8, paragraph 1",
        "Name the clause. It has to stand in the contract as awarded and in the tender notice, without doubt.",
        since=ACT_SINCE,
        notice=True,
    ),
    Ground(
        "light_touch",
        "It is a light touch contract",
        "Procurement Act 2023, section 74(1)",
        "Say why the supplier changes.",
        since=ACT_SINCE,
        light_touch=True,
    ),
    Ground(
        "below",
        "It is below the threshold, so section 74 does not hold for it",
        "Procurement Act 2023, section 74(1), which is about public contracts",
        "Say why the supplier changes, and what the council’s own rules ask for.",
        since=ACT_SINCE,
        below=True,
    ),
    Ground(
        "succession",
        "Another supplier took its place after a restructuring, takeover, merger or insolvency",
        "Public Contracts Regulations 2015, regulation 72(1)(d)(ii)",
        "Say what happened and when, and that the new supplier meets the conditions the first one was chosen by.",
        before=ACT_SINCE,
    ),
    Ground(
        "clause",
        "A clear clause of the contract provides for the change",
        "Public Contracts Regulations 2015, regulation 72(1)(d)(i)",
        "Name the clause.",
        before=ACT_SINCE,
    ),
)
BY_KEY = {ground.key: ground for ground in GROUNDS}


def grounds_on(started_on: date, *, light_touch: bool | None = None, above: bool | None = None) -> tuple[Ground, ...]:
    """The grounds for a procurement started on that day. ``light_touch``, ``above`` its threshold: None where nobody knows it."""
    return tuple(
        ground
        for ground in GROUNDS
        if (ground.since is None or ground.since <= started_on)
        and (ground.before is None or started_on < ground.before)
        and not (ground.light_touch and light_touch is False)
        and not (ground.below and above is True)
    )
