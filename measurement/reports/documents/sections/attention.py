"""The contracts that need somebody, worst first."""

from measurement.figures.selectors.league import ContractLines
from measurement.reports.documents.sections.material import Material
from measurement.reports.documents.sections.section import Part
from measurement.reports.models import Report
from socialvalue.common.templatetags.formats import plain_number

CONCERNS_SHOWN = 20


def _freeze(material: Material) -> dict:
    lines = ContractLines(material.scope, attention=True)
    return {
        "attention": [
            {"reference": c.reference, "title": c.title, "concerns": [list(x) for x in c.concerns], "url": c.url}
            for c in lines[0:CONCERNS_SHOWN]
        ],
        "attention_count": len(lines),
    }


def _texts(report: Report) -> list[str]:
    count, shown = report.content["attention_count"], len(report.content["attention"])
    if not count:
        return ["No contract needs attention."]
    first = f"{plain_number(count)} contract{'s need' if count != 1 else ' needs'} attention"
    return [f"{first}; the {shown} most pressing are listed, worst first." if shown < count else f"{first}, worst first."]


PART = Part("attention", "Contracts that need attention", "attention", _texts, _freeze)
