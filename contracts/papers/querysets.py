"""Who reads a contract's documents: one rule for pages, files and downloads."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from contracts.papers.calculations.validity import SOON
from contracts.register.querysets import delivers
from socialvalue.accounts.enums import Permission


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """A supplier's: its own people. The council's: who delivers the contract on the day it was added, where it is shared.

        All of them: those who manage contracts or verify returns in the contract's council, and nobody else there.
        """
        if not user.is_authenticated:
            return self.none()
        councils = {*user.organisations_where(Permission.EDIT_CONTRACTS), *user.organisations_where(Permission.VERIFY_RETURNS)}
        theirs = Q(supplier__in=user.delivers_as) & delivers(user, "contract__")
        shared = Q(supplier=None, shared=True) & delivers(user, "contract__", "added_on")
        # Through the keys, so that a contract of two suppliers does not double its documents
        seen = self.model._base_manager.filter(Q(contract__council__in=councils) | theirs | shared)
        return self.filter(pk__in=seen.values("pk"))

    def current(self) -> Self:
        """Neither replaced by a newer one nor set aside."""
        return self.filter(replaced_by=None, set_aside_at=None)

    def running_out(self, today: date) -> Self:
        """Those that have run out, or do within 60 days."""
        return self.current().filter(valid_until__lte=today + timedelta(days=SOON))
