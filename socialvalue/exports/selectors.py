"""Somebody's own files."""

from django.db.models import QuerySet

from socialvalue.accounts.models import User
from socialvalue.exports.models import Export


def exports_of(user: User) -> QuerySet[Export]:
    """The latest first, each with its job."""
    return Export.objects.visible_to(user).select_related("job").order_by("-asked_at", "-pk")
