"""The statement in SQL against the pure rule: two spellings of one thing, on rows of every kind and fate.

The rows are written straight into the tables: what services can and cannot make is tested elsewhere, and chance must reach the rest.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.services import agree
from contracts.performance.enums import Kind
from contracts.performance.rows import Counts, Row
from contracts.performance.spans import Span
from contracts.performance.standing import figure_of
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.returns.selectors import reported_of
from contracts.schedule.enums import COUNTED
from contracts.schedule.models import DueReturn
from contracts.schedule.services import waive
from contracts.standing.selectors.kpis import attention, kpi_lines, with_late, with_standing
from contracts.standing.selectors.statement import end_of
from measurement.figures.selectors.scope import Scope
from measurement.figures.selectors.sources import Subject, due_rows
from socialvalue.common import clock
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db

START = date(2025, 4, 1)
SIGNED = datetime(2025, 3, 20, 9, tzinfo=clock.LONDON)
numbers = st.one_of(st.none(), st.decimals(min_value=0, max_value=12, places=1))
moments = st.integers(min_value=-20, max_value=260)
fates = st.sampled_from(["none", "draft", "submitted", "queried", "resubmitted", "verified", "verified", "corrected", "no cases"])
row = st.fixed_dictionaries(
    {
        "days": st.sampled_from([10, 30, 31, 91]),
        "target": numbers,
        "minimum": numbers,
        "value": st.decimals(min_value=0, max_value=12, places=1),
        "cases": st.decimals(min_value=0, max_value=9, places=1),
        "fate": fates,
        "at": moments,
        "waived": st.sampled_from([False, False, False, True]),
    }
)
kpi = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(list(Kind)),
        "direction": st.sampled_from(["higher", "lower"]),
        # On which day; 0 is never
        "agreed": st.sampled_from([1, 1, 1, 60, 0]),
        "client_side": st.sampled_from([False, False, True]),
        "from": st.sampled_from([None, None, 40]),
        "rows": st.lists(row, max_size=5),
    }
)


def moment(days: int) -> datetime:
    """Half past eleven in the evening of London's summer: the next day in no other place that matters."""
    return datetime(2025, 4, 1, 23, 30, tzinfo=clock.LONDON) + timedelta(days=days)


def make(contract, who, specs) -> list[Kpi]:
    """The KPIs and their rows as chance says."""
    made = []
    for number, spec in enumerate(specs, start=1):
        body = Obligation.objects.create(contract=contract, code=f"O{number}", basis="required", wording="It")
        one = Kpi.objects.create(
            obligation=body,
            number=number,
            wording="It",
            unit="%" if spec["kind"] == Kind.RATIO else "people",
            kind=spec["kind"],
            direction=spec["direction"],
            frequency="month",
            client_side=spec["client_side"],
            milestone_on=START if spec["kind"] == Kind.MILESTONE else None,
            agreed_at=moment(spec["agreed"]) if spec["agreed"] else None,
            reported_from=None if spec["from"] is None else START + timedelta(days=spec["from"]),
        )
        day = START
        for told in spec["rows"]:
            day = _row(one, told, day, who)
        made.append(one)
    return made


def _row(one, told, day, who):
    ends = day + timedelta(days=told["days"] - 1)
    waived = {"waived_at": moment(told["at"] + 12), "waived_reason": "It is"} if told["waived"] else {}
    due = DueReturn.objects.create(
        kpi=one,
        starts_on=day,
        ends_on=ends,
        due_on=ends + timedelta(days=20),
        target=told["target"],
        minimum=told["minimum"],
        **waived,
    )
    _returns(due, told, who)
    return ends + timedelta(days=1)


def _returns(due, told, who):
    fate, at = told["fate"], told["at"]
    if fate == "none":
        return
    amount = _amount(due.kpi.kind, told, none=fate == "no cases")
    common = {"due": due, "created_by": who.reporter, "submitted_by": who.reporter}
    if fate == "draft":
        Return.objects.create(due=due, created_by=who.reporter, status="draft")
        return
    sent = {"first_submitted_at": moment(at), "submitted_at": moment(at)}
    if fate == "submitted":
        Return.objects.create(**common, **amount, **sent, status="submitted")
    elif fate == "queried":
        back = {"sent_back_at": moment(at + 5), "decided_at": moment(at + 5), "decided_by": who.manager}
        Return.objects.create(**common, **amount, **sent, **back, status="queried")
    elif fate == "resubmitted":
        sent |= {"submitted_at": moment(at + 9), "sent_back_at": moment(at + 5)}
        Return.objects.create(**common, **amount, **sent, status="submitted")
    else:
        decided = {"decided_at": moment(at + 8), "decided_by": who.manager}
        if fate == "corrected":
            old = _amount(due.kpi.kind, told | {"value": told["value"] + 1})
            Return.objects.create(**common, **old, **sent, **decided, status="replaced", replaced_at=moment(at + 30))
            decided["decided_at"] = moment(at + 30)
            sent = {"first_submitted_at": moment(at + 20), "submitted_at": moment(at + 20)}
            common["number"] = 2
        Return.objects.create(**common, **amount, **sent, **decided, status="verified")


def _amount(kind, told, none=False):
    if none or kind == Kind.RATIO and not told["cases"]:
        return {"no_cases": True}
    if kind == Kind.RATIO:
        return {
            "numerator": told["value"],
            "denominator": told["cases"],
            "value": (100 * told["value"] / told["cases"]).quantize(D("0.0001")),
        }
    return {"value": told["value"]}


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
    assert bool(with_late(mine, span)) == bool(tags.counts.late)
    assert bool(with_standing(mine, span, "below_minimum")) == bool(tags.below_minimum)
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
