"""Timelines."""

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
