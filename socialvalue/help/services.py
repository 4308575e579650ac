"""The one write of this room: a person has had the tour, or does not want it."""

from socialvalue.accounts.models import User
from socialvalue.common import clock


def end_tour(person: User) -> None:
    """The start page offers the tour no more. Help still does. The first time counts."""
    User.objects.filter(pk=person.pk, tour_ended_at=None).update(tour_ended_at=clock.now())
