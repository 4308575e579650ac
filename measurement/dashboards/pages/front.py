"""The public front page: what is open and planned, where to have a say, and what the councils have made public."""

from dataclasses import dataclass
from datetime import datetime

from measurement.dashboards.selectors import public
from procurement.commissioning.models import Commission
from procurement.engagement.models import Event, YouSaid
from socialvalue.common import clock


@dataclass(frozen=True)
class Front:
    """``published``: a line a council. Nothing here needs an account."""

    published: list[public.Published]
    opportunities: public.Opportunities
    planned: list[Commission]
    events: list[Event]
    said: list[YouSaid]

    @property
    def councils(self) -> bool:
        """Whether there are several, so that each line says whose it is."""
        return len(self.published) > 1


def front_of(now: datetime) -> Front:
    """For who is not signed in; the same few queries however much is published."""
    return Front(
        published=public.published(clock.today()),
        opportunities=public.opportunities(now),
        planned=public.planned(clock.today()),
        events=public.events(now),
        said=public.said(),
    )
