"""An approved report is replaced, never overwritten: a new reference, a reason, and both say so on the page and on paper."""

import copy

import pytest
from django.db import IntegrityError, transaction

from measurement.reports import selectors, services
from measurement.reports.documents.layout import pdf_context
from measurement.reports.documents.notes import Note
from measurement.reports.models import Report
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.jobs.models import Job
from socialvalue.notifications.models import Message
from tests.builders import measurement as build
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made_once(module_database):
    scene = build.scene()
    build.contract(scene, {"values": ["3", "1"]}, title="Home care")
    return scene


@pytest.fixture
def scene(made_once):
    return copy.deepcopy(made_once)


def begun(scene, old: Report) -> Report:
    with clock.at(build.NOW):
        return services.replace_report(old, by=scene.preparer, reason=f"  {build.WHY} ")


def sent(scene, fresh: Report) -> Report:
    with clock.at(build.NOW):
        return services.submit_report(services.build(fresh.pk), by=scene.preparer)


def replaced(scene) -> tuple[Report, Report]:
    """An approved report and the approved one in its place."""
    old = build.approved(scene)
    fresh = sent(scene, begun(scene, old))
    with clock.at(build.NOW):
        fresh = services.approve_report(fresh, by=scene.approver)
    return Report.objects.get(pk=old.pk), Report.objects.get(pk=fresh.pk)


def test_the_replacement_is_a_report_of_its_own_frozen_anew(scene):
    old = build.approved(scene)
    build.contract(scene, {"values": ["3", "3"]}, title="Day care")
    fresh = begun(scene, old)
    assert (fresh.status, fresh.replaces, fresh.replaces_reason, fresh.requested_by) == (
        "building",
        old,
        build.WHY,
        scene.preparer,
    )
    assert (fresh.council, fresh.kind, fresh.starts_on, fresh.ends_on) == (old.council, old.kind, old.starts_on, old.ends_on)
    assert fresh.reference != old.reference
    assert Job.objects.filter(key=fresh.building_key).count() == 1
    # What holds whatever the figures are is kept; the summary is drafted from the new ones
    assert fresh.legal_implications == build.WORDS["legal_implications"]
    assert fresh.summary == ""
    with clock.at(build.NOW):
        fresh = services.build(fresh.pk)
    assert (old.content["contracts"], fresh.content["contracts"]) == (1, 2)
    assert "2 contracts, grants and in-house services" in fresh.summary
    assert AuditEvent.objects.filter(verb="replaces a report", reason__contains=build.WHY).count() == 1


def test_the_old_one_stands_until_the_new_one_is_approved(scene):
    old = build.approved(scene)
    fresh = begun(scene, old)
    old.refresh_from_db()
    assert old.status == "approved"
    fresh = sent(scene, fresh)
    old.refresh_from_db()
    assert old.status == "approved"
    before = old.version
    with clock.at(build.NOW):
        services.approve_report(fresh, by=scene.approver)
    old.refresh_from_db()
    assert (old.status, old.version, old.replaced_by.pk) == ("replaced", before + 1, fresh.pk)
    assert Job.objects.filter(key=f"report-pdf:{old.pk}:{old.version}").count() == 1
    assert AuditEvent.objects.filter(verb="replaced a report", subjects__object_id=str(old.pk)).count() == 1
    told = Message.objects.get(recipient=scene.who.member, key__startswith=f"report-approved:{fresh.pk}:")
    assert told.body.endswith(f"It replaces {old.reference}: {build.WHY}")


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("", "Say what is wrong with the report that was approved$"),
        ("...", "punctuation alone says nothing"),
        ("as discussed", "“as discussed” does not"),
        ("wrong", "in at least 3 different words and 15 letters"),
    ],
)
def test_a_reason_that_says_nothing_is_refused(scene, reason, message):
    old = build.approved(scene)
    with pytest.raises(Refused, match=message) as refused:
        services.replace_report(old, by=scene.preparer, reason=reason)
    assert [field for field, _ in refused.value.problems] == ["reason"]
    assert Report.objects.count() == 1


def test_one_replacement_at_a_time(scene):
    old = build.approved(scene)
    fresh = begun(scene, old)
    with pytest.raises(WrongState, match=rf"{fresh.reference} is being prepared to replace this report"):
        services.replace_report(old, by=scene.who.manager, reason=build.WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=build.asked(scene, kind="scrutiny").pk).update(replaces=old, replaces_reason="Twice")


def test_the_database_wants_a_reason_and_one_report_a_period(scene):
    old = build.approved(scene)
    fresh = begun(scene, old)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=fresh.pk).update(replaces_reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=fresh.pk).update(replaces=None, replaces_reason="")


def test_a_replacement_is_itself_replaced(scene):
    _, fresh = replaced(scene)
    third = begun(scene, fresh)
    assert third.replaces == fresh
    old = fresh.replaces
    with pytest.raises(WrongState, match=r"This cannot be done now: the report is “Replaced by a later report”"):
        services.replace_report(old, by=scene.preparer, reason=build.WHY)


def test_who_may_not_replace(scene):
    old = build.approved(scene)
    for user in (scene.approver, scene.who.member):
        with pytest.raises(NotAllowed, match=r"Your role does not include: prepare periodic reports"):
            services.replace_report(old, by=user, reason=build.WHY)


def test_asking_again_for_an_approved_period_is_refused_and_for_one_begun_finds_it(scene):
    old = build.approved(scene)
    with pytest.raises(Refused, match=f"{old.reference} for this period is approved already. Replace it, with the reason"):
        build.asked(scene)
    fresh = begun(scene, old)
    assert build.asked(scene) == fresh
    # The schedule makes nothing of a period that has its report
    with clock.at(build.NOW):
        made = services.ask_for_report(
            by=None, council=scene.council, kind="cabinet", starts_on=build.PERIOD[0], ends_on=build.PERIOD[1]
        )
    assert made == fresh
    assert Report.objects.count() == 2


def test_after_it_was_replaced_the_new_one_stands_for_the_period(scene):
    old, fresh = replaced(scene)
    with pytest.raises(Refused, match=f"{fresh.reference} for this period is approved already"):
        build.asked(scene)
    assert selectors.overlapping(scene.council, "cabinet", build.date(2025, 5, 1), build.PERIOD[1]) == [fresh]
    assert old not in Report.objects.standing()


def test_page_and_paper_say_which_replaces_which_and_why(scene):
    old, fresh = replaced(scene)
    nothing = selectors.Corrections()
    assert pdf_context(old, nothing)["notes"] == [
        Note(
            f"Replaced by {fresh.reference} on 3 November 2025", f"Because: {build.WHY}", f"Read {fresh.reference}",
            f"/reports/{fresh.reference}/", grave=True,
        )
    ]  # fmt: skip
    assert pdf_context(fresh, nothing)["notes"] == [
        Note(f"Replaces {old.reference}", build.WHY, f"Read {old.reference}", f"/reports/{old.reference}/")
    ]
    assert f"· replaced by {fresh.reference} ·" in pdf_context(old, nothing)["document_note"]
    assert "· approved 3 November 2025 ·" in pdf_context(fresh, nothing)["document_note"]


def test_members_read_both_and_of_a_draft_replacement_nothing(scene, client):
    old = build.approved(scene)
    fresh = begun(scene, old)
    here, there = f"/reports/{old.reference}/", f"/reports/{fresh.reference}/"
    client.force_login(people.fresh(scene.who.member))
    assert client.get(there).status_code == 404
    assert fresh.reference not in client.get(here).content.decode() + client.get("/reports/").content.decode()
    client.force_login(people.fresh(scene.preparer))
    assert "is being\n      prepared to replace this report" in client.get(here).content.decode()
    assert "Is to replace" in client.get("/reports/").content.decode()
    fresh = sent(scene, fresh)
    with clock.at(build.NOW):
        services.approve_report(fresh, by=scene.approver)
    client.force_login(people.fresh(scene.who.member))
    page = client.get(here).content.decode()
    assert f"Replaced by {fresh.reference} on 3 November 2025" in page
    assert f"Because: {build.WHY}" in page
    assert "Replace this" not in page
    assert f"Replaces {old.reference}" in client.get(there).content.decode()
    listed = client.get("/reports/").content.decode()
    assert f"by {fresh.reference} on" in listed
    assert f'href="{here}"' in listed
    assert f'href="{there}"' in listed


def test_the_whole_way_in_the_browsers_terms(scene, client):
    old = build.approved(scene)
    here = f"/reports/{old.reference}/"
    client.force_login(people.fresh(scene.preparer))
    with clock.at(build.NOW):
        asked = client.post("/reports/new/", {"kind": "cabinet", "starts_on": "2025-04-01", "ends_on": "2025-09-30"})
        assert asked.status_code == 200
        assert "approved already. Replace it, with the reason" in asked.content.decode()
        assert f'href="{here}replace/"' in asked.content.decode()
        assert f'href="{here}replace/"' in client.get(here).content.decode()
        refused = client.post(f"{here}replace/", {"reason": "ok"}).content.decode()
        assert "Say what is wrong with the report that was approved: “ok” does not" in refused
        done = client.post(f"{here}replace/", {"reason": build.WHY})
    fresh = Report.objects.get(replaces=old)
    assert done.url == f"/reports/{fresh.reference}/"
    assert f"It replaces {old.reference} once somebody else has approved it." in client.get(done.url).content.decode()
    assert client.get(f"{here}replace/").status_code == 403


@pytest.mark.parametrize("who", ["approver", "member"])
def test_the_form_is_closed_to_others(scene, client, who):
    old = build.approved(scene)
    client.force_login(people.fresh(scene.approver if who == "approver" else scene.who.member))
    assert client.get(f"/reports/{old.reference}/replace/").status_code == 403
    assert "replace/" not in client.get(f"/reports/{old.reference}/").content.decode()
