"""The schedule that makes the next report by itself."""

from datetime import date, datetime, timedelta

from django.db import transaction

from measurement.reports import permissions
from measurement.reports.enums import ReportKind
from measurement.reports.models import ReportSchedule
from measurement.reports.services.building import ask_for_report
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.law.days import add_months


def make_due_reports(now: datetime) -> int:
    """Ask for every report whose day has come and move its schedule on; run twice, it does nothing the second time."""
    count, today = 0, now.astimezone(clock.LONDON).date()
    for pk in ReportSchedule.objects.filter(next_on__lte=today).values_list("pk", flat=True):
        with transaction.atomic():
            schedule = ReportSchedule.objects.select_for_update().get(pk=pk)
            while schedule.next_on <= today:
                _make(schedule)
                count += 1
    return count


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
    *, by: User, council: Organisation, kind: str, months: int, next_starts_on: date, next_on: date
) -> ReportSchedule:
    """Say that a report of ``kind`` is made every ``months`` months. Refused when that would be before its period is over."""
    permissions.check_can_prepare(by, council)
    if next_on < add_months(next_starts_on, months):
        raise Refused("The report can be made only once its period is over", "next_on")
    schedule, _ = ReportSchedule.objects.update_or_create(
        council=council, kind=kind, defaults={"months": months, "next_starts_on": next_starts_on, "next_on": next_on}
    )
    record("set a schedule", f"scheduled “{ReportKind(kind).label}” every {months} months, next on {next_on}", by=by,
           about=schedule, council=council)  # fmt: skip
    return schedule
