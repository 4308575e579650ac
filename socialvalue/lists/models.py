"""Views of a list that somebody keeps: a filter, an order and columns under a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from socialvalue.common import clock
from socialvalue.lists.enums import ListKey
from socialvalue.lists.querysets import SavedViewQuerySet

MOST_VIEWS = 30
LONGEST_QUERY = 2000


class SavedView(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    list = models.CharField(max_length=20, choices=ListKey.choices)
    name = models.CharField(max_length=60)
    # What follows the question mark of the list's address, without the page
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    # The list opens with it
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "list", "name"], name="saved_view_name_once_a_list"),
            models.UniqueConstraint(fields=["user", "list"], condition=Q(is_default=True), name="one_default_view_a_list"),
        ]

    def __str__(self):
        return self.name

    @property
    def url(self) -> str:
        """The list as it was kept; ``view`` says which view it is."""
        kept = f"&{self.query}" if self.query else ""
        return f"{reverse(self.list)}?view={self.pk}{kept}"
