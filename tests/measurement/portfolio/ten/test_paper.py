"""The ten contracts in a report: what it freezes, and what stands on paper."""

import pytest

from measurement.reports.documents.layout import pdf_context
from measurement.reports.selectors import Corrections
from measurement.reports.tasks.building import TEMPLATE
from socialvalue.documents.services import render_pdf
from tests.fixtures.pdf_text import squeezed, text_of

from . import by_hand as hand
from .told import COUNTED, NAMES, measure_name, priority_name, tally_cells

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def paper(report) -> str:
    """The text of the PDF, without spaces."""
    return text_of(render_pdf(TEMPLATE, pdf_context(report, Corrections())))


def test_what_a_report_freezes(book, report):
    content = report.content
    counted = (*COUNTED, "late")
    assert tuple(content["total"][name] for name in counted) == (*hand.TOTAL, hand.LATE)
    lines = {line["name"]: tuple(line[name] for name in COUNTED) for line in content["priorities"]}
    assert lines == {priority_name(code): line for code, line in hand.PRIORITIES.items()}
    assert {d["name"]: tuple(d[name] for name in COUNTED) for d in content["directorates"]} == {
        NAMES[code]: line for code, line in hand.DIRECTORATES.items()
    }
    delivered = {(m["label"], m["delivered"], m["promised"]) for line in content["priorities"] for m in line["measures"]}
    assert delivered == {
        *((measure_name(m), value, target) for m, _, _, _, _, _, _, value, target in hand.MEASURES if m != "GS2.1"),
        (measure_name("GS2.1"), "40", "80"),
        (measure_name("GS2.1"), "2", "5"),
    }


def test_the_tallies_on_paper(report, paper):
    priorities = {line["name"]: line for line in report.content["priorities"]}
    named = {priority_name(code): line for code, line in hand.PRIORITIES.items()}
    rows = [(priorities[name]["figure"], name, line) for name, line in named.items()]
    rows += [(report.content["total"]["figure"], "Total", hand.TOTAL)]
    assert _rows_after(paper, "KPIs and returns by priority", rows)
    directorates = {line["name"]: line for line in report.content["directorates"]}
    rows = [(directorates[NAMES[code]]["figure"], NAMES[code], line) for code, line in hand.DIRECTORATES.items()]
    assert _rows_after(paper, "KPIs and returns by directorate", rows)


def _rows_after(paper: str, caption: str, rows: list[tuple[int, str, tuple]]) -> bool:
    """Whether the table with this caption has these rows, one below the other; beside each name is the number of its note."""
    table = paper.rpartition(squeezed(caption))[2].partition(squeezed("Returns verified"))[2]
    return table.startswith(squeezed("".join(f"{name}{number}{''.join(tally_cells(line))}" for number, name, line in rows)))


def test_what_was_delivered_on_paper(report, paper):
    for code, measures in hand.PAPER.items():
        caption = squeezed(f"Delivered and promised under {priority_name(code)}")
        line = next(p for p in report.content["priorities"] if p["name"] == priority_name(code))
        numbers = {m["label"]: m["figure"] for m in line["measures"]}
        table = paper.rpartition(caption)[2]
        for measure, part, returns in measures:
            said = dict(hand.SAID[code])[measure]
            name = measure_name(measure)
            # The first row of that name after the caption: another priority may have the same measure
            row = table.partition(squeezed(f"{name}{numbers[name]}"))[2]
            assert row.startswith(squeezed(f"{said}{part}{returns}")), (name, row[:120])


def test_a_frozen_report_stays_when_a_return_is_corrected(book, report):
    before = report.content
    book.correct()
    report.refresh_from_db()
    assert report.content == before
