"""The clock tells what framework agreements warn of: each warning once to each person.

``FrameworkAgreement.look_on`` says on which day one is next looked at. That is every day while it is in force, because what is
called off changes with the contracts. What was told is a message with its key: another run sends nothing twice.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from contracts.call_offs.calculations.ceiling import Use
from contracts.call_offs.calculations.due import Notice, notices
from contracts.call_offs.calculations.words import said
from contracts.call_offs.enums import WarningKind
from contracts.call_offs.models import FrameworkAgreement
from contracts.call_offs.selectors import facts_of
from socialvalue.accounts.enums import Duty
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import load_memberships
from socialvalue.common.timed import day_of
from socialvalue.jobs.services.turns import set_by_set
from socialvalue.notifications.services import tell_each

# Agreements a transaction
SET = 200
OF_OWNERS = "You get this because you answer for this framework agreement."


def warn(now: datetime) -> int:
    """Tell what agreements warn of today and was not told yet; the number of new messages.

    One statement where there is nothing to look at; another run that is still at it is left to finish alone.
    """
    today = day_of(now)
    if FrameworkAgreement.objects.to_look_at(today).values("look_on").first() is None:
        return 0
    return set_by_set("warnings of framework agreements", lambda: _one_set(today))


@transaction.atomic
def _one_set(today: date) -> int | None:
    """Look at the next agreements; how many messages that was. None when none is left."""
    rows = FrameworkAgreement.objects.to_look_at(today).select_for_update(of=("self",))
    found = list(rows.select_related("manager", "lead_director", "council").order_by("look_on", "pk")[:SET])
    if not found:
        return None
    live = [one for one in found if today <= one.last_day]
    facts = facts_of(live)
    told = [(one, facts[one.pk].use, notice) for one in live for notice in notices(facts[one.pk], today)]
    load_memberships([user for one, _, notice in told for user in owners_told(one, notice)])
    count = tell_each(_letters(told, today))
    for one in found:
        one.look_on = today + timedelta(days=1) if today < one.last_day else None
    FrameworkAgreement.objects.bulk_update(found, ["look_on"])
    return count


def owners_told(agreement: FrameworkAgreement, notice: Notice) -> list[User]:
    """Both of its end and its ceiling, the manager of what is to be done on a day; the other one where they left."""
    both = [person for person in (agreement.manager, agreement.lead_director) if person.is_active]
    return both if notice.kind in (WarningKind.ENDS, WarningKind.CEILING) else both[:1]


def _letters(told: list[tuple[FrameworkAgreement, Use, Notice]], today: date) -> Iterator[tuple[User, Any]]:
    for agreement, use, notice in told:
        if not notice.is_news(today):
            continue
        words = said(notice, agreement.title, use, today)
        letter = {
            "key": f"agreement-warning:{agreement.pk}:{notice.fact}",
            "subject": words.subject,
            "body": words.body,
            "url": reverse("agreement", args=[agreement.pk]),
            "action": "See the framework agreement",
            "by": notice.day if notice.day and notice.day >= today else None,
            "why": OF_OWNERS,
            "council": agreement.council,
            "duty": Duty.CONTRACTS,
        }
        yield from ((user, letter) for user in owners_told(agreement, notice))
