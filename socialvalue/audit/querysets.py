"""Who reads the whole record."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Self

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Membership
from socialvalue.audit.enums import AT_THE_DOOR
from socialvalue.common import clock
from socialvalue.common.lists.keyset import Part

# What ``visible_to`` shows of it is all in here: the condition of the index “audit_of_none”
OF_NO_COUNCIL = Q(council=None) & (Q(confidential=False) | Q(actor=None))


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

    def parts(self, user) -> list[Part]:
        """The same rows as ``visible_to(user)`` gives, in parts that an index has newest first: each council, and none.

        Of none only what somebody may ever read: nearly all of it are a supplier's own drafts, hundreds of thousands of them.
        """
        councils = [Part(self.filter(council=council)) for council in user.organisations_where(Permission.ADMINISTER)]
        return [*councils, Part(self.filter(OF_NO_COUNCIL), empty="council_id")]

    def done_by(self, actors: Collection[int | None]) -> Part:
        """Events of these people, None being the system. Of one, or of the system, an index has them newest first."""
        if None in actors:
            return Part(self.filter(actor=None), empty="actor_id")
        one = next(iter(actors)) if len(actors) == 1 else None
        return Part(self.filter(actor=one) if one else self.filter(actor__in=actors))

    def about(self, beginning: str) -> Self:
        """Events about a record whose name, as it was then, begins so; capitals count as they are typed, or at its beginning.

        A confidential event is not found by what it is about: that is not yet for searching.
        """
        spelt = {beginning, beginning.upper(), beginning[:1].upper() + beginning[1:]}
        named = reduce(or_, (begins_with("subjects__label", one) for one in sorted(spelt)))
        # Through the keys, so that an event about two of them stands once
        return self.filter(confidential=False, pk__in=self.model._base_manager.filter(named).order_by().values("pk"))

    def between(self, since=None, until=None) -> Self:
        """Events of the days from ``since`` to ``until``, both included, in England's time."""
        found = self
        if since:
            found = found.filter(at__gte=datetime.combine(since, time.min, clock.LONDON))
        if until:
            found = found.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, clock.LONDON))
        return found


def begins_with(field: str, text: str) -> Q:
    """That a text begins so, as each database finds it by an index; SQLite would read every row for a LIKE with an escape."""
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": text, f"{field}__lt": text + chr(0x10FFFF)})
    return Q(**{f"{field}__startswith": text})
