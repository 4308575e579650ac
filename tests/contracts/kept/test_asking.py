"""Days that somebody chose: counted in steps, taken up where it stopped, untouched by what happens meanwhile, gone by the next day."""

from datetime import date, datetime, timedelta

import pytest

from contracts.kept.calculations.windows import asked_quarters, is_asked, windows_of, within
from contracts.kept.models import AskedPeriod, KeptContract, KeptKpi, KeptSum, KeptTally
from contracts.kept.selectors import asked as selectors
from contracts.kept.selectors.asked import closed_evening, counted_period, is_large
from contracts.kept.selectors.checking import settled, sums_unlike, unlike
from contracts.kept.services import ask, asking, check, count, fold, forget_asked, keep, rebuild, roll
from contracts.kept.tasks import keep_figures
from contracts.schedule.models import DueReturn
from socialvalue.common import clock
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 11, 3, 9, tzinfo=clock.LONDON)
EVENING = date(2025, 11, 2)
DAYS = (date(2025, 4, 1), date(2025, 9, 30))
MODELS = (KeptKpi, KeptContract, KeptSum, KeptTally)


@pytest.fixture
def three():
    """Three contracts in force since 1 April, each with one KPI, of which two quarters are due."""
    with clock.at(datetime(2025, 3, 1, 9, tzinfo=clock.LONDON)):
        first, who = build.active_contract()
        found = [first, *(build.active_contract(build.parties(who.council))[0] for _ in range(2))]
    with clock.at(NOW):
        roll()
        yield found, who


def nothing(done: int, of: int) -> None:
    """Nobody hears of it."""


def rows_of(period: AskedPeriod) -> dict[str, int]:
    return {model.__name__: model.objects.filter(period=period.code).count() for model in MODELS}


def test_its_codes_are_of_no_standard_period():
    assert is_asked("a17")
    assert not any(is_asked(code) for code in windows_of(NOW.date()))
    assert (within("a17", "2025q3"), within("m12", "2025q3")) == ("a17.2025q3", "2025q3")
    found = asked_quarters("a17", date(2025, 9, 30))
    assert list(found.items())[-1] == ("a17.2025q3", (date(2025, 7, 1), date(2025, 9, 30)))
    assert len(found) == 8
    # One that is still running is none
    assert list(asked_quarters("a17", date(2025, 9, 29)))[-1] == "a17.2025q2"


@pytest.mark.parametrize(("day", "expected"), [(1, 1), (2, 2), (3, 2), (4, 2)])
def test_it_is_known_as_of_an_evening_that_is_over(day, expected):
    with clock.at(NOW):
        assert closed_evening(date(2025, 11, day)) == date(2025, 11, expected)


def test_many_contracts_are_more_than_are_counted_at_once(three, monkeypatch):
    council = three[1].council.pk
    for most, large in ((2, True), (3, False)):
        monkeypatch.setattr(selectors, "AT_ONCE", most)
        assert is_large(council) is large


def test_whoever_asks_second_finds_the_first(three):
    council = three[1].council.pk
    assert ask(council, *DAYS, EVENING) == ask(council, *DAYS, EVENING)
    assert AskedPeriod.objects.count() == 1
    ask(council, *DAYS, EVENING - timedelta(days=1))
    assert AskedPeriod.objects.count() == 2


def test_each_step_is_told_and_it_is_found_once_it_is_whole(three, monkeypatch):
    monkeypatch.setattr(asking, "STEP", 2)
    council, told = three[1].council.pk, []
    period = ask(council, *DAYS, EVENING)
    count(period.pk, lambda done, of: told.append((done, of, counted_period(council, *DAYS, EVENING))))
    assert told == [(2, 3, None), (3, 3, None)]
    assert counted_period(council, *DAYS, EVENING) == period
    assert rows_of(period) == {"KeptKpi": 3, "KeptContract": 3, "KeptSum": 1, "KeptTally": 1}
    [kpi, *_] = KeptKpi.objects.filter(period=period.code)
    assert (kpi.expected, kpi.late, kpi.promised) == (2, 2, 60_000)
    count(period.pk, nothing)
    assert rows_of(period) == {"KeptKpi": 3, "KeptContract": 3, "KeptSum": 1, "KeptTally": 1}


def test_killed_in_the_middle_it_is_taken_up_where_it_stopped(three, monkeypatch):
    monkeypatch.setattr(asking, "STEP", 1)
    council = three[1].council.pk
    period = ask(council, *DAYS, EVENING)

    def dies(done, of):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        count(period.pk, dies)
    assert KeptKpi.objects.filter(period=period.code).count() == 2
    assert counted_period(council, *DAYS, EVENING) is None
    told = []
    count(period.pk, lambda done, of: told.append((done, of)))
    assert told == [(3, 3)]
    assert rows_of(period) == {"KeptKpi": 3, "KeptContract": 3, "KeptSum": 1, "KeptTally": 1}


def test_what_happens_meanwhile_changes_the_standard_periods_alone(three):
    contracts, who = three
    period = ask(who.council.pk, *DAYS, EVENING)
    count(period.pk, nothing)
    before = list(KeptKpi.objects.filter(period=period.code).order_by("pk").values())
    sums = list(KeptSum.objects.filter(period=period.code).values_list("expected", "late"))
    with clock.at(NOW + timedelta(minutes=1)):
        build.submitted_return(build.first_due(contracts[0]), who)
        for contract in contracts:
            keep(contract.pk)
        fold(who.council.pk)
    assert list(KeptKpi.objects.filter(period=period.code).order_by("pk").values()) == before
    assert list(KeptSum.objects.filter(period=period.code).values_list("expected", "late")) == sums == [(6, 6)]
    assert KeptSum.objects.get(period="m12").late == 5
    # And the checks take it for no fault
    assert unlike(settled(who.council.pk, NOW.date()), NOW.date()) == []
    assert sums_unlike(who.council.pk) == []
    assert check(who.council, NOW.date(), everything=True) == []
    assert counted_period(who.council.pk, *DAYS, EVENING) == period


def test_the_night_takes_it_away(three, monkeypatch):
    monkeypatch.setattr(asking, "DELETED_AT_ONCE", 2)
    council = three[1].council
    period = ask(council.pk, *DAYS, EVENING)
    count(period.pk, nothing)
    standard = {model.__name__: model.objects.exclude(period__startswith="a").count() for model in MODELS}
    with clock.at(datetime(2025, 11, 3, 23, 59, tzinfo=clock.LONDON)):
        assert forget_asked() == 0
    with clock.at(datetime(2025, 11, 4, 0, 5, tzinfo=clock.LONDON)):
        assert keep_figures()["periods forgotten"] == 1
    assert not AskedPeriod.objects.exists()
    found = {model.__name__: model.objects.filter(period__startswith="a").count() for model in MODELS}
    assert found == dict.fromkeys(standard, 0)
    assert {m.__name__: m.objects.count() for m in (KeptKpi, KeptContract)} == {
        name: standard[name] for name in ("KeptKpi", "KeptContract")
    }


def test_made_from_nothing_a_council_has_none(three):
    council = three[1].council.pk
    period = ask(council, *DAYS, EVENING)
    count(period.pk, nothing)
    rebuild(council)
    assert not AskedPeriod.objects.exists()
    assert set(rows_of(period).values()) == {0}
    assert DueReturn.objects.exists()
