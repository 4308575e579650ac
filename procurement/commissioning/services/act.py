"""The record of what the 2012 Act asks to be considered, and the second word urgency needs."""

from datetime import date

from django.db import transaction

from procurement.commissioning import permissions
from procurement.commissioning.enums import ActPoint
from procurement.commissioning.models import ActConsideration, Commission
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused


@transaction.atomic
def consider(commission: Commission, *, by, point: str, text: str, considered_on: date) -> ActConsideration:
    """Record one consideration under section 1 of the 2012 Act. A later one stands beside the earlier, never over it."""
    permissions.check_can_edit(by, commission)
    problems = []
    if point not in ActPoint.values:
        problems.append(("point", "Choose one of the points of section 1"))
    if not text.strip():
        problems.append(("text", "Write what was considered and what follows from it"))
    if considered_on > clock.today():
        problems.append(("considered_on", "The date cannot be in the future"))
    if problems:
        raise Refused(problems)
    consideration = ActConsideration.objects.create(
        commission=commission, point=point, text=text, considered_on=considered_on, officer=by
    )
    label = ActPoint(point).label
    record(
        "consider",
        f"recorded under the Social Value Act: {label}",
        by=by,
        about=[consideration, commission],
        council=commission.council,
    )
    return consideration


@transaction.atomic
def confirm_urgency(urgency: ActConsideration, *, by) -> ActConsideration:
    """The second person's word, given with publishing: considering first was impractical. The first confirmation is kept."""
    urgency = ActConsideration.objects.select_for_update(of=("self",)).select_related("commission__council").get(pk=urgency.pk)
    permissions.check_can_confirm_urgency(by, urgency)
    if urgency.point != ActPoint.URGENCY:
        raise Refused("Only urgency is confirmed")
    if urgency.confirmed_at is None:
        urgency.confirmed_by, urgency.confirmed_at = by, clock.now()
        urgency.save(update_fields=["confirmed_by", "confirmed_at"])
    commission = urgency.commission
    sentence = "confirmed that urgency made considering first impractical (section 1(8))"
    record("confirm urgency", sentence, by=by, about=[urgency, commission], council=commission.council, reason=urgency.text)
    return urgency
