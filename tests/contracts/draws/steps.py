"""What several tests of drawn returns do."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count

from contracts.draws import services
from contracts.draws.calculations.drawing import digest_of, is_drawn, key_of
from contracts.draws.models import DrawDay
from contracts.schedule.models import DueReturn
from socialvalue.common import clock

WHOLE = {"direct_result": "Yes, of this work.", "anyway": "No, not without it.", "evidence_note": "In the provider’s list."}


def chosen(who, one_in: int | None = 10) -> None:
    """The director chose it a week before today."""
    now = clock.now()
    with clock.at(now - timedelta(days=7)):
        day = clock.today() + timedelta(days=1)
        services.choose_draw(who.council, by=who.director, one_in=one_in, from_day=day, reason="Few people and many returns.")


def with_draw(due, council, *, drawn: bool, number: int = 1, one_in: int = 10, day: date | None = None) -> DrawDay:
    """A day whose seed, as chance could have had it, draws this return, or does not."""
    for seed in (f"{n:064x}" for n in count()):
        if is_drawn(digest_of(seed, key_of(due.pk, number)), one_in) is drawn:
            return DrawDay.objects.create(council=council, day=day or clock.today(), seed=seed)
    raise AssertionError


def passing_over(council, days: Iterable[date], *, one_in: int = 100) -> None:
    """Days whose seeds draw no return of the council, of its periods that are there and of those a test makes next."""
    first = DueReturn.objects.order_by("pk").filter(kpi__obligation__contract__council=council).first().pk
    last = DueReturn.objects.latest("pk").pk + 100
    keys = [key_of(pk, 1) for pk in range(first, last)]
    for seed in (f"{n:064x}" for n in count()):
        if not any(is_drawn(digest_of(seed, key), one_in) for key in keys):
            break
    DrawDay.objects.bulk_create([DrawDay(council=council, day=day, seed=seed) for day in days])
