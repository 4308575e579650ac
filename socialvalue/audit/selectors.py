"""Timelines; what was done at all, for the filter of the record."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from socialvalue.audit.models import AuditEvent, AuditSubject


def timeline(obj, *, include_confidential: bool = False) -> QuerySet[AuditEvent]:
    """Events about ``obj``, newest first. The caller has already found ``obj`` through ``visible_to``.

    Each carries ``first_subject``, the type of the record it is about first, which decides what of its changes is shown.
    """
    named_first = AuditSubject.objects.filter(event=OuterRef("pk")).order_by("pk").values("object_type")[:1]
    events = AuditEvent.objects.filter(subjects__object_type=obj._meta.label_lower, subjects__object_id=str(obj.pk))
    events = events.annotate(first_subject=Subquery(named_first))
    return events if include_confidential else events.filter(confidential=False)


# From one word to the next by the index “audit_open_acts”: a look a word, however many events. Put in order by the council
# too, although it is one: PostgreSQL does not see that of “no council”, and would sort.
_ACTS = """
WITH RECURSIVE found(council, verb) AS (
    SELECT c.council, (
        SELECT e.verb FROM socialvalue_auditevent e WHERE NOT e.confidential AND {same} ORDER BY e.council_id, e.verb LIMIT 1
    )
    FROM ({councils}) c
    UNION ALL
    SELECT c.council, (
        SELECT e.verb FROM socialvalue_auditevent e WHERE NOT e.confidential AND {same} AND e.verb > c.verb
        ORDER BY e.council_id, e.verb LIMIT 1
    )
    FROM found c WHERE c.verb IS NOT NULL
)
SELECT DISTINCT verb FROM found WHERE verb IS NOT NULL
"""
_ONE = "SELECT CAST(%s AS bigint) AS council"


def acts_of(councils: Sequence[int]) -> list[str]:
    """What was ever done in these councils or without naming one: “approved a plan”. Two statements.

    Nothing confidential: that somebody saves a price tells that somebody bids, whoever and wherever it is.
    """
    of_councils = _ACTS.format(same="e.council_id = c.council", councils=" UNION ALL ".join([_ONE] * len(councils)))
    of_none = _ACTS.format(same="e.council_id IS NULL", councils=_ONE)
    with connection.cursor() as cursor:
        found = set()
        for statement, values in ((of_councils, list(councils)), (of_none, [0])):
            cursor.execute(statement, values)
            found |= {verb for (verb,) in cursor.fetchall()}
    return sorted(found)
