"""The dated rule sets, against the sums and days of the Acts and of SI 2025/1200, to the pound and to the day."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from socialvalue.common.clock import LONDON
from socialvalue.law.rules import RULE_SETS, rules_on

IN_2025, IN_2026 = RULE_SETS


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        (date(2024, 1, 1), IN_2025),  # older than the Act: the earliest set
        (date(2025, 2, 24), IN_2025),
        (date(2025, 12, 31), IN_2025),
        (date(2026, 1, 1), IN_2026),
        (date(2030, 6, 1), IN_2026),
    ],
)
def test_the_day_a_procurement_started_chooses_its_rules(day, rules):
    assert rules_on(day) is rules


@pytest.mark.parametrize(
    ("rules", "light_touch", "works", "sum_of_money"),
    [
        (IN_2025, False, False, "214904"),
        (IN_2025, True, False, "663540"),
        (IN_2025, False, True, "5372609"),
        (IN_2026, False, False, "207720"),
        (IN_2026, True, False, "663540"),
        (IN_2026, False, True, "5193000"),
    ],
)
def test_a_contract_at_the_threshold_is_public_and_a_pound_below_it_is_not(rules, light_touch, works, sum_of_money):
    kind = {"light_touch": light_touch, "works": works}
    assert rules.threshold_for(**kind) == Decimal(sum_of_money)
    assert rules.above_threshold(Decimal(sum_of_money), **kind) is True
    assert rules.above_threshold(Decimal(sum_of_money) - 1, **kind) is False


def test_where_nobody_says_works_it_is_goods_or_services():
    """The threshold of works is 25 times the other: a default the wrong way round would free nearly every contract."""
    at = Decimal("207720")
    assert IN_2026.threshold_for(light_touch=False) == at
    assert IN_2026.above_threshold(at, light_touch=False) is True
    assert IN_2026.standstill_mandatory(at, light_touch=False) is True
    assert IN_2026.minimum_tender_days(at, light_touch=False) == 25


@pytest.mark.parametrize("light_touch", [True, False])
def test_no_standstill_and_no_least_days_for_light_touch_or_below_the_threshold(light_touch):
    value = Decimal("9000000") if light_touch else Decimal("207719")
    assert IN_2026.standstill_mandatory(value, light_touch=light_touch) is False
    assert IN_2026.minimum_tender_days(value, light_touch=light_touch) is None


@pytest.mark.parametrize("rules", RULE_SETS, ids=[str(rules.since) for rules in RULE_SETS])
def test_the_days_and_sums_that_both_sets_share(rules):
    assert rules.standstill_working_days == 8  # s.51
    assert (rules.tender_days, rules.tender_days_documents_later, rules.tender_days_short) == (25, 30, 10)  # s.54
    assert (rules.details_notice_days, rules.details_notice_days_light_touch) == (30, 120)  # s.53
    assert (rules.kpi_duty_above, rules.kpi_duty_count) == (Decimal("5000000"), 3)  # s.52
    assert rules.notifiable_below_threshold == Decimal("30000")  # s.87
    assert rules.social_value_guideline == Decimal("10")


@pytest.mark.parametrize("started_on", [date(2020, 1, 1), date(2025, 12, 31), date(2026, 1, 1)])
@pytest.mark.parametrize(
    ("deadline", "opens"),
    [
        (datetime(2026, 11, 20, 14, tzinfo=LONDON), datetime(2026, 11, 20, 15, tzinfo=UTC)),
        (datetime(2026, 7, 1, 23, 30, tzinfo=LONDON), datetime(2026, 7, 1, 23, 30, tzinfo=UTC)),
        # 1:30 in the night in which the clocks go back comes twice: an hour after the first is the second, and not 2:30
        (datetime(2026, 10, 25, 1, 30, tzinfo=LONDON), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_bids_are_opened_an_hour_after_they_were_due(started_on, deadline, opens):
    assert rules_on(started_on).opens_at(deadline) == opens
