"""The statement in SQL against the pure rule: two spellings of one thing, on rows of every kind and fate.

The rows are written straight into the tables: what services can and cannot make is tested elsewhere, and chance must reach the rest.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.kept.selectors.statement import end_of
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.services import agree
from contracts.performance.rows import Counts, Row
from contracts.performance.spans import Span
from contracts.performance.standing import figure_of
from contracts.register.models import Contract
from contracts.returns.selectors import reported_of
from contracts.schedule.enums import COUNTED
from contracts.schedule.services import waive
from contracts.standing.selectors.kpis import attention, kpi_lines
from measurement.figures.selectors.behind import due_rows
from measurement.figures.selectors.scope import Scope
from measurement.figures.selectors.subjects import Subject
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.contracts.standing.chance import SIGNED, START, kpi, make, moment

pytestmark = pytest.mark.django_db


def by_hand(kpis, span: Span):
    """(KPI → figure) by the pure rule; KPIs without a row of the span are left out."""
    end, found = end_of(span.as_of), {}
    for one in kpis:
        if one.agreed_at is None or one.agreed_at >= end:
            continue
        rows = [
            _as_known(due, end)
            for due in one.due_returns.order_by("starts_on")
            if span.starts_on <= due.ends_on <= span.ends_on
            and (due.waived_at is None or due.waived_at >= end)
            and (one.reported_from is None or due.starts_on >= one.reported_from)
        ]
        if rows:
            found[one.pk] = figure_of(rows, one.kind, one.direction, span.as_of)
    return found


def _as_known(due, end: datetime) -> Row:
    returns = list(due.returns.all())
    held = [r for r in returns if r.status in COUNTED and r.decided_at < end and (r.replaced_at is None or r.replaced_at >= end)]
    assert len(held) <= 1
    waiting = [
        r
        for r in returns
        if r.first_submitted_at
        and r.first_submitted_at < end
        and (r.decided_at is None or r.decided_at >= end)
        and (r.sent_back_at is None or r.sent_back_at >= end or r.sent_back_at < r.submitted_at < end)
    ]
    return Row(
        due.starts_on,
        due.ends_on,
        due.due_on,
        due.target,
        due.minimum,
        reported_of(held[0]) if held else None,
        waiting=bool(waiting),
        sent=any(r.first_submitted_at and r.first_submitted_at < end for r in returns),
    )


spans = st.builds(
    lambda first, length, after: Span(
        START + timedelta(days=first), START + timedelta(days=first + length), START + timedelta(days=first + length + after)
    ),
    st.integers(0, 120),
    st.integers(5, 300),
    st.integers(-60, 60),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(kpi, min_size=1, max_size=4), st.lists(spans, min_size=3, max_size=3))
def test_the_statement_says_what_the_rule_says(specs, asked):
    contract, who = build.draft_contract()
    Contract.objects.filter(pk=contract.pk).update(status="active")
    kpis = make(contract, who, specs)
    mine = Contract.objects.filter(pk=contract.pk)
    for span in asked:
        expected = by_hand(kpis, span)
        lines = kpi_lines(mine, span)
        assert {line.pk: line.figure for line in lines} == expected, span
        _totals_agree(contract, mine, span, lines)


def _totals_agree(contract, mine, span, lines):
    """What is counted from the lines is what the contract's tags, the filters and the page of returns count."""
    counted = [line for line in lines if not line.client_side]
    (tags,) = attention([contract.pk], span).values()
    standings = [line.figure.standing for line in counted]
    assert (tags.on_target, tags.below_target, tags.below_minimum) == tuple(
        standings.count(s) for s in ("on_target", "below_target", "below_minimum")
    )
    assert tags.counts == sum((line.figure.counts for line in counted), type(tags.counts)())
    scope = Scope(contract.council_id, span.starts_on, span.ends_on, span.as_of)
    council = Subject("council", contract.council_id, "", contract.council, "")
    assert due_rows(council, scope, contract.manager).count() == tags.counts.expected


def test_a_day_ends_in_london():
    """Verified at half past eleven in the evening of 30 June: it counts on the 30th, in summer too."""
    with clock.at(SIGNED):
        contract, who = build.active_contract(kpi={"frequency": "month"})
    due = build.first_due(contract)
    with clock.at(datetime(2025, 6, 30, 23, 30, tzinfo=clock.LONDON)):
        build.verified_return(due, who)
    mine = Contract.objects.filter(pk=contract.pk)
    counted = [
        kpi_lines(mine, Span(START, date(2025, 4, 30), day))[0].figure.counts for day in (date(2025, 6, 29), date(2025, 6, 30))
    ]
    assert [(c.expected, c.reported, c.late) for c in counted] == [(1, 0, 1), (1, 1, 0)]


def test_an_early_end_owes_nothing_that_begins_after_it():
    with clock.at(SIGNED):
        contract, who = build.active_contract(kpi={"frequency": "month"})
    Contract.objects.filter(pk=contract.pk).update(status="ended", ended_on=date(2025, 5, 10))
    (line,) = kpi_lines(Contract.objects.filter(pk=contract.pk), Span(START, date(2025, 12, 31), date(2026, 1, 31)))
    assert line.figure.counts.expected == 2
    assert (line.reference, line.number, line.oldest) == (contract.reference, 1, date(2025, 5, 20))


def test_a_draft_owes_nothing():
    contract, who = build.draft_contract()
    build.obligation(contract, who)
    Kpi.objects.update(agreed_at=moment(0))
    assert kpi_lines(Contract.objects.filter(pk=contract.pk), Span(START, date(2026, 3, 31), date(2026, 6, 1))) == []


def test_of_nobody_s_contracts_nothing_is_said():
    assert kpi_lines(Contract.objects.none(), Span(START, date(2026, 3, 31), date(2026, 6, 1))) == []
    assert attention([], Span(START, date(2026, 3, 31), date(2026, 6, 1))) == defaultdict(dict)


def test_what_was_agreed_or_given_up_later_changes_no_earlier_day():
    """As known on a day: a KPI agreed after it is not there, and a row given up after it is still late."""
    with clock.at(SIGNED):
        contract, who = build.active_contract(kpi={"frequency": "month"})
    mine, span = Contract.objects.filter(pk=contract.pk), Span(START, date(2025, 6, 30), date(2025, 8, 1))
    before = kpi_lines(mine, span)
    assert before[0].figure.counts == Counts(3, 0, 0, 3)
    with clock.at(datetime(2025, 9, 1, 9, tzinfo=clock.LONDON)):
        waive(build.first_due(contract), by=who.manager, reason="The list of April was lost in a fire")
        body = build.obligation(contract, who, kpi={"frequency": "month", "reported_from": START})
        for person in (who.reporter, who.manager):
            agree(Obligation.objects.get(pk=body.pk), by=person)
    assert kpi_lines(mine, span) == before
    later = kpi_lines(mine, Span(START, date(2025, 6, 30), date(2025, 9, 1)))
    assert [line.figure.counts for line in later] == [Counts(2, 0, 0, 2), Counts(3, 0, 0, 3)]
