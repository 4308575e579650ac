"""The report as a paper: numbered sections from the frozen content and the officer's words. Screen and PDF draw the same."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from measurement.reports.calculations.words import FIELDS
from measurement.reports.documents.content import figure_address
from measurement.reports.models import Report
from socialvalue.common.templatetags.formats import plain_day, plain_number

SUBJECTS = {
    "cabinet": "Social value through procurement: six-monthly report",
    "scrutiny": "Social value through procurement: update",
}
GAP = "A quarter in which nothing was verified is a gap, not nought."
NO_STORY = "No story told with consent came with the verified returns of this period."
TO = {"cabinet": "Cabinet", "scrutiny": "Scrutiny Committee"}


@dataclass
class Section:
    """``kind`` chooses what the template draws under the paragraphs, each of which has its number."""

    anchor: str
    number: str
    title: str
    kind: str = "words"
    paragraphs: list[tuple[str, str]] = field(default_factory=list)


def document(report: Report) -> dict:
    """Everything the templates need; nothing is read from the database but the report itself."""
    content = report.content
    frozen_at = datetime.fromisoformat(content["frozen_at"])
    return {
        "report": report,
        "content": content,
        "subject": SUBJECTS[content["kind"]],
        "to": TO[content["kind"]],
        "period": f"{_day(content['starts_on'])} to {_day(content['ends_on'])}",
        "frozen_at": frozen_at,
        "as_of": date.fromisoformat(content["as_of"]),
        "summary": paragraphs(report.summary),
        "recommendation": paragraphs(report.recommendation),
        "sections": sections(report),
        "entries": [{**e, "address": figure_address(report, e["number"])} for e in content["figures"]],
        "priority_rows": [(label, values) for label, values in content["charts"]["priorities"]["rows"]],
        "trend_points": [(label, None if v is None else Decimal(v)) for label, v in content["charts"]["trend"]["points"]],
        "decided": report.status == "approved",
    }


def pdf_context(report: Report) -> dict:
    found = document(report)
    stand = f"approved {plain_day(report.decided_at)}" if found["decided"] else report.get_status_display().lower()
    return {
        **found,
        "document_title": found["subject"],
        "document_subtitle": found["period"],
        "document_body": report.content["council"],
        "document_note": f"{report.reference} · {stand} · figures frozen {plain_day(found['frozen_at'])} · {report.sha256[:12]}",
        "contents": [("summary", "Summary"), ("recommendation-first", "Recommendation")]
        + [(s.anchor, f"{s.number} {s.title}" if s.number else s.title) for s in found["sections"]],
        "illustrative": bool(report.content["illustrative"]),
    }


def paragraphs(text: str) -> list[str]:
    return [p.strip() for p in text.replace("\r\n", "\n").split("\n\n") if p.strip()]


def _day(text: str) -> str:
    return plain_day(date.fromisoformat(text))


def sections(report: Report) -> list[Section]:
    """The sections in the order of the council's report form, numbered; each paragraph as "2.1"."""
    c = report.content
    rows = [
        ("introduction", "Introduction", "words", _introduction(c)),
        ("priorities", "Promised and delivered, by priority", "priorities", [_priority(p) for p in c["priorities"] if p["kpis"]]),
        ("quantities", "What was delivered", "quantities", [
            "Values of verified returns are set against what was promised for the same periods. Each unit stands alone: people "
            "are not added to pounds or tonnes.",
        ]),
        ("trend", "Over time", "trend", [f"{c['charts']['trend']['alt']} {GAP}"]),
        ("directorates", "By directorate", "directorates", _directorates(c)),
        ("attention", "Contracts that need attention", "attention", [_attention(c)]),
        ("stories", "What people say", "stories", [] if c["stories"] else [NO_STORY]),
        ("financial", "Financial implications", "words", paragraphs(report.financial_implications)),
        ("legal", "Legal implications", "words", paragraphs(report.legal_implications)),
        ("equalities", "Equalities implications", "words", paragraphs(report.equalities_implications)),
        ("recommendation", "Recommendation", "words", paragraphs(report.recommendation)),
        ("background", "Background documents", "lines", _lines(report.background_documents)),
        ("contact", FIELDS["contact"], "lines", _lines(report.contact)),
    ]  # fmt: skip
    out = []
    for n, (anchor, title, kind, texts) in enumerate(rows, start=1):
        texts = texts or ["Not written yet."] if kind in ("words", "lines") else texts
        out.append(Section(anchor, f"{n}.", title, kind, [(f"{n}.{i}", text) for i, text in enumerate(texts, start=1)]))
    out.append(Section("annex", "", "Annex: where each figure comes from", "annex", []))
    return out


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _introduction(c: dict) -> list[str]:
    total = c["total"]
    return [
        f"This report covers {c['contracts']:,} contracts, grants and in-house services of {c['council']} and the reporting "
        f"periods that ended between {_day(c['starts_on'])} and {_day(c['ends_on'])}, as known on {_day(c['as_of'])}.",
        "An indicator is on target when its verified returns over the period reach the target agreed in the contract; above the "
        "floor when they miss the target but reach the floor; below the floor otherwise. This is the rule of the council’s "
        "quarterly performance report.",
        "A return counts once somebody other than its author has verified it. A missing return is not taken as nought: it lowers "
        "the coverage, which stands beside each figure.",
        f"{total['coverage_words']}. Each figure carries the number of its entry in the annex, which says where the returns "
        "behind it can be read.",
    ]


def _priority(p: dict) -> str:
    return f"{p['name']}: {p['sentence']}. {p['coverage_words']}."


def _directorates(c: dict) -> list[str]:
    return (
        ["The same count by the directorate responsible for the contract."]
        if c["directorates"]
        else ["No directorate had an indicator due."]
    )


def _attention(c: dict) -> str:
    count = c["attention_count"]
    if not count:
        return "No contract needs attention."
    shown = len(c["attention"])
    first = f"{plain_number(count)} contract{'s need' if count != 1 else ' needs'} attention"
    return f"{first}; the {shown} most pressing are listed, worst first." if shown < count else f"{first}, worst first."
