"""Administrators enter the bank holidays that were proclaimed, with their source; another one confirms them before they count.

What was entered wrongly is taken back by any administrator.
"""

from collections.abc import Callable
from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import check_another_hand, check_can_administer
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import check_read
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.law.days import PARTS, add_months, bank_holidays, parts_in_words
from socialvalue.law.models import ProclaimedDay
from socialvalue.law.rules import RULE_SETS
from socialvalue.law.selectors import proclaimed_days
from socialvalue.notifications.services import tell, tell_all

# Nobody proclaims a bank holiday further ahead; a later day is a slip of the keyboard
MONTHS_AHEAD = 36
_lengthened_by: list[Callable[[date], int]] = []


def counts_standstills(function: Callable[[date], int]) -> None:
    """Register what says how many running standstills a proclaimed day makes longer; procurement does."""
    _lengthened_by.append(function)


def standstills_lengthened_by(day: date) -> int:
    """How many running standstills, of any council, end later because ``day`` was entered and were not made longer yet."""
    return sum(count(day) for count in _lengthened_by)


@transaction.atomic
def enter_proclaimed_day(council: Organisation, *, by: User, day: date, name: str, parts, source: str) -> list[ProclaimedDay]:
    """A bank holiday proclaimed for ``parts`` (keys of ``PARTS``) of the Kingdom; a row for each.

    It holds for every council, so the other administrators of all councils are asked: it counts once one of them confirms it.
    """
    check_can_administer(by, council)
    name, source = name.strip(), source.strip()
    problems = [*_day_problems(day), *_part_problems(day, set(parts)), *_word_problems(name, source)]
    if problems:
        raise Refused(problems)
    entered = {"day": day, "name": name, "source": source, "entered_by": by, "entered_at": clock.now()}
    try:
        with transaction.atomic():
            rows = [ProclaimedDay.objects.create(part=part, **entered) for part in PARTS if part in parts]
    except IntegrityError:
        raise Refused("Somebody else has just entered this day", "day") from None
    sentence = f"entered the proclaimed bank holiday {name}, {plain_day(day)}, in {parts_in_words(parts)}"
    record(
        "entered a bank holiday",
        sentence,
        by=by,
        about=[*rows, council],
        council=council,
        reason=f"Source: {source}",
    )
    others = [one for one in _administrators() if one.pk not in by.one_hand]
    tell_all(
        others,
        key=f"bank-holiday-waits:{rows[0].pk}",
        subject=f"Confirm a bank holiday: {name}, {plain_day(day)}",
        body=f"{by} ({council}) entered {name}, {plain_day(day)}, as a bank holiday in {parts_in_words(parts)}. "
        f"Source: {source}. It makes standstills of every council longer, so it counts only once another administrator has "
        "confirmed it. "
        "Read the source, then confirm the day or take it back.",
        url=reverse("administration-bank-holidays"),
        action="See the bank holidays",
        why="You get this because you are an administrator.",
    )
    return rows


def _administrators() -> list[User]:
    councils = Organisation.objects.councils()
    return list(User.objects.holding(Permission.ADMINISTER, councils.values("pk")))


@transaction.atomic
def confirm_proclaimed_day(day: date, council: Organisation, *, by: User) -> list[ProclaimedDay]:
    """A second administrator, of any council, has read the source: from now on the day counts, in the parts that were entered.

    Standstills that it falls into end later: procurement's timed events find them and tell the bidders.
    """
    check_can_administer(by, council)
    rows = list(ProclaimedDay.objects.standing().select_for_update(of=("self",)).filter(day=day, confirmed_at=None))
    for row in rows:
        check_read(row)
        check_another_hand(by, row.entered_by_id, words="You entered this day. Another administrator has to confirm it.")
        row.confirmed_by, row.confirmed_at = by, clock.now()
        row.save(update_fields=["confirmed_by", "confirmed_at"])
    if not rows:
        return rows
    sentence = f"confirmed the proclaimed bank holiday {rows[0].name}, {plain_day(day)}"
    record("confirmed a bank holiday", sentence, by=by, about=[*rows, council], council=council)
    for entered_by in {row.entered_by for row in rows}:
        tell(
            entered_by,
            key=f"bank-holiday-confirmed:{rows[0].pk}:{entered_by.pk}",
            subject=f"The bank holiday on {plain_day(day)} was confirmed",
            body=f"{by} confirmed {rows[0].name}, {plain_day(day)}. It counts from now on, for every council.",
            url=reverse("administration-bank-holidays"),
            action="See the bank holidays",
            why="You get this because you entered the day.",
            for_information=True,
        )
    return rows


@transaction.atomic
def take_back_proclaimed_day(day: date, council: Organisation, *, by: User, reason: str) -> list[ProclaimedDay]:
    """What was entered for ``day`` no longer stands, in any part. A later end that bidders were told because of it stays."""
    check_can_administer(by, council)
    check_reason(reason, "Say why the day no longer stands")
    rows = list(ProclaimedDay.objects.standing().select_for_update(of=("self",)).filter(day=day))
    if not rows:
        return rows
    for row in rows:
        row.taken_back_at, row.taken_back_by, row.taken_back_reason = clock.now(), by, reason.strip()
        row.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
    sentence = f"took back the proclaimed bank holiday {rows[0].name}, {plain_day(day)}"
    record("took back a bank holiday", sentence, by=by, about=[*rows, council], council=council, reason=reason.strip())
    return rows


def _day_problems(day: date) -> list[tuple[str, str]]:
    first, last = RULE_SETS[0].since, add_months(clock.today(), MONTHS_AHEAD)
    if not first <= day <= last:
        return [("day", f"The day must be between {plain_day(first)} and {plain_day(last)}")]
    if day.weekday() > 4:
        return [("day", f"{plain_day(day)} is a {day:%A}, which is never a working day. Enter the weekday proclaimed for it")]
    return []


def _part_problems(day: date, parts: set[str]) -> list[tuple[str, str]]:
    if not parts or parts - PARTS.keys():
        return [("parts", "Choose the parts of the United Kingdom where it is a bank holiday")]
    waiting = ProclaimedDay.objects.standing().filter(day=day, part__in=parts, confirmed_at=None).first()
    if waiting is not None:
        return [("day", f"{plain_day(day)} was entered already, as {waiting.name}, and waits to be confirmed")]
    known = bank_holidays(day.year, proclaimed_days()).get(day)
    twice = known.parts & parts if known else None
    if known is None or not twice:
        return []
    return [("day", f"{plain_day(day)} is known already as a bank holiday in {parts_in_words(twice)}: {known.name}")]


def _word_problems(name: str, source: str) -> list[tuple[str, str]]:
    problems = []
    if not name:
        problems.append(("name", "Enter the name of the bank holiday"))
    if not source.lower().startswith(("https://", "http://")) and not any(c.isdigit() for c in source):
        message = "Enter where it was proclaimed: the address of the page, or the number and date of the Gazette"
        problems.append(("source", message))
    return problems
