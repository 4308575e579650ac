"""Which returns stand behind which figures, told one at a time: pure, against the plain way of asking each figure of each return."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurement.reports.calculations import sources
from measurement.reports.calculations.sources import Gathered, Gatherer, Source, Which
from socialvalue.common.canonical import Digest, canonical, digest_of, digested, sha256

ONE = Source(1, 1, D("3"), None, None, 7, 20, 100, "people", "sum", "higher")
SOURCES = st.lists(
    st.builds(
        Source,
        pk=st.integers(1, 10**12),
        number=st.integers(1, 9),
        value=st.none() | st.decimals(-999, 999, places=4),
        numerator=st.none() | st.decimals(0, 999, places=2),
        denominator=st.none() | st.decimals(0, 999, places=2),
        priority=st.none() | st.integers(1, 3),
        directorate=st.integers(20, 22),
        measure=st.none() | st.integers(100, 102),
        unit=st.sampled_from(["people", "£"]),
        kind=st.sampled_from(["sum", "level"]),
        direction=st.sampled_from(["higher", "lower"]),
    ),
    max_size=30,
    unique_by=lambda source: source.pk,
).map(lambda found: sorted(found, key=lambda source: source.pk))
LINES = st.one_of(
    st.just(Which()),
    st.builds(Which, priorities=st.lists(st.integers(1, 3), min_size=1, max_size=2, unique=True)),
    st.just(Which(priorities=[None])),
    st.builds(Which, directorate=st.integers(20, 22)),
)
FIGURES = st.lists(
    LINES
    | st.builds(
        Which.of_measures,
        LINES,
        st.sets(st.integers(100, 102), min_size=1),
        st.sampled_from(["people", "£"]),
        st.sampled_from(["sum", "level"]),
        st.sampled_from(["higher", "lower"]),
    ),
    max_size=12,
)


def stands_behind(which: Which, source: Source) -> bool:
    if which.priorities is not None and source.priority not in which.priorities:
        return False
    if which.directorate is not None and source.directorate != which.directorate:
        return False
    alike = (source.unit, source.kind, source.direction) == (which.unit, which.kind, which.direction)
    return which.measures is None or (source.measure in which.measures and alike)


def row(source: Source) -> tuple:
    return (source.pk, source.number, source.value, source.numerator, source.denominator)


@given(FIGURES, SOURCES)
def test_each_figure_has_the_returns_that_it_would_ask_for(figures, found):
    gatherer = Gatherer(figures)
    for source in found:
        gatherer.take(source)
    for which, gathered in zip(figures, gatherer.gathered, strict=True):
        mine = [source for source in found if stands_behind(which, source)]
        assert [key for keys in gathered.rows(to_the_end=True) for key in keys] == [source.pk for source in mine]
        assert (gathered.digest.count, gathered.digest.hex) == (len(mine), digest_of(map(row, mine)))


@given(SOURCES)
def test_the_digest_is_that_of_the_whole_list_as_it_always_was(found):
    plain = [[pk, number, *(None if v is None else f"{v.normalize():f}" for v in (value,)), *_share(n, d)]
             for pk, number, value, n, d in map(row, found)]  # fmt: skip
    assert digest_of(map(row, found)) == sha256(plain)
    digest = Digest()
    for source in found:
        digest.take(digested(row(source)))
        # Asked for on the way it goes on all the same
        assert digest.hex
    assert digest.hex == sha256(plain)


def _share(*parts):
    return [f"{part.normalize():f}" for part in parts if part is not None]


def test_a_digest_of_nothing_is_that_of_an_empty_list():
    assert Digest().hex == sha256([]) == digest_of([])
    assert canonical([]) == b"[]"


@given(LINES)
def test_which_returns_is_written_and_read(which):
    assert Which(**which.plain()) == which
    of = which.of_measures({3, 1}, "people", "sum", "higher")
    assert Which(**of.plain()) == of
    assert of.measures == [1, 3]


@pytest.mark.parametrize(("count", "lengths"), [(0, []), (2, [2]), (3, [3]), (4, [3, 1]), (7, [3, 3, 1])])
def test_rows_are_full_but_for_the_last(monkeypatch, count, lengths):
    monkeypatch.setattr(sources, "MOST", 3)
    gathered = Gathered()
    for pk in range(count):
        gathered.take(pk, b"x")
    before = [len(keys) for keys in gathered.rows(to_the_end=False)]
    assert before == [length for length in lengths if length == 3]
    assert [len(keys) for keys in gathered.rows(to_the_end=True)] == lengths[len(before) :]
    assert list(gathered.rows(to_the_end=True)) == []


def test_what_was_taken_away_is_not_kept():
    gatherer = Gatherer([Which()])
    for pk in range(1, 3 * sources.MOST):
        gatherer.take(replace(ONE, pk=pk))
        list(gatherer.gathered[0].rows(to_the_end=False))
        assert len(gatherer.gathered[0].begun) + sum(map(len, gatherer.gathered[0].full)) < sources.MOST
