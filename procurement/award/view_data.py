"""Frozen content made ready for a template: dates as dates, running lines for paper."""

from datetime import date, datetime


def summary_view(content: dict, *, sha256: str, made_at: datetime | None) -> dict:
    """The context of an assessment summary, the same on screen and on paper. ``made_at`` None: a preview, not sent."""
    tender, period = content["tender"], content["standstill"]
    return {
        "summary": content,
        "standstill": {
            "mandatory": period["mandatory"],
            "working_days": period["working_days"],
            **{name: date.fromisoformat(period[name]) for name in ("notice_on", "last_day", "may_sign_from")},
        },
        "sha256": sha256,
        "made_at": made_at,
        "document_title": f"Assessment summary: {tender['title']}",
        "document_body": tender["council"],
        "document_subtitle": f"For {content['supplier']['name']}",
        "document_note": f"{tender['reference']}. SHA-256 of the content {sha256[:16]}…",
        "document_digest": sha256,
    }
