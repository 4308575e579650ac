"""Days that somebody chose are counted by a job where that takes longer than somebody waits for a page."""

from django.db import transaction
from django.urls import reverse

from contracts.kept import services as kept
from contracts.kept.selectors.asked import asked_today, midnight
from measurement.figures.permissions import check_can_view_oversight
from measurement.figures.selectors.scope import NotCounted, Scope, at_once
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.errors import Refused
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import ask_for

KIND = "figures-of-days"
# Each counts every contract of the council, and a few thousand rows of figures are kept until the night
MOST_OF_ONE, MOST_OF_A_COUNCIL = 5, 20
INSTEAD = "Choose one of the usual periods, or ask again tomorrow."


@transaction.atomic
def ask_for_days(scope: Scope, *, by: User) -> Job:
    """Have the days of a scope counted, as known on the last evening that is over. Whoever asks again finds the same job.

    Raises Refused where a page shows them at once, and where this person or the council has had so many counted today.
    """
    check_can_view_oversight(by, scope.council_id)
    # Of two presses the second waits here, and counts what the first asked for
    council = Organisation.objects.select_for_update(no_key=True).get(pk=scope.council_id)
    scope = _not_counted(scope)
    before = asked_today(council.pk)
    period = kept.ask(council.pk, scope.starts_on, scope.ends_on, scope.as_of)
    if asked_today(council.pk) > max(before, MOST_OF_A_COUNCIL):
        raise Refused(f"{MOST_OF_A_COUNCIL} choices of days have been counted for {council} today, and no more are. {INSTEAD}")
    key = f"{KIND}:{period.pk}:{by.pk}"
    mine = Job.objects.filter(requested_by=by, kind=KIND, requested_at__gte=midnight()).exclude(key=key)
    if mine.count() >= MOST_OF_ONE:
        raise Refused(f"You have had {MOST_OF_ONE} choices of days counted today, and can have no more. {INSTEAD}")
    told = {"period": period.pk, "url": f"{reverse('oversight')}?{scope.query}"}
    return ask_for(KIND, key, by=by, arguments=told)


def _not_counted(scope: Scope) -> Scope:
    try:
        at_once(scope)
    except NotCounted as wait:
        return wait.scope
    raise Refused("The figures of these days are ready. Open their page.")
