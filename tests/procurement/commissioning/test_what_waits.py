"""How many returns of its contract wait, as the bar of a commission says: asked of its own contracts alone."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.returns.services import undo_submit
from contracts.schedule.models import DueReturn
from procurement.commissioning.models import Commission
from procurement.commissioning.selectors.progress import progresses_of
from socialvalue.common import clock
from tests.builders import chain, contracts

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey():
    return chain.journey()


def waiting_in(journey) -> int:
    (progress,) = progresses_of([(Commission.objects.get(pk=journey.commission.pk), None)])
    return progress.facts.to_verify


def test_returns_that_wait_are_counted_until_they_are_taken_back(journey):
    who = contracts.Parties(
        journey.commission.council, journey.award.bid.supplier, journey.manager, journey.manager, journey.manager, journey.supplier_user
    )  # fmt: skip
    dues = list(DueReturn.objects.filter(kpi__obligation__contract=journey.contract).order_by("due_on", "pk")[:2])
    other, there = contracts.active_contract()
    assert waiting_in(journey) == 0
    last = max(due.ends_on for due in dues)
    with clock.at(datetime(last.year, last.month, last.day, 9, tzinfo=clock.LONDON) + timedelta(days=2)):
        contracts.submitted_return(contracts.first_due(other), there)
        first = contracts.submitted_return(dues[0], who)
        assert waiting_in(journey) == 1
        contracts.submitted_return(dues[1], who)
        assert waiting_in(journey) == 2
        undo_submit(first, by=journey.supplier_user)
        assert waiting_in(journey) == 1


def test_what_waits_is_asked_of_the_contracts_shown(journey):
    body = Commission.objects.get(pk=journey.commission.pk)
    with CaptureQueriesContext(connection) as sent:
        progresses_of([(body, None)])
    counting = [one["sql"] for one in sent.captured_queries if "contracts_return" in one["sql"]]
    # Once from the commission, once from its tender
    assert [f'"contracts_contract"."id" IN ({journey.contract.pk})' in one for one in counting] == [True, True]
    assert len(sent) == 7
