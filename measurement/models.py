"""What was achieved: the tables of this storey, gathered for Django."""

from measurement.reports.models import FrozenFigure, Report, ReportSchedule

__all__ = ["FrozenFigure", "Report", "ReportSchedule"]
