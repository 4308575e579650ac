"""What only an officer can write: implications, recommendation, documents and contact."""

from measurement.reports.calculations.words import FIELDS
from measurement.reports.documents.sections.section import Part, paragraphs
from measurement.reports.models import Report


def _written(name: str):
    def texts(report: Report) -> list[str]:
        return paragraphs(getattr(report, name))

    return texts


def _listed(name: str):
    def texts(report: Report) -> list[str]:
        return [line.strip() for line in getattr(report, name).splitlines() if line.strip()]

    return texts


FINANCIAL = Part("financial", "Financial implications", "words", _written("financial_implications"))
LEGAL = Part("legal", "Legal implications", "words", _written("legal_implications"))
EQUALITIES = Part("equalities", "Equalities implications", "words", _written("equalities_implications"))
RECOMMENDATION = Part("recommendation", "Recommendation", "words", _written("recommendation"))
BACKGROUND = Part("background", "Background documents", "lines", _listed("background_documents"))
CONTACT = Part("contact", FIELDS["contact"], "lines", _listed("contact"))
