"""The officer's part of a report and its first draft. Pure."""

from datetime import date
from typing import Any, Protocol

from socialvalue.common.templatetags.formats import plain_day

# Field → heading, as in the council's report form
FIELDS = {
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


def first_draft(report: Reported, content: dict[str, Any], *, body: str) -> dict[str, str]:
    """Words to begin with, made from the frozen figures; implications stay empty, since only an officer can write them.

    ``body`` is who is asked to note them, at the beginning of a sentence: “The Cabinet”.
    """
    total = content["total"]
    period = f"{plain_day(report.starts_on)} to {plain_day(report.ends_on)}"
    best = [p for p in content["priorities"] if p["rated"]]
    best.sort(key=lambda p: p["on_target"] * 1000 // p["rated"], reverse=True)
    lines = [
        f"This report sets out what {content['contracts']:,} contracts, grants and in-house services of {content['council']} "
        f"with something to report in this period promised in social value, and what they delivered from {period}. "
        f"Over the whole: {total['sentence']}. {total['coverage_words']}.",
    ]
    if len(best) > 1:
        lines.append(
            f"Most KPIs are on target under {best[0]['name']} ({best[0]['on_target']} of {best[0]['rated']}), fewest under "
            f"{best[-1]['name']} ({best[-1]['on_target']} of {best[-1]['rated']}). "
            f"Against the same quarter of last year the share of KPIs on target is {content['travel']}."
        )
    if content["attention_count"]:
        lines.append(f"{content['attention_count']:,} contracts need attention; they are listed with the reason.")
    return {
        "summary": "\n\n".join(lines),
        "recommendation": f"{body} is asked to note what was promised and delivered in this period, and the "
        "contracts that need attention.",
        "background_documents": "The contracts register.\nPublic Services (Social Value) Act 2012.\nProcurement Act 2023.",
        "contact": content["from"],
    }
