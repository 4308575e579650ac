"""What docs/performance.md says of bench.json, both sides of every boundary."""

import pytest

from measurement.bench.asked import ALL, Rows
from measurement.bench.table import as_page, merged

BASE = {
    "kind": "page", "engine": "postgresql", "cpu_ms": 100.0, "web_ms": 60.0, "db_ms": 40.0, "wall_ms": 110.0, "queries": 20,
    "rss_mb": 0, "first_byte_ms": 50.0, "slowest_ms": 10.0, "measured_on": "2026-11-27", "machine": "two cores",
    "other_work": 0.4,
}  # fmt: skip


def row(name="contracts", contracts=50, **changes):
    return {**BASE, "name": name, "contracts": contracts, **changes}


def verdict(what, *rows):
    """Whether the line of ``what`` is met by these rows, and its words."""
    line = next(asked for asked in ALL if asked.what.startswith(what))
    words, enough = line.judged(Rows(rows))
    return enough, words


@pytest.mark.parametrize(
    ("few", "many", "enough"),
    [(100, 150, True), (100, 150.1, False), (10, 25, True), (10, 25.1, False), (30, 45, True), (30, 45.1, False)],
)
def test_a_page_may_take_half_as_much_again_or_fifteen_milliseconds_more(few, many, enough):
    assert verdict("every page", row(cpu_ms=few), row(contracts=50000, cpu_ms=many))[0] is enough


def test_a_page_that_sends_another_number_of_statements_is_named():
    enough, words = verdict("every page", row(), row(contracts=5000, queries=21), row("tenders"), row("tenders", 5000))
    assert enough is False
    assert words == "1 of 2 pages pass at 5,000; another number of statements: contracts"


def test_every_page_that_takes_too_long_is_named():
    rows = [row(), row(contracts=5000, cpu_ms=151), row("tenders"), row("tenders", 5000, cpu_ms=900)]
    assert verdict("every page", *rows) == (False, "0 of 2 pages pass at 5,000; more time: contracts, tenders")


@pytest.mark.parametrize(("cpu", "longest", "enough"), [(250, 50, True), (250.1, 50, False), (250, 50.1, False)])
def test_oversight_and_homes(cpu, longest, enough):
    rows = [row("home of member", 50000, cpu_ms=cpu), row("oversight, 3 months", 50000, slowest_ms=longest)]
    assert verdict("oversight", *rows)[0] is enough


@pytest.mark.parametrize(("kept", "enough"), [(30, True), (30.1, False)])
def test_what_keeping_costs_a_verification(kept, enough):
    bare = row("verify one return, nothing kept", kind="job", cpu_ms=20)
    assert verdict("verify", bare, row("verify one return", kind="job", cpu_ms=kept))[0] is enough


@pytest.mark.parametrize(("wall", "unlike", "enough"), [(59999, 0, True), (60000, 0, False), (10, 1, False)])
def test_a_rebuild_is_quick_and_right(wall, unlike, enough):
    load = row("load", 50000, kind="load", values=2_000_000)
    assert verdict("rebuild", load, row("rebuild from nothing", 50000, kind="job", wall_ms=wall, unlike=unlike))[0] is enough


@pytest.mark.parametrize(("values", "wall", "enough"), [(2_000_000, 1, True), (1_999_999, 1, None), (1_999_999, 60_000, False)])
def test_a_rebuild_of_fewer_values_than_asked_can_be_too_slow_and_not_quick_enough(values, wall, enough):
    rows = [row("load", kind="load", values=values), row("rebuild from nothing", kind="job", wall_ms=wall, unlike=0)]
    found, words = verdict("rebuild", *rows)
    assert found is enough
    assert words.endswith(f"0.1 s of processor time, {values:,} values; differences from the statement: 0")


@pytest.mark.parametrize(
    ("contracts", "cpu", "enough"), [(50000, 20, True), (49999, 20, None), (49999, 21, False), (50000, 21, False)]
)
def test_with_fewer_contracts_than_asked_a_line_is_missed_or_not_measured(contracts, cpu, enough):
    found, words = verdict("timed events", row("timed events, nothing to send", contracts, kind="job", cpu_ms=cpu))
    assert (found, words) == (enough, f"{cpu:.1f} ms, at {contracts:,}")


def test_a_ratio_beside_its_limit_has_three_decimals():
    bare = row("verify one return, nothing kept", kind="job", cpu_ms=20.8)
    found = verdict("verify", bare, row("verify one return", kind="job", cpu_ms=31.3))
    assert found == (False, "1.505 (31.3 and 20.8 ms), at 50")


@pytest.mark.parametrize(("saved", "enough"), [(26, True), (26.1, False), (0, True)])
def test_saving_a_score_takes_at_most_twice_an_empty_page(saved, enough):
    found, words = verdict("save a score", row("account", cpu_ms=13), row("save a score", cpu_ms=saved, queries=27))
    assert found is enough
    assert words == f"{saved / 13:.2f} ({saved:,.1f} and 13.0 ms), 27 statements"


def minute(**changes):
    told = {
        "suppliers": 500,
        "accepted": 500,
        "kept": 500,
        "late": 0,
        "refused_in_time": 0,
        "p95_ms": 4999.9,
        "generator_ms": 6100,
    }
    return row("suppliers in the last minute", kind="load", cpu_ms=91200, **told | changes)


@pytest.mark.parametrize(
    ("changes", "enough"),
    [
        ({}, True),
        ({"p95_ms": 5000}, False),
        ({"accepted": 499}, False),
        # One that was told yes, and is not there
        ({"kept": 499}, False),
        ({"late": 1}, False),
        ({"refused_in_time": 1}, False),
        # Fewer than asked: it can go wrong, and going right says nothing
        ({"suppliers": 40, "accepted": 40, "kept": 40}, None),
        ({"suppliers": 40, "accepted": 39, "kept": 40}, False),
    ],
)
def test_the_last_minute(changes, enough):
    assert verdict("500 suppliers", minute(**changes))[0] is enough


def test_the_last_minute_says_what_came_of_everybody_and_what_asking_cost():
    assert verdict("500 suppliers", minute(accepted=497, kept=497, late=2, refused_in_time=1))[1] == (
        "497 of 500 accepted, 497 kept, 2 late, 1 pressed in time and refused; 95 % of pages within 5.0 s; "
        "the load generator used 6.1 s, the service 91.2 s"
    )


@pytest.mark.parametrize(("memory", "first", "enough"), [(60, 200, True), (61, 200, False), (60, 200.1, False)])
def test_files_that_stream(memory, first, enough):
    assert verdict("contracts.csv", row("contracts.csv", 50000, kind="export", rss_mb=memory, first_byte_ms=first))[0] is enough


@pytest.mark.parametrize(("memory", "cpu", "enough"), [(399, 29999, True), (400, 1, False), (1, 30000, False)])
def test_a_report(memory, cpu, enough):
    assert verdict("summary report", row("summary report, freezing", 50000, kind="job", rss_mb=memory, cpu_ms=cpu))[0] is enough


@pytest.mark.parametrize(("cpu", "enough"), [(20, True), (20.1, False)])
def test_a_minute_in_which_nothing_is_sent(cpu, enough):
    assert verdict("timed events", row("timed events, nothing to send", 50000, kind="job", cpu_ms=cpu))[0] is enough


@pytest.mark.parametrize(("wall", "enough"), [(20 * 60_000, True), (20 * 60_000 + 1, False)])
def test_loading(wall, enough):
    assert verdict("loading", row("load", 50000, kind="load", wall_ms=wall))[0] is enough


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: asked.what[:20])
def test_what_was_not_measured_is_neither_met_nor_missed(asked):
    assert asked.judged(Rows([row("something else", kind="other")])) == ("", None)


def test_a_run_takes_the_place_of_its_own_engine_and_size_alone():
    known = [row(), row(contracts=5000), row(contracts=50000), row(engine="sqlite")]
    new = [row(cpu_ms=1), row(contracts=5000, cpu_ms=2)]
    found = [(one["engine"], one["contracts"], one["cpu_ms"]) for one in merged(known, new)]
    assert found == [("postgresql", 50, 1), ("postgresql", 5000, 2), ("postgresql", 50000, 100), ("sqlite", 50, 100)]


def test_the_page_says_when_and_where_and_hides_nothing():
    rows = [
        row("load", kind="load", there_are=57, values=1500),
        row("home of member", cpu_ms=251, wall_ms=1234.5),
        row("home of member", 5000, cpu_ms=900),
    ]
    text = as_page(rows)
    assert "* 50: 57 contracts with 1,500 reported values; 27 November 2026, two cores, other work 0.4" in text
    assert "900 ms (home of member); longest statement 10 ms (home of member), at 5,000 | **no** |" in text
    assert "| home of member | 50 | 251 | 40 | 1,234 | 50 | 20 | 10 | 0 |" in text
    assert "| not measured |" in text
