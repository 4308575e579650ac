"""What a member should take away, said aloud: how many KPIs are on target, which priority is behind, and how sure that is. Pure.

Nothing is counted here; the tallies come counted. A priority is called best or furthest behind only among those with at least
three KPIs set against a target, and only where they differ.
"""

from collections.abc import Iterable
from fractions import Fraction

from contracts.performance.shown import part
from measurement.figures.calculations.roughly import LEAST, roughly
from measurement.figures.calculations.tally import Tally

COMPARED_FROM = 3
JUDGED = "with a target and a verified return"
Named = tuple[str, Tally]


def on_target_words(tally: Tally) -> str:
    """“about two in three of the KPIs with a target and a verified return were on target (65 of 95)”; for a sentence's middle."""
    if not tally.kpis:
        return "no KPI had a period that ended"
    if not tally.expected:
        return f"no return was due yet for the {_kpis(tally.kpis)}"
    if not tally.reported:
        return "no return was verified, so no KPI can be set against its target"
    if not tally.rated:
        return f"no KPI could be set against a target: {tally.standings}"
    return _met(tally.on_target, tally.rated)


def _met(met: int, of: int) -> str:
    if of == 1:
        return f"the one KPI {JUDGED} was {'on target' if met else 'not on target'}"
    if met == of:
        return f"{_all(of)} KPIs {JUDGED} were on target"
    if not met:
        return f"{_none_of(of)} KPIs {JUDGED} was on target"
    if word := roughly(met, of):
        return f"{word} of the KPIs {JUDGED} were on target ({met:,} of {of:,})"
    percent = f" ({part(Fraction(met, of), 0)})" if of >= LEAST else ""
    return f"{met:,} of the {of:,} KPIs {JUDGED} {'was' if met == 1 else 'were'} on target{percent}"


def _all(many: int) -> str:
    return "both" if many == 2 else f"all {many:,}"


def _none_of(many: int) -> str:
    return "neither of the two" if many == 2 else f"none of the {many:,}"


def extremes(priorities: Iterable[Named]) -> str:
    """“Furthest behind: Buy Kent First, 6 of 13. Best: Community Development, 24 of 29.”; “” where that cannot be said.

    Those that are level are named together. Where a priority is left out because too few of its KPIs can be judged, it says so.
    """
    rated = [(name, tally) for name, tally in priorities if tally.rated]
    able = [(name, tally) for name, tally in rated if tally.rated >= COMPARED_FROM]
    shares = {tally.share for _, tally in able if tally.share is not None}
    if len(shares) < 2:
        return ""
    among = "" if len(able) == len(rated) else f" of the priorities with at least {COMPARED_FROM} such KPIs"
    return f"Furthest behind{among}: {_named(able, min(shares))}. Best: {_named(able, max(shares))}."


def _named(lines: list[Named], share: Fraction) -> str:
    return " and ".join(f"{name}, {t.on_target:,} of {t.rated:,}" for name, t in lines if t.share == share)


def certainty(tally: Tally, contracts_late: int) -> str:
    """“281 of 304 returns due were verified (92 %); 3 are overdue, all from one contract. 4 KPIs are not reported.”
    What has no target is in no “x of y”, so it is said.

    ``contracts_late``: from how many contracts the late returns are.
    """
    if not tally.expected:
        return "No return is due yet."
    rest = [words for words in (_waiting(tally.waiting), _late(tally.late, contracts_late)) if words]
    said = f"{_verified(tally)}{'; ' if rest else ''}{' and '.join(rest)}."
    if tally.not_reported and tally.reported:
        said += f" {_kpis(tally.not_reported)} {'is' if tally.not_reported == 1 else 'are'} not reported."
    if tally.no_target:
        has, is_ = ("has", "is") if tally.no_target == 1 else ("have", "are")
        said += f" {_kpis(tally.no_target)} {has} no target and {is_} not counted."
    return said


def _verified(tally: Tally) -> str:
    reported, expected = tally.reported, tally.expected
    if expected == 1:
        return f"The one return due was {'verified' if reported else 'not verified'}"
    if reported == expected:
        return f"{_all(expected).capitalize()} returns due were verified"
    if not reported:
        return f"{_none_of(expected).capitalize()} returns due was verified"
    percent = f" ({tally.shown_coverage})" if expected >= LEAST else ""
    return f"{reported:,} of {expected:,} returns due {'was' if reported == 1 else 'were'} verified{percent}"


def _waiting(n: int) -> str:
    return f"{n:,} {'waits' if n == 1 else 'wait'} to be verified" if n else ""


def _late(n: int, contracts: int) -> str:
    if not n:
        return ""
    if n == 1:
        return "1 is overdue"
    return f"{n:,} are overdue, {'all from one contract' if contracts == 1 else f'from {contracts:,} contracts'}"


def _kpis(n: int) -> str:
    return f"{n:,} KPI{'' if n == 1 else 's'}"
