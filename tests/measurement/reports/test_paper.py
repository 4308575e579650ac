"""The report on paper: wherever pages break, a heading stays with its table and no row stands alone."""

import io

import pikepdf
import pytest

from measurement.reports import services
from measurement.reports.documents.layout import pdf_context
from measurement.reports.models import Report
from measurement.reports.selectors import Corrections
from measurement.reports.tasks.building import TEMPLATE
from socialvalue.accounts.models import Directorate
from socialvalue.common import clock
from socialvalue.documents.services import render_pdf
from tests.builders import measurement as build
from tests.fixtures.pdf_text import squeezed, text_of

pytestmark = pytest.mark.django_db
NAMES = [f"Directorate {letter}" for letter in "KLMNPQ"]


def pages(data: bytes) -> list[str]:
    """The squeezed text of each page, without its running lines."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as whole:
        for page in whole.pages:
            one, kept = pikepdf.new(), io.BytesIO()
            one.pages.append(page)
            one.save(kept)
            found.append(text_of(kept.getvalue()))
    return found


@pytest.fixture
def report():
    scene = build.scene()
    for number, name in enumerate(NAMES):
        directorate = Directorate.objects.create(council=scene.council, code=f"D{number}", name=name)
        build.contract(scene, {"values": ["3", "1"]}, title=f"Service {name}", directorate=directorate)
    return build.frozen(scene), scene


def drawn(report: Report, scene, lines: int) -> list[str]:
    """The paper with a summary so many lines longer, which moves what follows down the page."""
    with clock.at(build.NOW):
        report = services.edit_words(report, by=scene.preparer, summary="\n\n".join(["More."] * lines), contact="The team")
    return pages(render_pdf(TEMPLATE, pdf_context(report, Corrections())))


def of(found: list[str], text: str) -> int:
    """The last page with the text: the contents come first."""
    return [n for n, page in enumerate(found) if squeezed(text) in page][-1]


@pytest.mark.parametrize("lines", [1, 7, 19, 25])
def test_wherever_pages_break(report, lines):
    found = drawn(*report, lines)
    heading = of(found, "5. By directorate")
    table = found[heading].partition(squeezed("Indicators and returns by directorate"))[2]
    assert [name for name in NAMES if squeezed(name) in table] == NAMES
    # The contact never has a page of its own
    assert of(found, "12. Background documents") == of(found, "13. Contact details") == of(found, "11. Recommendation")
