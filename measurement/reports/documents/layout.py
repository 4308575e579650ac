"""The report as a paper: numbered sections from the frozen content and the officer's words. Screen and PDF draw the same."""

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings

from measurement.reports.documents import earlier
from measurement.reports.documents.kinds import KINDS
from measurement.reports.documents.notes import notes
from measurement.reports.documents.sections.annex import ANNEX, figure_address
from measurement.reports.documents.sections.section import day, numbered, paragraphs
from measurement.reports.documents.sections.stories import drawn
from measurement.reports.models import Report
from measurement.reports.selectors import Corrections
from socialvalue.common.templatetags.formats import plain_day


def document(report: Report, corrected: Corrections) -> dict:
    """Everything the templates need; from the database come the report, what it replaces or is replaced by, and its stories."""
    content = earlier.readable(report.content)
    content = content | {"stories": drawn(content)}
    kind = KINDS[content["kind"]]
    return {
        "report": report,
        "content": content,
        "notes": notes(report, corrected),
        "columns": earlier.columns(content),
        "subject": kind.subject,
        "to": kind.to,
        "period": f"{day(content['starts_on'])} to {day(content['ends_on'])}",
        "frozen_at": datetime.fromisoformat(content["frozen_at"]),
        "as_of": date.fromisoformat(content["as_of"]),
        "summary": paragraphs(report.summary),
        "recommendation": paragraphs(report.recommendation),
        "sections": [*numbered(kind.parts, report), ANNEX],
        "entries": [{**e, "address": figure_address(report, e["number"])} for e in content["figures"]],
        "priority_rows": [(label, values) for label, values in content["charts"]["priorities"]["rows"]],
        "trend_points": [(label, None if v is None else Decimal(v)) for label, v in content["charts"]["trend"]["points"]],
        "trend_band": [Decimal(v) for v in content["charts"]["trend"].get("band") or []] or None,
        "early": earlier.is_early(content),
        "decided": report.is_decided,
    }


def pdf_context(report: Report, corrected: Corrections) -> dict:
    """``document`` with what the frame of a PDF says."""
    found = document(report, corrected)
    return {
        **found,
        "site": settings.SITE_URL,
        "document_title": found["subject"],
        "document_subtitle": found["period"],
        "document_body": report.content["council"],
        "document_note": f"{report.reference} · {_stand(report)} · figures frozen {plain_day(found['frozen_at'])} · "
        f"{report.sha256[:12]}",
        "contents": [("summary", "Summary"), ("recommendation-first", "Recommendation")]
        + [(s.anchor, f"{s.number} {s.title}" if s.number else s.title) for s in found["sections"]],
        "illustrative": bool(report.content["illustrative"]),
    }


def _stand(report: Report) -> str:
    """In the running foot of the paper."""
    if report.is_replaced:
        return f"replaced by {report.replaced_by.reference}"
    return f"approved {plain_day(report.decided_at)}" if report.is_approved else report.get_status_display().lower()
