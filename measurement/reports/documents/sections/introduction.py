"""What the report covers and how to read it; the figure of the whole."""

from measurement.figures.pages.headline import headline
from measurement.reports.calculations.sources import Which
from measurement.reports.calculations.words import contracts_reported
from measurement.reports.documents import earlier
from measurement.reports.documents.sections.lines import tally
from measurement.reports.documents.sections.material import Material
from measurement.reports.documents.sections.section import Part, day
from measurement.reports.models import Report

RULE = (
    "A KPI is on target when its verified returns over the period reach the target agreed for the same periods, below "
    "target when they do not, and below minimum when they miss the minimum that was agreed as well. Where no minimum was "
    "agreed, nothing is below it."
)
RULE_BEFORE = (
    "An indicator is on target when its verified returns over the period reach the target agreed in the contract; above the "
    "floor when they miss the target but reach the floor; below the floor otherwise. This is the rule of the council’s "
    "quarterly performance report."
)


def _freeze(material: Material) -> dict:
    total, first = material.found.total, headline(material.found)
    return {
        "headline": {"sentence": first.sentence, "certainty": first.certainty},
        "total": {"figure": material.keep(total, total.figure, Which()), **tally(total)},
        "contracts": material.found.contracts,
    }


def _covers(content: dict) -> str:
    """Early reports counted every contract of the council, in force in their period or not; their number keeps its old words."""
    if earlier.is_early(content):
        return f"This report covers {content['contracts']:,} contracts, grants and in-house services of {content['council']}"
    return f"This report to {content['council']} covers {contracts_reported(content['contracts'])}"


def _texts(report: Report) -> list[str]:
    c = report.content
    return [
        f"{_covers(c)}, and the reporting periods that ended between {day(c['starts_on'])} and {day(c['ends_on'])}, as known "
        f"on {day(c['as_of'])}.",
        RULE_BEFORE if earlier.is_early(c) else RULE,
        "A return counts once somebody other than its author has verified it. A missing return is not counted as 0: it "
        "lowers the number of returns verified, which is shown beside each figure.",
        f"{c['total']['coverage_words']}. Each figure carries the number of its entry in the annex, which says where the returns "
        "behind it can be read.",
    ]


PART = Part("introduction", "Introduction", "words", _texts, _freeze)
