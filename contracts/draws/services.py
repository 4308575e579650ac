"""A council chooses how many returns one is drawn of; each is drawn when it is first submitted."""

import secrets
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from contracts.draws.calculations.drawing import LEAST, MOST, digest_of, in_words, is_drawn, key_of
from contracts.draws.models import Draw, DrawChoice, DrawDay
from contracts.draws.permissions import check_can_choose_draw
from contracts.draws.selectors import chosen_on
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reasons import check_reason
from socialvalue.common.templatetags.formats import plain_day


@transaction.atomic
def choose_draw(council: Organisation, *, by: User, one_in: int | None, from_day: date, reason: str) -> DrawChoice:
    """From a day to come on one return in ``one_in`` is drawn, or none (None). Raises Refused.

    Not from today: whoever has seen what today brings could otherwise choose by it.
    """
    check_can_choose_draw(by, council)
    if one_in is not None and not LEAST <= one_in <= MOST:
        raise Refused(f"Enter a whole number from {LEAST} to {MOST}", "one_in")
    if from_day <= clock.today():
        raise Refused("Enter a day from tomorrow on", "from_day")
    check_reason(reason, "Say why this is the right share")
    made = DrawChoice.objects.create(council=council, one_in=one_in, from_day=from_day, reason=reason.strip(), chosen_by=by)
    what = f"{in_words(one_in)} return is drawn for a full look" if one_in else "no return is drawn for a full look"
    record(
        "choose draw", f"chose that {what}, from {plain_day(from_day)} on", by=by, about=council, council=council, reason=reason
    )
    return made


@transaction.atomic
def draw(versions: Iterable[tuple[int, int, int]]) -> None:
    """Draw these versions of returns (key of the due row, number, council), where their council draws any today.

    What was drawn before stays: sent back, taken back and submitted again it is the same version. Returns brought over from
    earlier records are not drawn. One query where no council draws any.
    """
    wanted = list(versions)
    today = clock.today()
    shares = chosen_on({council for _, _, council in wanted}, today)
    known = set(Draw.objects.filter(due__in=[due for due, _, _ in wanted]).values_list("due", "number")) if shares else set()
    days = {council: _day(council, today) for council in shares}
    made = []
    for due, number, council in wanted:
        if council in shares and (due, number) not in known:
            digest = digest_of(days[council].seed, key_of(due, number))
            drawn, one_in = is_drawn(digest, shares[council]), shares[council]
            made.append(Draw(due_id=due, number=number, day=days[council], one_in=one_in, digest=digest, drawn=drawn))
    Draw.objects.bulk_create(made)


def _day(council: int, today: date) -> DrawDay:
    found, _ = DrawDay.objects.get_or_create(council_id=council, day=today, defaults={"seed": secrets.token_hex(32)})
    return found
