"""What follows when somebody does not score because of an interest: their scores are kept, and count nowhere."""

from django.db.models import Exists, OuterRef, Q

from procurement.evaluation.models import ModeratedScore, Score
from procurement.panel.models import Panellist
from socialvalue.accounts.models import User
from socialvalue.common import clock


def set_aside(panellist: Panellist, *, by: User, reason: str) -> dict:
    """Mark every score of ``panellist``, and every agreed score that rested on one or that they agreed themselves.

    Inside the caller's transaction, which holds the evaluation. Returns the changes for the audit record: numbers, no score.
    """
    now = clock.now()
    fresh = panellist.scores.filter(set_aside_at=None)
    marked = fresh.update(set_aside_at=now, set_aside_by=by, set_aside_reason=reason)
    own = panellist.scores.set_aside().filter(bid=OuterRef("bid"), criterion=OuterRef("criterion"))
    relied = ModeratedScore.objects.filter(Q(Exists(own)) | Q(by=panellist.user), bid__tender=panellist.evaluation.tender_id)
    because = f"{panellist} does not score because of an interest: {reason}"
    shaken = 0
    for agreed in relied.filter(look_again_at=None):
        agreed.look_again_at, agreed.look_again_because = now, because
        agreed.version += 1  # whoever has the page open is told
        agreed.save(update_fields=["look_again_at", "look_again_because", "version"])
        shaken += 1
    return _counted({"scores set aside": marked, "agreed scores to be looked at again": shaken})


def bring_back(panellist: Panellist) -> dict:
    """Let the scores count again. Only before moderation, when nothing was agreed without them yet."""
    found = Score.objects.filter(panellist=panellist, set_aside_at__isnull=False)
    return _counted({"scores that count again": found.update(set_aside_at=None, set_aside_by=None, set_aside_reason="")})


def _counted(numbers: dict[str, int]) -> dict:
    return {what: ["0", str(number)] for what, number in numbers.items() if number}
