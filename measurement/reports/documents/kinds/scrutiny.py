"""The update for the Scrutiny Committee."""

from measurement.reports.documents.kinds.kind import Kind

SCRUTINY = Kind(
    subject="Social value through procurement: update",
    to="Scrutiny Committee",
    body="The Scrutiny Committee",
    pathway="Not applicable",
)
