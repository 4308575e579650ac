"""Kept figures against the statement they were made from, on rows of every kind and fate, through changes and nights."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.kept.models import Kept, KeptDay, KeptKpi, KeptSum, KeptTally
from contracts.kept.selectors.checking import settled, sums_unlike, unlike
from contracts.kept.selectors.days import evening_of
from contracts.kept.services import behind, fold, keep, rebuild, roll, rolling
from contracts.obligations.models import Kpi
from contracts.register.models import Contract
from socialvalue.common import clock
from socialvalue.places.models import District
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.standing.chance import kpi, make, moment

pytestmark = pytest.mark.django_db
# From before anything was owed until all of it has left the windows
days = st.integers(-40, 1100)


def noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=clock.LONDON) + timedelta(hours=12)


def check(council, day: date) -> None:
    """Everything that is kept is what the statement says, and the sums are the sums of it."""
    keys = settled(council.pk, day)
    assert len(keys) == Contract.objects.exclude(status="draft").filter(council=council).count()
    assert unlike(keys, day) == []
    assert sums_unlike(council.pk) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(kpi, min_size=1, max_size=3), min_size=2, max_size=2), st.lists(days, min_size=2, max_size=4))
def test_what_is_kept_is_what_the_statement_says(specs, evenings):
    """Made, changed, brought to other days forwards and backwards, folded, and made from nothing."""
    council = people.council()
    contracts = []
    for chosen in specs:
        contract, who = build.draft_contract(build.parties(council))
        Contract.objects.filter(pk=contract.pk).update(status="active")
        contracts.append((contract, make(contract, who, chosen)))
    first, *later = [moment(number).date() for number in evenings]
    with clock.at(noon(first)):
        keep(*[contract.pk for contract, _ in contracts])
        check(council, first)
    for day in later:
        with clock.at(noon(day)):
            Kpi.objects.filter(pk=contracts[0][1][0].pk).update(client_side=day.day % 2 == 0)
            keep(contracts[0][0].pk)
            roll()
            check(council, day)
            fold(council.pk)
            check(council, day)
            assert behind() == []
    last = later[-1]
    before = kept_rows(council)
    with clock.at(noon(last)):
        rebuild(council.pk)
        check(council, last)
    assert kept_rows(council) == before


def kept_rows(council) -> list:
    names = [f.attname for f in KeptKpi._meta.concrete_fields if f.attname != "id"]
    return sorted(KeptKpi.objects.filter(council=council).values_list(*names), key=str)


@pytest.fixture
def running():
    """A contract in force since 1 April 2025 with one KPI, reported each quarter."""
    with clock.at(datetime(2025, 3, 1, 9, tzinfo=clock.LONDON)):
        return build.active_contract()


def test_a_register_from_before_is_taken_in_by_the_first_night(running):
    contract, _ = running
    KeptDay.objects.all().delete()
    Kept.objects.all().delete()
    for model in (KeptKpi, KeptSum, KeptTally):
        model.objects.all().delete()
    with clock.at(noon(date(2025, 8, 1))):
        assert roll() == 1
        check(contract.council, date(2025, 8, 1))
        assert roll() == 0


def test_a_draft_has_no_figures():
    contract, _ = build.draft_contract()
    keep(contract.pk)
    assert not Kept.objects.exists()
    assert not KeptDay.objects.exists()


def test_what_changes_after_the_evening_is_said_the_next(running):
    contract, _ = running
    start = KeptDay.objects.get()
    assert (start.as_of, Kept.objects.get().changed) == (date(2025, 3, 1), False)
    with clock.at(datetime(2025, 3, 2, 9, tzinfo=clock.LONDON)):
        Contract.objects.filter(pk=contract.pk).update(manager=None, unowned=True)
        keep(contract.pk)
        assert (Kept.objects.get().changed, KeptTally.objects.get(period="m12").attention) == (True, 0)
        roll()
        head = Kept.objects.get()
        assert (head.as_of, head.changed) == (date(2025, 3, 2), False)
        assert KeptTally.objects.get(period="m12").attention == 1


def test_a_night_in_which_nothing_falls_due_writes_nothing_anew(running):
    before = set(KeptKpi.objects.values_list("pk", flat=True)) | set(KeptTally.objects.values_list("pk", flat=True))
    with clock.at(datetime(2025, 3, 2, 0, 5, tzinfo=clock.LONDON)):
        assert roll() == 0
        assert KeptDay.objects.get().as_of == date(2025, 3, 2)
    after = set(KeptKpi.objects.values_list("pk", flat=True)) | set(KeptTally.objects.values_list("pk", flat=True))
    assert len(after) == len(before)


@pytest.mark.parametrize(
    ("evening", "written", "expected", "late"),
    [
        # The first quarter ends on 30 June and its return is due on 20 July: asked for on that day, late the day after
        (date(2025, 7, 19), 0, 0, 0),
        (date(2025, 7, 20), 1, 1, 0),
        (date(2025, 7, 21), 1, 1, 1),
        (date(2025, 7, 22), 0, 1, 1),
    ],
)
def test_a_return_is_asked_for_on_its_day_and_late_after_it(running, evening, written, expected, late):
    contract, _ = running
    assert contract.obligations.get().kpis.get().due_returns.order_by("due_on")[0].due_on == date(2025, 7, 20)
    with clock.at(noon(evening - timedelta(days=1))):
        roll()
    with clock.at(noon(evening)):
        assert roll() == written
        found = KeptKpi.objects.get(period="m3")
        assert (found.expected, found.late) == (expected, late)


def test_two_districts_count_a_contract_twice_and_the_whole_area_once(running):
    contract, _ = running
    here, there = (
        District.objects.create(gss_code=f"X0000000{n}", name=name, county="Nowhere") for n, name in enumerate(("Here", "There"))
    )
    contract.districts.set([here, there])
    with clock.at(datetime(2025, 3, 1, 10, tzinfo=clock.LONDON)):
        keep(contract.pk)
        fold(contract.council_id)
        assert dict(KeptTally.objects.filter(period="m12").values_list("district", "contracts")) == {
            None: 1,
            here.pk: 1,
            there.pk: 1,
        }
        contract.districts.set([there])
        keep(contract.pk)
        fold(contract.council_id)
    assert dict(KeptTally.objects.filter(period="m12").values_list("district", "contracts")) == {None: 1, there.pk: 1}


def test_folding_leaves_one_row_of_each_key_and_none_that_comes_to_nothing(running):
    contract, _ = running
    with clock.at(datetime(2025, 7, 20, 9, tzinfo=clock.LONDON)):
        roll()
        for _ in range(3):
            keep(contract.pk)
        fold(contract.council_id)
    for model in (KeptSum, KeptTally):
        keys = [row.period for row in model.objects.order_by("period")]
        assert keys == sorted(set(keys))
        assert not model.objects.filter(kpis=0, expected=0, **({"contracts": 0} if model is KeptTally else {})).exists()


def test_a_roll_that_was_broken_off_is_gone_on_with(running):
    with clock.at(datetime(2025, 3, 2, 9, tzinfo=clock.LONDON)):
        KeptDay.objects.update(rolling_to=date(2025, 3, 2))
        other, _ = build.active_contract(build.parties(running[0].council))
        assert dict(Kept.objects.values_list("pk", "as_of")) == {running[0].pk: date(2025, 3, 1), other.pk: date(2025, 3, 2)}
        roll()
        assert set(Kept.objects.values_list("as_of", flat=True)) == {date(2025, 3, 2)}
        day = KeptDay.objects.get()
        assert (day.as_of, day.rolling_to) == (date(2025, 3, 2), None)


def test_a_night_that_is_killed_in_the_middle_is_taken_up_where_it_stopped(running, monkeypatch):
    """The worker dies in the second step: the first one stays done, pages say that newer figures are made, the next run ends it."""
    contracts = [running[0]]
    with clock.at(datetime(2025, 3, 1, 10, tzinfo=clock.LONDON)):
        contracts += [build.active_contract(build.parties(running[0].council))[0] for _ in range(3)]
    monkeypatch.setattr(rolling, "STEP", 1)
    steps = []

    def dies(*step_of):
        if len(steps) == 2:
            raise KeyboardInterrupt
        steps.append(step(*step_of))
        return steps[-1]

    step = rolling._step
    due = date(2025, 7, 20)
    with clock.at(noon(due)):
        monkeypatch.setattr(rolling, "_step", dies)
        with pytest.raises(KeyboardInterrupt):
            roll()
        monkeypatch.setattr(rolling, "_step", step)
        assert Kept.objects.filter(as_of=due).count() == 2
        evening = evening_of(running[0].council_id)
        assert (evening.day, evening.rolling) == (date(2025, 3, 1), True)
        # What changes meanwhile is written for the day that its row speaks of, or taken in by the rest of the night
        keep(*[contract.pk for contract in contracts])
        assert roll() == 2
        assert behind() == []
        check(running[0].council, due)
        assert set(Kept.objects.values_list("as_of", "changed")) == {(due, False)}
        assert roll() == 0


def test_keeping_takes_the_same_statements_for_one_contract_as_for_ten(running, django_assert_num_queries):
    contract, _ = running
    others = []
    with clock.at(datetime(2025, 3, 1, 10, tzinfo=clock.LONDON)):
        for _ in range(3):
            others.append(build.active_contract(build.parties(contract.council))[0])
        # PostgreSQL takes the lock and writes. Of several it first asks whether any has no head yet
        with django_assert_num_queries(2 if connection.vendor == "postgresql" else 12):
            keep(contract.pk)
        with django_assert_num_queries(3 if connection.vendor == "postgresql" else 13):
            keep(*[one.pk for one in others])
