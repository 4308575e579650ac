"""Rows drawn at random: the product and the second reading say the same of every KPI, measure and total, on any day.

The rows are made in bulk with the ORM (``random_rows``), for speed. That the statement says what the pure form says is tested
beside the statement; here neither is believed.
"""

from datetime import date, datetime
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.models import Kpi, Obligation
from contracts.performance.spans import whole
from contracts.performance.standing import figure_of
from contracts.register.models import Contract
from contracts.schedule.models import DueReturn
from contracts.standing.selectors.kpis import kpi_lines
from contracts.standing.selectors.standings import standings
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Directorate
from socialvalue.common import clock
from socialvalue.framework.models import Measure, Priority
from socialvalue.framework.services.versions import publish_version, start_version
from tests.builders import contracts, people
from tests.builders import measurement as build

from .product import answered, ordered
from .random_rows import FIRST, a_kpi, a_span, keep, on
from .second_reading import read

pytestmark = pytest.mark.django_db
LONG_AFTER = datetime(2029, 1, 1, 9, tzinfo=clock.LONDON)


@pytest.fixture(scope="module")
def shelf(module_database):
    """Four contracts of one council, each with an obligation and no KPI, below which every drawing hangs its own.

    One measure in two versions of its framework, once more under another priority, and an obligation that names neither.
    """
    with clock.at(datetime(2025, 12, 1, 9, tzinfo=clock.LONDON)):
        scene = build.scene()
        old = scene.measures["LE2.2"]
        framework = old.outcome.priority.version.framework
        author = people.person(scene.council, Role.COMMISSIONER)
        newer = publish_version(start_version(framework, by=author), by=author)
        new = Measure.objects.get(code="LE2.2", outcome__priority__version=newer)
        another = Priority.objects.get(version=old.outcome.priority.version, code="BK")
        second = Directorate.objects.create(council=scene.council, name="Growth", code="GET")
        found = [_obligation(scene, measure) for measure in (old, new, old, None)]
        third = found[2]
        Contract.objects.filter(pk=third.contract_id).update(directorate=second)
        # As it stood where it was entered before a measure was held to its own priority
        Obligation.objects.filter(pk=third.pk).update(priority=another)
        return scene, found


def _obligation(scene, measure: Measure | None) -> Obligation:
    contract, who = contracts.draft_contract(scene.who, starts_on=FIRST, ends_on=date(2027, 12, 31))
    details = ObligationDetails(basis="required", wording="What is promised", source_note="Schedule 4", measure=measure)
    return contracts.commitments.add_obligation(contract, details, by=who.manager)


def drawn(examples: int):
    """So many seeds; what each keeps is rolled back by the test itself, so that the fixture may serve all of them."""
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    # A smaller seed is no simpler case
    phases = [Phase.explicit, Phase.generate]
    told = settings(max_examples=examples, deadline=None, suppress_health_check=checks, phases=phases)
    return lambda test: told(given(seed=st.integers(0, 2**32))(test))


def hang(chance: Random, shelf) -> None:
    """A KPI below each obligation."""
    scene, obligations = shelf
    for obligation in obligations:
        keep(a_kpi(chance), Obligation.objects.get(pk=obligation.pk), (scene.who.reporter, scene.who.manager))


@drawn(40)
def test_every_figure_of_rows_at_random_is_read_the_same_twice(shelf, seed):
    council, chance = shelf[0].council, Random(seed)
    with transaction.atomic():
        hang(chance, shelf)
        span = a_span(chance)
        # Also the very day on which something is due
        due = chance.choice(DueReturn.objects.values_list("due_on", flat=True))
        for as_of in (on(chance.randint(0, 400)), due, LONG_AFTER.date()):
            assert ordered(answered(council, *span, as_of)) == ordered(read(council.pk, *span, as_of))
        transaction.set_rollback(True)


@drawn(30)
def test_the_pages_of_a_kpi_agree_with_the_lists(shelf, seed):
    """What stands beside the rows on a page is counted from the rows as they are now; what lists say comes from the statement."""
    with clock.at(LONG_AFTER), transaction.atomic():
        hang(Random(seed), shelf)
        span = whole(FIRST, clock.today())
        said = {line.pk: line.figure for line in kpi_lines(Contract.objects.all(), span)}
        for shown in standings(Kpi.objects.all()):
            # A page shows a KPI too of which nothing counts
            nothing = figure_of([], shown.kpi.kind, shown.kpi.direction, span.as_of)
            assert shown.whole == said.get(shown.kpi.pk, nothing)
        transaction.set_rollback(True)
