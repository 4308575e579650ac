"""A person withdraws after their story went into a report: no page, no PDF and no table of the report has its words any more."""

import pytest

from contracts.evidence import services as evidence
from contracts.evidence.services.withdrawing import digest_of
from contracts.returns.models import Return
from measurement.reports import selectors
from measurement.reports.documents.layout import document
from measurement.reports.documents.sections.stories import drawn
from measurement.reports.models import Report
from measurement.reports.services.building import pdf_key
from measurement.reports.tasks import building
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.documents.models import Document
from socialvalue.documents.services import keep
from socialvalue.jobs.models import Job
from tests.builders import measurement as build
from tests.contracts.evidence.steps import HOW

pytestmark = pytest.mark.django_db
SAM = {"title": "Sam found work", "text": "I found work."}


@pytest.fixture
def scene(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    scene = build.scene()
    build.contract(scene, {"values": ["3"]})
    return scene


@pytest.fixture
def told(scene):
    verified = Return.objects.filter(status="verified").first()
    return [
        verified.stories.create(**words, use="public", told_by=scene.who.reporter)
        for words in (SAM, {"title": "Ada", "text": "I read."})
    ]


def made_pdf(report: Report) -> Document:
    mark = building.mark(report, selectors.corrections(report))
    return keep(data=b"%PDF", name="a.pdf", content_type="application/pdf", owner=report, by=None, description=mark)


def withdraw(story, scene):
    with clock.at(build.NOW):
        return evidence.withdraw_story(story, by=scene.who.manager, how=HOW)


def test_the_report_loses_the_words_and_says_so_and_its_figures_stay(scene, told):
    report = build.frozen(scene)
    before = report.sha256
    assert {one["title"] for one in document(report, selectors.corrections(report))["content"]["stories"]} == {
        "Sam found work",
        "Ada",
    }
    pdf = made_pdf(report)
    assert building.pdf_of(report) == pdf
    withdraw(told[0], scene)
    report = Report.objects.get(pk=report.pk)
    shown = document(report, selectors.corrections(report))["content"]["stories"]
    assert sorted((one.get("title", ""), one.get("gone", False)) for one in shown) == [("", True), ("Ada", False)]
    assert "I found work" not in str(report.content)
    assert (report.sha256, selectors.check(report).equal) == (before, True)
    assert not Document.objects.filter(pk=pdf.pk).exists(), "the PDF with the words is gone at once"
    assert building.pdf_of(report) is None
    assert Job.objects.filter(key=pdf_key(report, withdrawn=1)).count() == 1
    assert (
        AuditEvent.objects.get(verb="took out a story").sentence
        == f"{report.reference} no longer shows a case study whose person withdrew"
    )


def test_a_report_without_the_story_is_left_alone(scene, told):
    told[0].use = "council"
    told[0].save()
    report = build.frozen(scene)
    pdf = made_pdf(report)
    withdraw(told[0], scene)
    assert building.pdf_of(Report.objects.get(pk=report.pk)) == pdf
    assert not AuditEvent.objects.filter(verb="took out a story").exists()


def test_an_early_report_that_was_frozen_with_the_words_does_not_show_them_any_more(scene, told):
    report = build.frozen(scene)
    where = {"contract": "C", "supplier": "S", "period": "P"}
    report.content["stories"] = [SAM | where, {"title": "Other", "text": "Stays."} | where]
    report.save()
    withdraw(told[0], scene)
    shown = drawn(Report.objects.get(pk=report.pk).content)
    assert [(one.get("title"), one.get("text"), one.get("gone")) for one in shown] == [
        (None, None, True),
        ("Other", "Stays.", None),
    ]


def test_the_digest_shows_that_the_words_are_those_that_were_frozen(scene, told):
    entries = build.frozen(scene).content["stories"]
    assert {entry["digest"] for entry in entries} == {digest_of(SAM["title"], SAM["text"]), digest_of("Ada", "I read.")}
