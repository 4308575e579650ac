"""What the review stage learned."""

from django.db import transaction

from procurement.commissioning import permissions
from procurement.commissioning.models import Commission, Lesson
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused


@transaction.atomic
def learn(commission: Commission, *, by, text: str, for_whom: str = "") -> Lesson:
    """Record a lesson of the review stage."""
    permissions.check_can_edit(by, commission)
    if not text.strip():
        raise Refused("Write what was learned", "text")
    lesson = Lesson.objects.create(commission=commission, text=text, for_whom=for_whom, by=by)
    record("learn", "recorded a lesson", by=by, about=[lesson, commission], council=commission.council)
    return lesson
