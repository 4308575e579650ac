"""The kinds of report, one file each."""

from measurement.reports.documents.kinds.cabinet import CABINET
from measurement.reports.documents.kinds.kind import Kind
from measurement.reports.documents.kinds.scrutiny import SCRUTINY
from measurement.reports.enums import ReportKind

KINDS: dict[str, Kind] = {ReportKind.CABINET: CABINET, ReportKind.SCRUTINY: SCRUTINY}
