"""Reports on the screen: members see approved ones, outsiders none; every step works in the browser's terms."""

import copy

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from contracts.returns.models import Return
from measurement.reports import selectors, services
from measurement.reports.calculations.words import FIELDS
from measurement.reports.models import Report
from measurement.reports.tasks import building
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.documents.models import Document
from tests.builders import measurement as build
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
SUBPAGES = ("", "report.pdf", "figures/1/", "check/")


@pytest.fixture(scope="module")
def made_once(module_database):
    scene = build.scene()
    build.contract(scene, {"values": ["3", "1"]}, title="Home care")
    return scene


@pytest.fixture
def scene(made_once):
    return copy.deepcopy(made_once)


def statuses(client, report):
    return [client.get(f"/reports/{report.reference}/{page}").status_code for page in SUBPAGES]


@pytest.mark.parametrize("make", [build.asked, build.frozen, build.submitted])
@pytest.mark.parametrize("role", [Role.MEMBER, Role.COMMISSIONER, Role.PROCUREMENT_OFFICER, Role.ADMINISTRATOR])
def test_before_approval_readers_find_nothing(scene, client, make, role):
    report = make(scene)
    client.force_login(people.person(scene.council, role))
    assert statuses(client, report) == [404] * 4
    assert report.reference not in client.get("/reports/").content.decode()


WAITS = "Cabinet: six-monthly report, 1 April 2025 to 30 September 2025: waiting for another officer to approve it since 3 November 2025."
PREPARED = "Cabinet: six-monthly report, 1 April 2025 to 30 September 2025: being prepared."


def list_of(client) -> str:
    return as_read(html.fromstring(client.get("/reports/").content).text_content())


@pytest.mark.parametrize(
    ("make", "words"), [(build.asked, PREPARED), (build.frozen, PREPARED), (build.submitted, WAITS), (build.approved, "")]
)
@pytest.mark.parametrize("role", [Role.MEMBER, Role.COMMISSIONER])
def test_before_approval_readers_know_that_it_is_under_way_and_nothing_of_it(scene, client, make, words, role):
    report = make(scene)
    client.force_login(people.person(scene.council, role))
    page = list_of(client)
    told = [part for part in (PREPARED, WAITS) if part in page]
    assert told == ([words] if words else [])
    assert ("You get a message when you can read it." in page) == bool(words)
    assert "You get a message when you can read each of them." not in page
    assert (report.reference in page) == (not words)


def test_who_prepares_or_approves_finds_it_in_the_list_instead_and_nobody_elsewhere_hears_of_it(scene, client):
    report = build.submitted(scene)
    for reader in (scene.preparer, scene.approver):
        client.force_login(reader)
        page = list_of(client)
        assert WAITS not in page
        assert report.reference in page
    assert selectors.under_way(people.person(build.scene().council, Role.MEMBER)) == []
    assert selectors.under_way(scene.who.reporter) == []
    assert selectors.under_way(AnonymousUser()) == []
    returned = services.return_report(report, by=scene.approver, comment="Say what it costs.")
    (one,) = selectors.under_way(scene.who.member)
    assert (one.starts_on, one.ends_on, one.waits_since) == (returned.starts_on, returned.ends_on, None)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.COMMISSIONER, Role.CONTRACT_MANAGER, Role.LEAD_DIRECTOR])
def test_after_approval_they_read_it(scene, client, role):
    report = build.approved(scene)
    building.make_pdf(report)
    client.force_login(people.person(scene.council, role))
    assert statuses(client, report) == [200, 302, 200, 200]
    pdf = client.get(f"/reports/{report.reference}/report.pdf", follow=True)
    body = b"".join(pdf.streaming_content) if pdf.streaming else pdf.content
    assert body.startswith(b"%PDF")


def test_another_council_and_suppliers_find_nothing_of_an_approved_report(scene, client):
    report = build.approved(scene)
    document = building.make_pdf(report)
    client.force_login(people.person(build.scene().council, Role.LEAD_DIRECTOR))
    assert statuses(client, report) == [404] * 4
    assert client.get(f"/documents/{document.pk}/").status_code == 404
    assert report.reference not in client.get("/reports/").content.decode()
    client.force_login(people.fresh(scene.who.reporter))
    assert statuses(client, report) == [403] * 4
    assert client.get(f"/documents/{document.pk}/").status_code == 404


def test_a_drafts_pdf_is_closed_to_members(scene, client):
    document = building.make_pdf(build.frozen(scene))
    client.force_login(people.fresh(scene.who.member))
    assert client.get(f"/documents/{document.pk}/").status_code == 404


def test_the_whole_way_in_the_browsers_terms(scene, client):
    client.force_login(people.fresh(scene.preparer))
    with clock.at(build.NOW):
        asked = client.post("/reports/new/", {"kind": "cabinet", "starts_on": "2025-04-01", "ends_on": "2025-09-30"})
        report = Report.objects.get()
        assert asked.url == f"/reports/{report.reference}/"
        assert "being calculated" in client.get(asked.url).content.decode()
        build.reports.build(report.pk)
        # Refused with what is missing
        page = client.post(f"{asked.url}submit/", follow=True).content.decode()
        assert "Financial implications is empty" in page
        report.refresh_from_db()
        words = {name: getattr(report, name) for name in FIELDS}
        client.post(f"{asked.url}words/", {**words, **build.WORDS, "version": report.version})
        client.post(f"{asked.url}submit/")
        client.force_login(people.fresh(scene.approver))
        assert "Approve for members" in client.get(asked.url).content.decode()
        client.post(f"{asked.url}approve/")
    report.refresh_from_db()
    assert (report.status, report.decided_by) == ("approved", scene.approver)
    page = client.get(asked.url).content.decode()
    for part in ("Classification", "Unrestricted", "Summary", "Recommendation", "Promised and delivered, by priority", "Financial implications", "Legal implications",
                 "Equalities implications", "Background documents", "Contact details", "where each figure comes from", report.sha256[:16]):  # fmt: skip
        assert part in page


def test_two_people_editing_the_words(scene, client):
    report = build.frozen(scene)
    client.force_login(people.fresh(scene.preparer))
    typed = {"summary": "Second", "version": report.version}
    build.reports.edit_words(report, by=scene.preparer, summary="First")
    page = client.post(f"/reports/{report.reference}/words/", typed).content.decode()
    assert "Somebody else saved this" in page
    assert "Second" in page
    report.refresh_from_db()
    assert report.summary == "First"


def test_a_period_that_is_not_over_is_refused_beside_the_field(scene, client):
    client.force_login(people.fresh(scene.preparer))
    with clock.at(build.NOW):
        page = client.post(
            "/reports/new/", {"kind": "cabinet", "starts_on": "2025-04-01", "ends_on": "2025-12-31"}
        ).content.decode()
    assert "The period must be over" in page
    assert not Report.objects.exists()


def test_the_check_says_equal(scene, client):
    report = build.approved(scene)
    client.force_login(people.fresh(scene.who.member))
    assert "figures come out the same" in client.get(f"/reports/{report.reference}/check/").content.decode()
    assert "Reported by" in client.get(f"/reports/{report.reference}/figures/1/").content.decode()
    assert client.get(f"/reports/{report.reference}/figures/999/").status_code == 404


def test_the_schedule_is_set_on_a_page(scene, client):
    client.force_login(people.fresh(scene.preparer))
    typed = {"kind": "cabinet", "months": 6, "next_starts_on": "2025-10-01", "next_on": "2026-03-31"}
    page = client.post("/reports/schedule/", typed).content.decode()
    assert "only once its period is over" in page
    page = client.post("/reports/schedule/", {**typed, "next_on": "2026-04-25"}, follow=True).content.decode()
    assert "Next automatic report: " in page
    assert scene.council.report_schedules.get().next_on == build.date(2026, 4, 25)
    again = client.get("/reports/schedule/").content.decode()
    assert again.count('value="2026"') == 1


def test_the_command_checks_every_report(scene, capsys):
    report = build.approved(scene)
    call_command("check_reports")
    assert f"{report.reference}: {report.figures.count()} figures equal" in capsys.readouterr().out
    Return.objects.filter(status="verified", value=3).update(value=2)
    with pytest.raises(SystemExit):
        call_command("check_reports", report.reference)
    assert "Apprenticeships started: frozen 4" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("check_reports", "SVR-9999")


@pytest.mark.parametrize("reports", [1, 3])
def test_query_count_of_the_list(scene, client, reports):
    for months in range(reports):
        build.approved(scene, starts_on=build.date(2025, 4 + months, 1), overlapping=True)
    client.force_login(people.fresh(scene.who.member))
    client.get("/reports/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/reports/").content.decode().count("SVR-") >= reports
    assert len(queries) == 7


def test_a_report_saved_while_its_pdf_is_drawn_keeps_no_pdf_of_the_older_words(scene):
    drawn = build.frozen(scene)
    services.edit_words(Report.objects.get(pk=drawn.pk), by=scene.who.manager, contact="Contract management team")
    assert building.make_pdf(drawn) is None
    assert Document.objects.of(drawn).count() == 0
    # The job of the later save makes its own, and who comes late finds that one
    made = building.make_pdf(Report.objects.get(pk=drawn.pk))
    assert building.make_pdf(drawn) == made


def test_the_form_of_the_paper_is_the_officer_s(scene, client):
    """Classification and pathways begin with what is usual, and are written like every other part."""
    report = build.frozen(scene)
    assert (report.classification, report.past_pathway, report.future_pathway) == (
        "Unrestricted", "Not applicable", "Scrutiny Committee",
    )  # fmt: skip
    with clock.at(build.NOW):
        build.reports.edit_words(report, by=scene.preparer, past_pathway="Corporate Board, 3 October 2025")
    client.force_login(people.fresh(scene.preparer))
    page = as_read(client.get(f"/reports/{report.reference}/"))
    assert "Corporate Board, 3 October 2025" in page.partition("Past pathway of paper")[2][:120]
    with clock.at(build.NOW):
        fresh = Report.objects.get()
        build.reports.edit_words(fresh, by=scene.preparer, classification=" ", **build.WORDS)
        with pytest.raises(Refused, match="^Classification is empty"):
            build.reports.submit_report(Report.objects.get(), by=scene.preparer)
