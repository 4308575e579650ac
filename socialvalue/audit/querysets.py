"""Who reads the whole record."""

from datetime import datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Membership
from socialvalue.audit.enums import AT_THE_DOOR
from socialvalue.common import clock


class AuditEventQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """What happened in the councils ``user`` administers, or was done by their people without naming a council.

        Confidential events are listed (without what they say) only of the council's own people: that somebody else did
        something confidential in a tender would tell who bids. Somebody counts as its own while their role lasted, so
        that nobody who left for a supplier is followed there.
        Timelines of single records are read through the record (``audit.selectors.timeline``), not through this.
        """
        if not user.is_authenticated:
            return self.none()
        councils = user.organisations_where(Permission.ADMINISTER)
        if not councils:
            return self.none()
        then = Membership.objects.filter(
            Q(ended_at=None) | Q(ended_at__gte=OuterRef("at")),
            user=OuterRef("actor"),
            organisation__in=councils,
            started_at__lte=OuterRef("at"),
        )
        by_system = Q(actor=None)
        open_here = Q(council__in=councils) & (Q(confidential=False) | by_system | Exists(then))
        of_nobody = Q(council=None, actor=None, verb__in=AT_THE_DOOR)
        return self.filter(open_here | of_nobody | Q(council=None, confidential=False) & Exists(then))

    def by_words(self, who: str = "", what: str = "") -> Self:
        """Events whose actor contains ``who``, and whose sentence, verb, reason or subject contains ``what``.

        A confidential event is found by its verb only: what it says is not yet for searching.
        """
        found = self
        if who:
            found = found.filter(actor_label__icontains=who)
        if what:
            subjects = Q(subjects__label__icontains=what)
            open_words = Q(sentence__icontains=what) | Q(reason__icontains=what) | subjects
            found = found.filter(Q(verb__icontains=what) | Q(confidential=False) & open_words).distinct()
        return found

    def between(self, since=None, until=None) -> Self:
        """Events of the days from ``since`` to ``until``, both included, in England's time."""
        found = self
        if since:
            found = found.filter(at__gte=datetime.combine(since, time.min, clock.LONDON))
        if until:
            found = found.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, clock.LONDON))
        return found
