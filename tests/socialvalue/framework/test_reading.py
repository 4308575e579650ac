"""A framework file: what is read, what is refused and where, and that what goes out comes back."""

from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from socialvalue.common.errors import Refused
from socialvalue.common.tables import write_csv, write_xlsx
from socialvalue.framework.calculations.reading import initials, read_framework
from socialvalue.framework.calculations.rows import HEADINGS, FrameworkRow, settled

STRATEGIC = {"K1": "Best start in life", "K2": "Economic growth"}
HEAD = "priority,outcome code,outcome,measure code,measure,unit,direction,evidence,strategic outcome"
GOOD = f"{HEAD}\nLocal Employment,LE1,Lasting work,LE1.1,People in work,people,higher,Payroll,K2\n"
PROXY_HEAD = (
    "priority,outcome code,outcome,measure code,measure,unit,proxy value,proxy unit,proxy source,proxy licence,price year"
)


def read(text, name="f.csv"):
    return read_framework(text.encode() if isinstance(text, str) else text, name, STRATEGIC)


def problems(text):
    reading = read(text)
    assert reading.rows == []
    return [(p.line, p.column, p.value) for p in reading.problems]


def test_a_good_file_is_read_whole():
    reading = read(GOOD)
    assert reading.problems == []
    assert reading.rows == [
        FrameworkRow(
            priority="Local Employment",
            priority_code="LE",
            outcome_code="LE1",
            outcome="Lasting work",
            measure_code="LE1.1",
            measure="People in work",
            unit="people",
            evidence="Payroll",
            strategic_outcome="K2",
        )
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_separators(encoding, delimiter):
    text = GOOD.replace("Payroll", "Payroll – counted").replace(",", delimiter)
    assert read(text.encode(encoding)).rows[0].evidence == "Payroll – counted"


def test_a_workbook_and_headings_spelt_loosely_in_any_order():
    book = Workbook()
    book.active.append(["Outcome_Code", "OUTCOME", "Priority", "Measure  code", "measure", "Unit", "Price Year", "Proxy value"])
    book.active.append(["LE1", "Lasting work", "Local Employment", "LE1.1", "People in work", "people", None, None])
    out = BytesIO()
    book.save(out)
    row = read(out.getvalue(), "f.xlsx").rows[0]
    assert (row.outcome_code, row.measure, row.unit) == ("LE1", "People in work", "people")


def test_unknown_headings_are_reported():
    assert read(GOOD.replace("evidence", "proof")).unknown == ["proof"]


@pytest.mark.parametrize("heading", ["priority", "outcome code", "outcome"])
def test_a_file_without_a_needed_heading_is_refused(heading):
    first = ",".join("x" if h == heading else h for h in HEAD.split(","))
    with pytest.raises(Refused, match=f"“{heading}”"):
        read(f"{first}\n" + GOOD.split("\n")[1])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (",LE1,Lasting work,LE1.1,People,people,,,", (2, "priority", "")),
        ("P,,Lasting work,LE1.1,People,people,,,", (2, "outcome code", "")),
        ("P,LE1,,LE1.1,People,people,,,", (2, "outcome", "")),
        ("P,LE1,Lasting work,,People,people,,,", (2, "measure code", "")),
        ("P,LE1,Lasting work,LE1.1,,people,,,", (2, "measure", "")),
        ("P,LE1,Lasting work,LE1.1,People,,,,", (2, "unit", "")),
        ("P,LE1,Lasting work,LE1.1,People,people,sideways,,", (2, "direction", "sideways")),
        ("P,LE1,Lasting work,LE1.1,People,people,,,K9", (2, "strategic outcome", "K9")),
        (f"P,{'x' * 21},Lasting work,LE1.1,People,people,,,", (2, "outcome code", "x" * 21)),
        (f"{'x' * 201},LE1,Lasting work,LE1.1,People,people,,,", (2, "priority", "x" * 201)),
    ],
)
def test_a_bad_cell_is_named_with_line_column_and_value(cells, expected):
    assert problems(f"{HEAD}\n{cells}\n") == [expected]


def test_a_wrong_choice_says_what_there_is_to_choose():
    reading = read(f"{HEAD}\nP,LE1,Lasting work,LE1.1,People,people,sideways,,\n")
    assert reading.problems[0].message == "must be one of: higher, lower"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("P,LE1,Lasting work,LE1.1,People,people,,,", (3, "measure code", "LE1.1")),
        ("P,LE1,Other name,LE1.2,More,people,,,", (3, "outcome", "Other name")),
        ("Q,LE1,Lasting work,LE1.2,More,people,,,", (3, "priority", "Q")),
        ("P,LE1,Lasting work,LE1.2,More,people,,,K1", (3, "strategic outcome", "K1")),
    ],
)
def test_one_thing_is_not_said_twice_in_two_ways(second, expected):
    assert problems(f"{HEAD}\nP,LE1,Lasting work,LE1.1,People,people,,,K2\n{second}\n") == [expected]


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        (",job,HM Treasury,OGL,2020", "proxy value", ""),
        ("10,,HM Treasury,OGL,2020", "proxy unit", ""),
        ("10,job,,OGL,2020", "proxy source", ""),
        ("10,job,HM Treasury,,2020", "proxy licence", ""),
        ("10,job,HM Treasury,OGL,", "price year", ""),
        ("-1,job,HM Treasury,OGL,2020", "proxy value", "-1"),
        ("ten,job,HM Treasury,OGL,2020", "proxy value", "ten"),
        ("10,job,HM Treasury,OGL,1066", "price year", "1066"),
    ],
)
def test_a_proxy_comes_whole_or_not_at_all(cells, column, value):
    assert problems(f"{PROXY_HEAD}\nP,LE1,Lasting work,LE1.1,People,people,{cells}\n") == [(2, column, value)]


def test_a_measure_may_have_several_proxies_but_not_the_same_twice():
    line = "P,LE1,Lasting work,LE1.1,People,people"
    both = f'{PROXY_HEAD}\n{line},"£1,250.50",job,HM Treasury,OGL,2020\n{line},900,job,HM Treasury,OGL,2018\n'
    assert [r.proxy_value for r in read(both).rows] == [Decimal("1250.50"), Decimal(900)]
    twice = f"{PROXY_HEAD}\n{line},900,job,HM Treasury,OGL,2018\n{line},900,job,HM Treasury,OGL,2018\n"
    assert problems(twice) == [(3, "measure code", "LE1.1")]


def test_all_problems_are_told_at_once_in_the_order_of_the_lines():
    text = f"{HEAD}\nP,LE1,Work,LE1.1,People,,,,\nP,LE2,More,LE2.1,People,people,up,,K9\n"
    assert [(line, column) for line, column, _ in problems(text)] == [(2, "unit"), (3, "direction"), (3, "strategic outcome")]


def test_a_file_of_headings_only_is_no_framework():
    assert problems(HEAD + "\n") == [(2, "", "")]


def test_a_strategic_outcome_may_be_named_by_its_name():
    assert read(GOOD.replace("K2", "economic GROWTH")).rows[0].strategic_outcome == "K2"


def test_priorities_without_a_code_get_one_each_even_when_their_beginnings_agree():
    text = f"{HEAD}\n" + "".join(f"Local employment and training {w},{w},O {w},,,,,,\n" for w in ("north", "south"))
    assert [r.priority_code for r in read(text).rows] == ["LEATN", "LEATS"]
    taken = set()
    assert [initials("Local Employment", taken), initials("Local Economy", taken), initials("–", taken)] == ["LE", "LE2", "P"]


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Local Employment", {"le"}, "LE2"),
        ("Local Employment", {"le", "le2"}, "LE3"),
        ("local (and) work", set(), "LW"),
        ("1st things", set(), "1T"),
        ("a b c d e f g h i j k l m n o p q", set(), "ABCDEFGHIJKLMNOP"),
        ("(x) –", set(), "P"),
    ],
)
def test_a_code_from_the_beginnings_of_the_words(name, taken, code):
    assert initials(name, taken) == code
    assert code.casefold() in taken


CODED = f"{HEAD},priority code,priority description"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("P,LE2,More,,,,,,,A,", None),
        ("P,LE2,More,,,,,,,,", None),
        ("P,LE2,More,,,,,,,B,", (3, "priority code", "B")),
        ("Q,LE2,More,,,,,,,A,", (3, "priority", "Q")),
        ("Q,LE2,More,,,,,,,B,Other words", None),
        ("P,LE2,More,,,,,,,,First words", None),
        ("P,LE2,More,,,,,,,,Other words", (3, "priority description", "Other words")),
    ],
)
def test_a_priority_has_one_code_and_one_description(second, expected):
    """An empty cell says nothing, so nothing against what was said."""
    reading = read(f"{CODED}\nP,LE1,Work,,,,,,,A,First words\n{second}\n")
    assert [(p.line, p.column, p.value) for p in reading.problems] == ([expected] if expected else [])


def test_what_was_said_once_holds_for_every_line_of_it():
    text = f"{CODED}\nP,LE1,Work,M1,Jobs,people,,,,,\nP,LE1,Work,M2,Posts,people,,,Economic growth,A,Words\nQ,LE2,More,,,,,,,,\n"
    assert [(r.line, r.priority_code, r.priority_description, r.strategic_outcome) for r in read(text).rows] == [
        (2, "A", "Words", "K2"),
        (3, "A", "Words", "K2"),
        (4, "Q", "", ""),
    ]


def test_a_code_that_is_given_further_down_is_given_to_nobody_else():
    assert [r.priority_code for r in read(f"{CODED}\nA,LE1,Work,,,,,,,,\nB,LE2,More,,,,,,,a,\n").rows] == ["A2", "a"]


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        (",,,,", "900,job,S,L,2018", True),
        ("900,job,S,L,2018", ",,,,", True),
        ("900,job,S,L,2018", "900,job,S,L,2019", False),
    ],
)
def test_a_measure_without_a_proxy_stands_once(first, second, refused):
    line = "P,LE1,Lasting work,LE1.1,People in work,people"
    reading = read(f"{PROXY_HEAD}\n{line},{first}\n{line},{second}\n")
    assert [(p.line, p.column, p.message) for p in reading.problems] == (
        [(3, "measure code", "stands on line 2 already")] if refused else []
    )


def test_a_third_proxy_is_compared_with_every_one_before_it():
    line = "P,LE1,Lasting work,LE1.1,People in work,people"
    text = f"{PROXY_HEAD}\n{line},900,job,S,L,2018\n{line},900,job,S,L,2019\n{line},900,job,S,L,2019\n"
    assert problems(text) == [(4, "measure code", "LE1.1")]


@pytest.mark.parametrize("first", [True, False])
def test_an_empty_name_is_called_needed_and_not_another_name(first):
    lines = ["P,LE1,,,,,,,", "P,LE1,Work,,,,,,"]
    assert problems("\n".join([HEAD, *(lines if first else lines[::-1])]) + "\n") == [(2 if first else 3, "outcome", "")]


def test_one_measure_may_have_the_same_proxy_for_two_areas_but_not_for_one_twice():
    line, head = "P,LE1,Lasting work,LE1.1,People in work,people,900,job,S,L,2018", f"{PROXY_HEAD},proxy area"
    assert [r.proxy_area for r in read(f"{head}\n{line},Kent\n{line},Medway\n").rows] == ["Kent", "Medway"]
    assert problems(f"{head}\n{line},Kent\n{line},Kent\n") == [(3, "measure code", "LE1.1")]


def test_a_second_proxy_comes_with_the_same_measure():
    line = "P,LE1,Lasting work,LE1.1,People in work"
    text = f"{PROXY_HEAD}\n{line},people,900,job,S,L,2018\n{line},posts,900,job,S,L,2019\n"
    assert problems(text) == [(3, "measure code", "LE1.1")]


def test_a_long_name_is_cut_in_the_message_about_it():
    reading = read(f"{HEAD}\nP,LE1,{'x' * 90},,,,,,\nP,LE1,y,,,,,,\n")
    assert [p.message for p in reading.problems] == [f"outcome LE1 says “{'x' * 80}” on line 2"]


def test_line_ends_within_a_cell_are_one_character():
    assert read(GOOD.replace("Payroll", '"one\r\ntwo\rthree"')).rows[0].evidence == "one\ntwo\nthree"


def test_an_area_alone_is_no_proxy():
    text = f"{PROXY_HEAD},proxy area\nP,LE1,Lasting work,LE1.1,People,people,,,,,,Kent\n"
    assert [column for _, column, _ in problems(text)] == [
        "proxy value",
        "proxy unit",
        "proxy source",
        "proxy licence",
        "price year",
    ]


def test_several_headings_that_are_missing_are_told_together():
    with pytest.raises(
        Refused, match="^The file has no heading “outcome code” and no heading “outcome”. It has: priority, unit.$"
    ):
        read("priority,unit\nP,people\n")


def test_a_formula_is_read_as_text_and_guarded_on_the_way_out():
    row = FrameworkRow(
        priority="=1+1", priority_code="P", outcome_code="1", outcome="@cmd", measure_code="1", measure="-x", unit="'=u"
    )
    written = write_csv(HEADINGS, [row.cells()])
    assert b"'=1+1" in written
    assert b",=" not in written
    assert read(written).rows == [row]
    assert read(write_xlsx(HEADINGS, [row.cells()], title="x"), "f.xlsx").rows == [row]


# What a cell can hold and a table keeps: no control characters, no space at the ends
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\ufffe\uffff")
WORDS = (
    st.one_of(
        st.sampled_from(["=1+1", "'=1", "''@x", "a;b,c\t d", '“quoted” "', "é – £", "two\nlines", "1/2/2026", "007"]),
        st.text(LETTERS, min_size=1, max_size=15),
    )
    .map(lambda text: text.strip())
    .filter(bool)
)
BLANK_OR = st.one_of(st.just(""), WORDS)


@st.composite
def frameworks(draw):
    rows = []
    for p in range(draw(st.integers(1, 3))):
        of_priority = {"priority": f"{p}{draw(WORDS)}", "priority_code": f"P{p}", "priority_description": draw(BLANK_OR)}
        if draw(st.booleans()) and p:
            rows.append(FrameworkRow(**of_priority))
            continue
        for o in range(draw(st.integers(1, 2))):
            strategic = draw(st.sampled_from(["", "K1", "K2"]))
            of_outcome = of_priority | {"outcome_code": f"{p}.{o}", "outcome": draw(WORDS), "strategic_outcome": strategic}
            count = draw(st.integers(0, 2))
            rows += [FrameworkRow(**of_outcome)] if not count else []
            for m in range(count):
                own = {
                    "measure_code": f"{m}",
                    "measure": draw(WORDS),
                    "unit": draw(WORDS),
                    "direction": draw(st.sampled_from(["higher", "lower"])),
                    "kind": draw(st.sampled_from(["outcome", "output"])),
                    "evidence": draw(BLANK_OR),
                    "guidance": draw(BLANK_OR),
                    "easy_read": draw(BLANK_OR),
                }
                years = draw(st.lists(st.integers(1990, 2100), unique=True, max_size=2))
                for year in sorted(years) or [None]:
                    proxy = {}
                    if year:
                        proxy = {name: draw(WORDS) for name in ("proxy_unit", "proxy_source", "proxy_licence")}
                        proxy["proxy_value"] = draw(st.decimals(0, 10**11, places=2))
                        proxy |= {"price_year": year, "proxy_area": draw(BLANK_OR)}
                    rows.append(FrameworkRow(**of_outcome, **own, **proxy))
    return rows


@settings(deadline=None, max_examples=150)
@given(frameworks())
def test_what_goes_out_as_csv_comes_back_the_same(rows):
    reading = read(write_csv(HEADINGS, [row.cells() for row in rows]))
    assert reading.problems == []
    assert reading.rows == rows == settled(rows)


@settings(deadline=None, max_examples=25)
@given(frameworks())
def test_what_goes_out_as_a_workbook_comes_back_the_same(rows):
    reading = read(write_xlsx(HEADINGS, [row.cells() for row in rows], title="Framework"), "f.xlsx")
    assert reading.problems == []
    assert reading.rows == rows
