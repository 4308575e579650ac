"""Ideas that a provider tells the council alone."""

from django.db import transaction
from django.urls import reverse

from procurement.commissioning.models import Commission
from procurement.engagement import permissions
from procurement.engagement.models import PrivateIdea
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ
from socialvalue.common.saving import locked, save_changes
from socialvalue.notifications.services import tell, tell_all


@transaction.atomic
def disclose_idea(commission: Commission, *, by, supplier, text: str) -> PrivateIdea:
    """A provider's idea, for the council alone."""
    permissions.check_can_disclose(by, commission, supplier)
    if not text.strip():
        raise Refused("Write your idea", "text")
    idea = PrivateIdea.objects.create(commission=commission, supplier=supplier, text=text, sent_by=by)
    record(
        "idea",
        "sent a private idea",
        by=by,
        about=[idea, commission],
        council=commission.council,
        confidential=True,
    )
    tell_all(
        [commission.lead],
        key=f"idea:{idea.pk}",
        subject=f"A private idea for {commission}",
        body="A provider has sent the council an idea in confidence. Read it and reply. Do not share it with other providers.",
        url=reverse("commission-ideas", args=[commission.reference]),
        action="Read the idea and reply",
        why="You get this because you lead this commission.",
    )
    return idea


@transaction.atomic
def reply_to_idea(idea: PrivateIdea, *, by, reply: str) -> PrivateIdea:
    idea = locked(idea, AS_READ)
    permissions.check_can_edit(by, idea.commission)
    if not reply.strip():
        raise Refused("Write your reply", "reply")
    if idea.replied_at:
        raise WrongState("This idea has its reply already. The supplier has been told.")
    save_changes(idea, reply=reply, replied_at=clock.now(), replied_by=by)
    record(
        "reply",
        "replied to a private idea",
        by=by,
        about=[idea, idea.commission],
        council=idea.commission.council,
        confidential=True,
    )
    tell(
        idea.sent_by,
        key=f"idea:{idea.pk}:reply",
        subject=f"A reply to your idea for {idea.commission.title}",
        body=(
            f"{idea.commission.council} replied to the idea that you sent in confidence for “{idea.commission.title}”. "
            "The reply is on your page of ideas, so that it is not read by others on the way."
        ),
        url=reverse("ideas"),
        action="Read the reply",
        why="You get this because you sent the idea.",
        council=idea.commission.council,
        for_information=True,
    )
    return idea
