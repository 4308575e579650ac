"""Compute every frozen figure again from its source returns, and say what differs."""

from django.core.management.base import BaseCommand

from measurement.reports.models import Report
from measurement.reports.selectors import check


class Command(BaseCommand):
    help = "Compare the frozen figures of reports with their source returns. Exit 0 when all are equal, 1 otherwise."

    def add_arguments(self, parser):
        parser.add_argument("references", nargs="*", help="Reports to check, such as SVR-0001; all of them when none is named.")

    def handle(self, *, references, **_):
        reports = Report.objects.exclude(content={}).order_by("pk")
        if references:
            reports = reports.filter(reference__in=references)
        missing = sorted(set(references) - {r.reference for r in reports})
        for reference in missing:
            self.stderr.write(f"{reference}: no such report with frozen figures")
        wrong = len(missing)
        for report in reports:
            found = check(report)
            wrong += not found.equal
            self.stdout.write(f"{report.reference}: {self._says(found)}")
        if wrong:
            raise SystemExit(1)

    def _says(self, found) -> str:
        if not found.content_intact:
            return "the content is not what was frozen"
        if found.differing:
            return "; ".join(f"{c.figure.label}: frozen {c.figure.value}, now {c.recomputed}" for c in found.differing)
        corrected = f", {len(found.replaced)} use returns corrected since" if found.replaced else ""
        return f"{len(found.checks)} figures equal{corrected}"
