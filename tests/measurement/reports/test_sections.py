"""Kinds of report and their sections: every kind is complete, sections are numbered, gaps say so."""

from types import SimpleNamespace

import pytest

from measurement.reports.documents.kinds import KINDS
from measurement.reports.documents.sections import attention, directorates, stories, words
from measurement.reports.documents.sections.section import Part, numbered, paragraphs
from measurement.reports.enums import ReportKind


def report(content=None, **texts):
    return SimpleNamespace(content=content or {}, **texts)


def test_every_kind_of_report_has_its_paper():
    assert set(KINDS) == set(ReportKind)


@pytest.mark.parametrize("kind", list(ReportKind))
def test_anchors_lead_to_one_section_each(kind):
    anchors = [part.anchor for part in KINDS[kind].parts]
    assert len(anchors) == len(set(anchors))
    assert "annex" not in anchors


def test_each_paragraph_has_its_number_and_what_is_not_written_says_so():
    parts = (
        Part("a", "First", "words", lambda r: ["One", "Two"]),
        Part("b", "Second", "lines", lambda r: []),
        Part("c", "Third", "stories", lambda r: []),
    )
    found = [(s.number, s.kind, s.paragraphs) for s in numbered(parts, report())]
    assert found == [
        ("1.", "words", [("1.1", "One"), ("1.2", "Two")]),
        ("2.", "lines", [("2.1", "Not written yet.")]),
        ("3.", "stories", []),
    ]


@pytest.mark.parametrize(
    "text, expected", [("", []), (" \n\n ", []), ("One\nline\r\n\r\nTwo\n\n\n", ["One\nline", "Two"]), ("One", ["One"])]
)
def test_an_empty_line_parts_paragraphs(text, expected):
    assert paragraphs(text) == expected


def test_contacts_come_a_line_each():
    assert words.CONTACT.texts(report(contact="A. Person\n\n a@example.org ")) == ["A. Person", "a@example.org"]


@pytest.mark.parametrize(
    "count, shown, text",
    [
        (0, 0, "No contract needs attention."),
        (1, 1, "1 contract needs attention, worst first."),
        (20, 20, "20 contracts need attention, worst first."),
        (21, 20, "21 contracts need attention; the 20 most pressing are listed, worst first."),
    ],
)
def test_how_many_contracts_need_attention(count, shown, text):
    assert attention.PART.texts(report({"attention_count": count, "attention": [None] * shown})) == [text]


def test_what_is_missing_is_said():
    assert directorates.PART.texts(report({"directorates": []})) == ["No directorate had a KPI due."]
    assert stories.PART.texts(report({"stories": []})) == [stories.NO_STORY]
    assert stories.PART.texts(report({"stories": [{}]})) == []
