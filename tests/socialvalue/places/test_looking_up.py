"""Postcodes counted to districts: worked by hand, in a constant number of queries, by one edition."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from socialvalue.places import looking_up
from socialvalue.places.looking_up import Counted, attribution, count, edition, entries_of
from socialvalue.places.models import PostcodeEdition, PostcodeSector
from socialvalue.places.postcodes import sector_and_unit

from . import files
from .files import ASHFORD, ELSEWHERE, MAIDSTONE, MEDWAY, SWALE

VECTORS = Path(__file__).parents[4] / "shared" / "data" / "geo" / "postcode-vectors"
REAL = VECTORS.parent / "codepoint_open_kent_derbyshire_postcodes.csv"


def vectors(name: str) -> list[tuple[str, object]]:
    path = VECTORS / f"{name}.json"
    return [(one["base"], one["expected"]) for one in json.loads(path.read_text())["tests"]] if path.exists() else []


@pytest.mark.skipif(not VECTORS.exists(), reason="the published vectors are not beside this folder")
def test_the_published_vectors():
    for typed, is_one in vectors("validation"):
        assert (sector_and_unit(typed) is not None) == is_one, typed
    for name, at in (("sectors", 0), ("units", 1)):
        for typed, expected in vectors(name):
            found = sector_and_unit(typed)
            assert (found[at] if found else None) == (expected or None), typed


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("ME14 1XX", ("ME14 1", "XX")),
        ("me141xx", ("ME14 1", "XX")),
        (" M1-1AA ", ("M1 1", "AA")),
        ("GIR 0AA", ("GIR 0", "AA")),
        ("", None),
        ("ME14", None),
        ("Sam Smith", None),
        ("ME14 1XX ME14 1XZ", None),
    ],
)
def test_a_sector_and_what_singles_out(typed, parts):
    assert sector_and_unit(typed) == parts


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("", []),
        (" \n,;\t\r\n", []),
        ("ME14 1XX", ["ME14 1XX"]),
        ("ME14 1XX\nTN23 5BY\r\nTN23 5BY\rME2 3DS", ["ME14 1XX", "TN23 5BY", "TN23 5BY", "ME2 3DS"]),
        ("ME14 1XX, TN23 5BY;ME2 3DS\tBR1 1AA,", ["ME14 1XX", "TN23 5BY", "ME2 3DS", "BR1 1AA"]),
        ('\ufeff"Postcode"\n"ME14 1XX"\n', ["ME14 1XX"]),
        ("Home postcode\nME14 1XX", ["ME14 1XX"]),
        ("ME14 1XX\npostcode", ["ME14 1XX", "postcode"]),
    ],
)
def test_a_list_as_it_comes(text, entries):
    assert entries_of(text) == entries


@pytest.mark.django_db
def test_every_entry_is_in_one_number(tmp_path):
    files.a_loaded_file(tmp_path)
    given = [
        *["ME14 1XX"] * 3, "me141xz", "TN235BY", "ME2 3DS", "br1 1ab", "ME99 1AA",  # known
        "ME14 1XY", "ZE1 0AA", "N/A", "Sam Smith",
    ]  # fmt: skip
    used, found = count(given)
    assert str(used) == "Code-Point Open of May 2026"
    districts = {MAIDSTONE: 4, ASHFORD: 1, MEDWAY: 1, ELSEWHERE: 1}
    assert found == Counted(given=12, districts=districts, unplaced=1, unknown=2, unread=2)
    assert found.known == 8
    assert found.given == found.known + found.unknown + found.unread


@pytest.mark.django_db
def test_what_is_no_longer_in_use_counts_and_is_told(tmp_path):
    path = files.written(tmp_path / "o.csv", files.onspd(("ME14 1XX", "", MAIDSTONE), ("ME14 1XY", "199606", MAIDSTONE)))
    call_command("load_postcodes", str(path), edition="May 2026")
    _, found = count(["ME14 1XX", "ME14 1XY", "ME14 1XY"])
    assert (found.districts, found.ended, found.known) == ({MAIDSTONE: 3}, 2, 3)


@pytest.mark.django_db
def test_without_a_file_nothing_is_counted():
    assert edition() is None
    assert count(["ME14 1XX"]) == (None, Counted())


@pytest.mark.django_db
def test_an_edition_between_two_counts_is_the_other_one():
    files.packed(ME14_1={MAIDSTONE: "XX"})
    assert count(["ME14 1XX"])[1].districts == {MAIDSTONE: 1}
    files.packed(ME14_1={SWALE: "XX"})
    assert count(["ME14 1XX"])[1].districts == {SWALE: 1}


def many(number: int) -> list[str]:
    return [
        f"{area}{d} {e}A{c}" for area in ("ME", "TN", "CT", "DA", "BR") for d in range(1, 100) for e in range(10) for c in "ABDE"
    ][:number]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 200, 14_000])
def test_the_number_of_queries_is_the_same_however_many(number, django_assert_num_queries):
    files.packed(ME1_0={MAIDSTONE: "AA"})
    with django_assert_num_queries(2 + 2):  # the edition and the sectors, in a savepoint
        assert count(many(number))[1].given == number


@pytest.mark.django_db
def test_very_many_sectors_are_asked_for_in_parts(monkeypatch, django_assert_num_queries):
    files.packed(ME1_0={MAIDSTONE: "AA"}, TN9_9={ASHFORD: "AE"})
    monkeypatch.setattr(looking_up, "AT_ONCE", 1_000)
    given = many(19_800)
    with django_assert_num_queries(2 + 1 + 5):
        _, found = count(given)
    assert (found.districts, found.unknown) == ({MAIDSTONE: 1, ASHFORD: 1}, 19_798)


@pytest.mark.django_db
def test_no_statement_has_a_whole_postcode_in_it(tmp_path):
    files.a_loaded_file(tmp_path)
    given = ["ME14 1XX", "TN235BY", "ZE1 0AA", "Sam Smith"]
    with CaptureQueriesContext(
        connection,
    ) as caught:
        count(given)
    said = " ".join(one["sql"] for one in caught.captured_queries)
    assert "ME14 1" in said
    for typed in given:
        assert typed not in said
        assert typed.replace(" ", "") not in said.replace(" ", "").replace("TN235'", "")


@pytest.mark.django_db
def test_the_licence_asks_for_a_line_with_the_year(tmp_path):
    files.a_loaded_file(tmp_path)
    line = attribution(edition())
    assert line.startswith("Contains OS data © Crown copyright and database right 2026; contains Royal Mail data")
    assert "contains National Statistics data © Crown copyright and database right 2026" in line


@pytest.mark.django_db
def test_the_command_says_what_it_did_and_does_it_once(tmp_path, capsys):
    files.load_districts()
    path = str(files.code_point_zip(tmp_path))
    call_command("load_postcodes", path, edition="May 2026")
    said = capsys.readouterr().out
    assert "Code-Point Open of May 2026 is loaded: 8 postcodes in 6 sectors." in said
    assert "5 are in districts that are known here." in said
    assert f"2 are in other districts, and count as outside: {ELSEWHERE} (2)." in said
    assert "1 have no district in the file." in said
    assert "2 tables are no list of postcodes" in said
    assert "Contains OS data" in said
    call_command("load_postcodes", path, edition="May 2026")
    assert "is loaded already: 8 postcodes" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_refused_file_is_said_and_ends_with_two(tmp_path, capsys):
    path = files.written(tmp_path / "none.csv", "")
    with pytest.raises(SystemExit) as ended:
        call_command("load_postcodes", str(path), edition="May 2026")
    assert ended.value.code == 2
    assert "none.csv has no postcodes in it" in (said := capsys.readouterr().err)
    assert "Nothing was loaded: everything is as it was." in said
    assert not PostcodeEdition.objects.exists()


@pytest.mark.django_db
def test_many_other_districts_are_named_up_to_a_number(tmp_path, capsys):
    rows = [(f"BR1 1A{letter}", f"E090000{number:02}") for number, letter in enumerate("ABDEFGHJLNPQRSTUWXYZ" + "AB", start=10)]
    rows = [(f"BR1 {at // 20}{code[-2:]}", gss) for at, (code, gss) in enumerate(rows)]
    call_command("load_postcodes", str(files.written(tmp_path / "a.csv", files.plain(*rows))), edition="May 2026")
    assert "22 are in other districts" in (said := capsys.readouterr().out)
    assert "and 2 more." in said


@pytest.mark.django_db
@pytest.mark.skipif(not REAL.exists(), reason="the extract of Code-Point Open is not beside this folder")
def test_an_extract_of_the_real_file():
    files.load_districts()
    call_command("load_postcodes", str(REAL), edition="May 2025", name="Code-Point Open")
    assert edition().postcodes == 78_591
    assert PostcodeSector.objects.count() < 700
    _, found = count(["BR6 7NZ", "ME15 0AL", "DE21 4LL", "SW1A 1AA"])
    assert found.districts == {"E07000111": 1, MAIDSTONE: 1, "E06000015": 1}
    assert found.unknown == 1
