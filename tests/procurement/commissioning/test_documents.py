"""Issued documents: frozen pages, and PDF/UA files made once by a job."""

import pytest
from django.urls import reverse
from page import validate_pdf

from procurement.commissioning import services
from procurement.commissioning.documents.frozen import content_of
from procurement.commissioning.models import FrozenDocument
from procurement.commissioning.tasks import ask_for_pdf, pdf_context, pdf_of
from socialvalue.documents.models import Document
from socialvalue.documents.services import render_pdf
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import run_job
from tests.builders import commissioning as build
from tests.builders import engagement

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    body = build.considered(build.commission(illustrative=True))
    said = engagement.remark(body)
    services.add_entry(body, by=body.lead, kind="at_risk", text="Two clubs", consequence="They were told", remarks=[said])
    services.issue_diagnostic(body, by=body.lead)
    build.requirement(body, build.outcome(body, remarks=[said]))
    services.approve_plan(build.submitted_plan(body), by=build.approver(body.council), comment="Good")
    return body


@pytest.mark.parametrize("kind", ["diagnostic", "plan"])
def test_the_pdf_is_accessible_and_the_same_every_time(body, kind, tmp_path):
    document = FrozenDocument.objects.get(kind=kind)
    made = render_pdf(f"procurement/commissioning/pdf/{kind}.html", pdf_context(document))
    path = tmp_path / "document.pdf"
    path.write_bytes(made)
    verdict = validate_pdf(str(path), profile="ua1")
    assert "0 failed" in str(verdict), verdict
    assert render_pdf(f"procurement/commissioning/pdf/{kind}.html", pdf_context(document)) == made


def test_the_job_makes_it_once_for_those_who_may_see_the_commission(body, client):
    document = FrozenDocument.objects.get(kind="diagnostic")
    job = ask_for_pdf(document, by=body.lead)
    assert ask_for_pdf(document, by=body.lead) == job
    run_job(job.pk)
    job = Job.objects.get()
    assert (job.status, job.result_url) == ("done", reverse("diagnostic-issued", args=[body.reference, 1]))
    Job.objects.update(status="queued")
    run_job(job.pk)
    made = Document.objects.get()
    assert made.name == f"{body.reference}-diagnostic-1.pdf"
    assert pdf_of(document) == made
    assert not Document.objects.visible_to(engagement.bidder()).exists()
    client.force_login(body.lead)
    assert client.get(reverse("diagnostic-pdf", args=[body.reference, 1])).url == reverse("document", args=[made.pk])
    assert client.get(reverse("document", args=[made.pk])).status_code == 200


def test_the_page_shows_what_was_frozen_and_asks_for_the_file(body, client, django_capture_on_commit_callbacks):
    client.force_login(body.lead)
    url = reverse("diagnostic-issued", args=[body.reference, 1])
    services.edit_entry(body.diagnostic_entries.get(), by=body.lead, text="Something else")
    page = client.get(url).content.decode()
    assert "Two clubs" in page
    assert "Something else" not in page
    assert "The PDF is not made yet" in page
    assert client.get(reverse("diagnostic-pdf", args=[body.reference, 1])).url == url
    assert client.get(reverse("diagnostic-make-pdf", args=[body.reference, 1])).status_code == 405
    answer = client.post(reverse("diagnostic-make-pdf", args=[body.reference, 1]))
    assert answer.status_code == 302
    assert Job.objects.get().requested_by == body.lead
    assert client.get(reverse("diagnostic-issued", args=[body.reference, 9])).status_code == 404


def test_reading_a_document_leaves_it_as_it_was_frozen(body):
    document = FrozenDocument.objects.get(kind="plan")
    read = content_of(document)
    assert read["act"][0]["considered_day"].isoformat() == document.content["act"][0]["considered_on"]
    assert "considered_day" not in document.content["act"][0]
    assert read["approved_moment"].isoformat()[:10] == document.content["approved_at"][:10]


def test_a_frozen_document_keeps_no_name_since_it_could_not_forget_it():
    body = build.commission()
    said = engagement.remark(body, said_by="Ada Example", agreed_to_be_named=True)
    services.add_entry(body, by=body.lead, kind="need", text="Regular times", remarks=[said])
    assert "Ada" not in str(services.issue_diagnostic(body, by=body.lead).content)
