"""Days that somebody chose are counted by a job where that takes longer than somebody waits for a page."""

from dataclasses import replace

from django.db import transaction
from django.urls import reverse

from contracts.kept import services as kept
from contracts.kept.selectors.asked import closed_evening
from measurement.figures.permissions import check_can_view_oversight
from measurement.figures.selectors.scope import Scope
from socialvalue.accounts.models import User
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import ask_for

KIND = "figures-of-days"


@transaction.atomic
def ask_for_days(scope: Scope, *, by: User) -> Job:
    """Have the days of a scope counted, as known on the last evening that is over. Whoever asks again finds the same job."""
    check_can_view_oversight(by, scope.council_id)
    scope = replace(scope, as_of=closed_evening(scope.as_of))
    period = kept.ask(scope.council_id, scope.starts_on, scope.ends_on, scope.as_of)
    told = {"period": period.pk, "url": f"{reverse('oversight')}?{scope.query}"}
    return ask_for(KIND, f"{KIND}:{period.pk}:{by.pk}", by=by, arguments=told)
