"""The worked example of docs/evaluation-record.md says what the arithmetic says."""

import re
from pathlib import Path

from procurement.scoring import compute, one_mark_changes, read_record

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "evaluation-record.md").read_text()
RECORD = read_record(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1])


def test_the_table_of_the_worked_example():
    shown = {
        cells[0]: (cells[4].strip(), cells[5].strip()) for cells in re.findall(r"^\| ([ABC]) \|" + r" ([^|]*)\|" * 5, PAGE, re.M)
    }
    computed = compute(RECORD).as_dict()["bids"]
    assert [one["id"] for one in computed] == ["B", "A", "C"]
    assert shown["B"] == ("89.6", "1") == (computed[0]["total"], str(computed[0]["rank"]))
    assert shown["A"] == ("85.6", "2") == (computed[1]["total"], str(computed[1]["rank"]))
    assert shown["C"][0] == "out"
    assert computed[2]["status"] == "failed_minimum"
    points = [[line["points"] for line in one["lines"]] for one in computed]
    assert points == [["32", "48", "9.6"], ["40", "38.4", "7.2"], ["9.6", "12"]]


def test_what_would_turn_the_worked_example():
    assert [(one.criterion, one.bid, one.before, one.after) for one in one_mark_changes(RECORD)] == [
        ("q1", "A", 4, 5),
        ("q1", "B", 5, 4),
    ]
