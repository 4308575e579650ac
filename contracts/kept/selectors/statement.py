"""Where each KPI stands over spans, as one SQL statement: ``contracts/performance`` spelled again, for many contracts at once.

Written by hand because KPIs are judged one by one before they are counted, which the ORM cannot say in one query; runs unchanged
on SQLite and PostgreSQL. Everything is whole numbers (a value × 10,000), so that no comparison with a target depends on how an
engine keeps decimals. Property tests hold it to the pure form.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from contracts.performance.spans import Span
from socialvalue.common import clock

DAYS = {
    "sqlite": "CAST(julianday(d.ends_on) - julianday(d.starts_on) + 1 AS INTEGER)",
    "postgresql": "(d.ends_on - d.starts_on + 1)",
}

# A score made of sub-scores is a level in every figure, as in ``combining.LEVELS``
KIND = "CASE WHEN k.kind = 'composite' THEN 'level' ELSE k.kind END"

# MATERIALIZED, each step once: PostgreSQL thinks the steps have one row where it has not counted the tables yet (after an
# import, in a test) and would do them again for every KPI and every contract. SQLite knows the word from 3.35 on.
# ``agreed``: what is said of a KPI is read once, and not again for each span. CROSS JOIN: SQLite begins with the few KPIs
# ``contracts``: a subquery of contract ids, from the same queryset that pages use. Scales: value and target 10,000; numerator
# and denominator 100; so a share's “got” is 100 × numerator × 10,000 × 100 and its “wanted” target × denominator likewise
COMMON = """
WITH windows (window_code, from_day, to_day) AS (VALUES {windows}),
agreed AS MATERIALIZED (
  SELECT k.id AS kpi_id, k.number, k.wording, k.unit, {kind} AS kind, k.direction, k.client_side, k.reported_from, o.priority_id,
    CASE WHEN o.part_of_id IS NULL OR o.counted_at >= %s THEN o.measure_id END AS measure_id, o.contract_id,
    c.directorate_id, c.reference, c.title, COALESCE(c.ended_on, c.planned_until, c.ends_on) AS last_day
  FROM contracts_contract c
  JOIN contracts_obligation o ON o.contract_id = c.id
  JOIN contracts_kpi k ON k.obligation_id = o.id
  WHERE c.id IN ({contracts}) AND c.status <> 'draft' AND k.agreed_at < %s
),
rows_ AS MATERIALIZED (
  SELECT d.kpi_id, d.ends_on, d.due_on, k.kind, k.direction, v.id AS return_id, v.no_cases,
    {days} AS days,
    CAST(ROUND(v.value * 10000) AS BIGINT) AS value,
    CAST(ROUND(v.numerator * 100) AS BIGINT) AS numerator, CAST(ROUND(v.denominator * 100) AS BIGINT) AS denominator,
    CAST(ROUND(d.target * 10000) AS BIGINT) AS target, CAST(ROUND(d.minimum * 10000) AS BIGINT) AS minimum,
    CASE WHEN d.due_on <= %s OR v.id IS NOT NULL THEN 1 ELSE 0 END AS expected,
    CASE WHEN v.id IS NULL AND d.due_on <= %s AND EXISTS (
      SELECT 1 FROM contracts_return w WHERE w.due_id = d.id AND w.first_submitted_at < %s
        AND (w.decided_at IS NULL OR w.decided_at >= %s)
        AND (w.sent_back_at IS NULL OR w.sent_back_at >= %s OR w.submitted_at < %s AND w.submitted_at > w.sent_back_at)
    ) THEN 1 ELSE 0 END AS waiting,
    CASE WHEN v.id IS NULL AND d.due_on < %s AND NOT EXISTS (
      SELECT 1 FROM contracts_return s WHERE s.due_id = d.id AND s.first_submitted_at < %s
    ) THEN 1 ELSE 0 END AS late
  FROM agreed k
  CROSS JOIN contracts_duereturn d
  LEFT JOIN contracts_return v ON v.due_id = d.id AND v.status IN ('verified', 'replaced')
    AND v.decided_at < %s AND (v.replaced_at IS NULL OR v.replaced_at >= %s)
  WHERE d.kpi_id = k.kpi_id AND d.ends_on BETWEEN %s AND %s
    AND (d.waived_at IS NULL OR d.waived_at >= %s)
    AND (k.reported_from IS NULL OR d.starts_on >= k.reported_from)
    AND d.starts_on <= k.last_day
),
weighed AS (
  SELECT rows_.*,
    CASE WHEN return_id IS NULL OR no_cases THEN NULL
         WHEN kind = 'ratio' THEN CASE WHEN denominator > 0 AND numerator IS NOT NULL THEN denominator END
         WHEN value IS NULL THEN NULL
         WHEN kind = 'level' THEN days
         ELSE 1 END AS weight
  FROM rows_
),
parts AS (
  SELECT weighed.*,
    CASE WHEN weight IS NULL THEN NULL WHEN kind = 'ratio' THEN numerator * 1000000 ELSE value * weight END AS got,
    target * weight AS wanted,
    CASE WHEN target IS NOT NULL THEN minimum * weight END AS least
  FROM weighed
),
per_kpi AS MATERIALIZED (
  SELECT window_code, kpi_id, SUM(expected) AS expected, COUNT(return_id) AS reported, SUM(waiting) AS waiting, SUM(late) AS late,
    MIN(CASE WHEN late = 1 THEN due_on END) AS oldest,
    COUNT(weight) AS cases, SUM(weight) AS weight, SUM(got) AS got,
    SUM(CASE WHEN wanted IS NOT NULL THEN weight END) AS aimed,
    SUM(CASE WHEN wanted IS NOT NULL THEN got END) AS compared, SUM(wanted) AS wanted,
    SUM(least) AS least, SUM(CASE WHEN wanted IS NOT NULL AND least IS NULL THEN 1 ELSE 0 END) AS without_minimum,
    SUM(CASE WHEN expected = 1 THEN target END) AS promised,
    COUNT(CASE WHEN expected = 1 THEN target END) AS promising
  FROM parts JOIN windows ON ends_on BETWEEN from_day AND to_day GROUP BY window_code, kpi_id
),
judged AS MATERIALIZED (
  SELECT p.*, k.number, k.wording, k.unit, k.kind, k.direction, k.client_side, k.priority_id, k.measure_id, k.contract_id,
    k.directorate_id, k.reference, k.title,
    CASE WHEN p.expected = 0 THEN 'nothing_due'
         WHEN p.reported = 0 THEN 'not_reported'
         WHEN p.cases = 0 THEN 'nothing_due'
         WHEN p.wanted IS NULL THEN 'no_target'
         WHEN k.direction = 'higher' AND k.kind = 'sum' AND p.compared = 0 AND p.wanted = 0 THEN 'nothing_due'
         WHEN k.direction = 'higher' AND p.compared >= p.wanted OR k.direction = 'lower' AND p.compared <= p.wanted
           THEN 'on_target'
         WHEN p.without_minimum > 0 OR k.direction = 'higher' AND p.compared >= p.least
           OR k.direction = 'lower' AND p.compared <= p.least THEN 'below_target'
         ELSE 'below_minimum' END AS standing
  FROM per_kpi p JOIN agreed k ON k.kpi_id = p.kpi_id
)
"""

# The council's own duties are in a list of their own and in no total
TALLY = """COUNT(*) AS kpis,
  SUM(CASE WHEN standing = 'on_target' THEN 1 ELSE 0 END) AS on_target,
  SUM(CASE WHEN standing = 'below_target' THEN 1 ELSE 0 END) AS below_target,
  SUM(CASE WHEN standing = 'below_minimum' THEN 1 ELSE 0 END) AS below_minimum,
  SUM(CASE WHEN standing = 'not_reported' THEN 1 ELSE 0 END) AS not_reported,
  SUM(CASE WHEN standing = 'no_target' THEN 1 ELSE 0 END) AS no_target,
  SUM(CASE WHEN standing = 'nothing_due' THEN 1 ELSE 0 END) AS nothing_due,
  SUM(expected) AS expected, SUM(reported) AS reported, SUM(waiting) AS waiting, SUM(late) AS late"""


def common(contracts: QuerySet[Any], span: Span) -> tuple[str, list]:
    """The shared part of the statement, ending in the table ``judged`` (a row a KPI), and its parameters."""
    return common_over(*keys_of(contracts), {"": (span.starts_on, span.ends_on)}, span.as_of)


def keys_of(contracts: QuerySet[Any]) -> tuple[str, Sequence]:
    """A subquery of their ids and its parameters."""
    try:
        return contracts.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # whoever sees nothing
        return "SELECT CAST(NULL AS BIGINT) WHERE 1 = 0", ()


def common_over(contracts: str, keys: Sequence, windows: Mapping[str, tuple[date, date]], as_of: date) -> tuple[str, list]:
    """The same over several windows at once, all as known on ``as_of``: ``judged`` has a row a KPI and window.

    ``contracts``: a subquery of contract ids with its parameters ``keys``; ``windows``: code → first and last day.
    """
    end = end_of(as_of)
    rows = ", ".join(["(%s, %s, %s)"] * len(windows))
    named = [part for code, (first, last) in windows.items() for part in (code, first, last)]
    first, last = min(first for first, _ in windows.values()), max(last for _, last in windows.values())
    sql = COMMON.format(contracts=contracts, days=DAYS[connection.vendor], windows=rows, kind=KIND)
    days = [as_of, as_of, end, end, end, end, as_of, end, end, end]
    return sql, [*named, end, *keys, end, *days, first, last, end]


def end_of(day: date) -> datetime:
    """The first moment after ``day`` in London."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=clock.LONDON)


def fetch(sql: str, params: Sequence) -> list[dict[str, Any]]:
    """The statement's rows as dicts. SQLite keeps days and moments as text, so that parameters are written as it writes them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, adapted(params))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def adapted(params: Sequence) -> list:
    """Days and moments as this engine keeps them."""
    return [_adapted(p) for p in params]


def _adapted(value):
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
