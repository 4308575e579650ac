"""The six-monthly report to Cabinet."""

from measurement.reports.documents.kinds.kind import Kind

CABINET = Kind(
    subject="Social value through procurement: six-monthly report",
    to="Cabinet",
    body="The Cabinet",
    pathway="Scrutiny Committee",
)
