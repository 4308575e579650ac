"""On PostgreSQL one statement brings a contract's kept rows up to date, and writes what is otherwise than it was."""

from datetime import datetime
from decimal import Decimal as D

import pytest
from django.db import connection
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.kept.models import KeptContract, KeptDistrict, KeptKpi, KeptSum, KeptTally
from contracts.kept.selectors.amounts import OF_CONTRACTS, OF_KPIS
from contracts.kept.selectors.checking import settled, sums_unlike, unlike
from contracts.kept.services import fold, keep, roll
from contracts.obligations.models import Kpi
from contracts.register.models import Contract
from contracts.returns.models import Return
from socialvalue.common import clock
from socialvalue.places.models import District
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.standing.chance import kpi, make

pytestmark = pytest.mark.django_db
on_postgres = pytest.mark.postgres
NOW = datetime(2025, 8, 4, 10, tzinfo=clock.LONDON)
DAY = NOW.date()


@pytest.fixture
def districts():
    return [District.objects.create(gss_code=f"X0000000{n}", name=f"Place {n}", county="Nowhere") for n in range(3)]


@pytest.fixture
def contract(districts):
    """In force since April 2025, in two districts, with two KPIs; of the first a return waits."""
    with clock.at(datetime(2025, 3, 1, 9, tzinfo=clock.LONDON)):
        made, who = build.active_contract()
        made.districts.set(districts[:2])
    with clock.at(NOW):
        keep(made.pk)
        roll()
        fold(made.council_id)
        yield made


def versions(model) -> dict:
    """Key → where the row lies: another place after each time that it is written."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, ctid::text, xmin::text FROM {model._meta.db_table}")
        return {pk: place for pk, *place in cursor.fetchall()}


def everything() -> dict:
    return {model: versions(model) for model in (KeptKpi, KeptContract, KeptDistrict, KeptSum, KeptTally)}


def is_right(contract) -> bool:
    keys = settled(contract.council_id, DAY)
    return contract.pk in keys and unlike(keys, DAY) == [] and sums_unlike(contract.council_id) == []


@on_postgres
def test_where_nothing_changed_nothing_is_written(contract):
    before = everything()
    keep(contract.pk)
    assert everything() == before
    assert before[KeptKpi]
    assert before[KeptTally]


@on_postgres
def test_only_the_rows_that_are_otherwise_are_written(contract):
    before = everything()
    Contract.objects.filter(pk=contract.pk).update(manager=None, unowned=True)
    keep(contract.pk)
    after = everything()
    assert after[KeptKpi] == before[KeptKpi]
    assert after[KeptDistrict] == before[KeptDistrict]
    # Each of the standard months says that nobody manages it; no quarter does
    changed = {pk for pk, place in after[KeptContract].items() if before[KeptContract].get(pk) != place}
    assert set(KeptContract.objects.filter(pk__in=changed).values_list("period", flat=True)) == {"m3", "m6", "m12", "m24"}
    # It had a late return, so it needed somebody before: no count of contracts is another
    assert after[KeptTally] == before[KeptTally]
    assert after[KeptSum] == before[KeptSum]
    assert is_right(contract)


@on_postgres
def test_what_comes_to_nothing_is_not_added(contract):
    """A KPI with another number is another row, and the same amount."""
    before = everything()
    Kpi.objects.filter(obligation__contract=contract).update(number=77)
    keep(contract.pk)
    after = everything()
    assert set(KeptKpi.objects.values_list("number", flat=True)) <= {77}
    assert (after[KeptSum], after[KeptTally]) == (before[KeptSum], before[KeptTally])
    assert is_right(contract)


def sum_of(model, **narrower) -> int:
    return model.objects.filter(period="m12", **narrower).aggregate(found=Sum("kpis"))["found"] or 0


@pytest.mark.parametrize("now", [(), (0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2)])
def test_a_contract_that_moves_takes_its_amounts_along(contract, districts, now):
    """On either engine: those of districts it left are taken out, those of new ones added, the others stay."""
    whole = sum_of(KeptSum, district=None)
    assert whole > 0
    contract.districts.set([districts[n] for n in now])
    keep(contract.pk)
    assert [sum_of(KeptSum, district=place) for place in districts] == [whole if n in now else 0 for n in range(3)]
    assert sum_of(KeptSum, district=None) == whole
    assert set(KeptDistrict.objects.values_list("district", flat=True)) == {districts[n].pk for n in now}
    assert is_right(contract)


def test_what_is_owed_no_more_goes_out_of_rows_and_sums(contract):
    assert KeptKpi.objects.filter(contract=contract).exists()
    Kpi.objects.filter(obligation__contract=contract).update(agreed_at=None)
    keep(contract.pk)
    assert not KeptKpi.objects.filter(contract=contract).exists()
    assert (sum_of(KeptSum), sum_of(KeptTally, district=None)) == (0, 0)
    # The contract itself is still one of them
    assert KeptTally.objects.filter(period="m12", district=None).aggregate(found=Sum("contracts"))["found"] == 1
    assert is_right(contract)


@pytest.mark.parametrize("one", [OF_KPIS, OF_CONTRACTS], ids=lambda one: one.to)
def test_every_column_of_a_sum_is_either_told_apart_by_or_added(one):
    model = {"contracts_keptsum": KeptSum, "contracts_kepttally": KeptTally}[one.to]
    columns = {field.column for field in model._meta.concrete_fields} - {"id", "district_id"}
    assert {*one.dims, *one.counted} == columns
    assert not set(one.dims) & set(one.counted)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(kpi, min_size=1, max_size=3),
    st.lists(st.tuples(st.sampled_from(["value", "directorate", "side", "places", "fold"]), st.integers(0, 5)), max_size=5),
)
def test_through_any_changes_what_is_kept_is_what_the_statement_says(districts, chosen, changes):
    """One contract at a time, as after each act: the way that is planned once."""
    council = people.council()
    other = council.directorates.create(name="Other", code=f"O{council.pk}")
    made, who = build.draft_contract(build.parties(council))
    Contract.objects.filter(pk=made.pk).update(status="active")
    kpis = make(made, who, chosen)
    with clock.at(NOW):
        keep(made.pk)
        for what, number in changes:
            if what == "value":
                Return.objects.filter(due__kpi__obligation__contract=made, value__isnull=False).update(value=D(number))
            elif what == "directorate":
                Contract.objects.filter(pk=made.pk).update(directorate=other if number % 2 else made.directorate)
            elif what == "side":
                Kpi.objects.filter(pk=kpis[number % len(kpis)].pk).update(client_side=bool(number % 2))
            elif what == "places":
                made.districts.set(districts[: number % 4])
            else:
                fold(council.pk)
            keep(made.pk)
            assert is_right(made), (what, number)
