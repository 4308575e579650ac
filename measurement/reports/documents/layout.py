"""The report as a paper: numbered sections from the frozen content and the officer's words. Screen and PDF draw the same."""

from datetime import date, datetime
from decimal import Decimal

from measurement.reports.documents.kinds import KINDS
from measurement.reports.documents.sections.annex import ANNEX, figure_address
from measurement.reports.documents.sections.section import day, numbered, paragraphs
from measurement.reports.models import Report
from socialvalue.common.templatetags.formats import plain_day


def document(report: Report) -> dict:
    """Everything the templates need; nothing is read from the database but the report itself."""
    content = report.content
    kind = KINDS[content["kind"]]
    return {
        "report": report,
        "content": content,
        "subject": kind.subject,
        "to": kind.to,
        "pathway": kind.pathway,
        "period": f"{day(content['starts_on'])} to {day(content['ends_on'])}",
        "frozen_at": datetime.fromisoformat(content["frozen_at"]),
        "as_of": date.fromisoformat(content["as_of"]),
        "summary": paragraphs(report.summary),
        "recommendation": paragraphs(report.recommendation),
        "sections": [*numbered(kind.parts, report), ANNEX],
        "entries": [{**e, "address": figure_address(report, e["number"])} for e in content["figures"]],
        "priority_rows": [(label, values) for label, values in content["charts"]["priorities"]["rows"]],
        "trend_points": [(label, None if v is None else Decimal(v)) for label, v in content["charts"]["trend"]["points"]],
        "decided": report.is_approved,
    }


def pdf_context(report: Report) -> dict:
    """``document`` with what the frame of a PDF says."""
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
