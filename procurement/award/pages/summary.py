"""Frozen content made ready for a template: dates as dates, running lines for paper."""

from datetime import date, datetime

from procurement.tendering.selectors.published import PublishedQuestion
from socialvalue.common.templatetags.formats import plain_number


def summary_view(content: dict, *, sha256: str, made_at: datetime | None) -> dict:
    """The context of an assessment summary, the same on screen and on paper. ``made_at`` None: a preview, not sent."""
    tender, period = content["tender"], content["standstill"]
    return {
        "summary": content,
        "questions": questions_of(content),
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


def questions_of(content: dict) -> list[PublishedQuestion]:
    """What was asked, as it was frozen. A summary of format 1 kept wording and minimum only; those it still shows."""
    if "questions" in content:
        return [PublishedQuestion.from_data(one) for one in content["questions"]]
    return [_of_format_1(row, content["scale"]["maximum"]) for row in content["own"]["criteria"] if row["question"]]


def _of_format_1(row: dict, maximum: str) -> PublishedQuestion:
    return PublishedQuestion(
        key=row["key"],
        title=row["title"],
        wording=row["question"],
        form="",
        pass_fail=row["available"] is None,
        requirements=(),
        priority="",
        guidance="",
        points=plain_number(row["available"], 4) if row["available"] else "",
        weight="",
        minimum=row["minimum"] or "",
        maximum=maximum,
        limits="",
        asks_commitments=False,
        worked_out="working" in row,
    )
