"""Who may see which framework: published and retired versions everybody, drafts the editors.

The pattern of every queryset: ``models.QuerySet`` without a model, methods that answer ``Self``, and
``objects = FrameworkQuerySet.as_manager()`` in the model. The type check then knows the model by itself:
``Framework.objects.visible_to(user).first()`` is a ``Framework`` or None, and so it is through a related manager.
"""

from typing import Self

from django.db import models
from django.db.models import Q

from socialvalue.accounts.enums import Permission
from socialvalue.framework.enums import VersionStatus

OPEN = [VersionStatus.PUBLISHED, VersionStatus.RETIRED]


def _edited_by(user, path: str) -> Q:
    """The frameworks whose drafts ``user`` may see: those of their council, and those shared by all councils' editors."""
    councils = user.organisations_where(Permission.EDIT_FRAMEWORKS) if user.is_authenticated else []
    if not councils:
        return Q(pk__in=[])
    return Q(**{f"{path}council__in": councils}) | Q(**{f"{path}council": None})


class FrameworkQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Frameworks are public once a version is published; drafts are for the council's (or national) editors."""
        return self.filter(Q(versions__status__in=OPEN) | _edited_by(user, "")).distinct()


class FrameworkVersionQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Published and retired versions for everybody, signed in or not; a draft for the framework's editors."""
        return self.filter(Q(status__in=OPEN) | _edited_by(user, "framework__"))
