"""What the law asks of a plan and what only council policy does, on both sides of a threshold and of its change."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from procurement.commissioning import selectors, services
from procurement.commissioning.enums import CommissionKind
from procurement.commissioning.models import Commission, FrozenDocument
from procurement.commissioning.pages.overview import law_note
from procurement.commissioning.selectors.checklist import checklist_for
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import commissioning as build

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("answer", [None, False])
@pytest.mark.parametrize("field", ["no_insurance_before_award", "no_audited_accounts"])
def test_section_22_is_absolute_for_a_public_contract(field, answer):
    plan = build.complete_plan(build.commission())
    reason = {"insurance_reason": "It is usual.", "accounts_reason": "It is usual."}
    plan = services.edit_plan(plan, by=plan.commission.lead, **{field: answer}, **reason)
    with pytest.raises(Refused, match=r"Confirm that no .*section 22\(3\)"):
        services.submit_plan(plan, by=plan.commission.lead)


@pytest.mark.parametrize(
    ("details", "lots", "small"),
    [
        ({}, "section 18", "section 12(4)"),
        ({"estimated_value": Decimal("207719.99")}, "council policy", "section 86"),
        ({"kind": CommissionKind.GRANT}, "council policy", "council policy"),
    ],
)
def test_what_is_missing_names_what_asks_for_it(details, lots, small):
    body = build.commission(**details)
    problems = selectors.plan_problems(services.start_plan(body, by=body.lead))
    assert lots in next(p for p in problems if "into lots, or" in p)
    assert small in next(p for p in problems if "barriers" in p)


@pytest.mark.parametrize(
    "not_covered",
    [
        {"estimated_value": Decimal("207719.99")},
        {"estimated_value": Decimal("663539.99"), "light_touch": True},
        {"estimated_value": Decimal("5192999.99"), "works": True},
        {"kind": CommissionKind.GRANT},
    ],
)
def test_where_the_law_does_not_hold_an_exception_has_a_reason(not_covered):
    body = build.commission(**not_covered)
    plan = build.complete_plan(body)
    plan = services.edit_plan(plan, by=body.lead, no_insurance_before_award=False, no_audited_accounts=False)
    assert len(selectors.plan_problems(plan)) == 2
    plan = services.edit_plan(
        plan, by=body.lead, insurance_reason="Lifts: people are hurt.", accounts_reason="A loan is given first."
    )
    services.approve_plan(services.submit_plan(plan, by=body.lead), by=build.approver(body.council))
    content = FrozenDocument.objects.get().content
    assert (content["covered"], content["insurance_reason"]) == (False, "Lifts: people are hurt.")


@pytest.mark.parametrize(
    ("day", "details", "asked"),
    [
        # The threshold for goods and services went from £214,904 to £207,720 on 1 January 2026
        (date(2025, 12, 31), {"estimated_value": Decimal("207720")}, False),
        (date(2025, 12, 31), {"estimated_value": Decimal("214903.99")}, False),
        (date(2025, 12, 31), {"estimated_value": Decimal("214904")}, True),
        (date(2026, 1, 1), {"estimated_value": Decimal("207719.99")}, False),
        (date(2026, 1, 1), {"estimated_value": Decimal("207720")}, True),
        # Works: £5,372,609, then £5,193,000
        (date(2025, 12, 31), {"estimated_value": Decimal("5193000"), "works": True}, False),
        (date(2026, 1, 1), {"estimated_value": Decimal("5193000"), "works": True}, True),
        (date(2026, 1, 1), {"estimated_value": Decimal("5192999"), "works": True}, False),
        # Light touch did not change
        (date(2025, 12, 31), {"estimated_value": Decimal("663539"), "light_touch": True}, False),
        (date(2025, 12, 31), {"estimated_value": Decimal("663540"), "light_touch": True}, True),
        (date(2026, 1, 1), {"estimated_value": Decimal("663540"), "light_touch": True}, True),
    ],
)
def test_the_checklist_follows_the_threshold_of_the_day_the_plan_is_drawn_up(day, details, asked):
    with clock.at(datetime(2025, 11, 3, 12, tzinfo=UTC)):
        body = build.commission(**details)
    with clock.at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
        plan = services.start_plan(body, by=body.lead)
    assert plan.drawn_up_on == day
    keys = {item.key for item in checklist_for(Commission.objects.get(pk=body.pk))}
    assert ("options" in keys, "equality" in keys) == (asked, asked)
    assert {"heard", "local", "manage"} <= keys


def test_before_there_is_a_plan_the_day_the_commission_began_chooses_the_rules():
    with clock.at(datetime(2025, 12, 31, 12, tzinfo=UTC)):
        body = build.commission(estimated_value=Decimal("210000"))
    assert "£214,904" in law_note(body)
    assert "options" not in {item.key for item in checklist_for(body)}
    with clock.at(datetime(2026, 1, 5, 12, tzinfo=UTC)):
        services.start_plan(body, by=body.lead)
    body = Commission.objects.get(pk=body.pk)
    assert law_note(body) == ""
    assert "options" in {item.key for item in checklist_for(body)}
    # Started again, or reopened: the day stays
    assert services.start_plan(body, by=body.lead).drawn_up_on == date(2026, 1, 5)
