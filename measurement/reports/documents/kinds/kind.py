"""What distinguishes one kind of report from another: whom it is for, what it is called, which sections it has."""

from dataclasses import dataclass

from measurement.reports.documents.sections import (
    attention,
    directorates,
    introduction,
    priorities,
    stories,
    trend,
    words,
)
from measurement.reports.documents.sections.section import Part

# The sections of the council's report form, in its order
COUNCIL_FORM = (
    introduction.PART,
    priorities.PART,
    priorities.QUANTITIES,
    trend.PART,
    directorates.PART,
    attention.PART,
    stories.PART,
    words.FINANCIAL,
    words.LEGAL,
    words.EQUALITIES,
    words.RECOMMENDATION,
    words.BACKGROUND,
    words.CONTACT,
)


@dataclass(frozen=True)
class Kind:
    """``to``: whom the paper goes to; ``body``: who is asked, at the beginning of a sentence; ``pathway``: who reads it next."""

    subject: str
    to: str
    body: str
    pathway: str
    parts: tuple[Part, ...] = COUNCIL_FORM
