"""The officer's part of a report and its first draft. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Protocol

from socialvalue.common.templatetags.formats import plain_day, plain_time

# Field → heading, as in the council's report form
FIELDS = {
    "classification": "Classification",
    "past_pathway": "Past pathway of paper",
    "future_pathway": "Future pathway of paper",
    "summary": "Summary",
    "recommendation": "Recommendation",
    "financial_implications": "Financial implications",
    "legal_implications": "Legal implications",
    "equalities_implications": "Equalities implications",
    "background_documents": "Background documents",
    "contact": "Contact details",
}


class Reported(Protocol):
    """What the words need to know of a report."""

    @property
    def kind(self) -> str: ...

    @property
    def starts_on(self) -> date: ...

    @property
    def ends_on(self) -> date: ...


class Named(Reported, Protocol):
    @property
    def reference(self) -> str: ...


def named(report: Named) -> str:
    """“SVR-0002 (1 April 2025 to 30 September 2025)”."""
    return f"{report.reference} ({plain_day(report.starts_on)} to {plain_day(report.ends_on)})"


def listed(names: Sequence[str]) -> str:
    """“1”, “1 and 2”, “1, 2 and 3”."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def numbers(found: Sequence[int]) -> str:
    """Ascending numbers with runs drawn together: “1 to 3, 5 and 8”."""
    runs: list[list[int]] = []
    for n in found:
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return listed([text for run in runs for text in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run))])


def corrected(returns: int, figures: Sequence[int]) -> str:
    """“2 returns behind figures 1 and 4 were corrected after the figures were frozen.”"""
    what = "1 return" if returns == 1 else f"{returns:,} returns"
    behind = f"figure{'s' if len(figures) > 1 else ''} {numbers(figures)}"
    return f"{what} behind {behind} {'was' if returns == 1 else 'were'} corrected after the figures were frozen."


# What can be done about it, for a page and a message
AFTER_FAILURE = "Nothing was lost. If the reason names something that you can put right, do that first. Then try again."


def failure(freezing: bool, at: datetime | None, reason: str) -> str:
    """“The figures could not be frozen on 3 November 2025 at 9am. The reason: …”; of the PDF alone likewise."""
    what = "The figures could not be frozen" if freezing else "The PDF could not be made"
    when = f" on {plain_day(at)} at {plain_time(at)}" if at else ""
    return f"{what}{when}. The reason: {reason}"


def contracts_reported(count: int) -> str:
    """“41 contracts, grants and in-house services with something to report in this period”."""
    if count == 1:
        return "1 contract, grant or in-house service with something to report in this period"
    return f"{count:,} contracts, grants and in-house services with something to report in this period"


def first_draft(report: Reported, content: dict[str, Any], *, body: str, pathway: str) -> dict[str, str]:
    """Words to begin with, made from the frozen figures; implications stay empty, since only an officer can write them.

    ``body`` is who is asked to note them, at the beginning of a sentence: “The Cabinet”; ``pathway``: who reads it next.
    """
    total = content["total"]
    period = f"{plain_day(report.starts_on)} to {plain_day(report.ends_on)}"
    best = [p for p in content["priorities"] if p["rated"]]
    best.sort(key=lambda p: Fraction(p["on_target"], p["rated"]), reverse=True)
    lines = [
        f"This report sets out the social value that {contracts_reported(content['contracts'])} promised "
        f"{content['council']} and what they delivered from {period}. Over the whole: {total['sentence']}. "
        f"{total['coverage_words']}.",
    ]
    if len(best) > 1:
        lines.append(
            f"Most KPIs are on target under {best[0]['name']} ({best[0]['on_target']} of {best[0]['rated']}), fewest under "
            f"{best[-1]['name']} ({best[-1]['on_target']} of {best[-1]['rated']}). "
            f"Against the same quarter of last year the share of KPIs on target is {content['travel']}."
        )
    if content["attention_count"]:
        count, shown = content["attention_count"], len(content["attention"])
        need = "1 contract needs attention" if count == 1 else f"{count:,} contracts need attention"
        listed = f"the {shown} most pressing are" if shown < count else "it is" if count == 1 else "they are"
        lines.append(f"{need}; {listed} listed with the reason.")
    return {
        "classification": "Unrestricted",
        "past_pathway": "Not applicable",
        "future_pathway": pathway,
        "summary": "\n\n".join(lines),
        "recommendation": f"{body} is asked to note what was promised and delivered in this period, and the "
        "contracts that need attention.",
        "background_documents": "The contracts register.\nPublic Services (Social Value) Act 2012.\nProcurement Act 2023.",
        "contact": content["from"],
    }
