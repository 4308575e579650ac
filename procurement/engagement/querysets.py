from typing import Self

from django.db import models
from django.db.models import Q

from procurement.commissioning.querysets import OfCommissionQuerySet
from socialvalue.accounts.enums import Permission


class EventQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Events on the public page: announced, not by invitation."""
        return self.filter(advertised_at__isnull=False, cancelled_at=None)

    def advertised(self) -> Self:
        """As ``public``, with the cancelled ones: whoever meant to come has to learn of it."""
        return self.filter(advertised_at__isnull=False)

    def inside(self, user) -> Self:
        """Events of the councils in which the user may see commissions; their notes and files are for these people."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(commission__council__in=user.organisations_where(Permission.VIEW_COMMISSIONS))

    def visible_to(self, user) -> Self:
        """Council officers see their council's events; everybody sees advertised ones."""
        if not user.is_authenticated:
            return self.advertised()
        return self.filter(
            Q(commission__council__in=user.organisations_where(Permission.VIEW_COMMISSIONS)) | Q(advertised_at__isnull=False)
        )


class IdeaQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """A private idea is read by the supplier who sent it and by the council it was disclosed to, by nobody else."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(supplier__in=user.organisations_where(Permission.BID))
            | Q(commission__council__in=user.organisations_where(Permission.EDIT_COMMISSIONS))
        )


class YouSaidQuerySet(models.QuerySet):
    def public(self) -> Self:
        """The edition the public reads: neither taken back nor replaced by a newer one. At most one a commission."""
        return self.filter(replaced_at=None, withdrawn_at=None)

    def visible_to(self, user) -> Self:
        """Everybody reads what is published; officers of the council also what was taken back or replaced."""
        if not user.is_authenticated:
            return self.public()
        inside = Q(commission__council__in=user.organisations_where(Permission.VIEW_COMMISSIONS))
        return self.filter(inside | Q(replaced_at=None, withdrawn_at=None))


class RemarkQuerySet(OfCommissionQuerySet):
    def unused(self) -> Self:
        """Neither evidence for anything nor published."""
        return self.filter(sought_outcomes=None, diagnostic_entries=None, published=None)
