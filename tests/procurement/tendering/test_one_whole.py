"""What was divided into several tenders is judged by the law as the whole: thresholds cannot be passed under by slicing."""

from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.tendering import selectors, services
from procurement.tendering.models import Tender
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import tendering as build
from tests.procurement.tendering.steps import again, officer

pytestmark = pytest.mark.django_db
NO_PLAN = "The commissioning plan is not approved"


def small(**details):
    """A commission of £40,000 without a plan: below £50,000 the council asks for none."""
    body = build.commission(ready=False, estimated_value=Decimal(40_000), **details)
    for point in build.ACT:
        build.commissioning.consider(body, by=body.lead, point=point, text="Considered.", considered_on=clock.today())
    return body


def published(body, value) -> Tender:
    tender = build.checking_tender(body, value=Decimal(value))
    return services.publish(tender, by=officer(tender))


def problems(tender) -> str:
    return " ".join(one.text for one in selectors.problems_before_publishing(again(tender)))


def test_one_tender_counts_for_itself_or_what_it_was_estimated_at():
    body = small()
    assert build.draft(body, value=Decimal(30_000)).value_for_the_law == 40_000
    assert build.draft(body, value=Decimal(40_001)).value_for_the_law == 40_001


def test_four_slices_of_forty_thousand_are_not_published_without_a_plan():
    """As it was seen: four tenders of £40,000 each from one commission of £40,000, £160,000 together and no remark."""
    body = small()
    published(body, 40_000)
    for number in range(3):
        slice_ = build.checking_tender(body, value=Decimal(40_000))
        assert slice_.value_for_the_law == 80_000, number
        with pytest.raises(Refused, match=rf"{NO_PLAN}.*from £50,000\. With the other tenders of {body.reference}.*£80,000"):
            services.publish(slice_, by=officer(slice_))


@pytest.mark.parametrize(("second", "refused"), [("9999.99", False), ("10000", True), ("10000.01", True)])
def test_the_fifty_thousandth_pound_of_all_together(second, refused):
    body = small()
    published(body, 40_000)
    tender = build.checking_tender(body, value=Decimal(second))
    assert (NO_PLAN in problems(tender)) is refused
    assert ("count as one" in problems(tender)) is refused


def test_with_an_approved_plan_they_are_published():
    body = small()
    published(body, 40_000)
    tender = build.checking_tender(body, value=Decimal(40_000))
    build.make_ready(body, body.lead)
    assert services.publish(tender, by=officer(tender)).is_published


def test_a_draft_and_another_commission_s_tender_buy_nothing_here():
    body = small()
    build.checking_tender(body, value=Decimal(40_000))
    build.draft(body, value=Decimal(40_000))
    published(small(council=body.council), 40_000)
    tender = build.checking_tender(body, value=Decimal(40_000))
    assert tender.value_beside == 0
    assert tender.value_for_the_law == 40_000
    assert NO_PLAN not in problems(tender)


def test_a_tender_that_was_ended_counts_no_more_and_one_that_is_closed_does():
    body = small()
    first = published(body, 40_000)
    tender = build.checking_tender(body, value=Decimal(40_000))
    with clock.at(first.deadline + timedelta(minutes=1)):
        services.close_due(clock.now())
        assert again(tender).value_beside == 40_000
        services.terminate(again(first), by=officer(first), reason="The council bought the service together with its neighbour.")
        assert again(tender).value_beside == 0


def test_the_law_s_period_holds_for_the_parts_of_a_larger_contract():
    body = build.commission(light_touch=False, estimated_value=Decimal(120_000))
    soon = clock.now() + timedelta(days=20)
    first = build.checking_tender(body, value=Decimal(103_860), deadline=soon)
    assert "section 54" not in problems(first)
    services.publish(first, by=officer(first))
    one_pound_less = build.checking_tender(body, value=Decimal("103859.99"), deadline=soon)
    assert "section 54" not in problems(one_pound_less)
    second = build.checking_tender(body, value=Decimal(103_860), deadline=soon)
    assert selectors.minimum_days(second) == 25
    with pytest.raises(Refused, match=rf"at least 25 days.*With the other tenders of {body.reference}.*comes to £207,720"):
        services.publish(second, by=officer(second))


def test_where_the_estimate_is_as_much_nothing_is_said_of_the_others():
    body = build.commission(light_touch=False, estimated_value=Decimal(300_000))
    soon = clock.now() + timedelta(days=30)
    first = build.checking_tender(body, value=Decimal(100_000), deadline=soon)
    services.publish(first, by=officer(first))
    second = build.checking_tender(body, value=Decimal(200_000), deadline=clock.now() + timedelta(days=10))
    assert "at least 25 days" in problems(second)
    assert "count as one" not in problems(second)


def test_it_is_asked_once_a_page(django_assert_num_queries):
    body = small()
    published(body, 40_000)
    tender = Tender.objects.select_related("commission").get(pk=build.draft(body, value=Decimal(1)).pk)
    with django_assert_num_queries(1):
        assert [tender.value_for_the_law for _ in range(3)] == [40_001] * 3
