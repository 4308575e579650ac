"""What framework agreements ask of a person today."""

from datetime import datetime

from django.urls import reverse

from contracts.call_offs.calculations.due import notices
from contracts.call_offs.calculations.words import said
from contracts.call_offs.models import FrameworkAgreement
from contracts.call_offs.selectors import facts_of
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.needs import Need
from socialvalue.common.timed import day_of


def needs(user, now: datetime) -> list[Need]:
    """A line for each warning of agreements one manages. At most three queries."""
    if not user.can(P.EDIT_CONTRACTS):
        return []
    today = day_of(now)
    mine = FrameworkAgreement.objects.visible_to(user).filter(manager=user).in_force(today)
    found = list(mine.order_by("ends_on", "pk"))
    facts = facts_of(found) if found else {}
    lines = []
    for one in found:
        for notice in notices(facts[one.pk], today):
            kind = "overdue" if notice.is_over(today) else "due" if notice.day else "waiting"
            words = said(notice, one.title, facts[one.pk].use, today).asks
            lines.append(Need(words, reverse("agreement", args=[one.pk]), kind, notice.day))
    return lines
