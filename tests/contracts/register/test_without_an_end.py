"""Contracts without an agreed end, and those that run on past it: nothing ends them but a person, and their returns go on."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.kept.services import roll
from contracts.obligations import services as obligations
from contracts.obligations import timed as planning
from contracts.obligations.pages import shared_anew
from contracts.overview.pages.record import summary_rows
from contracts.overview.selectors import contracts_for
from contracts.register import timed
from contracts.register.calculations.ends import horizon
from contracts.register.models import Contract
from contracts.register.selectors import grounds_of
from contracts.register.services import propose_supplier_change
from contracts.schedule.models import DueReturn
from contracts.schedule.services import end_contract
from contracts.warnings.needs import needs
from measurement.clockwork.timed import poll
from measurement.dashboards.selectors.delivery import ending
from measurement.dashboards.selectors.public import published
from measurement.figures.selectors.league import ContractLines
from measurement.figures.selectors.scope import Scope
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
START, LAST = date(2025, 4, 1), date(2028, 3, 31)
WHY = "The service is still needed while the new tender runs."


def at(day: date, hour: int = 9):
    return clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=clock.LONDON))


@pytest.fixture
def endless():
    """A contract without an end, with a KPI, in force since 1 April 2025."""
    with at(date(2025, 7, 10)):
        return build.active_contract(ends_on=None)


@pytest.fixture
def past():
    """A contract that was to end on 31 March 2028, and of which somebody said that it runs on."""
    with at(date(2025, 7, 10)):
        contract, who = build.active_contract()
    with at(LAST):
        return obligations.run_on(contract, by=who.manager, without_end=False, reason=WHY), who


def rows() -> list[date]:
    return list(DueReturn.objects.order_by("starts_on").values_list("ends_on", flat=True))


def fresh(contract: Contract) -> Contract:
    return Contract.objects.get(pk=contract.pk)


# How far ahead


@pytest.mark.parametrize(
    "starts_on, today, until",
    [
        (date(2025, 4, 1), date(2025, 4, 1), date(2027, 3, 31)),  # the first year alone is a day short of twelve months
        (date(2025, 4, 1), date(2026, 3, 31), date(2027, 3, 31)),
        (date(2025, 4, 1), date(2026, 4, 1), date(2028, 3, 31)),
        (date(2030, 1, 1), date(2025, 4, 1), date(2031, 12, 31)),  # counted from its first day while that is to come
        (date(1998, 9, 15), date(2026, 7, 1), date(2027, 9, 14)),
        (date(2024, 2, 29), date(2026, 7, 1), date(2028, 2, 28)),
    ],
)
def test_it_is_planned_to_the_end_of_a_year_of_its_own(starts_on, today, until):
    assert horizon(starts_on, today) == until


def test_its_returns_are_planned_ahead_and_planned_on_by_the_clock(endless):
    contract, _ = endless
    assert (contract.ends_on, contract.planned_until) == (None, date(2027, 3, 31))
    assert (len(rows()), rows()[-1]) == (8, date(2027, 3, 31))
    with at(date(2026, 3, 31)):
        assert (planning.due(clock.now()), planning.apply(clock.now())) == ([], 0)
    with at(date(2026, 4, 1)):
        assert [event.subject for event in planning.due(clock.now())] == [contract.reference]
        assert poll(clock.now())["returns planned ahead"] == 1
        assert planning.apply(clock.now()) == 0
    assert fresh(contract).planned_until == date(2028, 3, 31)
    assert (len(rows()), rows()[-1]) == (12, date(2028, 3, 31))


def test_years_that_nobody_ran_the_clock_are_made_up_at_once(endless):
    contract, _ = endless
    with at(date(2031, 6, 1)):
        assert planning.apply(clock.now()) == 1
    assert fresh(contract).planned_until == date(2033, 3, 31)
    assert len(rows()) == 32


def test_its_quarters_are_owed_and_counted_like_any(endless):
    contract, who = endless
    with at(date(2026, 5, 1)):
        poll(clock.now())
        assert DueReturn.objects.owed().due_by(clock.today()).count() == 4
        roll()
        line = list(ContractLines(Scope(who.council.pk, date(2025, 5, 1), date(2026, 4, 30), clock.today())))[0]
        assert (line.tally.expected, line.tally.late, line.ending, line.past_end) == (4, 4, False, False)


# What the clock leaves alone


def test_the_clock_neither_announces_nor_ends_it(endless):
    contract, who = endless
    for day in (date(2027, 3, 31), date(2027, 4, 1), date(2040, 1, 1)):
        with at(day):
            assert (timed.due(clock.now()), timed.apply(clock.now())) == ([], 0)
    assert fresh(contract).status_words == "Active"
    with at(date(2027, 3, 1)):
        assert needs(people.fresh(who.manager), clock.now()) == []
        assert ending(people.fresh(who.manager)) == []


def test_what_runs_on_is_in_force_the_day_after_its_end(past):
    contract, who = past
    assert (contract.ends_on, contract.planned_until, contract.is_past_its_end) == (LAST, date(2029, 3, 31), False)
    with at(LAST):
        assert fresh(contract).status_words == "Active"
    with at(LAST + timedelta(days=1)):
        assert timed.apply(clock.now()) == 0
        assert fresh(contract).status_words == "Past its end"
        assert fresh(contract).end_words == "to 31 March 2028, and still running"
        assert [line.contracts for line in published(clock.today())] == [1]
        need = needs(people.fresh(who.manager), clock.now())[0]
        words = f"{contract.title} was to end on 31 March 2028 and still runs: agree a new last day, or end it"
        assert (need.text, need.kind, need.due) == (words, "overdue", LAST)
        assert need.url == reverse("contract-carry-on", args=[contract.pk])


def test_its_schedule_goes_on_past_the_end_without_a_gap(past):
    assert (len(rows()), rows()[11], rows()[12], rows()[-1]) == (16, LAST, date(2028, 6, 30), date(2029, 3, 31))
    with at(date(2028, 9, 1)):
        assert DueReturn.objects.owed().due_by(clock.today()).count() == 13


def test_oversight_names_what_is_past_its_end(past):
    contract, who = past
    with at(date(2028, 5, 1)):
        poll(clock.now())
        roll()
        line = list(ContractLines(Scope(who.council.pk, date(2027, 5, 1), date(2028, 4, 30), clock.today()), attention=True))[0]
    assert (line.pk, line.past_end) == (contract.pk, True)
    assert line.concerns[-1] == ("Past its end", "Was to end on 31 March 2028 and still runs")


# Lists and pages


def test_the_list_is_narrowed_by_how_contracts_stand(past):
    old, who = past
    with at(date(2028, 5, 1)):
        endless, _ = build.active_contract(who, ends_on=None, title="Without an end")
        later, _ = build.active_contract(who, starts_on=date(2029, 1, 1), ends_on=date(2029, 12, 31), title="Later")
        draft, _ = build.draft_contract(who, ends_on=None, title="Not yet")
        found = {
            status: {one.pk for one in contracts_for(who.manager, status=status)}
            for status in ("past_end", "no_end", "to_begin", "active", "draft", "ended")
        }
        soon = contracts_for(who.manager, ends_within="24")
        assert list(soon) == [later]
    assert found == {
        "past_end": {old.pk}, "no_end": {endless.pk}, "to_begin": {later.pk}, "active": {old.pk, endless.pk, later.pk},
        "draft": {draft.pk}, "ended": set(),
    }  # fmt: skip


def test_the_pages_say_that_there_is_no_end(client, endless):
    contract, who = endless
    client.force_login(who.manager)
    assert "</time> without an agreed end" in as_read(client.get(reverse("contract", args=[contract.pk])))
    assert "No agreed end" in as_read(client.get(reverse("contracts")))
    assert {"key": "Ends", "value": "No agreed end"} in summary_rows(contract)


def test_a_blank_last_day_is_asked_about_and_ticked_it_is_none(client):
    contract, who = build.draft_contract()
    client.force_login(who.manager)
    url = reverse("contract-dates", args=[contract.pk])
    start = {"starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2025", "reason": WHY, "version": contract.version}
    refused = as_read(client.post(url, start))
    assert "Enter the last day, or say that there is no agreed end" in refused
    both = start | {"ends_on_day": "1", "ends_on_month": "4", "ends_on_year": "2027", "end_kind": "no_end"}
    assert "Leave the last day empty, or say that there is one" in as_read(client.post(url, both))
    assert fresh(contract).ends_on == LAST
    client.post(url, start | {"end_kind": "no_end"})
    assert fresh(contract).has_no_end


def test_the_register_s_own_form_says_it_too(client):
    contract, who = build.draft_contract()
    client.force_login(who.manager)
    url = reverse("contract-edit", args=[contract.pk])
    form = client.get(url).context["form"]
    typed = {
        name: form[name].value() for name in ("title", "reference", "directorate", "kind", "route", "manager", "lead_director")
    }
    typed |= {"suppliers": who.supplier.name, "total_value": "1200000", "version": contract.version}
    typed |= {"starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2025"}
    assert "Enter the last day, or say that there is no agreed end" in as_read(client.post(url, typed))
    client.post(url, typed | {"end_kind": "no_end"})
    assert fresh(contract).has_no_end
    assert client.get(url).context["form"]["end_kind"].value() == "no_end"


@pytest.mark.parametrize(
    "how, said, words, ends_on",
    [
        ("past_end", {}, "runs on past its agreed end", LAST),
        ("without_end", {}, "runs without an agreed end", None),
        ("until", {"until_day": "30", "until_month": "9", "until_year": "2028"}, "is extended until 30 September 2028",
         date(2028, 9, 30)),
    ],
)  # fmt: skip
def test_an_end_that_has_come_is_answered_on_one_page(client, how, said, words, ends_on):
    with at(date(2025, 7, 10)):
        contract, who = build.active_contract()
    with at(LAST + timedelta(days=1)):
        timed.apply(clock.now())
        assert fresh(contract).is_ended
        client.force_login(who.manager)
        url = reverse("contract-carry-on", args=[contract.pk])
        told = client.post(url, {"how": how, **said, "reason": WHY, "version": fresh(contract).version}, follow=True)
        assert f"The contract {words}. Its returns continue without a gap." in as_read(told)
    now = fresh(contract)
    assert (now.status, now.ends_on, now.ended_on, now.planned_until is None) == ("active", ends_on, None, how == "until")


def test_a_new_last_day_is_needed_only_where_there_is_one(client, past):
    contract, who = past
    client.force_login(who.manager)
    url = reverse("contract-carry-on", args=[contract.pk])
    with at(LAST + timedelta(days=10)):
        # That it runs on is said already
        assert [value for value, _ in client.get(url).context["form"].fields["how"].choices] == ["until", "without_end"]
        data = {"how": "until", "reason": WHY, "version": contract.version}
        assert "Enter the new last day" in as_read(client.post(url, data))
        over = data | {"until_day": "5", "until_month": "4", "until_year": "2028"}
        assert "Enter today or a day to come, or end it if it is over already" in as_read(client.post(url, over))
        client.post(url, data | {"until_day": "10", "until_month": "4", "until_year": "2028"})
    assert (fresh(contract).ends_on, fresh(contract).runs_on) == (date(2028, 4, 10), False)


# What a person does


def test_it_goes_on_only_with_a_reason_and_only_once(past):
    contract, who = past
    with pytest.raises(Refused, match="^The contract runs on past its end already$"):
        obligations.run_on(contract, by=who.manager, without_end=False, reason=WHY)
    with pytest.raises(Refused, match="^Say why it goes on$"):
        obligations.run_on(contract, by=who.manager, without_end=True, reason=" ")
    endless = obligations.run_on(contract, by=who.manager, without_end=True, reason=WHY)
    assert (endless.ends_on, endless.runs_on) == (None, False)
    with pytest.raises(Refused, match="^The contract has no agreed end that it could run past"):
        obligations.run_on(endless, by=who.manager, without_end=False, reason=WHY)


def test_a_new_last_day_takes_away_what_was_planned_beyond_it(past):
    contract, who = past
    with at(date(2028, 5, 1)):
        obligations.carry_on(contract, by=who.manager, until=date(2028, 12, 31), reason=WHY)
    now = fresh(contract)
    assert (now.ends_on, now.planned_until, rows()[-1], len(rows())) == (date(2028, 12, 31), None, date(2028, 12, 31), 15)
    with at(date(2029, 1, 1)):
        assert timed.apply(clock.now()) == 1


def test_what_runs_on_ends_on_any_day_since_and_cuts_what_was_planned(past):
    contract, who = past
    with at(date(2028, 8, 20)):
        ended = end_contract(contract, by=who.manager, ended_on=date(2028, 8, 15))
    assert (ended.ended_on, ended.ends_on, ended.ended_early) == (date(2028, 8, 15), LAST, False)
    assert rows()[-1] == date(2028, 8, 15)
    assert [one["key"] for one in summary_rows(ended) if one["key"] in ("Ended", "Was to end", "Ends")] == ["Ended", "Was to end"]


def test_without_an_agreed_end_an_end_needs_a_reason_and_is_final(endless):
    contract, who = endless
    with at(date(2026, 2, 10)):
        with pytest.raises(Refused, match="^Say why the contract ends: no last day was agreed$"):
            end_contract(contract, by=who.manager)
        ended = end_contract(contract, by=who.manager, reason=WHY)
        assert (ended.ended_on, ended.ended_early, rows()[-1]) == (date(2026, 2, 10), True, date(2026, 2, 10))
        with pytest.raises(WrongState, match="does not go on"):
            obligations.carry_on(ended, by=who.manager, until=date(2027, 1, 1), reason=WHY)
        assert planning.apply(clock.now()) == 0
    with at(date(2030, 1, 1)):
        assert planning.apply(clock.now()) == 0


def test_a_promise_over_the_term_needs_a_term(endless):
    contract, who = endless
    terms = replace(build.kpi_of(contract).terms(), per="term", minimum=None)
    with pytest.raises(Refused, match="^The contract has no agreed end, so it has no term: promise it for a year$"):
        obligations.add_kpi(contract.obligations.get(), terms, by=who.manager)


def test_a_promise_over_the_agreed_term_stays_one_of_that_term():
    with at(date(2025, 7, 10)):
        contract, who = build.active_contract(kpi={"per": "term", "target": Decimal(12), "minimum": None})
    with at(LAST):
        with pytest.raises(Refused, match="^KPI 1 is promised over the term: a contract without an end has none"):
            obligations.run_on(contract, by=who.manager, without_end=True, reason=WHY)
        with pytest.raises(Refused, match="^KPI 1 is promised over the term: a contract without an end has none"):
            obligations.change_dates(contract, by=who.manager, without_end=True, reason=WHY)
        on = obligations.run_on(contract, by=who.manager, without_end=False, reason=WHY)
    assert (rows()[-1], sum(DueReturn.objects.values_list("target", flat=True))) == (LAST, 12)
    assert shared_anew(on) == []


def test_a_supplier_changes_on_any_day_of_a_contract_without_an_end(endless):
    contract, who = endless
    asked = {"leaves": contract.parties.get(), "comes": people.supplier(), "ground": grounds_of(contract)[0].key, "reason": WHY}
    with at(date(2025, 3, 1)), pytest.raises(Refused, match="^Enter a day after the contract’s first$"):
        propose_supplier_change(contract, by=who.manager, effective_on=START, **asked)
    with at(date(2026, 5, 1)):
        change = propose_supplier_change(contract, by=who.manager, effective_on=date(2040, 1, 1), **asked)
    assert change.effective_on == date(2040, 1, 1)


def test_of_a_contract_without_an_end_only_a_last_day_is_asked(client, endless):
    contract, who = endless
    client.force_login(who.manager)
    url = reverse("contract-carry-on", args=[contract.pk])
    page = client.get(url)
    assert "No last day was agreed." in as_read(page)
    assert [value for value, _ in page.context["form"].fields["how"].choices] == ["until"]
    day = {"how": "until", "until_day": "31", "until_month": "3", "until_year": "2027", "reason": WHY}
    with at(date(2026, 5, 1)):
        client.post(url, day | {"version": contract.version})
    assert (fresh(contract).ends_on, fresh(contract).planned_until) == (date(2027, 3, 31), None)
