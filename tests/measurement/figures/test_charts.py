"""What is said of a trend, and of its band of chance."""

from datetime import date
from decimal import Decimal as D

import pytest

from measurement.figures.calculations.tally import Tally
from measurement.figures.pages import charts
from measurement.figures.selectors import Quarter

STARTS = [date(2024 + n // 4, n % 4 * 3 + 1, 1) for n in range(8)]


def trend(*pairs) -> list[Quarter]:
    """Quarters from January 2024: (on target, rated); None for a quarter of which nothing is verified."""
    return [
        Quarter(day, Tally() if pair is None else Tally(kpis=pair[1], on_target=pair[0], below_target=pair[1] - pair[0]))
        for day, pair in zip(STARTS, pairs, strict=False)
    ]


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        # 61 of 100 then, 64 of 100 now: 0.62 ± 2 × √(0.62 × 0.38 ÷ 100), the root taken up to 0.049
        (
            [(61, 100), (60, 100), (63, 100), (62, 100), (64, 100)],
            "About the same as January to March 2024 (61 % then, 64 % now; between 52 % and 72 % may be chance)",
        ),
        # 0.55 ± 2 × √(0.55 × 0.45 ÷ 100), the root taken up to 0.050
        (
            [(40, 100), (50, 100), (55, 100), (60, 100), (70, 100)],
            "Better than January to March 2024 (40 % then, 70 % now; between 45 % and 65 % may be chance)",
        ),
        (
            [(70, 100), (60, 100), (55, 100), (50, 100), (40, 100)],
            "Worse than January to March 2024 (70 % then, 40 % now; between 45 % and 65 % may be chance)",
        ),
        (
            [(1, 1), (60, 100), (63, 100), (62, 100), (64, 100)],
            "Too few KPIs to compare with January to March 2024 (1 KPI then, 100 KPIs now)",
        ),
        (
            [None, (60, 100), (63, 100), (62, 100), (3, 4)],
            "Too few KPIs to compare with January to March 2024 (0 KPIs then, 4 KPIs now)",
        ),
        (
            [(60, 100), (63, 100), (62, 100), (64, 100)],
            "There is no quarter a year before to compare with yet",
        ),
        ([], "There is no quarter a year before to compare with yet"),
    ],
)
def test_a_quarter_is_compared_with_the_same_one_a_year_before(pairs, words):
    found = trend(*pairs)
    assert charts.travel_said(found).replace("\u00a0", " ") == words


def test_the_alternative_text_has_ends_gaps_verdict_and_band():
    found = trend((61, 100), None, (63, 100), (62, 100), (64, 100))
    assert charts.trend_alt(found).replace("\u00a0", " ") == (
        "KPIs on target: 61 % in Jan to Mar 2024, 64 % in Jan to Mar 2025; 1 quarter without a verified return is a gap. "
        "About the same as January to March 2024 (61 % then, 64 % now; between 53 % and 72 % may be chance)."
    )


def test_where_nothing_can_be_compared_the_band_is_still_said():
    found = trend((60, 100), (64, 100))
    assert charts.trend_alt(found).replace("\u00a0", " ") == (
        "KPIs on target: 60 % in Jan to Mar 2024, 64 % in Apr to Jun 2024. There is no quarter a year before to compare with yet. "
        "Between 52 % and 72 % may be chance."
    )
    assert charts.trend_source(found).replace("\u00a0", " ") == (
        "verified returns of KPIs with a target. Shaded: between 52 % and 72 % may be chance"
    )


def test_one_quarter_has_no_band():
    found = trend((6, 10))
    assert charts.trend_band(found) is None
    assert charts.trend_source(found) == "verified returns of KPIs with a target"
    assert charts.trend_alt(found).replace("\u00a0", " ") == (
        "KPIs on target: 60 % in Jan to Mar 2024, 60 % in Jan to Mar 2024. There is no quarter a year before to compare with yet."
    )


def test_the_band_is_in_percent_and_stays_within_the_whole():
    assert charts.trend_band(trend((5, 5), (5, 5))) == (D(100), D(100))
    assert charts.trend_band(trend((9, 10), (8, 10)))[1] == D(100)


def test_nothing_verified_is_said():
    assert charts.trend_alt(trend(None, None)) == "No quarter has a verified return with a target."


def test_quarters_have_their_months_in_words():
    assert [q.words for q in trend((1, 1), (1, 1), (1, 1), (1, 1))] == [
        "January to March 2024", "April to June 2024", "July to September 2024", "October to December 2024",
    ]  # fmt: skip


def test_nearly_all_on_target_is_not_drawn_as_all():
    found = trend((299, 300), (300, 300), None, (0, 300))
    assert charts.trend_points(found) == [
        ("Jan–Mar 24", D("99.7")), ("Apr–Jun 24", D(100)), ("Jul–Sep 24", None), ("Oct–Dec 24", D(0)),
    ]  # fmt: skip
    assert [q.shown_share for q in found] == ["99.7\u00a0%", "100\u00a0%", "not reported", "0\u00a0%"]
