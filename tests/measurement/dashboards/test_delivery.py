"""A contract manager's home: what to verify, who is late, which contracts end."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.evidence import services as evidence
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.returns.needs import MOST_LINES
from contracts.returns.pages.queue import evidence as evidence_of
from contracts.returns.selectors.queue import queue_for, waiting
from contracts.schedule.models import DueReturn
from measurement.dashboards.selectors.delivery import due_words
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import measurement as build
from tests.builders import people
from tests.measurement.dashboards.steps import home, lines, part, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return build.scene()


def queue(user):
    return part(user, "queue", build.NOW).data["queue"]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), "Jul–Sep 2026"),
        (date(2026, 7, 1), date(2026, 7, 31), "Jul 2026"),
        (date(2025, 12, 1), date(2026, 2, 28), "Dec 2025–Feb 2026"),
        (date(2025, 7, 1), date(2026, 7, 31), "Jul 2025–Jul 2026"),
    ],
)
def test_a_period_in_few_letters(first, last, expected):
    assert due_words(first, last) == expected


def test_the_queue_says_all_that_is_needed_to_choose(client, scene):
    build.contract(scene, {"values": [("2",)], "wording": "Apprentices"}, title="Home care")
    page = words(client, scene.who.manager, build.NOW)
    assert page.startswith(
        "Home 1 return to verify Home care Apprentices, Apr–Jun 2025 2 apprenticeships, target 3 apprenticeships Below target "
        "Evidence: None Submitted 20 July 2025 Verify Apprentices of Home care, Apr–Jun 2025"
    )


def test_oldest_first(scene):
    build.contract(scene, {"values": ["3", ("1",)], "wording": "Second quarter"}, title="Home care")
    build.contract(scene, {"values": [("3",)], "wording": "First quarter"}, title="Carers")
    assert [row.kpi for row in queue(scene.who.manager).rows] == ["First quarter", "Second quarter"]


@pytest.mark.parametrize(
    ("note", "files", "words"),
    [
        ("", 0, "None"),
        ("  ", 0, "None"),
        ("In the payroll file", 0, "A note of where it is"),
        ("", 1, "1 file"),
        ("In the payroll file", 2, "2 files"),
    ],
)
def test_the_evidence_is_said_as_in_the_list_to_verify(scene, settings, tmp_path, note, files, words):
    settings.MEDIA_ROOT = tmp_path
    body = build.contract(scene, {"values": []}, title="Home care")
    due = DueReturn.objects.filter(kpi__obligation__contract=body).earliest("starts_on")
    with clock.at(build.NOW):
        draft = returns.save_return(due, by=scene.who.reporter, value=Decimal(3), evidence_note=note)
        for number in range(files):
            upload = SimpleUploadedFile(f"{number}.txt", b"Names", content_type="text/plain")
            evidence.add_evidence(draft, by=scene.who.reporter, upload=upload, description="The list")
        returns.submit_return(Return.objects.get(pk=draft.pk), by=scene.who.reporter)
    assert [row.evidence for row in queue(scene.who.manager).rows] == [words]
    assert [evidence_of(row) for row in waiting(list(queue_for(scene.who.manager)))] == [words]


def test_what_has_no_target_is_not_measured_against_one(scene):
    build.contract(scene, {"values": [("3",)], "target": None, "minimum": None}, title="Home care")
    assert [(row.value, row.target, row.tag) for row in queue(scene.who.manager).rows] == [
        ("3 apprenticeships", "", ("No target", "grey"))
    ]


def test_nobody_is_asked_to_verify_what_they_handed_in_or_anothers_council(scene):
    body = build.contract(scene, {"values": [], "client_side": True}, title="Home care")
    due = DueReturn.objects.filter(kpi__obligation__contract=body).earliest("starts_on")
    with clock.at(build.NOW):
        draft = returns.save_return(due, by=scene.who.manager, value=Decimal(3))
        returns.submit_return(draft, by=scene.who.manager)
    stranger = people.person(people.council(), Role.CONTRACT_MANAGER)
    counts = {user: queue(user).count.counted for user in (scene.who.manager, stranger, scene.preparer)}
    assert counts == {scene.who.manager: 0, stranger: 0, scene.preparer: 1}


@pytest.mark.parametrize(("many", "shown"), [(MOST_LINES, MOST_LINES), (MOST_LINES + 1, MOST_LINES)])
def test_a_long_queue_is_counted_whole_and_said_once(client, scene, many, shown):
    build.contract(scene, *[{"values": [("3",)]} for _ in range(many)], title="Home care")
    found = queue(scene.who.manager)
    assert (found.count.counted, len(found.rows)) == (many, shown)
    assert [text for text in lines(home(scene.who.manager, build.NOW)) if "Verify" in text] == []
    page = words(client, scene.who.manager, build.NOW)
    assert (f"All {many} returns to verify" in page) is (many > shown)


def test_who_is_late_stands_by_supplier_the_longest_first(scene):
    supplier = people.supplier("Another supplier")
    other = replace(scene, who=replace(scene.who, supplier=supplier, reporter=people.person(supplier, Role.SUPPLIER)))
    build.contract(scene, {"values": ["3", None]}, title="A little late")
    build.contract(other, {"values": [None, None]}, title="Late twice")
    build.contract(other, {"values": [None, "3"]}, title="Late too")
    found = part(scene.who.manager, "owing", build.NOW).data["owing"]
    assert [(one.supplier, one.count, one.oldest) for one in found] == [
        (supplier.name, 3, date(2025, 7, 20)),
        (scene.who.supplier.name, 1, date(2025, 10, 20)),
    ]
    assert [(title, n) for title, n, _ in found[0].contracts] == [("Late too", 1), ("Late twice", 2)]
    assert part(scene.preparer, "owing", build.NOW).data["owing"] == []


@pytest.mark.parametrize(("days", "expected"), [(183, ["Home care"]), (184, [])], ids=["six months", "a day more"])
def test_contracts_that_end_within_six_months(scene, days, expected):
    body = build.contract(scene, {"values": []}, title="Home care", ends_on=build.NOW.date() + timedelta(days=days))
    assert [one.title for one in part(scene.who.manager, "ending", build.NOW).data["ending"]] == expected
    assert part(scene.preparer, "ending", build.NOW).data["ending"] == []
    assert body.is_active


@pytest.mark.parametrize(("days", "near"), [(90, True), (91, False)])
def test_an_end_within_ninety_days_is_marked_and_not_asked_twice(client, scene, days, near):
    build.contract(scene, {"values": []}, title="Home care", ends_on=build.NOW.date() + timedelta(days=days), extension_months=12)
    with clock.at(build.NOW):
        found = part(scene.who.manager, "ending", build.NOW).data["ending"]
        assert [one.is_near for one in found] == [near]
    assert [text for text in lines(home(scene.who.manager, build.NOW)) if "ends on" in text] == []
    assert "Extend it, by up to 12 months, or let it end." in words(client, scene.who.manager, build.NOW)
