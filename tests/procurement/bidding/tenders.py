"""A tender with one question of each kind, for the tests of this room."""

from datetime import datetime, timedelta
from decimal import Decimal

from procurement.tendering import services
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.clock import LONDON
from tests.builders import people, tendering

DEADLINE = datetime(2026, 11, 20, 14, 0, tzinfo=LONDON)
BEFORE = DEADLINE.replace(hour=9)
LATE = DEADLINE + timedelta(minutes=1)
# The first moment at which bids can be opened
AFTER = DEADLINE + timedelta(hours=1)


def open_tender(council=None, deadline: datetime = DEADLINE) -> Tender:
    """Open for bids: a quality question (50 words), a social value question with commitments, a declaration, a price."""
    with clock.at(deadline - timedelta(days=40)):
        tender = tendering.draft(tendering.commission(council=council), deadline=deadline)
        by = tender.drafted_by

        def criterion(kind, key, title, weight=None, **more):
            return services.add_criterion(
                tender, by=by, kind=kind, key=key, title=title, weight=None if weight is None else Decimal(weight), **more
            )

        criterion(K.PRICE, "price", "Price", 40)
        q1 = criterion(K.QUALITY, "q1", "Breaks that carers want", 48)
        q2 = criterion(K.SOCIAL_VALUE, "q2", "Work for local people", 12, form="open")
        q3 = criterion(K.PASS_FAIL, "q3", "Modern slavery statement")
        services.set_question(q1, by=by, wording="How will you plan breaks?", word_limit=50)
        priority = tender.commission.framework.priorities.get(code="LE")
        services.set_question(q2, by=by, wording="What will you offer?", priority=priority, asks_commitments=True)
        services.set_question(q3, by=by, wording="Do you have a modern slavery statement?")
        tender.refresh_from_db()
        tender = services.send_for_checking(tender, by=by)
        return services.publish(tender, by=people.person(tender.council, Role.PROCUREMENT_OFFICER))
