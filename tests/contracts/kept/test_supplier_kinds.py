"""Of which kind the suppliers of a contract are: the pure rule, its spelling in SQL, and how a change reaches what is kept."""

from datetime import date, datetime, timedelta

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.kept.calculations.suppliers import Party, kind_over
from contracts.kept.calculations.windows import windows_of
from contracts.kept.enums import SupplierKind
from contracts.kept.models import Kept, KeptContract, KeptDay, KeptKpi, KeptSum, KeptTally
from contracts.kept.selectors.checking import settled, unlike
from contracts.kept.selectors.days import evening_of
from contracts.kept.selectors.suppliers import described_otherwise, of_supplier_kind
from contracts.kept.services import check, fold, keep, roll
from contracts.register.models import Contract, ContractSupplier
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock
from socialvalue.suppliers.services.details import edit_organisation
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
TERM = (date(2025, 4, 1), date(2026, 3, 31))
YEAR = (date(2025, 1, 1), date(2026, 12, 31))
VCSE, SME, LARGE, UNKNOWN = Party(True, None), Party(False, True), Party(False, False), Party(None, True)


@pytest.mark.parametrize(
    ("party", "kind"),
    [
        (Party(True, True), SupplierKind.VCSE),
        (Party(True, False), SupplierKind.VCSE),
        (Party(True, None), SupplierKind.VCSE),
        (Party(False, True), SupplierKind.SME),
        (Party(False, False), SupplierKind.LARGE),
        # Who is not said to be small is not large, and who is small may be a charity
        (Party(False, None), SupplierKind.UNKNOWN),
        (Party(None, False), SupplierKind.UNKNOWN),
        (Party(None, True), SupplierKind.UNKNOWN),
        (Party(None, None), SupplierKind.UNKNOWN),
    ],
)
def test_what_is_recorded_of_a_supplier_says_its_kind(party, kind):
    assert party.kind == kind


@pytest.mark.parametrize(
    ("parties", "in_house", "kind"),
    [
        ([VCSE], False, SupplierKind.VCSE),
        ([SME, SME], False, SupplierKind.SME),
        ([SME, VCSE], False, SupplierKind.SEVERAL),
        ([SME, UNKNOWN], False, SupplierKind.UNKNOWN),
        ([UNKNOWN], True, SupplierKind.UNKNOWN),
        ([], True, SupplierKind.IN_HOUSE),
        ([], False, SupplierKind.UNKNOWN),
    ],
)
def test_several_suppliers_are_of_one_kind_or_said_to_be_of_several(parties, in_house, kind):
    assert kind_over(parties, YEAR, TERM, in_house=in_house) == kind


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        # One until 30 September, the other from 1 October
        (date(2025, 7, 1), date(2025, 9, 30), SupplierKind.SME),
        (date(2025, 7, 1), date(2025, 10, 1), SupplierKind.SEVERAL),
        (date(2025, 9, 30), date(2025, 12, 31), SupplierKind.SEVERAL),
        (date(2025, 10, 1), date(2025, 12, 31), SupplierKind.LARGE),
        # Before the contract begins and after its last day: those it begins and ends with
        (date(2025, 1, 1), date(2025, 3, 31), SupplierKind.SME),
        (date(2026, 4, 1), date(2026, 6, 30), SupplierKind.LARGE),
    ],
)
def test_a_contract_that_changed_hands_counts_by_who_delivered_then(first, last, kind):
    parties = [Party(False, True, last_day=date(2025, 9, 30)), Party(False, False, first_day=date(2025, 10, 1))]
    assert kind_over(parties, (first, last), TERM, in_house=False) == kind


known = st.sampled_from([True, False, None])
day = st.one_of(st.none(), st.dates(date(2025, 3, 25), date(2026, 4, 5)))
party = st.tuples(known, known, day, day).filter(lambda p: p[2] is None or p[3] is None or p[2] <= p[3])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(party, max_size=3),
    st.dates(date(2025, 3, 1), date(2026, 5, 1)),
    st.integers(0, 400),
    st.booleans(),
    st.one_of(st.none(), st.dates(date(2025, 4, 2), date(2026, 3, 1))),
)
def test_the_statement_says_what_the_rule_says(parties, first, days, in_house, ended):
    contract, _ = build.draft_contract(suppliers=[])
    Contract.objects.filter(pk=contract.pk).update(
        starts_on=TERM[0], ends_on=TERM[1], ended_on=ended, kind="in_house" if in_house else "contract"
    )
    for vcse, sme, begins, ends in parties:
        body = people.supplier(vcse=vcse, sme=sme)
        ContractSupplier.objects.create(contract=contract, organisation=body, name_then="It", first_day=begins, last_day=ends)
    last = first + timedelta(days=days)
    wanted = kind_over([Party(*one) for one in parties], (first, last), (TERM[0], ended or TERM[1]), in_house=in_house)
    mine = Contract.objects.filter(pk=contract.pk)
    found = [kind for kind in SupplierKind if of_supplier_kind(mine, contract.council_id, kind.value, first, last).exists()]
    assert found == [wanted]


NOW = datetime(2025, 11, 3, 9, tzinfo=clock.LONDON)


@pytest.fixture
def running():
    """A contract in force with a small business, kept this morning."""
    with clock.at(datetime(2025, 3, 1, 9, tzinfo=clock.LONDON)):
        contract, who = build.active_contract(build.parties(supplier=people.supplier(vcse=False, sme=True)))
    with clock.at(NOW):
        roll()
        yield contract, who


def said() -> dict[str, set[str]]:
    return {
        model.__name__: set(model.objects.values_list("supplier_kind", flat=True))
        for model in (KeptContract, KeptKpi, KeptSum, KeptTally)
    }


def all_of(kind: SupplierKind) -> dict[str, set[str]]:
    return dict.fromkeys(("KeptContract", "KeptKpi", "KeptSum", "KeptTally"), {kind.value})


def test_every_kept_row_says_the_kind(running):
    assert said() == all_of(SupplierKind.SME)
    assert set(windows_of(NOW.date())) >= set(KeptContract.objects.values_list("period", flat=True))


def test_what_a_supplier_says_of_itself_is_in_the_next_evenings_figures(running):
    contract, who = running
    edit_organisation(who.supplier, by=who.reporter, vcse=True)
    assert said() == all_of(SupplierKind.SME)
    assert described_otherwise([contract.pk], NOW.date()) == {contract.pk}
    with clock.at(NOW + timedelta(days=1)):
        assert roll() == 1
        fold(contract.council_id)
        assert said() == all_of(SupplierKind.VCSE)
        assert described_otherwise([contract.pk], clock.today()) == set()


def test_the_nightly_check_takes_it_in_and_calls_it_no_fault(running):
    contract, who = running
    edit_organisation(who.supplier, by=who.reporter, vcse=True)
    assert check(contract.council, NOW.date(), everything=True) == []
    fold(contract.council_id)
    assert said() == all_of(SupplierKind.VCSE)


def test_the_register_s_own_change_is_kept_at_once(running):
    contract, who = running
    Contract.objects.filter(pk=contract.pk).update(kind="in_house")
    contract.parties.all().delete()
    keep(contract.pk)
    fold(contract.council_id)
    assert said() == all_of(SupplierKind.IN_HOUSE)
    assert unlike(settled(contract.council_id, NOW.date()), NOW.date()) == []


def test_who_was_joined_to_another_counts_as_that_one(running):
    contract, who = running
    Organisation.objects.filter(pk=who.supplier.pk).update(part_of=people.supplier(vcse=False, sme=False))
    keep(contract.pk)
    fold(contract.council_id)
    assert said() == all_of(SupplierKind.LARGE)


def test_after_the_upgrade_the_next_run_writes_everything_anew(running):
    """As kept rows were before there were kinds: not known, until the run; meanwhile pages say that newer figures are made."""
    contract, _ = running
    for model in (KeptContract, KeptKpi, KeptSum, KeptTally):
        model.objects.update(supplier_kind="unknown")
    Kept.objects.update(as_of=NOW.date() - timedelta(days=1), changed=True)
    KeptDay.objects.update(rolling_to=F("as_of"))
    evening = evening_of(contract.council_id)
    assert (evening.day, evening.rolling) == (NOW.date(), True)
    # A change of the meantime is in what the run writes
    keep(contract.pk)
    assert said() == all_of(SupplierKind.UNKNOWN)
    assert roll() == 1
    assert said() == all_of(SupplierKind.SME)
    assert evening_of(contract.council_id).rolling is False
    assert unlike(settled(contract.council_id, NOW.date()), NOW.date()) == []
