"""What was achieved: the tables of this storey, gathered for Django."""

from measurement.reports.models import FrozenFigure, FrozenSources, Report, ReportSchedule

__all__ = ["FrozenFigure", "FrozenSources", "Report", "ReportSchedule"]
