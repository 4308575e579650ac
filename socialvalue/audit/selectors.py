"""Timelines."""

from django.db.models import QuerySet

from socialvalue.audit.models import AuditEvent


def timeline(obj, *, include_confidential: bool = False) -> QuerySet[AuditEvent]:
    """Events about ``obj``, newest first. The caller has already found ``obj`` through ``visible_to``."""
    events = AuditEvent.objects.filter(subjects__object_type=obj._meta.label_lower, subjects__object_id=str(obj.pk))
    return events if include_confidential else events.filter(confidential=False)
