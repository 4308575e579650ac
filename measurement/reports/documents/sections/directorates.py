"""The same count by the directorate that answers for the contract."""

from measurement.reports.calculations.sources import Which
from measurement.reports.documents.sections.lines import frozen_line
from measurement.reports.documents.sections.material import Material
from measurement.reports.documents.sections.section import Part
from measurement.reports.models import Report


def _freeze(material: Material) -> dict:
    due = [line for line in material.found.directorates if line.tally.kpis]
    return {"directorates": [frozen_line(line, material, Which(directorate=line.pk)) for line in due]}


def _texts(report: Report) -> list[str]:
    if report.content["directorates"]:
        return ["The same count by the directorate responsible for the contract."]
    return ["No directorate had a KPI due."]


PART = Part("directorates", "By directorate", "directorates", _texts, _freeze)
