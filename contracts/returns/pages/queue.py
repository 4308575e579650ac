"""The queue of returns to verify: its columns, and what each says of a return."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from contracts.performance.enums import Standing
from contracts.returns.calculations.many import MOST
from contracts.returns.models import Return
from contracts.returns.pages import evidence_text, figure_text
from contracts.returns.selectors.queue import Waiting, many_for, queue_for, waiting
from contracts.returns.services import why_not_now
from socialvalue.accounts.models import User
from socialvalue.common.lists import Column, Kind, Listing, from_template, linked, with_under
from socialvalue.common.templatetags.formats import plain_day, plain_quantity
from socialvalue.common.templatetags.govuk import tag

NOTHING_MISSING = mark_safe('<span class="sv-muted">Nothing</span>')
COLOURS = {Standing.ON_TARGET: "green", Standing.BELOW_TARGET: "yellow", Standing.BELOW_MINIMUM: "red"}


def period(version: Return) -> str:
    return f"{plain_day(version.due.starts_on)} to {plain_day(version.due.ends_on)}"


def contract_of(row: Waiting):
    return row.version.due.kpi.obligation.contract


def value(row: Waiting) -> str:
    return figure_text(row.version, row.version.due.kpi)


def target(row: Waiting) -> str:
    due = row.version.due
    if due.kpi.is_done_or_not:
        return "Yes"
    return "" if due.target is None else plain_quantity(due.target, due.kpi.unit)


def last(row: Waiting) -> str:
    return figure_text(row.before, row.version.due.kpi) if row.before else ""


def evidence(row: Waiting) -> str:
    return evidence_text(row.version, len(row.files))


def _evidence(row: Waiting) -> SafeString:
    if evidence(row) == "None" and not row.version.narrative.strip():
        return tag("None", "grey")
    return from_template("contracts/returns/_evidence.html", {"version": row.version, "files": row.files})


def _kpi(row: Waiting) -> SafeString:
    kpi, contract = row.version.due.kpi, contract_of(row)
    under = f"{contract.reference} {contract.title}, {period(row.version)}"
    return linked(reverse("return", args=[row.version.due_id]), f"KPI {kpi.number}: {kpi.wording}", under)


def _value(row: Waiting) -> SafeString | str:
    if row.standing not in COLOURS:
        return value(row)
    return format_html("{}<br>{}", value(row), tag(row.standing.label, COLOURS[row.standing]))


def _missing(row: Waiting) -> SafeString:
    if row.draw and row.draw.drawn:
        drawn = with_under(tag("Drawn", "purple"), f"for a full look ({row.draw.share})")
        return format_html("{}{}", drawn, _missing_alone(row)) if row.missing else drawn
    return _missing_alone(row)


def _missing_alone(row: Waiting) -> SafeString:
    if not row.missing:
        return NOTHING_MISSING
    lines = format_html_join("", "<li>{}</li>", ((line,) for line in row.missing))
    return format_html('<ul class="govuk-list sv-short">{}</ul>', lines)


def _submitted(row: Waiting) -> SafeString:
    late = f". {row.version.late_words}" if row.version.late_words else ""
    late += f". {row.version.earlier_words}" if row.version.earlier_words else ""
    return with_under(plain_day(row.version.submitted_at), f"by {row.version.submitted_by}{late}")


QUEUE = Listing(
    key="returns-to-verify",
    name="Returns to verify",
    one="return",
    many="returns",
    order=("-is_below", "submitted_at"),
    order_words="risk: below the minimum first, then the longest waiting",
    most=MOST,
    most_words=f"The {MOST:,} returns that have waited longest",
    prepare=waiting,
    columns=(
        Column(
            key="kpi",
            heading="Return",
            read=lambda row: row.version.due.kpi.wording,
            draw=_kpi,
            sort="due__kpi__wording",
            said="KPI",
            parts=(
                ("Contract reference", lambda row: contract_of(row).reference),
                ("Contract", lambda row: contract_of(row).title),
                ("KPI", lambda row: row.version.due.kpi.number),
                ("KPI wording", lambda row: row.version.due.kpi.wording),
                ("Period starts", lambda row: row.version.due.starts_on),
                ("Period ends", lambda row: row.version.due.ends_on),
            ),
        ),
        Column(
            key="contract",
            heading="Contract",
            read=lambda row: contract_of(row).title,
            sort="due__kpi__obligation__contract__title",
            shown=False,
        ),
        Column(
            key="value",
            heading="Value",
            read=lambda row: row.version.value,
            draw=_value,
            parts=(
                ("Value", lambda row: row.version.value),
                ("Unit", lambda row: row.version.due.kpi.unit),
                ("Standing", lambda row: row.standing.label if row.standing else ""),
            ),
        ),
        Column(
            key="target",
            heading="Target",
            read=lambda row: row.version.due.target,
            draw=lambda row: target(row) or "None",
            parts=(("Target", lambda row: row.version.due.target), ("Minimum", lambda row: row.version.due.minimum)),
        ),
        Column(
            key="last",
            heading="Last time",
            read=lambda row: row.before.value if row.before else None,
            draw=lambda row: last(row) or "Nothing verified",
        ),
        Column(key="evidence", heading="Evidence", read=evidence, draw=_evidence),
        Column(key="draw", heading="Draw", read=lambda row: row.draw.words if row.draw else "", shown=False),
        Column(key="missing", heading="Missing or in question", read=lambda row: "; ".join(row.missing), draw=_missing),
        Column(
            key="submitted",
            heading="Submitted",
            read=lambda row: row.version.submitted_at,
            draw=_submitted,
            kind=Kind.DAY,
            sort="submitted_at",
        ),
    ),
)


def rows_of(found: Sequence[Waiting]) -> list[dict]:
    """For the page on which several are verified: each return with its figure, target, last time and what stands behind it."""
    return [
        {
            "version": row.version,
            "contract": contract_of(row),
            "kpi": row.version.due.kpi,
            "period": period(row.version),
            "value": _value(row),
            "target": target(row) or "None",
            "last": last(row) or "Nothing verified",
            "files": row.files,
            "to_open": row.to_open,
            "was_passed_over": row.draw is not None,
            "why_not": row.why_not_together,
        }
        for row in found
    ]


def drafts_in_words(drafts: Sequence[Return]) -> list[dict]:
    """For the page that submits several: each draft with its figure, what is missing or in question, why it must wait."""
    return [
        {
            "version": row.version,
            "kpi": row.version.due.kpi,
            "period": period(row.version),
            "value": value(row),
            "missing": row.missing,
            "why_not": why_not_now(row.version),
        }
        for row in waiting(drafts)
    ]


def with_next(said: str, user: User) -> str:
    """``said``, and a link to the return that comes next in the queue of this person; ``said`` alone when nothing waits."""
    following = queue_for(user).order_by(*QUEUE.order, "pk").first()
    if following is None:
        return said
    kpi = following.due.kpi
    return format_html(
        '{} <a class="govuk-notification-banner__link" href="{}">Next to verify: {}, {}</a> ({} left)',
        said,
        reverse("return", args=[following.due_id]),
        kpi.wording,
        kpi.obligation.contract.title,
        many_for(user),
    )
