"""Which periods can be reported: both sides of every boundary, and overlaps that somebody has to mean."""

from datetime import date, datetime, timedelta

import pytest

from measurement.reports import selectors, services
from measurement.reports.calculations.periods import problems
from measurement.reports.models import Report, ReportSchedule
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.notifications.models import Message
from tests.builders import measurement as build
from tests.builders import people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 3)
ACT = ("starts_on", "The Social Value Act began in 2013: choose a first day from 1 January 2013 on")
FUTURE = ("starts_on", "The period has not begun yet: choose a first day in the past")
ORDER = ("ends_on", "The period must end after it starts")
OVER = ("ends_on", "The period must be over: choose a last day before today")
LONG = ("ends_on", "A report covers at most 24 months: choose a shorter period, or ask for several")
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (date(2026, 4, 1), date(2026, 9, 30), []),
        (date(2013, 1, 1), date(2013, 12, 31), []),
        (date(2012, 12, 31), date(2013, 12, 31), [ACT]),
        (TODAY - 2 * DAY, TODAY - DAY, []),
        (TODAY - 2 * DAY, TODAY, [OVER]),
        (TODAY, TODAY + DAY, [OVER]),
        (TODAY + DAY, TODAY + 2 * DAY, [FUTURE, OVER]),
        (date(2026, 4, 1), date(2026, 4, 1), [ORDER]),
        (date(2026, 4, 1), date(2026, 3, 31), [ORDER]),
        (date(2024, 10, 1), date(2026, 9, 30), []),
        (date(2024, 9, 30), date(2026, 9, 30), [LONG]),
        (date(2024, 2, 29), date(2026, 2, 27), []),
        (date(2024, 2, 29), date(2026, 2, 28), [LONG]),
        (date(1900, 1, 1), TODAY, [ACT, OVER, LONG]),
        (date(9998, 1, 1), date(9999, 12, 31), [FUTURE, OVER]),
    ],
)
def test_what_is_wrong_with_a_period(starts_on, ends_on, expected):
    assert problems(starts_on, ends_on, TODAY) == expected


@pytest.fixture
def scene():
    return build.scene()


def ask(scene, starts_on, ends_on, **more) -> Report:
    return build.asked(scene, starts_on=starts_on, ends_on=ends_on, **more)


def test_a_period_is_refused_with_everything_that_is_wrong(scene):
    with pytest.raises(Refused) as refused:
        ask(scene, date(1900, 1, 1), date(2026, 1, 1))
    assert refused.value.problems == [ACT, OVER, LONG]
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "shares"),
    [
        (date(2025, 1, 1), date(2025, 3, 31), False),
        (date(2025, 1, 1), date(2025, 4, 1), True),
        (date(2025, 9, 30), date(2025, 10, 31), True),
        (date(2025, 10, 1), date(2025, 10, 31), False),
        (date(2025, 6, 1), date(2025, 6, 30), True),
        (date(2025, 1, 1), date(2025, 10, 31), True),
    ],
)
def test_periods_that_share_days_have_to_be_meant(scene, starts_on, ends_on, shares):
    there = build.asked(scene)
    if shares:
        with pytest.raises(
            Refused,
            match=rf"The period shares days with {there.reference} \(1 April 2025 to 30 September 2025\)\. Returns of those days "
            "count in both. Choose other days, or tick the box if that is meant",
        ) as refused:
            ask(scene, starts_on, ends_on)
        assert [field for field, _ in refused.value.problems] == ["overlapping"]
        assert ask(scene, starts_on, ends_on, overlapping=True) != there
    else:
        assert ask(scene, starts_on, ends_on) != there


def test_other_kinds_and_other_councils_overlap_nothing(scene):
    build.asked(scene)
    assert ask(scene, date(2025, 5, 1), date(2025, 5, 31), kind="scrutiny").kind == "scrutiny"
    other = build.scene()
    assert ask(other, date(2025, 5, 1), date(2025, 5, 31)).council == other.council


TYPED = {"kind": "cabinet", "starts_on": "2025-05-01", "ends_on": "2025-05-31"}


def test_the_form_warns_and_offers_a_box_only_then(scene, client):
    there = build.asked(scene)
    client.force_login(people.fresh(scene.preparer))
    with clock.at(build.NOW):
        assert 'name="overlapping"' not in client.get("/reports/new/").content.decode()
        assert 'name="overlapping"' not in client.post("/reports/new/", {**TYPED, "starts_on": ""}).content.decode()
        page = client.post("/reports/new/", TYPED).content.decode()
        assert f"The period shares days with {there.reference}" in page
        assert 'name="overlapping"' in page
        assert Report.objects.count() == 1
        # Ticked for nothing, it is no box that is left over
        client.post("/reports/new/", {**TYPED, "kind": "scrutiny", "overlapping": "on"})
        made = client.post("/reports/new/", {**TYPED, "overlapping": "on"})
    assert made.status_code == 302
    assert sorted(Report.objects.values_list("kind", flat=True)) == ["cabinet", "cabinet", "scrutiny"]
    page = client.get(made.url).content.decode()
    assert "Its period overlaps with that of" in page
    assert f'href="/reports/{there.reference}/"' in page


def test_asking_for_a_report_that_was_begun_says_so(scene, client):
    there = build.frozen(scene)
    client.force_login(people.fresh(scene.preparer))
    typed = {"kind": "cabinet", "starts_on": "2025-04-01", "ends_on": "2025-09-30"}
    with clock.at(build.NOW):
        page = client.post("/reports/new/", typed, follow=True).content.decode()
    assert f"{there.reference} is the report for this period. It was begun before." in page


def schedule(scene, **more) -> ReportSchedule:
    fields = {"kind": "cabinet", "months": 6, "next_starts_on": date(2025, 10, 1), "next_on": date(2026, 4, 25), **more}
    with clock.at(build.NOW):
        return services.set_schedule(by=scene.preparer, council=scene.council, **fields)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"next_on": date(2026, 3, 31)}, [("next_on", "The report can be made only once its period is over")]),
        ({"months": 25, "next_on": date(2028, 1, 1)}, [("months", LONG[1])]),
        ({"next_starts_on": date(2012, 12, 31)}, [("next_starts_on", ACT[1])]),
    ],
)
def test_a_schedule_that_no_report_could_be_made_of(scene, more, expected):
    with pytest.raises(Refused) as refused:
        schedule(scene, **more)
    assert refused.value.problems == expected


def test_a_schedule_just_within_the_rules(scene):
    assert schedule(scene, next_on=date(2026, 4, 1)).months == 6
    assert schedule(scene, months=24, next_on=date(2027, 10, 1)).months == 24


def test_a_schedule_whose_next_period_shares_days_has_to_be_meant(scene, client):
    build.asked(scene)
    with pytest.raises(Refused, match="The period shares days with"):
        schedule(scene, next_starts_on=date(2025, 9, 1))
    typed = {"kind": "cabinet", "months": 6, "next_starts_on": "2025-09-01", "next_on": "2026-04-25"}
    client.force_login(people.fresh(scene.preparer))
    assert 'name="overlapping"' not in client.get("/reports/schedule/").content.decode()
    page = client.post("/reports/schedule/", typed).content.decode()
    assert 'name="overlapping"' in page
    assert not ReportSchedule.objects.exists()
    assert client.post("/reports/schedule/", {**typed, "overlapping": "on"}).status_code == 302
    assert ReportSchedule.objects.get().next_starts_on == date(2025, 9, 1)


def test_a_scheduled_report_that_came_to_overlap_says_so_to_those_who_prepare(scene):
    there = build.asked(scene, starts_on=date(2025, 5, 1), ends_on=date(2025, 9, 30))
    ReportSchedule.objects.create(
        council=scene.council, kind="cabinet", months=6, next_starts_on=build.PERIOD[0], next_on=build.NOW.date()
    )
    with clock.at(build.NOW):
        assert services.make_due_reports(build.NOW) == 1
        report = Report.objects.exclude(pk=there.pk).get()
        services.build(report.pk)
    told = Message.objects.get(recipient=scene.preparer, key__startswith=f"report-frozen:{report.pk}:")
    assert told.body.endswith(
        f"Its period shares days with {there.reference} (1 May 2025 to 30 September 2025): their returns count in both."
    )
    assert selectors.overlapping(scene.council, "cabinet", *build.PERIOD) == [there]


def test_a_schedule_that_cannot_be_kept_holds_up_no_other_and_is_told_once(scene):
    other = build.scene()
    for council, first in ((scene.council, date(1990, 4, 1)), (other.council, build.PERIOD[0])):
        ReportSchedule.objects.create(
            council=council, kind="cabinet", months=6, next_starts_on=first, next_on=build.NOW.date()
        )  # fmt: skip
    with clock.at(build.NOW):
        assert services.make_due_reports(build.NOW) == 1
        assert services.make_due_reports(build.NOW) == 0
    assert Report.objects.get().council == other.council
    told = Message.objects.filter(key__startswith="schedule-refused:")
    assert {m.recipient for m in told} == {scene.preparer, scene.who.manager}
    assert ACT[1] in told[0].body


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        (date(2026, 9, 30), (date(2026, 10, 1), date(2026, 10, 31))),
        (date(2026, 10, 29), (date(2026, 10, 30), date(2026, 10, 31))),
        # A single day is no period, and what is over already cannot be followed
        (date(2026, 10, 30), None),
        (date(2026, 10, 31), None),
        # The longest: 24 months from the day after
        (date(2024, 10, 31), (date(2024, 11, 1), date(2026, 10, 31))),
        (date(2024, 10, 30), None),
    ],
)
def test_the_period_that_is_proposed_follows_the_last_report(scene, last_day, expected):
    report = ask(scene, date(2024, 1, 1), date(2024, 6, 30))
    Report.objects.filter(pk=report.pk).update(starts_on=last_day - DAY, ends_on=last_day)
    council, kind = scene.who.council, report.kind
    six_months = (date(2026, 5, 1), date(2026, 10, 31))
    *days, before = selectors.next_period(council, kind, TODAY)
    assert (tuple(days), before) == (expected or six_months, report if expected else None)
    assert selectors.next_period(people.council(), kind, TODAY) == (*six_months, None)
    assert selectors.next_period(council, "scrutiny", TODAY) == (*six_months, None)
    if expected:
        assert problems(*days, TODAY) == []
        assert selectors.overlapping(council, kind, *days) == []


def test_the_form_proposes_it_and_says_which_report_it_follows(scene, client):
    report = ask(scene, date(2024, 1, 1), date(2024, 6, 30))
    Report.objects.filter(pk=report.pk).update(starts_on=date(2026, 4, 1), ends_on=date(2026, 9, 30))
    client.force_login(people.fresh(scene.who.manager))
    with clock.at(datetime(2026, 11, 3, 9)):
        form = client.get("/reports/new/").context["form"]
    assert (form.initial["starts_on"], form.initial["ends_on"]) == (date(2026, 10, 1), date(2026, 10, 31))
    words = f"The day after the period of {report.reference} (1 April 2026 to 30 September 2026), the last report to Cabinet."
    assert form.fields["starts_on"].help_text == words


def test_the_record_of_a_schedule_says_its_day_in_words(scene):
    made = schedule(scene)
    assert str(made) == "Cabinet: six-monthly report every 6 months, next on 25 April 2026"
    [entry] = AuditEvent.objects.filter(verb="set a schedule")
    assert entry.sentence == "scheduled “Cabinet: six-monthly report” every 6 months, next on 25 April 2026"
