"""What a tender counts as before the law: the commission's tenders that were not ended, added up, and at least its estimate."""

from decimal import Decimal

import pytest

from procurement.tendering import selectors, services
from procurement.tendering.models import Tender
from socialvalue.law.rules import rules_on
from tests.builders import tendering as build
from tests.procurement.tendering.steps import officer

pytestmark = pytest.mark.django_db


def values(body) -> list[int]:
    return [int(one.value_for_the_law) for one in Tender.objects.filter(commission=body).order_by("pk")]


@pytest.mark.parametrize(
    ("estimate", "tenders", "counts_as"),
    [
        (300_000, [100_000], 300_000),
        (300_000, [400_000], 400_000),
        (300_000, [100_000, 150_000], 300_000),
        (300_000, [200_000, 150_000], 350_000),
        (300_000, [100_000, 100_000, 100_001], 300_001),
    ],
)
def test_the_sum_of_a_commission_s_tenders(estimate, tenders, counts_as):
    body = build.commission(estimated_value=Decimal(estimate))
    build.draft(build.commission(council=body.council), value=Decimal(9_000_000))
    for value in tenders:
        build.draft(body, value=Decimal(value))
    assert values(body) == [counts_as] * len(tenders)


def test_one_that_was_ended_counts_for_itself_alone():
    body = build.commission(estimated_value=Decimal(1000))
    first = build.published_tender(commission=body, value=Decimal(500_000))
    build.draft(body, value=Decimal(200_000))
    assert values(body) == [700_000, 700_000]
    services.terminate(first, by=officer(first), reason="The money for it has gone.")
    assert values(body) == [700_000, 200_000], "the one that goes on is no longer part of a whole"


@pytest.mark.parametrize("number", [1, 2, 6])
def test_one_query_however_many_tenders(number, django_assert_num_queries):
    body = build.commission()
    for _ in range(number):
        build.draft(body)
    tender = Tender.objects.select_related("commission").first()
    with django_assert_num_queries(1):
        assert tender.value_for_the_law == max(number * tender.value, body.estimated_value)


def test_a_second_half_brings_the_minimum_period_over_the_threshold():
    body = build.commission(light_touch=False, estimated_value=Decimal(1000))
    tender = build.draft(body, value=Decimal(150_000))
    threshold = rules_on(tender.started_on).threshold
    assert (tender.value_for_the_law < threshold, selectors.minimum_days(tender)) == (True, None)
    build.draft(body, value=threshold - Decimal(150_001))
    assert selectors.minimum_days(tender) is None, "a pound below"
    build.draft(body, value=Decimal(1))
    assert selectors.minimum_days(tender) == 25
