"""A report is frozen once, says what its returns say, and is approved by somebody else."""

import copy
from datetime import date
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from contracts.returns import services as returns
from contracts.returns.models import Return
from measurement.reports import selectors, services
from measurement.reports.calculations import words
from measurement.reports.documents.layout import document, pdf_context
from measurement.reports.documents.sections.stories import drawn
from measurement.reports.models import Report, ReportSchedule
from measurement.reports.tasks import building
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.canonical import canonical, sha256
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.documents.models import Document
from socialvalue.documents.services import render_pdf
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import run_job
from socialvalue.notifications.models import Message
from tests.builders import measurement as build
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made_once(module_database):
    scene = build.scene()
    build.contract(
        scene,
        {"values": ["3", "1"]},
        {"measure": "GS1.1", "kind": "level", "target": D(80), "minimum": D(70), "values": ["60", None]},
        title="Home care",
    )
    return scene


@pytest.fixture
def scene(made_once):
    return copy.deepcopy(made_once)


def test_frozen_content_and_figures(scene):
    report = build.frozen(scene)
    assert report.status == "draft"
    assert report.sha256 == sha256(report.content)
    assert report.content["total"]["sentence"] == (
        "0 of 2 KPIs with a target and a verified return on target, 1 below target, 1 below minimum"
    )
    apprentices = report.figures.of_measures().get(label="Apprenticeships started")
    assert (apprentices.value, apprentices.unit, apprentices.reported, apprentices.expected) == (4, "apprenticeships", 2, 2)
    behind = Return.objects.filter(pk__in=build.keys_behind(apprentices))
    assert sorted(behind.values_list("value", flat=True)) == [1, 3]
    # Every figure in the paper has its entry, and every entry its row
    assert [e["key"] for e in report.content["figures"]] == list(report.figures.values_list("key", flat=True))
    assert "0 of 2 KPIs with a target and a verified return on target" in report.summary


def test_contracts_are_counted_that_have_something_to_report_in_the_period(scene):
    build.contract(scene, {"values": ["3", None]}, title="One return missing")
    build.contract(scene, {"frequency": "year", "values": []}, title="Its first return is due after the period")
    build.contract(scene, title="Nothing is measured")
    with clock.at(build.SIGNED):
        build.contracts.draft_contract(scene.who, title="Not begun")
    build.contract(build.scene(), {"values": ["3", "1"]}, title="Another council's")
    report = build.frozen(scene)
    assert report.content["contracts"] == 2
    assert report.summary.startswith(
        "This report sets out the social value that 2 contracts, grants and in-house services with something to report in this "
        f"period promised {scene.council.name} and what they delivered from 1 April 2025 to 30 September 2025."
    )
    later = build.frozen(scene, starts_on=date(2025, 10, 1), ends_on=date(2025, 10, 31))
    assert later.content["contracts"] == 0


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 contracts, grants and in-house services with something to report in this period"),
        (1, "1 contract, grant or in-house service with something to report in this period"),
        (1041, "1,041 contracts, grants and in-house services with something to report in this period"),
    ],
)
def test_how_many_contracts_in_words(count, text):
    assert words.contracts_reported(count) == text


def test_figures_stay_when_the_world_moves_on(scene):
    report = build.frozen(scene)
    before = canonical(report.content)
    with clock.at(build.NOW):
        due = Return.objects.filter(status="verified").order_by("due__starts_on", "pk").first().due
        correction = returns.correct_return(due, by=scene.who.reporter, reason="One person was counted twice")
        correction = returns.save_return(due, by=scene.who.reporter, value=D(2), expected_version=correction.version)
        returns.verify_return(
            returns.submit_return(correction, by=scene.who.reporter),
            by=scene.who.manager,
            comment="Corrected as asked, seen in the list.",
        )
    again = Report.objects.get(pk=report.pk)
    assert canonical(again.content) == before
    checked = selectors.check(again)
    # Equal from the very returns it was frozen with, and it says that one of them was corrected since
    assert checked.equal
    assert {c.figure.label for c in checked.replaced} >= {"All priorities"}


def test_a_changed_source_or_content_is_found(scene):
    report = build.frozen(scene)
    assert selectors.check(report).equal
    Return.objects.filter(status="verified", value=3).update(value=2)
    differing = selectors.check(report).differing
    assert "Apprenticeships started" in {c.figure.label for c in differing}
    report.content["total"]["on_target"] = 99
    assert not selectors.check(report).content_intact


def test_building_twice_freezes_once(scene):
    report = build.frozen(scene)
    with clock.at(build.NOW.replace(month=12)):
        assert services.build(report.pk).frozen_at == report.frozen_at
    assert report.figures.count() == len(report.content["figures"])


def test_the_same_pdf_twice(scene):
    report = Report.objects.get(pk=build.approved(scene).pk)
    once = render_pdf(building.TEMPLATE, pdf_context(report, selectors.corrections(report)))
    assert once == render_pdf(building.TEMPLATE, pdf_context(Report.objects.get(pk=report.pk), selectors.Corrections()))
    assert once.startswith(b"%PDF")


def test_screen_and_paper_are_drawn_from_the_frozen_content_alone(scene, django_assert_num_queries):
    report = Report.objects.select_related("decided_by").get(pk=build.approved(scene).pk)
    with django_assert_num_queries(0):
        assert document(report, selectors.Corrections())["sections"][1].paragraphs


def test_a_killed_worker_leaves_a_job_that_finishes_once(scene, django_capture_on_commit_callbacks):
    report = build.asked(scene)
    job = Job.objects.get(kind="report")
    with clock.at(build.NOW):
        # Killed after freezing, before the PDF: the job is queued again and begins anew
        services.build(report.pk)
        run_job(job.pk)
        run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("done", 1)
    assert job.result_url == f"/reports/{report.reference}/"
    assert Document.objects.filter(owner_type="measurement.report").count() == 1
    assert Report.objects.get(pk=report.pk).figures.count()


def test_asking_twice_makes_one_report(scene):
    assert build.asked(scene) == build.asked(scene)
    assert Report.objects.count() == Job.objects.filter(kind="report").count() == 1


@pytest.mark.parametrize(("ends_on", "message"), [(date(2025, 3, 31), "after it starts"), (date(2025, 11, 3), "must be over")])
def test_periods_that_cannot_be_reported(scene, ends_on, message):
    with pytest.raises(Refused, match=message):
        build.asked(scene, ends_on=ends_on)


def test_words_change_only_in_a_draft_and_never_over_others(scene):
    report = build.frozen(scene)
    saved = services.edit_words(report, by=scene.preparer, expected_version=report.version, summary="Mine.")
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.edit_words(report, by=scene.preparer, expected_version=report.version, summary="Over yours.")
    assert saved.summary == "Mine."
    assert saved.content == report.content
    approved = build.approved(scene, kind="scrutiny")
    with pytest.raises(WrongState, match=r"The text cannot be changed now: the report is “Approved for members”"):
        services.edit_words(approved, by=scene.preparer, summary="Late.")


def test_sending_names_every_empty_part(scene):
    report = build.frozen(scene)
    with pytest.raises(Refused) as refused:
        services.submit_report(report, by=scene.preparer)
    assert [field for field, _ in refused.value.problems] == [
        "financial_implications",
        "legal_implications",
        "equalities_implications",
    ]


def test_somebody_else_approves(scene):
    both = people.person(scene.council, Role.CONTRACT_MANAGER, Role.LEAD_DIRECTOR)
    report = services.edit_words(build.frozen(scene), by=both, **build.WORDS)
    report = services.submit_report(report, by=both)
    with pytest.raises(NotAllowed, match="Somebody else"):
        services.approve_report(report, by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(decided_by=both, decided_at=timezone.now())


@pytest.mark.parametrize(
    "role", [Role.MEMBER, Role.COMMISSIONER, Role.CONTRACT_MANAGER, Role.ADMINISTRATOR, Role.PROCUREMENT_OFFICER]
)
def test_who_may_not_approve(scene, role):
    report = build.submitted(scene)
    with pytest.raises(NotAllowed, match=r"Your role does not include: approve periodic reports for members"):
        services.approve_report(report, by=people.person(scene.council, role))


@pytest.mark.parametrize("role", [Role.MEMBER, Role.COMMISSIONER, Role.LEAD_DIRECTOR, Role.SUPPLIER])
def test_who_may_not_ask_for_a_report(scene, role):
    with pytest.raises(NotAllowed, match=r"Your role does not include: prepare periodic reports"), clock.at(build.NOW):
        services.ask_for_report(
            by=people.person(scene.council, role),
            council=scene.council,
            kind="cabinet",
            starts_on=build.PERIOD[0],
            ends_on=build.PERIOD[1],
        )


def test_members_are_told_of_approval_and_of_nothing_before(scene):
    report = build.submitted(scene)
    assert not Message.objects.filter(recipient=scene.who.member).exists()
    services.approve_report(report, by=scene.approver)
    assert Message.objects.get(recipient=scene.who.member).url == f"/reports/{report.reference}/"
    assert not Message.objects.filter(recipient=scene.preparer, key__startswith="report-approved").exists()


def test_everybody_else_who_approves_is_told_that_a_report_waits(scene):
    report = build.submitted(scene)
    waits = Message.objects.filter(key__startswith=f"report-waits:{report.pk}:")
    assert scene.approver.pk in {m.recipient_id for m in waits}
    assert scene.preparer.pk not in {m.recipient_id for m in waits}
    assert {m.action for m in waits} == {"Approve or return the report"}
    assert {m.subject for m in waits} == {f"A report to approve: {report}"}


def test_who_asked_is_told_once_that_the_figures_are_frozen(scene):
    report = build.frozen(scene)
    services.build(report.pk)
    assert Message.objects.get(recipient=scene.preparer).url == f"/reports/{report.reference}/"
    assert Message.objects.filter(key__startswith="report-").count() == 1


def test_of_a_report_that_the_schedule_made_all_who_prepare_reports_are_told(scene):
    with clock.at(build.NOW):
        report = services.ask_for_report(
            by=None, council=scene.council, kind="scrutiny", starts_on=build.PERIOD[0], ends_on=build.PERIOD[1]
        )
        services.build(report.pk)
    told = Message.objects.filter(key__startswith=f"report-frozen:{report.pk}:")
    assert {m.recipient for m in told} == {scene.preparer, scene.who.manager}


def test_returning_asks_for_a_reason_and_tells_the_author(scene):
    report = build.submitted(scene)
    with pytest.raises(Refused, match="Say what has to change"):
        services.return_report(report, by=scene.approver, comment=" ")
    report = services.return_report(report, by=scene.approver, comment="Say more of Thanet.")
    assert report.status == "returned"
    returned = Message.objects.get(recipient=scene.preparer, key__startswith="report-returned")
    assert ("Thanet" in returned.private, "Thanet" in returned.body) == (True, False), "the reason stands on the page alone"
    assert services.submit_report(report, by=scene.preparer).status == "submitted"


def test_freezing_again_takes_todays_figures(scene):
    report = build.frozen(scene)
    build.contract(scene, {"values": ["3", "3"]})
    with clock.at(build.NOW):
        services.build_again(report, by=scene.preparer, reason="A contract was missing")
        report = services.build(report.pk)
    assert report.content["contracts"] == 2
    assert Job.objects.filter(kind="report").count() == 2


def test_only_stories_told_with_consent(scene):
    verified = Return.objects.filter(status="verified").first()
    for title, use in (("Open", "public"), ("Shown", "reports"), ("Inside", "council"), ("Private", "none")):
        verified.stories.create(title=title, text=f"{title} words.", use=use, told_by=scene.who.reporter)
    stories = build.frozen(scene).content["stories"]
    assert [s["title"] for s in drawn({"stories": stories})] == ["Shown", "Open"]
    assert "words" not in str(stories), "the words are read when the paper is drawn, so that they can be withdrawn"
    assert stories[0]["supplier"] == str(scene.who.supplier)


def test_the_schedule_makes_the_next_one_once(scene):
    schedule = ReportSchedule.objects.create(
        council=scene.council, kind="cabinet", months=6, next_starts_on=build.PERIOD[0], next_on=date(2025, 10, 25)
    )
    with clock.at(build.NOW):
        assert services.make_due_reports(build.NOW) == 1
        assert services.make_due_reports(build.NOW) == 0
    schedule.refresh_from_db()
    assert (schedule.next_starts_on, schedule.next_on) == (date(2025, 10, 1), date(2026, 4, 25))
    report = Report.objects.get()
    assert (report.starts_on, report.ends_on, report.requested_by) == (*build.PERIOD, None)


def test_a_schedule_that_was_missed_catches_up(scene):
    ReportSchedule.objects.create(
        council=scene.council, kind="cabinet", months=6, next_starts_on=date(2024, 10, 1), next_on=date(2025, 4, 25)
    )
    with clock.at(build.NOW):
        assert services.make_due_reports(build.NOW) == 2
    assert sorted(Report.objects.values_list("ends_on", flat=True)) == [date(2025, 3, 31), date(2025, 9, 30)]
