"""Kept figures are set against the statement they were made from: a sample each night, all of them once a week."""

import random
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse

from contracts.kept.models import KeptDay
from contracts.kept.selectors.checking import settled, sums_unlike, unlike
from contracts.kept.selectors.suppliers import described_otherwise
from contracts.kept.services.rolling import STEP, rebuild
from contracts.kept.services.upkeep import lock, write
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation
from socialvalue.accounts.selectors import people_who
from socialvalue.common import clock
from socialvalue.notifications.services import tell_all

SAMPLE = 200
SUNDAY = 6
SHOWN = 10


def check_all() -> list[str]:
    """Check every council whose figures speak of today: a sample of its contracts, on Sundays all. What differed, in words.

    What differs is made anew, and the council's administrators are told: some service forgot to keep a figure.
    """
    today, found = clock.today(), []
    for day in KeptDay.objects.filter(as_of=today, rolling_to=None).select_related("council"):
        words = check(day.council, today, everything=today.weekday() == SUNDAY)
        if words:
            _tell(day.council, words, today)
        found += words
    return found


def check(council: Organisation, day: date, *, everything: bool) -> list[str]:
    """What of a council's kept figures is not what the statement says of ``day``, in words; it is put right."""
    keys = settled(council.pk, day)
    if not everything and len(keys) > SAMPLE:
        # Another sample each night, the same one if the night's work is done again
        keys = sorted(random.Random(day.toordinal()).sample(keys, SAMPLE))  # noqa: S311 - no secret
    found = [words for start in range(0, len(keys), STEP) for words in _check_some(keys[start : start + STEP], day)]
    if sums := sums_unlike(council.pk):
        rebuild(council.pk)
    return found + sums


@transaction.atomic
def _check_some(contracts: Sequence[int], day: date) -> list[str]:
    """Under their locks, so that nobody changes between the two readings."""
    keys = [head.pk for head in lock(contracts) if head.as_of == day and not head.changed]
    # A supplier that describes itself otherwise since the evening is no fault: the next one would have taken it in
    write(sorted(described_otherwise(keys, day)), day)
    found = unlike(keys, day) if keys else []
    if found:
        write(keys, day)
    return found


def _tell(council: Organisation, words: list[str], day: date) -> None:
    several = "1 kept figure was" if len(words) == 1 else f"{len(words)} kept figures were"
    more = f"\n\nAnd {len(words) - SHOWN} more." if len(words) > SHOWN else ""
    tell_all(
        people_who(Permission.ADMINISTER, council),
        key=f"kept-figures:{council.pk}:{day.isoformat()}",
        subject=f"{several} wrong and put right",
        body=f"Figures of {council} are kept, so that pages answer at once, and compared with their returns each night. "
        f"{several} not what the returns say. All are right again. Pass this on to those who run the service:\n\n"
        + "\n".join(words[:SHOWN])
        + more,
        url=reverse("oversight"),
        action="See the figures",
        why=f"You get this because you administer {council}.",
        council=council,
    )
