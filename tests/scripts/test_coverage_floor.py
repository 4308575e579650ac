"""The floors of coverage: below one fails, a whole point above one is said."""

import pytest
from coverage_floor import judge, reached, rooms


def summary(covered: int, statements: int) -> dict[str, int]:
    return {"covered_lines": covered, "num_statements": statements}


FILES = {
    "contracts/returns/rating.py": summary(9, 10),
    "contracts/returns/views/files.py": summary(80, 90),
    "templates/contracts/page.html": summary(30, 40),
}


def test_python_and_templates_are_counted_apart():
    assert reached(FILES, "python") == 89.0
    assert reached(FILES, "templates") == 75.0
    assert reached({}, "python") == 0.0


@pytest.mark.parametrize(
    ("floor", "fine", "ending"),
    [
        (90, False, "the floor is 90 %: TOO LOW"),
        (89, True, "the floor is 89 %"),
        (88, True, "the floor is 88 %; lift it to 89 in tests/coverage.toml"),
    ],
)
def test_both_sides_of_the_floor(floor, fine, ending):
    held, lines = judge(FILES, {"python": floor})
    assert held is fine
    assert lines == [f"python: 89.00 % of the lines are reached, {ending}"]


def test_one_floor_that_breaks_breaks_all():
    assert judge(FILES, {"python": 95, "templates": 75})[0] is False


def test_the_least_tested_room_comes_first():
    assert rooms(FILES) == [(75.0, 10, "templates/contracts"), (89.0, 11, "contracts/returns")]
