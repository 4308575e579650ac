"""An administrator gives the council its colours and its calendar; somebody of several councils says for which they work now."""

from datetime import date

from django.db import transaction

from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import check_can_administer
from socialvalue.audit.services import record
from socialvalue.common import clock, colours
from socialvalue.common.errors import Refused
from socialvalue.common.saving import save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.councils.models import ClosedDays
from socialvalue.councils.permissions import check_can_work_for
from socialvalue.law.days import add_months

# Offices that stay closed for longer than this are a slip of the keyboard, and so is a day further ahead
MOST_DAYS = 31
MONTHS_AHEAD = 36


@transaction.atomic
def set_colours(council: Organisation, *, by: User, brand: str = "", accent: str = "") -> Organisation:
    """The council's main and second colour, “#rrggbb” in any case; both empty are the service's own.

    Raises Refused where people could not read what is written on them.
    """
    check_can_administer(by, council)
    brand, accent = brand.strip().lower(), accent.strip().lower()
    if (brand or accent) and (wrong := colours.problems(brand, accent)):
        raise Refused(wrong)
    council = Organisation.objects.select_for_update().get(pk=council.pk)
    changes = save_changes(council, brand_colour=brand, accent_colour=accent)
    if changes:
        record("changed the colours", "changed the council’s colours", by=by, about=council, council=council, changes=changes)
    return council


@transaction.atomic
def close_offices(council: Organisation, *, by: User, first: date, last: date | None = None, name: str) -> ClosedDays:
    """The offices are closed from ``first`` to ``last`` (one day where that is None), both included."""
    check_can_administer(by, council)
    last, name = last or first, name.strip()
    problems = _problems(first, last)
    if not name:
        problems.append(("name", "Enter why the offices are closed, like “Christmas closure”"))
    if problems:
        raise Refused(problems)
    council = Organisation.objects.select_for_update().get(pk=council.pk)
    other = council.closed_days.filter(first__lte=last, last__gte=first).first()
    if other is not None:
        raise Refused(f"The offices are closed on some of these days already: {other.name}, {said(other)}", "first")
    days = ClosedDays.objects.create(council=council, first=first, last=last, name=name, entered_by=by)
    sentence = f"entered that the offices are closed: {name}, {said(days)}"
    record("closed the offices", sentence, by=by, about=council, council=council)
    return days


@transaction.atomic
def open_offices(days: ClosedDays, *, by: User) -> None:
    """The offices are open on these days after all."""
    check_can_administer(by, days.council)
    found = ClosedDays.objects.select_for_update().filter(pk=days.pk).first()
    if found is None:
        return
    about = found.council
    found.delete()
    sentence = f"took back that the offices are closed: {found.name}, {said(found)}"
    record("opened the offices", sentence, by=by, about=about, council=about)


@transaction.atomic
def work_for(council: Organisation, *, by: User) -> None:
    """From now on new records are this council's, and the page shows its name; what they may see does not change."""
    check_can_work_for(by, council)
    save_changes(User.objects.select_for_update().get(pk=by.pk), works_for=council)


def said(days: ClosedDays) -> str:
    """“24 December 2026” or “24 December 2026 to 2 January 2027”."""
    return plain_day(days.first) if days.first == days.last else f"{plain_day(days.first)} to {plain_day(days.last)}"


def _problems(first: date, last: date) -> list[tuple[str, str]]:
    today, latest = clock.today(), add_months(clock.today(), MONTHS_AHEAD)
    if last < first:
        return [("last", "The last day must be the first day or a later one")]
    if last < today:
        return [("first", "These days are over. Enter days to come")]
    if last > latest:
        return [("last", f"The days must be before {plain_day(latest)}")]
    if (last - first).days >= MOST_DAYS:
        return [("last", f"Enter {MOST_DAYS} days or fewer at a time")]
    return []
