"""The list of reports: its columns, and what each says of a report."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from measurement.reports.models import Report
from socialvalue.common.lists import Column, Kind, Listing, from_template, linked
from socialvalue.common.templatetags.formats import day
from socialvalue.jobs.models import Job


def listing(failed: dict[int, Job]) -> Listing:
    """``failed``: report → its job, where that failed."""

    def status(report: Report) -> SafeString:
        context = {"r": report, "failed": failed.get(report.pk)}
        return from_template("measurement/reports/_listed_status.html", context)

    return Listing(
        key="reports",
        name="Reports",
        one="report",
        many="reports",
        order=("-ends_on", "-pk"),
        order_words="period, latest first",
        columns=(
            Column(
                key="report",
                heading="Report",
                said="kind",
                read=lambda r: r.get_kind_display(),
                draw=_report,
                sort="kind",
                parts=(("Reference", lambda r: r.reference), ("Report", lambda r: r.get_kind_display())),
            ),
            Column(
                key="period",
                heading="Period",
                read=lambda r: r.ends_on,
                draw=lambda r: format_html("{} to {}", day(r.starts_on), day(r.ends_on)),
                kind=Kind.DAY,
                sort="ends_on",
                falls=True,
                parts=(("Starts", lambda r: r.starts_on), ("Ends", lambda r: r.ends_on)),
            ),
            Column(key="status", heading="Status", read=lambda r: r.get_status_display(), draw=status, sort="status"),
            Column(key="pdf", heading="PDF", read=lambda r: "", draw=_pdf, parts=None),
        ),
    )


def _report(report: Report) -> SafeString:
    return linked(reverse("report", args=[report.reference]), report.get_kind_display(), report.reference)


def _pdf(report: Report) -> SafeString | str:
    if report.is_building:
        return ""
    link = '<a class="govuk-link" href="{}">PDF<span class="govuk-visually-hidden"> of {}</span></a>'
    return format_html(link, reverse("report-pdf", args=[report.reference]), report)
