"""Rows drawn at random: the pure form, the statement and the second reading say the same of every KPI, on any day.

The rows are made in bulk with the ORM (``random_rows``), for speed.
"""

from datetime import date, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from contracts.obligations.models import Kpi
from contracts.performance.rows import Row
from contracts.performance.spans import Span, whole
from contracts.performance.standing import KpiFigure, figure_of
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.returns.selectors import reported_of
from contracts.schedule.models import DueReturn
from contracts.standing.selectors.kpis import kpi_lines
from contracts.standing.selectors.standings import standings
from contracts.standing.selectors.statement import end_of
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


def known(due: DueReturn, as_of: date) -> Row:
    """A due row as it was known on the evening of a day, from its returns one by one."""
    end, found = end_of(as_of), list(due.returns.order_by("number"))
    held = [r for r in found if r.held_on(end)]
    sent = [r for r in found if r.first_submitted_at and r.first_submitted_at < end]
    return Row(
        due.starts_on, due.ends_on, due.due_on, due.target, due.minimum,
        reported=reported_of(held[0]) if held else None, waiting=not held and any(_waits(r, end) for r in sent), sent=bool(sent),
    )  # fmt: skip


def _waits(one: Return, end: datetime) -> bool:
    if one.status in ("verified", "replaced") and one.decided_at < end:
        return False
    return one.sent_back_at is None or one.sent_back_at >= end or one.sent_back_at < one.submitted_at < end


def pure(contract: Contract, span: Span) -> list[KpiFigure]:
    """The pure form over the rows that the queryset lets count."""
    found = []
    for kpi in Kpi.objects.filter(obligation__contract=contract):
        rows = DueReturn.objects.owed().filter(kpi=kpi, ends_on__range=(span.starts_on, span.ends_on))
        if rows:
            found.append(figure_of([known(r, span.as_of) for r in rows], kpi.kind, kpi.direction, span.as_of))
    return found


@drawn(120)
def test_statement_and_pure_form_say_the_same(scene, spec):
    with transaction.atomic():
        contract = kept(spec, scene)
        for days in spec.as_of:
            span = Span(on(spec.span[0]), on(spec.span[1]), on(days))
            said = [line.figure for line in kpi_lines(Contract.objects.filter(pk=contract.pk), span)]
            assert said == pure(contract, span)
        transaction.set_rollback(True)


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
