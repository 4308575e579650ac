"""The schedule that makes the next report by itself."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from measurement.reports import permissions
from measurement.reports.calculations import periods
from measurement.reports.enums import ReportKind
from measurement.reports.models import ReportSchedule
from measurement.reports.services.building import ask_for_report, check_overlaps_nothing
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import check_read, locked
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.law.days import add_months
from socialvalue.notifications.services import tell_all


def make_due_reports(now: datetime) -> int:
    """Ask for every report whose day has come and move its schedule on; run twice, it does nothing the second time."""
    count, today = 0, now.astimezone(clock.LONDON).date()
    for pk in ReportSchedule.objects.filter(next_on__lte=today).values_list("pk", flat=True):
        try:
            count += _catch_up(pk, today)
        except Refused as refused:
            # One schedule holds up no other council's
            _tell_refused(pk, refused)
    return count


@transaction.atomic
def _catch_up(pk: int, today: date) -> int:
    schedule, count = ReportSchedule.objects.select_for_update().get(pk=pk), 0
    while schedule.next_on <= today:
        _make(schedule)
        count += 1
    return count


def _tell_refused(pk: int, refused: Refused) -> None:
    """Once a day of the schedule: those who prepare reports have to set it anew."""
    schedule = ReportSchedule.objects.select_related("council").get(pk=pk)
    tell_all(people_who(Permission.PREPARE_REPORTS, schedule.council), key=f"schedule-refused:{pk}:{schedule.next_on}",
             subject="A scheduled report could not be created", body=f"{schedule}: {refused.message}. Set the schedule again.",
             url=reverse("report-schedule"), action="Set the schedule again",
             why=f"You get this because you prepare reports of {schedule.council}.")  # fmt: skip


def _make(schedule: ReportSchedule) -> None:
    starts_on = schedule.next_starts_on
    following = add_months(starts_on, schedule.months)
    ask_for_report(
        by=None, council=schedule.council, kind=schedule.kind, starts_on=starts_on, ends_on=following - timedelta(days=1)
    )
    schedule.next_starts_on = following
    schedule.next_on = add_months(schedule.next_on, schedule.months)
    schedule.save(update_fields=["next_starts_on", "next_on"])


@transaction.atomic
def set_schedule(
    *, by: User, council: Organisation, kind: str, months: int, next_starts_on: date, next_on: date, overlapping: bool = False
) -> ReportSchedule:
    """Say that a report of ``kind`` is made every ``months`` months. Refused when that would be before its period is over,

    when such a period cannot be reported, and on ``overlapping`` when the next one shares days with a report there is, unless
    ``by`` says that this is meant.
    """
    permissions.check_can_prepare(by, council)
    following = add_months(next_starts_on, months)
    problems = [
        ("months" if field == "ends_on" else "next_starts_on", message)
        for field, message in periods.problems(next_starts_on, following - timedelta(days=1), following)
    ]
    if next_on < following:
        problems.append(("next_on", "The report can be made only once its period is over"))
    if problems:
        raise Refused(problems)
    if not overlapping:
        check_overlaps_nothing(council, kind, next_starts_on, following - timedelta(days=1))
    locked(council, NOTHING_READ)
    if stands := ReportSchedule.objects.filter(council=council, kind=kind).first():
        check_read(stands)
    schedule, _ = ReportSchedule.objects.update_or_create(
        council=council, kind=kind, defaults={"months": months, "next_starts_on": next_starts_on, "next_on": next_on}
    )
    record("set a schedule", f"scheduled “{ReportKind(kind).label}” every {months} months, next on {plain_day(next_on)}", by=by,
           about=schedule, council=council)  # fmt: skip
    return schedule
