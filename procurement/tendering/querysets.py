from django.db import models
from django.db.models import Q

from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Permission

BEFORE_PUBLICATION = [TenderStatus.DRAFT, TenderStatus.CHECKING, TenderStatus.RETURNED]


class TenderQuerySet(models.QuerySet):
    def public(self):
        """Published tenders, open or closed: anyone may read what was published."""
        return self.exclude(status__in=BEFORE_PUBLICATION)

    def visible_to(self, user):
        """The council's officers see its drafts; everybody sees what was published."""
        published = ~Q(status__in=BEFORE_PUBLICATION)
        if not user.is_authenticated:
            return self.filter(published)
        return self.filter(published | Q(commission__council__in=user.organisations_where(Permission.VIEW_COMMISSIONS)))

    def inside(self, user):
        """What officers work on: tenders of the councils in which the user may see commissions, published or not."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(commission__council__in=user.organisations_where(Permission.VIEW_COMMISSIONS))
