"""What the report covers and how to read it; the figure of the whole."""

from measurement.reports.documents.sections.lines import tally
from measurement.reports.documents.sections.material import Material
from measurement.reports.documents.sections.section import Part, day
from measurement.reports.models import Report


def _freeze(material: Material) -> dict:
    total = material.found.total
    return {
        "total": {"figure": material.keep(total.figure, material.sources), **tally(total)},
        "contracts": material.found.contracts,
    }


def _texts(report: Report) -> list[str]:
    c = report.content
    return [
        f"This report covers {c['contracts']:,} contracts, grants and in-house services of {c['council']} with something to "
        f"report, and the reporting periods that ended between {day(c['starts_on'])} and {day(c['ends_on'])}, as known on "
        f"{day(c['as_of'])}.",
        "A KPI is on target when its verified returns over the period reach the target agreed for the same periods, below "
        "target when they do not, and below minimum when they miss the minimum that was agreed as well. Where no minimum was "
        "agreed, nothing is below it.",
        "A return counts once somebody other than its author has verified it. A missing return is not taken as nought: it lowers "
        "the coverage, which stands beside each figure.",
        f"{c['total']['coverage_words']}. Each figure carries the number of its entry in the annex, which says where the returns "
        "behind it can be read.",
    ]


PART = Part("introduction", "Introduction", "words", _texts, _freeze)
