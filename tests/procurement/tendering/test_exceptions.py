"""Section 22(3) is judged again when a tender is published: by its value and its start, whatever the plan was judged by."""

from datetime import date
from decimal import Decimal

import pytest

from procurement.commissioning import services as commissioning
from procurement.commissioning.enums import CommissionKind
from procurement.tendering import selectors, services
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.common.errors import Refused
from tests.builders import tendering as build
from tests.builders.people import person

pytestmark = pytest.mark.django_db
LOW, HIGH = Decimal("150000"), Decimal("300000")


def with_exceptions(**details):
    """A commission whose approved plan lets insurance and audited accounts be asked for, each with its reason."""
    body = build.commission(light_touch=False, ready=False, **{"estimated_value": LOW, **details})
    build.make_ready(body, body.lead)
    plan = commissioning.reopen_plan(body.plan, by=body.lead, reason="It was approved by mistake.")
    answers = {"no_insurance_before_award": False, "insurance_reason": "Lifts carry people.", "no_audited_accounts": False}
    plan = commissioning.edit_plan(plan, by=body.lead, **answers, accounts_reason="A loan is given first.")
    commissioning.approve_plan(commissioning.submit_plan(plan, by=body.lead), by=person(body.council, Role.PROCUREMENT_OFFICER))
    return body


def forbidden(tender) -> list[str]:
    return [p.text for p in selectors.problems_before_publishing(tender) if "section 22(3)" in p.text]


def test_a_tender_above_the_threshold_is_not_published_on_the_exceptions_of_a_cheaper_plan():
    tender = build.checking_tender(with_exceptions(), value=HIGH)
    assert len(forbidden(tender)) == 2
    with pytest.raises(Refused, match=r"lets insurance be asked for before the award.*22\(3\)"):
        services.publish(tender, by=person(tender.council, Role.PROCUREMENT_OFFICER))
    assert Tender.objects.get().published_at is None


@pytest.mark.parametrize(
    ("started_on", "value", "problems"),
    [
        (date(2026, 1, 1), Decimal("207720"), 2),
        (date(2026, 1, 1), Decimal("207719.99"), 0),
        (date(2025, 12, 31), Decimal("207720"), 0),
        (date(2025, 12, 31), Decimal("214904"), 2),
    ],
)
def test_the_start_of_the_procurement_chooses_the_threshold(started_on, value, problems):
    build.checking_tender(with_exceptions(), value=value)
    Tender.objects.update(started_on=started_on)
    assert len(forbidden(Tender.objects.get())) == problems


def test_below_the_threshold_and_for_grants_the_exceptions_stand():
    assert forbidden(build.checking_tender(with_exceptions(), value=LOW)) == []
    grant = with_exceptions(kind=CommissionKind.GRANT, estimated_value=HIGH)
    assert forbidden(build.checking_tender(grant, value=HIGH)) == []


def test_a_plan_without_exceptions_says_nothing():
    assert forbidden(build.checking_tender(build.commission(light_touch=False), value=HIGH)) == []
