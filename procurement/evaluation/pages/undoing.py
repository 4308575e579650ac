"""The button with which a panellist takes back that their scores are final."""

from django.urls import reverse

from procurement.evaluation.models import Score
from procurement.evaluation.permissions import can_undo_final
from procurement.panel.models import Panellist
from socialvalue.accounts.models import User
from socialvalue.common.undoing import Undo, undo_until


def undo_of(user: User, place: Panellist) -> Undo | None:
    """None once it is too late, or somebody has acted on the scores."""
    if not can_undo_final(user, place):
        return None
    made = Score.objects.made_final_last(place).values_list("saved_at", flat=True)[0]
    url = reverse("evaluation-undo-final", args=[place.evaluation.tender.reference])
    return Undo(url, undo_until(made), "making your scores final")
