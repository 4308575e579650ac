"""What was divided into several tenders counts as the whole, and whoever is refused because of that reads what it comes to."""

from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.tendering import selectors, services
from procurement.tendering.models import Tender
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import tendering as build
from tests.procurement.tendering.steps import again, officer
from tests.procurement.tendering.test_exceptions import with_exceptions

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


def test_four_slices_of_forty_thousand_are_not_published_without_a_plan():
    """As it was seen: four tenders of £40,000 each from one commission of £40,000, £160,000 together and no remark."""
    body = small()
    published(body, 40_000)
    for together in ("£80,000", "£120,000", "£160,000"):
        one = build.checking_tender(body, value=Decimal(40_000))
        with pytest.raises(Refused, match=rf"{NO_PLAN}.*from £50,000\. With the other tenders of {body.reference}.*{together}"):
            services.publish(one, by=officer(one))


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


def test_another_commission_s_tender_is_no_part_of_it():
    body = small()
    published(small(council=body.council), 40_000)
    tender = build.checking_tender(body, value=Decimal(40_000))
    assert (tender.value_beside, NO_PLAN in problems(tender)) == (0, False)


def test_a_tender_that_was_ended_counts_no_more_and_one_that_is_closed_does():
    body = small()
    first = published(body, 40_000)
    tender = build.checking_tender(body, value=Decimal(40_000))
    with clock.at(first.deadline + timedelta(minutes=1)):
        services.close_due(clock.now())
        assert "count as one" in problems(tender)
        services.terminate(again(first), by=officer(first), reason="The council bought the service together with its neighbour.")
        assert "count as one" not in problems(tender)


@pytest.mark.parametrize(("second", "refused"), [("103859.99", False), ("103860", True)])
def test_the_law_s_period_says_what_the_parts_come_to(second, refused):
    body = build.commission(light_touch=False, estimated_value=Decimal(120_000))
    soon = clock.now() + timedelta(days=20)
    first = build.checking_tender(body, value=Decimal(103_860), deadline=soon)
    assert "section 54" not in problems(first)
    services.publish(first, by=officer(first))
    second = build.checking_tender(body, value=Decimal(second), deadline=soon)
    assert ("section 54" in problems(second)) is refused
    assert (f"With the other tenders of {body.reference} that were not ended it comes to £207,720" in problems(second)) is refused


def test_an_exception_that_the_law_forbids_the_whole_says_so_too():
    body = with_exceptions(estimated_value=Decimal(150_000))
    build.draft(body, value=Decimal(150_000))
    tender = build.checking_tender(body, value=Decimal("57719.99"))
    assert "section 22(3)" not in problems(tender)
    build.draft(body, value=Decimal("0.01"))
    assert problems(tender).count("it comes to £207,720, and they count as one.") == 2


def test_where_the_estimate_is_as_much_nothing_is_said_of_the_others():
    body = build.commission(light_touch=False, estimated_value=Decimal(300_000))
    build.draft(body, value=Decimal(100_000))
    second = build.checking_tender(body, value=Decimal(200_000), deadline=clock.now() + timedelta(days=10))
    assert "at least 25 days" in problems(second)
    assert "count as one" not in problems(second)
