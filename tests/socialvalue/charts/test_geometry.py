"""Where things go in a chart; no template, no colour."""

import itertools
from datetime import date
from decimal import Decimal as D

import pytest

from socialvalue.charts import bars, diary, lines
from socialvalue.charts.geometry import (
    SMALL,
    Dot,
    Line,
    Linked,
    Path,
    Rect,
    Scale,
    Text,
    nice_top,
    runs,
    shortened,
    text_width,
    ticks,
    wrapped,
)  # fmt: skip


def of(drawing, kind):
    return [s for s in drawing.shapes if isinstance(s, kind)]


def texts(drawing):
    return [s.text for s in of(drawing, Text)]


def inside(drawing):
    for shape in of(drawing, Rect):
        assert shape.x >= 0
        assert shape.x + shape.width <= drawing.width + 0.2
        assert shape.y + shape.height <= drawing.height
    for shape in of(drawing, Line):
        assert min(shape.x1, shape.x2) >= 0
        assert max(shape.x1, shape.x2) <= drawing.width + 0.2


def test_a_scale_holds_what_lies_outside_at_its_edge():
    scale = Scale(D(0), D(10), 100, 200)
    assert [scale.at(v) for v in (0, 5, 10, 12, -3)] == [100, 150, 200, 200, 100]
    assert Scale(D(0), D(0), 7, 9).at(3) == 7


@pytest.mark.parametrize(("value", "top"), [(0, 1), (None, 1), (7, 8), (71, 80), (100, 100), (D("0.3"), D("0.3")), (1201, 1500)])
def test_round_tops(value, top):
    assert nice_top(value) == top


def test_ticks_are_round_and_reach_the_top():
    assert ticks(22) == [0, 10, 20, 30]
    assert ticks(0) == [0, 1]
    assert ticks(D("0.4"))[-1] >= D("0.4")


def test_runs_stop_at_gaps():
    assert runs([1, None, 2, 3]) == [[0], [2, 3]]
    assert runs([None]) == []


def test_labels_are_shortened_at_the_end():
    assert shortened("short", 100) == "short"
    assert shortened("a very long label indeed", 60).endswith("…")


def test_a_bullet_has_its_bar_in_proportion_and_its_target_line():
    drawing = bars.bullet(D(12), D(24), D(6))
    track, bar = of(drawing, Rect)
    target, minimum = of(drawing, Line)
    assert drawing.fluid
    assert track.width == 100
    assert bar.width == pytest.approx(target.x1 / 2, abs=0.1)
    assert minimum.x1 == pytest.approx(target.x1 / 4, abs=0.1)
    assert target.x1 < 100
    inside(drawing)


def test_below_the_floor_the_bar_has_another_paint():
    assert of(bars.bullet(D(11), D(24), D(12)), Rect)[1].paint == "c-poor"
    assert of(bars.bullet(D(12), D(24), D(12)), Rect)[1].paint == "c-1"


def test_where_lower_is_better_the_bar_is_poor_above_its_limit():
    assert of(bars.bullet(D(13), D(10), D(12), lower=True), Rect)[1].paint == "c-poor"
    assert of(bars.bullet(D(12), D(10), D(12), lower=True), Rect)[1].paint == "c-1"
    assert of(bars.bullet(D(3), D(10), D(12), lower=True), Rect)[1].paint == "c-1"


def test_the_parts_of_a_share_fill_it_from_edge_to_edge():
    paints = ("c-on-target", "c-below-target", "c-below-minimum")
    drawing = bars.share([6, 0, 2], paints)
    first, last = of(drawing, Rect)
    assert (first.paint, last.paint) == ("c-on-target", "c-below-minimum")
    assert (first.x, last.x) == (0, 75)
    # Nothing is left over: neither a track nor a pale rest
    assert last.x + last.width == 100
    assert first.x + first.width == 74.6
    inside(drawing)


@pytest.mark.parametrize(("values", "widths"), [([0, 0], []), ([None, 3], [100]), ([5, None], [100]), ([1, 999], [0.2, 99.9])])
def test_a_share_of_nothing_has_no_bar_and_the_smallest_part_can_be_seen(values, widths):
    assert [r.width for r in of(bars.share(values, ("c-on-target", "c-below-target")), Rect)] == widths


def test_a_share_does_not_take_more_parts_than_paints():
    with pytest.raises(ValueError, match="shorter"):
        bars.share([1, 2], ("c-on-target",))


@pytest.mark.parametrize("values", [[50, 60, 70, 80], [80, 70, 60, 50], [40, 40, 40, 40], [60, 60, 60, 60]])
def test_the_target_s_word_stands_clear_of_the_trend(values):
    drawing = lines.trend([(str(n), D(v)) for n, v in enumerate(values)], target=D(50), target_word="target 50", write=str)
    word = next(t for t in of(drawing, Text) if t.text == "target 50")
    wide = text_width("target 50", SMALL)
    start = word.x if word.anchor == "start" else word.x - wide
    for dot in of(drawing, Dot):
        assert not (start <= dot.x <= start + wide and word.y - 12 <= dot.y <= word.y + 3)


def test_nothing_reported_and_nought_have_no_bar():
    assert len(of(bars.bullet(None, D(24)), Rect)) == len(of(bars.bullet(D(0), D(24)), Rect)) == 1


def test_bars_share_one_scale_and_gaps_say_so():
    drawing = bars.bars([("A", D(40)), ("B", D(20)), ("C", None)], write=str, target=D(50), target_word="target 50")
    drawn = [r for r in of(drawing, Rect) if r.paint == "c-1"]
    assert len(drawn) == 2
    assert drawn[0].width == pytest.approx(2 * drawn[1].width, abs=0.2)
    assert texts(drawing).count("not reported") == 1
    inside(drawing)


def test_a_bar_s_own_target():
    drawing = bars.bars([("A", D(10), D(20))], write=str)
    assert of(drawing, Line)[0].x1 == pytest.approx(2 * [r for r in of(drawing, Rect) if r.paint == "c-1"][0].width, abs=0.2)


def test_no_rows_is_still_a_drawing():
    assert bars.bars([], write=str).height >= 1
    assert bars.stacked([], total=100, write=str).width == 460
    assert lines.trend([], write=str).height == 230
    assert lines.spark([]).width == 120


def test_a_stacked_bar_fills_its_whole_or_shows_what_is_missing():
    full = bars.stacked([("Price", 40), ("Quality", 60)], total=D(100), write=str, missing_word="0 missing")
    short = bars.stacked([("Price", 40), ("Quality", 20)], total=D(100), write=str, missing_word="40 missing")
    assert sum(r.width for r in of(full, Rect)[1:3]) == pytest.approx(460 - 3, abs=0.5)
    assert "40 missing" in texts(short)
    assert "0 missing" not in texts(full)


def test_a_stacked_bar_of_too_much_stays_inside():
    inside(bars.stacked([("A", 80), ("B", 80)], total=D(100), write=str))


def test_stacked_rows_have_their_sums():
    drawing = bars.stacked_rows([("X", [10, 20]), ("Y", [None, None])], series=["a", "b"], write=str)
    assert "30" in texts(drawing)
    assert "not reported" in texts(drawing)
    inside(drawing)


def test_a_trend_breaks_where_nothing_was_reported():
    drawing = lines.trend([("a", 1), ("b", 2), ("c", None), ("d", 4), ("e", 3)], target=D(3), target_word="target", write=str)
    assert [len(p.points) for p in of(drawing, Path)] == [2, 2]
    assert len(of(drawing, Dot)) == 4
    inside(drawing)


def test_a_lone_value_between_gaps_is_a_dot():
    drawing = lines.trend([("a", None), ("b", 2), ("c", None)], write=str)
    assert of(drawing, Path) == []
    assert len(of(drawing, Dot)) == 1


def test_periods_are_named_first_and_last_whatever_the_room():
    points = [(f"Quarter {n}", n) for n in range(24)]
    names = [t for t in texts(lines.trend(points, write=str)) if t.startswith("Quarter")]
    assert names[0] == "Quarter 0"
    assert names[-1] == "Quarter 23"
    assert len(names) < 8


def test_a_sparkline_ends_in_its_last_reported_value():
    drawing = lines.spark([1, 2, None, 3, None])
    assert of(drawing, Dot)[-1].paint == "c-2"
    assert of(drawing, Dot)[-1].x < drawing.width - 10


def test_equal_scores_are_heaped_and_missing_ones_have_no_dot():
    drawing = lines.dots([("A", 7), ("B", 7), ("C", 4), ("D", None)], low=0, high=10, write=str)
    dots = of(drawing, Dot)
    assert len(dots) == 3
    assert dots[0].x == dots[1].x
    assert dots[0].y - dots[1].y == 22
    assert dots[2].y == dots[0].y


def test_the_scale_of_scores_has_both_ends():
    named = texts(lines.dots([("A", 70)], low=0, high=100, moderated=65, write=str))
    assert "0" in named
    assert "100" in named
    assert "moderated 65" in named


def the_year(**changes):
    row = diary.DiaryRow(
        "Short breaks", (("Open", date(2026, 10, 1), date(2026, 10, 31)), ("Evaluate", date(2027, 8, 1), date(2027, 10, 1)))
    )
    given = {
        "starts": date(2026, 9, 1),
        "ends": date(2027, 8, 31),
        "shaded": [(date(2026, 12, 25), date(2026, 12, 25), "Christmas")],
    }
    return diary.year([row], **{**given, **changes})


def test_a_phase_covers_its_days_and_is_cut_at_the_year_s_end():
    drawing = the_year()
    open_, evaluate = [r for r in of(drawing, Rect) if r.radius]
    day = (drawing.width - diary.labels_width(1060)) / 365
    assert open_.x == pytest.approx(diary.labels_width(1060) + 30 * day, abs=0.2)
    assert open_.width == pytest.approx(31 * day - 1, abs=0.2)
    assert evaluate.x + evaluate.width <= drawing.width
    inside(drawing)


def test_a_shaded_day_is_one_day_wide():
    shade = next(r for r in of(the_year(), Rect) if r.paint == "c-track")
    assert shade.width == pytest.approx((1060 - diary.labels_width(1060)) / 365, abs=0.2)


def test_today_stands_only_where_it_is_in_range():
    assert "today" in texts(the_year(today=date(2026, 11, 20)))
    assert "today" not in texts(the_year(today=date(2028, 1, 1)))


def test_a_clash_is_said_in_words():
    row = diary.DiaryRow("X", (("Open", date(2026, 10, 1), date(2026, 10, 2)),), "In school holidays")
    assert "In school holidays" in texts(diary.year([row], starts=date(2026, 9, 1), ends=date(2026, 12, 31)))


def test_a_key_of_many_groups_goes_on_in_the_next_line():
    names = [f"A phase with a longer name, number {n}" for n in range(7)]
    phases = tuple((name, date(2026, n + 1, 1), date(2026, n + 1, 2)) for n, name in enumerate(names))
    drawing = diary.year(
        [diary.DiaryRow("X", phases)],
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
        shaded=[(date(2026, 8, 1), date(2026, 8, 9), "holidays")],
    )
    inside(drawing)
    assert len({t.y for t in of(drawing, Text) if t.text in names}) == 3


def test_phases_of_one_group_have_one_paint_and_four_are_enough():
    groups = {"A": "Before", "B": "Before", "C": "Tender", "D": "After", "E": "Start", "F": "Never here"}
    phases = tuple((name, date(2026, n + 1, 1), date(2026, n + 1, 20)) for n, name in enumerate("ABCDE"))
    drawing = diary.year([diary.DiaryRow("X", phases)], starts=date(2026, 1, 1), ends=date(2026, 12, 31), groups=groups)
    assert [r.paint for r in of(drawing, Rect) if r.radius] == ["c-3", "c-3", "c-1", "c-2", "c-5"]
    key = [t.text for t in of(drawing, Text)][-4:]
    assert key == ["Before", "Tender", "After", "Start"]


def test_rows_that_are_named_after_their_phase_need_no_key():
    row = diary.DiaryRow("Open", (("Open", date(2026, 10, 1), date(2026, 10, 2)),))
    drawing = diary.year([row], starts=date(2026, 9, 1), ends=date(2026, 12, 31))
    assert texts(drawing).count("Open") == 1
    assert drawing.height == diary.HEAD + diary.ROW + 4


NAME = "Mental health and well-being network (Live Well Kent), second lot with a long name"


@pytest.mark.parametrize("width", [1060, 700])
def test_a_name_is_wrapped_and_never_cut_and_its_row_grows_with_it(width):
    row = diary.DiaryRow(NAME, (("Open", date(2026, 10, 1), date(2026, 10, 2)),), "Clashes with COM-0001; 2 other warnings")
    drawing = diary.year([row], starts=date(2026, 9, 1), ends=date(2026, 12, 31), width=width)
    left = [t for t in of(drawing, Text) if t.x == 0 and diary.HEAD < t.y < diary.HEAD + diary.height_of(row, width)]
    assert " ".join(t.text for t in left if t.paint == "c-ink") == NAME
    assert " ".join(t.text for t in left if t.paint == "c-poor") == "Clashes with COM-0001; 2 other warnings"
    assert max(text_width(t.text, t.size) for t in left) <= diary.labels_width(width)
    assert [b.y - a.y for a, b in itertools.pairwise(left)] == [diary.LINE] * (len(left) - 1)
    assert diary.height_of(row, width) == diary.LINE * len(left) + 14
    inside(drawing)


def test_a_row_with_a_page_is_a_link_with_its_bars():
    row = diary.DiaryRow("X", (("Open", date(2026, 10, 1), date(2026, 10, 2)),), url="/x/")
    [link] = [s for s in diary.year([row], starts=date(2026, 9, 1), ends=date(2026, 12, 31)).shapes if isinstance(s, Linked)]
    assert (link.url, link.name) == ("/x/", "X: its timetable")
    assert [s.kind for s in link.shapes] == ["text", "rect"]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two", 1000, ["one two"]),
        # 7 letters of 15 px at 0.53: exactly the width still fits
        ("one two", 7 * 15 * 0.53, ["one two"]),
        ("one two", 7 * 15 * 0.53 - 0.1, ["one", "two"]),
        ("incomprehensible", 10, ["incomprehensible"]),
        ("", 10, []),
    ],
)
def test_labels_are_wrapped_between_words(text, width, lines):
    assert wrapped(text, width) == lines


def test_a_value_with_nothing_to_measure_it_against_has_no_drawing():
    assert bars.bullet(D("33"), None) is None


def test_a_percentage_without_a_target_fills_its_part_of_the_track():
    assert [shape.width for shape in of(bars.bullet(D("25"), None, whole=D(100)), Rect)] == [100, 25]


def test_colours_that_mean_something_follow_their_series():
    rows = [("Local Employment", [2, None, 1])]
    drawing = bars.stacked_rows(rows, series=["On", "Above", "Below"], write=str, paints=("c-good", "c-2", "c-poor"))
    assert [shape.paint for shape in drawing.shapes if shape.kind == "rect"] == [
        "c-good", "c-2", "c-poor", "c-good", "c-poor",
    ]  # fmt: skip


def test_phases_that_share_days_are_both_seen():
    phases = (
        ("Standstill", date(2026, 10, 1), date(2026, 10, 9)),
        ("Mobilisation", date(2026, 10, 10), date(2026, 12, 9)),
        ("Staff transfer", date(2026, 11, 12), date(2026, 12, 9)),
    )
    drawing = diary.year([diary.DiaryRow("X", phases)], starts=date(2026, 9, 1), ends=date(2026, 12, 31))
    alone, upper, lower = [r for r in of(drawing, Rect) if r.radius]
    assert alone.height == 22
    assert upper.y + upper.height <= lower.y
    assert lower.x > upper.x
    assert lower.y + lower.height == alone.y + alone.height


def the_word(values, write=str):
    """The last reported value's word above (-1) or beneath (1) its point."""
    drawing = lines.trend([(str(n), v) for n, v in enumerate(values)], target=D(100), write=write)
    dot, word = of(drawing, Dot)[-1], of(drawing, Text)[-1]
    return word.text, -1 if word.y < dot.y else 1


@pytest.mark.parametrize(
    ("values", "word", "side"),
    [
        ([D(80), D(60)], "60", 1),  # a falling line comes from above
        ([D(60), D(80)], "80", -1),
        ([D(60), D(60)], "60", -1),
        ([D(80), None, D(60)], "60", -1),  # nothing leads to it
        ([D(80), D(60), None], "60", 1),
        ([D(20), D(100)], "100", 1),  # at the top there is no room above
        ([D(80), D(1)], "1", -1),  # nor at the foot beneath
    ],
)
def test_the_last_value_s_word_stands_where_no_stroke_leads(values, word, side):
    assert the_word(values) == (word, side)


def test_a_trend_of_which_nothing_is_known_has_no_word_and_no_point():
    drawing = lines.trend([("a", None), ("b", None)], write=str)
    assert of(drawing, Dot) == []
    assert [t.text for t in of(drawing, Text) if t.anchor == "middle"] == ["a", "b"]


def test_a_target_of_one_period_is_a_short_stroke_through_it():
    drawing = lines.trend([("a", 1), ("b", 2), ("c", 3)], target=[None, D(2), None], write=str)
    (stroke,) = [line for line in of(drawing, Line) if line.dash]
    middle = of(drawing, Dot)[1]
    assert (stroke.x1, stroke.x2, stroke.y1) == (middle.x - 10, middle.x + 10, middle.y)


def test_a_target_that_changes_follows_its_periods_and_breaks_where_there_was_none():
    drawing = lines.trend([(n, 1) for n in "abcd"], target=[D(1), D(3), None, D(3)], write=str)
    first, second = [line for line in of(drawing, Line) if line.dash]
    assert first.y1 > first.y2
    assert second.x2 - second.x1 == 20


@pytest.mark.parametrize("targets", [[D(1)], [D(1), D(1), D(1)]])
def test_targets_that_are_not_one_a_period_are_refused(targets):
    with pytest.raises(ValueError, match="zip"):
        lines.trend([("a", 1), ("b", 2)], target=targets, write=str)


def test_a_target_s_word_needs_a_target():
    drawing = lines.trend([("a", 1)], target=None, target_word="target", write=str)
    assert [t.text for t in of(drawing, Text) if t.anchor != "end"] == ["a", "1"]


def test_of_many_periods_the_first_and_the_last_are_named():
    labels = [f"Quarter {n} of 2026" for n in range(12)]
    named = [t for t in texts(lines.trend([(label, 1) for label in labels], write=str)) if t in labels]
    assert named[0] == labels[0]
    assert named[-1] == labels[-1]
    assert 2 < len(named) < 12


def test_a_sparkline_s_lone_value_is_a_dot_beneath_its_last():
    drawing = lines.spark([D(1), D(3), None, D(2), None])
    path, lone, last = of(drawing, Path)[0], *of(drawing, Dot)
    assert len(path.points) == 2
    assert (last.x, last.y) == (lone.x, lone.y)
    assert last.paint == "c-2"


def test_a_sparkline_below_nought_keeps_to_its_height():
    ys = [y for path in of(lines.spark([D(-4), D(2)]), Path) for _, y in path.points]
    assert ys == [26, 4]


@pytest.mark.parametrize(
    ("delivered", "target", "minimum", "whole", "end"),
    [
        (D(10), D(20), None, None, D("21.6")),  # the target is the largest: a little room behind it
        (D(30), D(20), None, None, D(30)),  # passed: the bar fills the track
        (D(20), D(20), None, None, D("21.6")),
        (None, D(20), D(10), None, D("21.6")),
        (D(30), None, D(10), None, D("32.4")),
        (D(30), None, None, D(100), D(100)),
        (D(130), None, None, D(100), D(130)),
        (D(0), D(0), None, None, D(0)),
    ],
)
def test_where_the_track_of_a_bullet_ends(delivered, target, minimum, whole, end):
    assert bars._end_of_track(delivered, target, minimum, whole) == end


def test_months_are_named_where_there_is_room_with_the_year_in_january_and_at_the_edge():
    months = [t for t in texts(diary.year([], starts=date(2026, 11, 1), ends=date(2027, 2, 28)))]
    assert months == ["Nov 2026", "Dec", "Jan 2027", "Feb"]


def test_a_month_cut_so_short_that_its_name_has_no_room_is_a_line_only():
    drawing = diary.year([], starts=date(2026, 1, 31), ends=date(2026, 12, 31))
    assert [t.text for t in of(drawing, Text)][:2] == ["Feb", "Mar"]
    assert [line.x1 for line in of(drawing, Line)][0] == diary.labels_width(1060)


@pytest.mark.parametrize(("today", "anchor"), [(date(2026, 1, 1), "start"), (date(2026, 12, 31), "end")])
def test_today_s_word_stands_on_the_side_that_has_room(today, anchor):
    drawing = diary.year([], starts=date(2026, 1, 1), ends=date(2026, 12, 31), today=today)
    assert [t.anchor for t in of(drawing, Text) if t.text == "today"] == [anchor]


def test_a_diary_without_phases_and_shades_has_no_key():
    drawing = diary.year([diary.DiaryRow("X", ())], starts=date(2026, 1, 1), ends=date(2026, 12, 31))
    assert of(drawing, Rect) == []
    assert drawing.height == diary.HEAD + diary.ROW + 4


def test_a_band_lies_behind_everything_and_between_its_values():
    drawing = lines.trend([("a", D(60)), ("b", D(64))], band=(D(40), D(80)), write=str)
    band = drawing.shapes[0]
    assert (band.kind, band.paint) == ("rect", "c-band")
    axis = {t.text: t.y - 4.5 for t in of(drawing, Text) if t.anchor == "end"}
    assert (band.y, band.y + band.height) == (axis["80"], axis["40"])
    assert band.x + band.width == drawing.width
    inside(drawing)


def test_a_band_above_every_value_stays_in_the_drawing():
    drawing = lines.trend([("a", D(6)), ("b", D(5))], band=(D(2), D(90)), write=str)
    assert max(D(t.text) for t in of(drawing, Text) if t.anchor == "end") >= 90
    inside(drawing)


@pytest.mark.parametrize("points", [[], [("a", D(1)), ("b", D(2))]])
def test_without_a_band_or_without_points_there_is_no_ground(points):
    band = None if points else (D(1), D(2))
    assert of(lines.trend(points, band=band, write=str), Rect) == []


def test_light_paints_have_a_line_around_them_within_their_place():
    paints = ("c-on-target", "c-no-target", "c-nothing-due")
    drawing = bars.stacked_rows([("A", [D(2), D(3), D(5)])], series=["x", "y", "z"], write=str, paints=paints)
    shown = [r for r in of(drawing, Rect) if r.height > 13 and r.paint != "c-track"]
    assert [(r.paint, r.edge) for r in shown] == [("c-on-target", ""), ("c-no-target", "c-muted"), ("c-nothing-due", "c-muted")]
    assert [r.edge for r in of(drawing, Rect)[:3]] == ["", "c-muted", "c-muted"]
    assert [r.height for r in shown] == [24, 23, 23]
    assert shown[0].x + shown[0].width < shown[1].x
