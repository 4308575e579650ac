"""Dates that move: extended, cut, carried on; every day is owed once and a promise over the term adds up."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.obligations import services
from contracts.obligations.pages import shared_anew
from contracts.register import timed
from contracts.register.models import Contract
from contracts.register.permissions import can_carry_on, check_can_carry_on
from contracts.register.services import start_contract
from contracts.returns.services import save_return
from contracts.schedule.models import DueReturn
from contracts.schedule.services import end_contract, waive
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
D = Decimal
TWELVE = {"target": D(12), "minimum": None, "per": "term"}
WHY = "The option to extend was taken up."


def at(*day):
    return clock.at(datetime(*day, 9, tzinfo=clock.LONDON))


@pytest.fixture(autouse=True)
def now():
    with at(2025, 7, 10):
        yield


def periods():
    return [(r.starts_on, r.ends_on) for r in DueReturn.objects.order_by("starts_on")]


def targets():
    return [r.target for r in DueReturn.objects.order_by("starts_on")]


def test_an_extension_makes_new_rows_and_a_cut_takes_open_ones():
    contract, who = build.active_contract()
    services.change_dates(contract, by=who.manager, reason="The option to extend was taken up.", ends_on=date(2028, 8, 15))
    rows = DueReturn.objects.order_by("starts_on")
    assert len(rows) == 14
    assert (rows[13].starts_on, rows[13].ends_on, rows[13].target) == (date(2028, 7, 1), date(2028, 8, 15), 1)
    services.change_dates(contract, by=who.manager, reason="The service moves to another provider.", ends_on=date(2025, 12, 31))
    assert DueReturn.objects.count() == 3
    with pytest.raises(Refused, match="Say why the dates change: the schedule of returns moves with them"):
        services.change_dates(contract, by=who.manager, reason="", ends_on=date(2026, 3, 31))


@pytest.mark.parametrize("ends, refused", [(date(2025, 7, 9), True), (date(2025, 7, 10), False)])
def test_an_end_in_the_past_is_no_change_of_dates(ends, refused):
    contract, who = build.active_contract()
    if not refused:
        assert services.change_dates(contract, by=who.manager, reason=WHY, ends_on=ends).ends_on == ends
        return
    with pytest.raises(Refused, match="An end in the past is entered with End the contract") as refusal:
        services.change_dates(contract, by=who.manager, reason=WHY, ends_on=ends)
    assert (refusal.value.field, len(periods())) == ("ends_on", 12)


def test_a_draft_may_have_ended_before_today():
    contract, who = build.draft_contract()
    assert services.change_dates(contract, by=who.manager, reason=WHY, ends_on=date(2025, 6, 30)).ends_on == date(2025, 6, 30)


@pytest.mark.parametrize("day, refused", [(date(2025, 6, 30), False), (date(2025, 7, 1), True)])
def test_the_first_day_stays_once_a_period_that_both_sides_agreed_is_over(day, refused):
    contract, who = build.active_contract()
    with at(day.year, day.month, day.day):
        if not refused:
            moved = services.change_dates(contract, by=who.manager, reason=WHY, starts_on=date(2025, 6, 1))
            assert (moved.starts_on, periods()[0]) == (date(2025, 6, 1), (date(2025, 6, 1), date(2025, 8, 31)))
            (event,) = [e for e in timeline(moved) if e.verb == "edit contract"]
            assert event.sentence == "changed the contract's dates; returns made: 12, moved: 0, removed: 12"
            return
        with pytest.raises(Refused, match="Periods counted from the first day are over: it can no longer change") as refusal:
            services.change_dates(contract, by=who.manager, reason=WHY, starts_on=date(2025, 6, 1))
    assert (refusal.value.field, len(periods())) == ("starts_on", 12)


@pytest.mark.parametrize(
    "ends, count",
    [
        (date(2028, 8, 15), "returns made: 2, moved: 0, removed: 0"),
        (date(2025, 12, 31), "returns made: 0, moved: 0, removed: 9"),
        (date(2026, 2, 15), "returns made: 0, moved: 1, removed: 8"),
    ],
)
def test_the_audit_entry_says_what_became_of_the_returns(ends, count):
    contract, who = build.active_contract()
    before = len(periods())
    changed = services.change_dates(contract, by=who.manager, reason=WHY, ends_on=ends)
    event = timeline(changed).first()
    assert (event.verb, event.sentence, event.reason) == ("edit contract", f"changed the contract's dates; {count}", WHY)
    assert event.changes["ends_on"] == ["2028-03-31", ends.isoformat()]
    assert before == 12


def test_days_after_a_cut_quarter_that_was_reported_are_owed_after_an_extension():
    """The last quarter, 1 October to 15 November, is reported; then the contract is extended."""
    contract, who = build.active_contract(ends_on=date(2025, 11, 15))
    with at(2025, 11, 20):
        build.submitted_return(DueReturn.objects.order_by("starts_on")[2], who)
        services.change_dates(contract, by=who.manager, reason=WHY, ends_on=date(2026, 3, 31))
    assert periods()[2:] == [
        (date(2025, 10, 1), date(2025, 11, 15)),
        (date(2025, 11, 16), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 3, 31)),
    ]
    # Half of three each, rounded down on the way: together the quarter's three
    assert targets() == [3, 3, 1, 2, 3]


def test_twelve_over_two_years_are_twelve_over_four():
    contract, who = build.active_contract(ends_on=date(2027, 3, 31), kpi=TWELVE)
    assert targets() == [1, 2, 1, 2, 1, 2, 1, 2]
    with at(2026, 4, 1):
        services.change_dates(contract, by=who.manager, reason=WHY, ends_on=date(2029, 3, 31))
    assert targets() == [1, 2, 1, 2, *[0, 1] * 6]
    assert sum(targets()) == 12


def test_dates_that_stay_move_nothing():
    contract, who = build.active_contract(ends_on=date(2027, 3, 31), kpi=TWELVE)
    before = list(DueReturn.objects.values())
    services.change_dates(contract, by=who.manager, reason=WHY)
    assert list(DueReturn.objects.values()) == before


def test_a_cut_that_leaves_no_place_for_the_promise_asks_for_another_target():
    contract, who = build.active_contract(ends_on=date(2027, 3, 31), kpi=TWELVE)
    with at(2026, 3, 31):
        save_return(DueReturn.objects.order_by("starts_on")[3], by=who.reporter, value=D(1))
    with at(2026, 3, 31), pytest.raises(Refused, match=r"KPI 1: 12 apprenticeships are promised over the term, and periods that"):
        services.change_dates(contract, by=who.manager, reason=WHY, ends_on=date(2026, 3, 31))
    assert (Contract.objects.get().ends_on, len(periods())) == (date(2027, 3, 31), 8)


def test_an_end_one_day_too_late_makes_no_return_of_one_day():
    build.active_contract(ends_on=date(2026, 4, 1), kpi={"frequency": "year"})
    assert periods() == [(date(2025, 4, 1), date(2026, 4, 1))]


def test_a_row_that_was_given_up_is_not_asked_for_again_by_an_extension():
    contract, who = build.active_contract()
    last = DueReturn.objects.order_by("starts_on").last()
    waive(last, by=who.manager, reason="The service closes before that.")
    services.change_dates(contract, by=who.manager, reason=WHY, ends_on=date(2028, 6, 30))
    last.refresh_from_db()
    assert last.waived_at
    assert len(periods()) == 13
    assert DueReturn.objects.owed().count() == 12


def test_the_first_day_takes_the_day_from_which_is_reported_along():
    contract, who = build.draft_contract()
    build.obligation(contract, who)
    services.change_dates(contract, by=who.manager, reason=WHY, starts_on=date(2025, 3, 1))
    assert periods()[0] == (date(2025, 3, 1), date(2025, 5, 31))
    assert build.kpi_of(contract).reported_from == date(2025, 3, 1)


@pytest.mark.parametrize("ends, refused", [(date(2026, 6, 30), False), (date(2026, 6, 29), True)])
def test_a_milestone_keeps_its_place_in_the_contract(ends, refused):
    contract, who = build.active_contract(
        kpi={"kind": "milestone", "target": None, "minimum": None, "unit": "", "milestone_on": date(2026, 6, 30)}
    )
    if not refused:
        assert services.change_dates(contract, by=who.manager, reason=WHY, ends_on=ends).ends_on == ends
        return
    with pytest.raises(Refused, match="KPI 1 is to be done by 30 June 2026, outside these dates: change it first") as refusal:
        services.change_dates(contract, by=who.manager, reason=WHY, ends_on=ends)
    assert refusal.value.field == "ends_on"
    waive(DueReturn.objects.get(), by=who.manager, reason="The plan is no longer wanted.")
    services.change_dates(contract, by=who.manager, reason=WHY, ends_on=ends)


@pytest.mark.parametrize(
    "ends, words",
    [
        (date(2029, 3, 31), "4 years"),
        (date(2026, 3, 31), "1 year"),
        (date(2026, 9, 30), "18 months"),
        (date(2026, 9, 29), "the time from 1 April 2025 to 29 September 2026"),
    ],
)
def test_what_is_shared_anew_is_said(ends, words):
    contract, who = build.draft_contract(ends_on=ends)
    build.obligation(contract, who, kpi=TWELVE)
    build.obligation(contract, who)
    assert shared_anew(contract) == [f"KPI 1: 12 apprenticeships over the term are now shared over {words}."]


def test_the_page_of_dates_says_it(client):
    contract, who = build.active_contract(ends_on=date(2027, 3, 31), kpi=TWELVE)
    client.force_login(who.manager)
    data = {
        "starts_on_day": "1",
        "starts_on_month": "4",
        "starts_on_year": "2025",
        "ends_on_day": "31",
        "ends_on_month": "3",
        "version": contract.version,
    }
    told = client.post(reverse("contract-dates", args=[contract.pk]), data | {"ends_on_year": "2029", "reason": WHY}, follow=True)
    assert "KPI 1: 12 apprenticeships over the term are now shared over 4 years." in told.content.decode()


@pytest.fixture
def over():
    """A contract that its last day has ended, seen three weeks later; its last quarter is not reported."""
    contract, who = build.active_contract(ends_on=date(2026, 2, 15), kpi=TWELVE)
    with at(2026, 3, 10):
        timed.apply(clock.now())
        yield Contract.objects.get(), who


def test_a_contract_that_its_last_day_ended_goes_on_without_a_gap(over):
    contract, who = over
    assert (contract.status, sum(targets())) == ("ended", 12)
    assert periods()[-1] == (date(2026, 1, 1), date(2026, 2, 15))
    goes_on = services.carry_on(contract, by=who.manager, until=date(2026, 9, 30), reason=WHY)
    assert (goes_on.status, goes_on.ends_on, goes_on.ended_on, goes_on.ended_reason) == ("active", date(2026, 9, 30), None, "")
    assert periods()[-4:] == [
        (date(2026, 1, 1), date(2026, 2, 15)),
        (date(2026, 2, 16), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30)),
    ]
    assert sum(targets()) == 12
    event = timeline(goes_on).first()
    assert (event.actor, event.sentence, event.reason) == (who.manager, "extended the contract until 30 September 2026", WHY)
    # And it ends again by itself
    with at(2026, 10, 1):
        assert timed.apply(clock.now()) == 1


def test_a_contract_about_to_end_goes_on_too():
    contract, who = build.active_contract(ends_on=date(2025, 9, 30))
    assert services.carry_on(contract, by=who.manager, until=date(2025, 12, 31), reason=WHY).ends_on == date(2025, 12, 31)
    assert len(periods()) == 3


@pytest.mark.parametrize(
    "until, reason, field, words",
    [
        (date(2026, 2, 15), WHY, "until", "Enter a day after 15 February 2026, the last day so far"),
        (date(2026, 2, 16), " ", "reason", "Enter why the contract is extended"),
    ],
)
def test_it_goes_on_to_a_later_day_and_with_a_reason(over, until, reason, field, words):
    contract, who = over
    with pytest.raises(Refused, match=words) as refusal:
        services.carry_on(contract, by=who.manager, until=until, reason=reason)
    assert refusal.value.field == field
    assert Contract.objects.get().is_ended


def test_who_ended_it_early_does_not_carry_it_on():
    contract, who = build.active_contract()
    ended = end_contract(contract, by=who.manager, reason="The provider closed.", ended_on=date(2025, 7, 1))
    with pytest.raises(WrongState, match="This contract was ended before its last day: it does not go on"):
        services.carry_on(ended, by=who.manager, until=date(2029, 3, 31), reason=WHY)


def test_a_draft_does_not_go_on_and_neither_side_of_others_says_so(over):
    contract, who = over
    draft, _ = build.draft_contract(who)
    with pytest.raises(WrongState, match="This contract has not started: change its dates instead"):
        check_can_carry_on(who.manager, draft)
    for person in (who.reporter, who.director, who.member, build.parties().manager):
        with pytest.raises(NotAllowed, match="Your role does not include"):
            check_can_carry_on(person, contract)
    assert can_carry_on(who.manager, contract)


def test_the_page_lets_it_go_on(client, over):
    contract, who = over
    client.force_login(who.manager)
    url = reverse("contract-carry-on", args=[contract.pk])
    assert url in client.get(reverse("contract", args=[contract.pk])).content.decode()
    assert "Its last day was 15 February 2026." in client.get(url).content.decode()
    day = {"until_day": "30", "until_month": "9", "until_year": "2026"}
    data = {"how": "until", **day, "reason": WHY, "version": contract.version}
    told = client.post(url, data, follow=True).content.decode()
    assert "The contract is extended until 30 September 2026. Its returns continue without a gap." in told
    assert "KPI 1: 12 apprenticeships over the term are now shared over 18 months." in told


def test_a_contract_that_begins_later_says_so(client):
    contract, who = build.draft_contract(starts_on=date(2026, 4, 1))
    services.agree(services.agree(build.obligation(contract, who), by=who.manager), by=who.reporter)
    client.force_login(who.manager)
    told = client.post(reverse("contract-start", args=[contract.pk]), follow=True).content.decode()
    assert "The contract begins on 1 April 2026. Its returns are scheduled." in told
    assert "Begins on 1 April 2026" in client.get(reverse("contracts")).content.decode()
    now_running, _ = build.draft_contract(who)
    start_contract(now_running, by=who.manager)
    assert Contract.objects.get(pk=now_running.pk).status_words == "Active"
