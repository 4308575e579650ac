"""The ten contracts' kept figures are what the statement makes of them: every window, directorate, district, list and order."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.kept.calculations.windows import months_of
from contracts.kept.models import Kept, KeptDay
from contracts.kept.services import roll
from contracts.register.models import Contract
from measurement.figures import selectors
from measurement.figures.documents.data import figures_data
from measurement.figures.selectors.kpis import KpiLines
from measurement.figures.selectors.league import ContractLines
from measurement.figures.selectors.scope import Scope, usual_scope, with_window
from measurement.figures.selectors.statements import ORDERS
from socialvalue.accounts.models import Directorate
from socialvalue.places.models import District
from tests.builders import portfolio as build

pytestmark = pytest.mark.django_db
EVENINGS = (build.AS_OF, build.CORRECTED_ON, date(2026, 12, 1))


@pytest.fixture(params=EVENINGS, ids=str)
def kept(book, request):
    """(council, district): two of the contracts lie in it, and the figures are those of the evening."""
    district = District.objects.create(gss_code="X00000009", name="Ashdown", county="Nowhere")
    for contract in Contract.objects.filter(council=book.council).order_by("pk")[:2]:
        contract.districts.add(district)
        Kept.objects.filter(contract=contract).update(changed=True)
    with build.on(request.param, 23):
        roll()
        yield book.council, district


def scopes(council, district):
    """Every standard window, whole and narrowed."""
    day = KeptDay.objects.get(council=council).as_of
    for code, (first, last) in months_of(day).items():
        scope = Scope(council.pk, first, last, day)
        for directorate in (None, *Directorate.objects.filter(council=council).values_list("pk", flat=True)):
            for place in (None, district.pk):
                found = with_window(replace(scope, directorate_id=directorate, district_id=place))
                assert found.window == code
                yield found


def computed(scope):
    return replace(scope, window="")


def test_groups_totals_and_measures(kept):
    for scope in scopes(*kept):
        mine, theirs = selectors.achievement(scope), selectors.achievement(computed(scope))
        assert mine == theirs, scope
        assert len(mine.priorities) >= 5


def test_the_trend(kept):
    for scope in scopes(*kept):
        mine = selectors.quarters(scope)
        assert mine == selectors.quarters(computed(scope)), scope
    assert len(selectors.quarters(usual_scope(kept[0].pk))) > 2


@pytest.mark.parametrize("order", ORDERS)
def test_contracts_side_by_side(kept, order):
    for scope in scopes(*kept):
        for attention in (False, True):
            mine = ContractLines(scope, attention=attention, order=order)
            theirs = ContractLines(computed(scope), attention=attention, order=order)
            assert len(mine) == len(theirs)
            assert mine[0:25] == theirs[0:25], (scope, attention)
            assert mine[2:4] == theirs[2:4]


def test_the_kpis_behind_a_priority_and_the_council_s_own(kept):
    for scope in scopes(*kept):
        wanted = [{"client_side": True}, *({"priority": line} for line in selectors.achievement(scope).priorities if line.ids)]
        for narrowed in wanted:
            mine, theirs = KpiLines(scope, **narrowed), KpiLines(computed(scope), **narrowed)
            assert len(mine) == len(theirs)
            assert mine[0:50] == theirs[0:50], (scope, narrowed)


def test_the_file_of_figures(kept):
    council, _ = kept
    scope = usual_scope(council.pk)
    assert scope.window == "m12"
    assert figures_data(scope) == figures_data(computed(scope))


def test_other_days_are_computed(kept):
    council, _ = kept
    scope = usual_scope(council.pk)
    for other in (
        replace(scope, as_of=date(2025, 12, 1)),
        replace(scope, starts_on=date(2025, 11, 15)),
        replace(scope, ends_on=date(2026, 1, 30)),
    ):
        assert with_window(other).window == ""


def test_nothing_is_frozen_while_the_night_s_work_runs(kept):
    council, _ = kept
    scope = usual_scope(council.pk)
    KeptDay.objects.filter(council=council).update(rolling_to=scope.as_of)
    assert with_window(computed(scope)).window == ""
    assert usual_scope(council.pk).window == "m12"
