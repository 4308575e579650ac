"""Who may read a file: whoever may see the record that owns it. Storeys above register their records here."""

from collections.abc import Callable
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

_owners: dict[str, Callable] = {}


def owned_by(label: str, visible_to: Callable) -> None:
    """Say that files owned by ``label`` ("contracts.return") are read by whoever is in ``visible_to(user)``'s rows.

    Called from an AppConfig's ``ready``; ``visible_to`` takes a user (perhaps anonymous) and returns a queryset.
    """
    _owners[label] = visible_to


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Files whose owning record the user may see; a type nobody registered is seen by nobody."""
        rule = Q(pk__in=[])
        for label, visible_to in _owners.items():
            ids = visible_to(user).order_by().annotate(_key=Cast("pk", models.CharField())).values("_key")
            rule |= Q(owner_type=label, owner_id__in=ids)
        return self.filter(rule)

    def of(self, owner: models.Model) -> Self:
        """Files owned by ``owner``; the caller has already found it through ``visible_to``."""
        return self.filter(owner_type=owner._meta.label_lower, owner_id=str(owner.pk))
