"""JSON: what goes out comes back the same, and whatever is wrong is named by its path, all at once."""

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from socialvalue.common.errors import Refused
from socialvalue.framework import services
from socialvalue.framework.calculations.reading_tree import Link, PathProblem, code_and_name, is_tree, read_tree
from socialvalue.framework.documents.exporting import as_tree, export
from socialvalue.framework.models import Framework, FrameworkVersion, Goal, Measure
from socialvalue.framework.services import shipped
from tests.builders import framework as build
from tests.builders import people

STRATEGIC = {"K1": "Best start in life", "K2": "Economic growth"}
SMALL = {
    "priorities": [
        {
            "name": "Local Employment",
            "outcomes": [
                {
                    "code": "LE1",
                    "name": "Lasting work",
                    "strategic_outcome": "K2",
                    "measures": [
                        {
                            "code": "M1",
                            "name": "Jobs",
                            "unit": "people",
                            "kind": "outcome",
                            "proxies": [{"value": 12500.5, "unit": "job", "source": "S", "licence": "L", "price_year": 2024}],
                        }
                    ],
                }
            ],
        }
    ]
}


def small(change=None) -> dict:
    """A copy of SMALL in which ``change(tree, priority, outcome, measure)`` changed something."""
    tree = json.loads(json.dumps(SMALL))
    priority = tree["priorities"][0]
    outcome = priority["outcomes"][0]
    if change:
        change(tree, priority, outcome, outcome["measures"][0])
    return tree


def read(tree):
    return read_tree(tree if isinstance(tree, bytes) else json.dumps(tree).encode(), STRATEGIC)


def problems(change):
    reading = read(small(change))
    assert reading.rows == []
    return [(p.path, p.value) for p in reading.problems]


def test_a_good_file_is_read_whole():
    reading = read(small())
    assert (reading.problems, reading.unknown) == ([], [])
    (row,) = reading.rows
    assert (row.priority, row.priority_code, row.strategic_outcome) == ("Local Employment", "LE", "K2")
    assert (row.measure, row.kind, row.proxy_value, row.price_year) == ("Jobs", "outcome", Decimal("12500.50"), 2024)


M = "priorities[0].outcomes[0].measures[0]"
BAD = {
    "no name": (lambda t, p, o, m: m.pop("name"), (f"{M}.name", "")),
    "an empty unit": (lambda t, p, o, m: m.update(unit="  "), (f"{M}.unit", "")),
    "a number for a text": (lambda t, p, o, m: m.update(unit=7), (f"{M}.unit", "7")),
    "a list for a text": (lambda t, p, o, m: m.update(unit=["x"]), (f"{M}.unit", '["x"]')),
    "a direction that is none": (lambda t, p, o, m: m.update(direction="sideways"), (f"{M}.direction", "sideways")),
    "a long code": (lambda t, p, o, m: m.update(code="x" * 21), (f"{M}.code", "x" * 21)),
    "a strategic outcome of nobody": (
        lambda t, p, o, m: o.update(strategic_outcome="K9"),
        ("priorities[0].outcomes[0].strategic_outcome", "K9"),
    ),
    "half a proxy": (lambda t, p, o, m: m["proxies"][0].pop("source"), (f"{M}.proxies[0].source", "")),
    "a negative proxy": (lambda t, p, o, m: m["proxies"][0].update(value="-1"), (f"{M}.proxies[0].value", "-1")),
    "true for a year": (lambda t, p, o, m: m["proxies"][0].update(price_year=True), (f"{M}.proxies[0].price_year", "true")),
    "a year that is none": (lambda t, p, o, m: m["proxies"][0].update(price_year=1066), (f"{M}.proxies[0].price_year", "1066")),
    "a proxy twice": (lambda t, p, o, m: m["proxies"].append(dict(m["proxies"][0])), (f"{M}.proxies[1]", "")),
    "a measure twice": (lambda t, p, o, m: o["measures"].append(dict(m)), ("priorities[0].outcomes[0].measures[1].code", "M1")),
    "an outcome twice": (lambda t, p, o, m: p["outcomes"].append(dict(o)), ("priorities[0].outcomes[1].code", "LE1")),
    "no list": (lambda t, p, o, m: o.update(measures="none"), ("priorities[0].outcomes[0].measures", "")),
    "no object": (lambda t, p, o, m: t["priorities"].append("x"), ("priorities[1]", "x")),
    "nothing": (lambda t, p, o, m: t["priorities"].clear(), ("priorities", "")),
    "a link to two things": (
        lambda t, p, o, m: o.update(also_serves=[{"goal": 8, "strategic_outcome": "K1"}]),
        ("priorities[0].outcomes[0].also_serves[0]", ""),
    ),
    "a link to nothing": (
        lambda t, p, o, m: o.update(also_serves=[{"note": "n", "goal": ""}]),
        ("priorities[0].outcomes[0].also_serves[0]", ""),
    ),
    "true for a goal": (
        lambda t, p, o, m: o.update(also_serves=[{"goal": True}]),
        ("priorities[0].outcomes[0].also_serves[0].goal", "True"),
    ),
    "a version that is no whole number": (
        lambda t, p, o, m: o.update(also_serves=[{"outcome": "O", "framework": "f", "version": 1.5}]),
        ("priorities[0].outcomes[0].also_serves[0].version", "1.5"),
    ),
    "a long note": (
        lambda t, p, o, m: o.update(also_serves=[{"goal": 8, "note": "x" * 301}]),
        ("priorities[0].outcomes[0].also_serves[0].note", "x" * 80),
    ),
    "a number for a note": (
        lambda t, p, o, m: o.update(also_serves=[{"goal": 8, "note": 7}]),
        ("priorities[0].outcomes[0].also_serves[0].note", "7"),
    ),
    "a list for a value": (lambda t, p, o, m: m["proxies"][0].update(value=[1]), (f"{M}.proxies[0].value", "[1]")),
    "true for a value": (lambda t, p, o, m: m["proxies"][0].update(value=True), (f"{M}.proxies[0].value", "true")),
    "a priority's name twice": (
        lambda t, p, o, m: t["priorities"].append({"name": "Local Employment", "code": "X"}),
        ("priorities[1].name", "Local Employment"),
    ),
    "a priority's code twice": (
        lambda t, p, o, m: (p.update(code="A"), t["priorities"].append({"name": "Other", "code": "A"})),
        ("priorities[1].code", "A"),
    ),
    "a long list for a text": (lambda t, p, o, m: m.update(unit=["x" * 90]), (f"{M}.unit", '["' + "x" * 78)),
    "a goal in words": (
        lambda t, p, o, m: o.update(also_serves=[{"goal": "eight"}]),
        ("priorities[0].outcomes[0].also_serves[0].goal", "eight"),
    ),
}


@pytest.mark.parametrize(("change", "expected"), BAD.values(), ids=BAD.keys())
def test_a_bad_value_is_named_by_its_path(change, expected):
    assert expected in problems(change)


def links_of(*links) -> list[Link]:
    reading = read(small(lambda t, p, o, m: o.update(also_serves=list(links))))
    assert reading.problems == []
    return reading.links["LE1"]


def test_links_as_they_are_said():
    path = "priorities[0].outcomes[0].also_serves"
    elsewhere = {"outcome": "O1", "framework": "care", "version": 2, "note": " in part "}
    assert links_of({"goal": 8, "note": "x" * 300}, {"strategic_outcome": "K1", "goal": None}, elsewhere) == [
        Link(f"{path}[0]", note="x" * 300, goal=8),
        Link(f"{path}[1]", strategic_outcome="K1"),
        Link(f"{path}[2]", note="in part", framework="care", version=2, outcome="O1"),
    ]


def test_links_are_told_only_of_outcomes_that_speak_of_them():
    assert read(small()).links == {}
    assert links_of() == []


def test_a_list_is_no_number():
    reading = read(small(lambda t, p, o, m: m["proxies"][0].update(value=[1])))
    assert [problem.message for problem in reading.problems] == ["must be a text in quotation marks"]


def test_what_is_missing_twice_is_not_called_the_same():
    def spoil(tree, priority, outcome, measure):
        outcome["measures"].append(dict(measure, code=""))
        measure["code"] = ""

    assert problems(spoil) == [(f"{M}.code", ""), ("priorities[0].outcomes[0].measures[1].code", "")]


def test_what_is_no_text_is_told_and_left_out():
    reading = read(small(lambda t, p, o, m: o.update(also_serves=[{"goal": 8, "note": 7}])))
    assert [problem.message for problem in reading.problems] == ["must be a text in quotation marks"]
    assert reading.links["LE1"] == [Link("priorities[0].outcomes[0].also_serves[0]", note="", goal=8)]


def test_what_the_file_says_of_the_whole():
    said = {"framework": {"code": " care ", "name": "Care", "council": "Kent", "description": 7}, "source": "A\r\nB\rC"}
    assert read(small() | said).about == {"code": "care", "name": "Care", "source": "A\nB\nC"}
    assert read(small() | {"framework": "care", "licence": "OGL"}).about == {"licence": "OGL"}


def test_rows_follow_the_file_with_and_without_anything_below():
    tree = small(
        lambda t, p, o, m: (p["outcomes"].append({"code": "LE2", "name": "More"}), o["measures"].append(dict(m, code="M2")))
    )
    tree["priorities"].append({"name": "Local Economy"})
    rows = read(tree).rows
    assert [(row.line, row.priority_code, row.outcome_code, row.measure_code) for row in rows] == [
        (1, "LE", "LE1", "M1"),
        (2, "LE", "LE1", "M2"),
        (3, "LE", "LE2", ""),
        (4, "LE2", "", ""),
    ]


def test_a_code_that_is_given_further_down_is_given_to_nobody_else():
    tree = small() | {"priorities": [{"name": "Local Employment"}, {"name": "Other", "code": "le"}]}
    assert [row.priority_code for row in read(tree).rows] == ["LE2", "le"]


def test_the_same_measure_code_in_two_outcomes_and_the_same_proxy_of_two_measures():
    tree = small(lambda t, p, o, m: (p["outcomes"].append(dict(o, code="LE2")), o["measures"].append(dict(m, code="M2"))))
    assert read(tree).problems == []


@pytest.mark.parametrize(("power", "digits"), [("1e30", None), ("1e31", "1E+31"), ("1e-30", None), ("1e-31", "1E-31")])
def test_a_number_is_written_out_within_thirty_powers_of_ten(power, digits):
    """Beyond them the problem tells it as it was typed."""
    reading = read(json.dumps(SMALL).replace("12500.5", power).encode())
    assert [p.path for p in reading.problems] == [f"{M}.proxies[0].value"]
    assert (reading.problems[0].value == digits) is (digits is not None)


def test_a_number_may_be_written_with_a_power_of_ten():
    assert read(json.dumps(SMALL).replace("12500.5", "1.25e4").encode()).rows[0].proxy_value == Decimal(12500)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_may_be_saved_in_either_width(encoding):
    tree = json.dumps(small(lambda t, p, o, m: m.update(unit="Plätze – à 7")), ensure_ascii=False)
    assert read(tree.encode(encoding)).rows[0].unit == "Plätze – à 7"


def test_two_bytes_a_letter_in_either_order():
    data = json.dumps(SMALL)
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert len(read(mark + data.encode(encoding)).rows) == 1


def test_a_file_of_twenty_megabytes_is_read_and_one_more_letter_is_not():
    good = json.dumps(SMALL).encode()
    assert len(read(good.ljust(20 * 1024 * 1024)).rows) == 1
    with pytest.raises(Refused, match="^The file is larger than 20 MB$"):
        read(good.ljust(20 * 1024 * 1024 + 1))


@pytest.mark.parametrize(
    ("data", "name", "tree"),
    [
        (b"anything", "F.JSON", True),
        (b"{}", "f.csv", True),
        (b'\xef\xbb\xbf \t\r\n{"a": 1}', "f.txt", True),
        (b"[]", "f.csv", False),
        (b"priority,outcome\n{", "f.csv", False),
        (b"", "f.csv", False),
    ],
)
def test_what_is_read_as_json(data, name, tree):
    assert is_tree(data, name) is tree


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"framework": {"code": " Care-27 ", "name": " Care "}}, ("care-27", "Care")),
        ({"framework": {"code": 7, "name": "Care"}}, ("", "Care")),
        ({"framework": {"name": "Care"}}, ("", "Care")),
        ({"framework": "Care"}, ("", "")),
        ({}, ("", "")),
        ([1], ("", "")),
    ],
)
def test_what_a_file_calls_its_framework(data, said):
    assert code_and_name(json.dumps(data).encode(), "f.json") == said


def test_a_table_calls_its_framework_nothing():
    assert code_and_name(b"priority,outcome\n", "f.csv") == ("", "")


def test_a_problem_reads_as_a_sentence():
    assert str(PathProblem("a.b", "x", "is wrong")) == "a.b: is wrong (found “x”)"
    assert str(PathProblem("a.b", "", "is needed")) == "a.b: is needed"


def test_all_problems_are_told_at_once_in_the_order_of_the_file():
    def spoil(tree, priority, outcome, measure):
        measure.update(unit="", direction="up")
        priority["outcomes"].append({"name": "More"})
        tree["priorities"].append({"name": "Local Employment", "code": "X"})

    assert [path for path, _ in problems(spoil)] == [
        f"{M}.unit",
        f"{M}.direction",
        "priorities[0].outcomes[1].code",
        "priorities[1].name",
    ]


def test_names_that_are_not_known_are_told():
    def colour(tree, priority, outcome, measure):
        outcome["also_serves"] = [{"goal": 8}]
        tree["framework"] = {"code": "c"}
        for one in (tree, tree["framework"], priority, outcome, outcome["also_serves"][0], measure, measure["proxies"][0]):
            one["colour"] = "red"

    assert read(small(colour)).unknown == [
        "colour",
        "framework.colour",
        "priorities[0].colour",
        "priorities[0].outcomes[0].colour",
        "priorities[0].outcomes[0].also_serves[0].colour",
        f"{M}.colour",
        f"{M}.proxies[0].colour",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b'{"priorities": [}', "line 1, column 17"),
        (b'{"priorities": [NaN]}', "NaN is not a number"),
        (b'{"priorities": [], "priorities": []}', "stands twice"),
        (b"[]", "needs an object with a list"),
        (b'{"priorities": {}}', "needs an object with a list"),
        (b'{"a": "\xff"}', "UTF-8"),
        (b'{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_framework_is_refused(data, message):
    with pytest.raises(Refused, match=message) as refused:
        read(data)
    assert refused.value.field == "file"


# With the database

pytestmark = pytest.mark.django_db


def bring(by, data, name="framework.json", framework=None, **more):
    new = None if framework else {"council": by.council, "code": "copy", "name": "Copy"}
    return services.import_framework(by=by, data=data, name=name, framework=framework, new=new, **more)


def said(version) -> dict:
    """What the version says; not whose it is, nor what became of it."""
    tree = as_tree(version)
    return {key: tree[key] for key in ("source", "licence", "priorities")}


@pytest.fixture
def editor():
    return build.editor()


@pytest.fixture
def rich(editor):
    """A published version with everything a version can hold."""
    shipped.load_goals()
    version = shipped.load_kent(editor.council)
    draft = services.start_version(version.framework, by=editor)
    measure = Measure.objects.filter(outcome__priority__version=draft).first()
    services.edit_part(
        measure, by=editor, evidence="First line\nSecond “line”", guidance="Ask", easy_read="Jobs", direction="lower"
    )
    for year, value in ((2024, "99.90"), (2020, "1")):
        proxy = {"unit": "job", "source": "S", "licence": "OGL", "price_year": year, "area": "Kent"}
        services.add_proxy(measure, by=editor, value=Decimal(value), **proxy)
    other = services.publish_version(build.draft(editor), by=editor)
    services.add_crosswalk(measure.outcome, by=editor, to=build.an_outcome(other), note="in part")
    services.add_priority(draft, by=editor, code="NEW", name="Without an outcome yet", description="For later")
    return services.publish_version(FrameworkVersion.objects.get(pk=draft.pk), by=editor)


def test_what_goes_out_comes_back_as_an_equal_draft(editor, rich):
    done = bring(editor, export(rich, "json"))
    assert done.problems == []
    assert done.version.status == "draft"
    assert done.version.framework != rich.framework
    assert said(done.version) == said(rich)
    assert bring(editor, export(rich, "json"), framework=done.version.framework).unchanged


def test_the_same_into_its_own_framework_changes_nothing_and_a_link_is_a_change(editor, rich):
    assert bring(editor, export(rich, "json"), framework=rich.framework).unchanged
    tree = as_tree(rich)
    tree["priorities"][0]["outcomes"][0]["also_serves"] = [{"goal": 17}]
    done = bring(editor, json.dumps(tree).encode(), framework=rich.framework)
    assert not done.unchanged
    assert said(done.version)["priorities"][0]["outcomes"][0]["also_serves"] == [
        {"goal": 17, "name": "Partnerships for the goals"}
    ]
    assert said(done.version)["priorities"][1:] == said(rich)["priorities"][1:]
    # An outcome whose links the file does not speak of keeps them
    del tree["priorities"][0]["outcomes"][0]["also_serves"]
    assert bring(editor, json.dumps(tree).encode(), framework=rich.framework).unchanged


def test_links_to_nothing_are_refused_with_their_paths(editor):
    shipped.load_goals()
    draft = build.draft(editor)
    elsewhere = {"framework": draft.framework.code, "version": 1, "outcome": "LE1"}
    links = [{"goal": 8}, {"goal": 18}, {"strategic_outcome": "K1"}, elsewhere]
    tree = small(lambda t, p, o, m: o.update(also_serves=links, strategic_outcome=None))
    done = bring(editor, json.dumps(tree).encode())
    path = "priorities[0].outcomes[0].also_serves"
    assert [p.path for p in done.problems] == [f"{path}[1].goal", f"{path}[2].strategic_outcome", f"{path}[3].outcome"]
    assert done.refused == 3
    spoilt = json.loads(json.dumps(tree))
    spoilt["priorities"][0]["outcomes"][0]["measures"][0]["unit"] = ""
    assert len(bring(editor, json.dumps(spoilt).encode()).problems) == 4
    assert not Framework.objects.filter(code="copy").exists()
    services.publish_version(draft, by=editor)
    tree["priorities"][0]["outcomes"][0]["also_serves"] = [{"goal": 8}, elsewhere, elsewhere]
    made = bring(editor, json.dumps(tree).encode()).version
    assert build.an_outcome(made).crosswalks.count() == 2
    assert Goal.objects.get(number=8).crosswalks.count() == 1


def test_the_page_takes_name_and_code_from_the_file(client, editor):
    client.force_login(editor)
    tree = small(lambda t, p, o, m: o.update(strategic_outcome=None))
    tree |= {"framework": {"code": "Care-27", "name": "Care"}, "source": "A strategy", "licence": "OGL"}
    blank = {"framework": "", "name": "", "code": "", "source": "", "licence": ""}
    file = SimpleUploadedFile("care.json", json.dumps(tree).encode())
    shown = client.post("/frameworks/import/", {**blank, "file": file})
    assert "1 priority, 1 outcome, 1 measure, 1 proxy" in shown.content.decode()
    assert not Framework.objects.exists()
    done = client.post("/frameworks/import/", {**blank, "carried": shown.context["carried"], "confirm": "1"})
    assert done.url == "/frameworks/care-27/1/"
    version = FrameworkVersion.objects.get()
    assert (version.framework.name, version.source, version.licence) == ("Care", "A strategy", "OGL")


def test_the_page_asks_for_name_and_code_when_nobody_says_them(client, editor):
    client.force_login(editor)
    tree = json.dumps(small(lambda t, p, o, m: o.update(strategic_outcome=None))).encode()
    page = client.post("/frameworks/import/", {"framework": "", "source": "Typed", "file": SimpleUploadedFile("c.json", tree)})
    assert set(page.context["form"].errors) == {"name", "code"}
    assert b"Typed" in page.content


def test_the_page_names_bad_values_by_path(client, editor):
    client.force_login(editor)
    tree = json.dumps(small()).encode()
    typed = {"name": "C", "code": "c", "file": SimpleUploadedFile("c.json", tree)}
    page = client.post("/frameworks/import/", typed).content.decode()
    assert "priorities[0].outcomes[0].strategic_outcome" in page
    assert "K2" in page
    assert not Framework.objects.exists()


def test_the_command_brings_json_in_and_refuses_with_paths(tmp_path, capsys):
    editor = build.editor(people.council())
    path = tmp_path / "anything.json"
    tree = small(lambda t, p, o, m: o.update(strategic_outcome=None)) | {"framework": {"code": "care", "name": "Care"}}
    path.write_text(json.dumps(tree))
    call_command("import_framework", str(path))
    assert capsys.readouterr().out.splitlines()[-1] == "care, version 1, holds: 1 priority, 1 outcome, 1 measure, 1 proxy"
    assert (Framework.objects.get().name, Framework.objects.get().council) == ("Care", editor.council)
    path.write_text(json.dumps(small(lambda t, p, o, m: m.update(unit=""))))
    with pytest.raises(SystemExit) as end:
        call_command("import_framework", str(path), "--framework", "care")
    told = capsys.readouterr()
    assert (end.value.code, f"{M}.unit: this is needed" in told.err) == (2, True)
    assert told.out.splitlines()[-1] == "0 imported, 2 values refused"


@pytest.mark.parametrize("number", ["1e400", "1e27", "1e-400", "1e999999999999", "1e-999999999999", "9" * 400])
def test_a_number_of_any_size_is_a_problem_of_its_place(number):
    text = json.dumps(SMALL).replace("12500.5", number).encode()
    assert [p.path for p in read(text).problems] == ["priorities[0].outcomes[0].measures[0].proxies[0].value"]


@pytest.mark.parametrize("number", ["1e99999999999999999999", "-1e-99999999999999999999"])
def test_a_number_that_cannot_be_kept_at_all(number):
    with pytest.raises(Refused, match="is not a number that can be kept"):
        read(json.dumps(SMALL).replace("12500.5", number).encode())


@pytest.mark.parametrize("letter", ["\\u0000", "\\ud800"])
@pytest.mark.parametrize("where", ["Local Employment", "unit", "people"])
def test_a_letter_that_no_database_keeps_is_refused(letter, where):
    with pytest.raises(Refused, match="a character that cannot be kept"):
        read(json.dumps(SMALL).replace(where, where + letter, 1).encode())
