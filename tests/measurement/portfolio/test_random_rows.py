"""Rows drawn at random: the product and the second reading say the same of every KPI, measure and total, on any day.

The rows are made in bulk with the ORM (``random_rows``), for speed. That the statement says what the pure form says is tested
beside the statement; here neither is believed.
"""

from datetime import date, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from contracts.obligations.models import Kpi
from contracts.performance.spans import whole
from contracts.performance.standing import figure_of
from contracts.register.models import Contract
from contracts.standing.selectors.kpis import kpi_lines
from contracts.standing.selectors.standings import standings
from socialvalue.common import clock
from tests.builders import contracts

from .product import answered, ordered
from .random_rows import FIRST, KpiSpec, keep, on, specs
from .second_reading import read

pytestmark = pytest.mark.django_db
LONG_AFTER = datetime(2029, 1, 1, 9, tzinfo=clock.LONDON)


@pytest.fixture(scope="module")
def scene(module_database):
    """A contract with one obligation and no KPI: every drawing hangs its own below it."""
    with clock.at(datetime(2025, 12, 1, 9, tzinfo=clock.LONDON)):
        contract, who = contracts.draft_contract(starts_on=FIRST, ends_on=date(2027, 12, 31))
        obligation = contracts.obligation(contract, who)
        Kpi.objects.filter(obligation=obligation).get().due_returns.all().delete()
        Kpi.objects.all().delete()
    return obligation, who


def drawn(examples: int):
    """So many drawings; what each keeps is rolled back by the test itself, so that the fixture may serve all of them."""
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    told = settings(max_examples=examples, deadline=None, suppress_health_check=checks)
    return lambda test: told(given(spec=specs())(test))


def kept(spec: KpiSpec, scene) -> Contract:
    obligation, who = scene
    obligation.refresh_from_db()
    keep(spec, obligation, (who.reporter, who.manager))
    return Contract.objects.get(pk=obligation.contract_id)


@drawn(80)
def test_every_figure_of_rows_at_random_is_read_the_same_twice(scene, spec):
    with transaction.atomic():
        contract = kept(spec, scene)
        for days in spec.as_of:
            asked = (on(spec.span[0]), on(spec.span[1]), on(days))
            assert ordered(answered(contract.council, *asked)) == ordered(read(contract.council_id, *asked))
        transaction.set_rollback(True)


@drawn(50)
def test_the_pages_of_a_kpi_agree_with_the_statement(scene, spec):
    """What stands beside the rows on a page is counted from the rows as they are now; what lists say comes from the statement."""
    with clock.at(LONG_AFTER), transaction.atomic():
        contract = kept(spec, scene)
        span = whole(contract.starts_on, clock.today())
        said = [line.figure for line in kpi_lines(Contract.objects.filter(pk=contract.pk), span)]
        shown = [s.whole for s in standings(Kpi.objects.filter(obligation__contract=contract))]
        # A page shows a KPI too of which nothing counts
        assert shown == (said or [figure_of([], spec.kind, spec.direction, span.as_of)])
        transaction.set_rollback(True)
