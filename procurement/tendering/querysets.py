from typing import Self

from django.db import models
from django.db.models import Q

from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Permission

BEFORE_PUBLICATION = [TenderStatus.DRAFT, TenderStatus.CHECKING, TenderStatus.RETURNED]


class TenderQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Published, open or closed, to everybody or to those invited: ask ``visible_to`` beside it, or be the council's own."""
        return self.exclude(status__in=BEFORE_PUBLICATION)

    def buying(self) -> Self:
        """Published, open or closed, and not ended: what the council buys by."""
        return self.published().exclude(status=TenderStatus.TERMINATED)

    def public(self) -> Self:
        """Published to everybody, open or closed: what lists, feeds and pages without a reader may say."""
        return self.published().filter(by_invitation=False)

    def visible_to(self, user) -> Self:
        """The council's officers see its drafts; everybody sees what was published to everybody.

        What was published to those invited: they, whoever acts for what they were joined to, and the people of the council.
        """
        published, to_all = ~Q(status__in=BEFORE_PUBLICATION), Q(by_invitation=False)
        if not user.is_authenticated:
            return self.filter(published, to_all)
        own = Q(commission__council__in=[council.pk for council in user.councils])
        drafts = Q(commission__council__in=user.organisations_where(Permission.VIEW_COMMISSIONS))
        return self.filter(published & (to_all | own | self._invited(user)) | drafts)

    def inside(self, user) -> Self:
        """What officers work on: tenders of the councils in which the user may see commissions, published or not."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(commission__council__in=user.organisations_where(Permission.VIEW_COMMISSIONS))

    def _invited(self, user) -> Q:
        """Through the keys, so that a tender to which two of their suppliers were invited comes once."""
        if not user.delivers_as:
            return Q(pk__in=[])
        rows = self.model._base_manager.filter(invitations__supplier__in=user.delivers_as)
        return Q(pk__in=rows.values("pk"))
