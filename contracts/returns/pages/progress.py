"""How the lines of a scorecard come on: how many are good in a period and in the one before it, in words and as bars."""

from collections.abc import Iterable
from decimal import Decimal

from contracts.performance.lines import Lines, lines_of
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from socialvalue.common.templatetags.formats import decimal, plain_day, plain_number, rounded


def progress(now: Return | None, before: Return | None) -> dict:
    """``now`` with its due row, and the verified version of the period before; empty where there is nothing to say."""
    lines = lines_of(now.working) if now else None
    if now is None or lines is None:
        return {}
    earlier = lines_of(before.working) if before else None
    first = f"{_period(now.due)}: {_many(lines)}"
    sentences = [first]
    rows = [(_period(now.due), _shares(lines))]
    if before is not None and earlier is not None:
        sentences.append(f"The period before, {_period(before.due)}: {_many(earlier)}")
        rows.insert(0, (_period(before.due), _shares(earlier)))
    series = [_names(kind) for kind in _levels(lines, earlier)]
    # A scale of two levels has none between
    used = [place for place, name in enumerate(series) if name]
    return {
        "sentences": sentences,
        "rows": [(label, [shares[place] for place in used]) for label, shares in rows],
        "series": [series[place] for place in used],
        "alt": f"{'. '.join(sentences)}.",
        "caption": f"How much of the weight counts as {_names(lines.tops).lower()}",
        "standing": len(used) == 3,
    }


def _levels(lines: Lines, earlier: Lines | None) -> list[dict[str, None]]:
    """The names of the levels at the top, between and at the bottom, of both periods."""
    both = [lines, earlier] if earlier else [lines]
    return [dict.fromkeys(name for one in both for name in getattr(one, kind)) for kind in ("tops", "betweens", "bottoms")]


def _many(lines: Lines) -> str:
    """“1 of 2 lines is good, 1 of 4 by weight”."""
    of = "line" if lines.many == 1 else "lines"
    verb = "is" if lines.top == 1 else "are"
    heavy, whole = plain_number(lines.weight[0]), plain_number(lines.whole)
    return f"{lines.top} of {lines.many} {of} {verb} {_names(lines.tops).lower()}, {heavy} of {whole} by weight"


def _shares(lines: Lines) -> list[Decimal]:
    """Of 100, as a chart takes them."""
    return [rounded(decimal(share), 1) for share in lines.shares]


def _names(names: Iterable[str]) -> str:
    """“Good or yes”; empty where there is none."""
    first, *rest = [*names] or [""]
    return " or ".join([first, *(name.lower() for name in rest)])


def _period(due: DueReturn) -> str:
    return f"{plain_day(due.starts_on)} to {plain_day(due.ends_on)}"
