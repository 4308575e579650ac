"""What is published changes by amendment alone."""

from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.tendering import services
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums.patterns import default_levels
from procurement.tendering.models import Criterion
from socialvalue.accounts.enums import Role
from socialvalue.common.errors import Refused, WrongState
from tests.builders import tendering as build
from tests.builders.people import person, supplier
from tests.procurement.tendering.steps import again, officer

pytestmark = pytest.mark.django_db


def test_nothing_published_can_be_changed_but_by_amendment():
    tender = build.published_tender()
    by = tender.drafted_by
    q1 = tender.criteria.get(key="q1")
    for change in (
        lambda: services.edit_tender(tender, by=by, title="New"),
        lambda: services.edit_criterion(q1, by=by, weight=Decimal(1)),
        lambda: services.remove_criterion(q1, by=by),
        lambda: services.move_criterion(q1, by=by, up=False),
        lambda: services.set_question(q1, by=by, wording="New"),
        lambda: services.set_scale(tender, by=by, levels=default_levels(3), maximum=3),
        lambda: services.add_criterion(tender, by=by, kind=K.PASS_FAIL, title="New"),
    ):
        with pytest.raises(WrongState, match="amend the tender"):
            change()
    assert Criterion.objects.get(pk=q1.pk).weight == 50


def test_an_amendment_is_numbered_moves_the_deadline_and_tells_bidders_once():
    tender = build.published_tender()
    body = supplier()
    bidder, stranger = person(body, Role.SUPPLIER), person(supplier(), Role.SUPPLIER)
    tender.bids.create(supplier=body, started_by=bidder)
    later = tender.deadline + timedelta(days=7)
    with pytest.raises(Refused, match="later than"):
        services.amend(tender, by=officer(tender), text="Earlier", new_deadline=tender.deadline)
    first = services.amend(tender, by=officer(tender), text="The lot now covers Swale.", new_deadline=later)
    second = services.amend(tender, by=officer(tender), text="Transport is included.")
    assert (first.number, second.number) == (1, 2)
    assert again(tender).deadline == later
    assert bidder.messages.count() == 2
    assert not stranger.messages.exists()
