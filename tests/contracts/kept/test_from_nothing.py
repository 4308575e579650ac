"""Figures made from nothing: without sums until all rows are there, and shown by nobody meanwhile."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from contracts.kept.calculations.windows import windows_of
from contracts.kept.models import Kept, KeptContract, KeptDay, KeptKpi, KeptSum, KeptTally
from contracts.kept.selectors.checking import settled, sums_unlike, unlike
from contracts.kept.selectors.days import Evening, evening_of, prepared_so_far
from contracts.kept.services import behind, fold, keep, rebuild, roll, rolling
from contracts.register.models import Contract
from socialvalue.common import clock
from socialvalue.places.models import District
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 11, 3, 9, tzinfo=clock.LONDON)
DAY = NOW.date()
FIVE = 5


@pytest.fixture
def register():
    """Five contracts of one council in force since April, two of them in a district."""
    with clock.at(datetime(2025, 3, 1, 9, tzinfo=clock.LONDON)):
        who = build.parties()
        made = [build.active_contract(who)[0] for _ in range(FIVE)]
    place = District.objects.create(gss_code="X00000007", name="Place", county="Nowhere")
    for contract in made[:2]:
        contract.districts.add(place)
        Kept.objects.filter(contract=contract).update(changed=True)
    with clock.at(NOW):
        roll()
        fold(who.council.pk)
        yield who.council


def amounts(model) -> list:
    """What a reader adds up, whatever rows it stands in."""
    dims = ["period", "directorate", "district", "supplier_kind"]
    counted = ["kpis", "expected", "reported", "waiting", "late"]
    named = {f"all_{name}": Sum(name) for name in counted}
    found = model.objects.order_by(*dims).values_list(*dims).annotate(**named)
    return [row for row in found if any(row[len(dims) :])]


def test_it_comes_to_the_same_as_what_was_kept_step_by_step(register):
    before = amounts(KeptSum), amounts(KeptTally), KeptKpi.objects.count(), KeptContract.objects.count()
    assert rebuild(register.pk) == FIVE
    assert (amounts(KeptSum), amounts(KeptTally), KeptKpi.objects.count(), KeptContract.objects.count()) == before
    assert before[0]
    assert unlike(settled(register.pk, DAY), DAY) == []
    assert sums_unlike(register.pk) == []
    assert KeptDay.objects.get().from_nothing is False


def stop_after(monkeypatch, steps: int) -> None:
    """The worker is killed after so many steps."""
    done, real = [], rolling._step

    def step(*asked):
        if len(done) == steps:
            raise KeyboardInterrupt
        done.append(1)
        return real(*asked)

    monkeypatch.setattr(rolling, "_step", step)


@pytest.fixture
def half(register, monkeypatch):
    """Two of five are done, and then the worker was killed."""
    monkeypatch.setattr(rolling, "STEP_FROM_NOTHING", 1)
    with monkeypatch.context() as context:
        stop_after(context, 2)
        with pytest.raises(KeyboardInterrupt):
            rebuild(register.pk)
    return register


def test_while_it_is_made_there_are_rows_and_no_sums_and_nobody_reads_them(half):
    evening = evening_of(half.pk)
    assert (evening.kept, evening.prepared, evening.rolling) == (False, False, True)
    assert evening.window(date(2024, 11, 1), date(2025, 10, 31), DAY) == ""
    assert prepared_so_far(half.pk) == (2, FIVE)
    assert KeptContract.objects.values("contract").distinct().count() == 2
    assert not KeptSum.objects.exists()
    assert not KeptTally.objects.exists()
    assert behind() == [half.pk]


def test_it_is_gone_on_with_and_then_shown(half):
    assert roll() == FIVE - 2
    assert evening_of(half.pk) == Evening(DAY)
    assert unlike(settled(half.pk, DAY), DAY) == []
    assert sums_unlike(half.pk) == []
    assert KeptTally.objects.filter(period="m12", district=None).aggregate(found=Sum("contracts"))["found"] == FIVE


def test_it_is_gone_on_with_on_another_day_too(half):
    """Rows of the day before are there then, and are written over."""
    with clock.at(NOW + timedelta(days=40)):
        assert roll() == FIVE
        later = clock.today()
        assert unlike(settled(half.pk, later), later) == []
        assert sums_unlike(half.pk) == []
        assert evening_of(half.pk).prepared


@pytest.mark.parametrize("of", ["done", "not yet"])
def test_what_is_done_meanwhile_is_in_it_once(half, of):
    """Of a contract that is done the amounts are in its rows; of another, its rows are still to come."""
    keys = list(Kept.objects.filter(as_of=DAY).values_list("pk", flat=True))
    contract = Contract.objects.filter(pk__in=keys).first() if of == "done" else Contract.objects.exclude(pk__in=keys).first()
    Contract.objects.filter(pk=contract.pk).update(manager=None, unowned=True)
    keep(contract.pk)
    roll()
    assert unlike(settled(half.pk, DAY), DAY) == []
    assert sums_unlike(half.pk) == []
    whole = KeptTally.objects.filter(period="m12", district=None).aggregate(found=Sum("contracts"), asked=Sum("attention"))
    assert whole["found"] == FIVE


def test_a_contract_that_begins_meanwhile_is_in_it_once(half):
    with clock.at(NOW):
        who = build.parties(half)
        build.active_contract(who, starts_on=date(2025, 10, 1), ends_on=date(2027, 9, 30))
        roll()
    assert KeptTally.objects.filter(period="m12", district=None).aggregate(found=Sum("contracts"))["found"] == FIVE + 1
    assert sums_unlike(half.pk) == []


def test_another_council_s_figures_are_left_alone(register):
    with clock.at(NOW):
        other, _ = build.active_contract(build.parties(people.council()), starts_on=date(2025, 4, 1))
    before = list(KeptTally.objects.filter(council=other.council_id).order_by("pk").values())
    assert before
    rebuild(register.pk)
    assert list(KeptTally.objects.filter(council=other.council_id).order_by("pk").values()) == before
    assert evening_of(other.council_id).prepared


def test_sums_are_made_once_a_period_and_not_once_a_step(register, monkeypatch):
    monkeypatch.setattr(rolling, "STEP_FROM_NOTHING", 1)
    with CaptureQueriesContext(connection) as sent:
        rebuild(register.pk)
    periods = len(windows_of(DAY))
    # The two tables of sums, each period once, and the folding of each table
    written = [one["sql"] for one in sent if "INSERT INTO contracts_keptsum" in one["sql"]]
    assert len(written) == periods + 1
    assert len([one["sql"] for one in sent if "INSERT INTO contracts_kepttally" in one["sql"]]) == periods + 1


def test_where_nothing_is_in_force_nothing_is_being_prepared():
    council = people.council()
    build.draft_contract(build.parties(council))
    evening = evening_of(council.pk)
    assert (evening.kept, evening.prepared) == (False, True)


def test_a_register_of_which_nothing_is_kept_is_being_prepared(register):
    KeptDay.objects.all().delete()
    evening = evening_of(register.pk)
    assert (evening.kept, evening.prepared) == (False, False)
    assert prepared_so_far(register.pk) == (0, FIVE)
    roll()
    assert evening_of(register.pk).prepared
