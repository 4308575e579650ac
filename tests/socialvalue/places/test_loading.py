"""The official file is loaded whole or not at all; a second edition takes the place of the first."""

from datetime import date, datetime

import pytest

from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.places import opening
from socialvalue.places.loading import load_postcodes, month_of, read_file
from socialvalue.places.models import PostcodeEdition, PostcodeSector
from socialvalue.places.services import load_districts

from . import files
from .files import ASHFORD, ELSEWHERE, MAIDSTONE, MAY, MEDWAY, SWALE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2026, 7, 10, 9)):
        load_districts()
        yield


def kept() -> dict[str, dict[str, str]]:
    return dict(PostcodeSector.objects.order_by("sector").values_list("sector", "districts"))


WHOLE = {
    "BR1 1": {ELSEWHERE: "AAAB"},
    "ME10 3": {SWALE: "SU"},
    "ME14 1": {MAIDSTONE: "XXXZ"},
    "ME2 3": {MEDWAY: "DS"},
    "ME99 1": {"": "AA"},
    "TN23 5": {ASHFORD: "BY"},
}


def test_code_point_open_as_it_is_downloaded(tmp_path):
    done = load_postcodes(files.code_point_zip(tmp_path), month=MAY)
    assert kept() == WHOLE
    assert str(done.edition) == "Code-Point Open of May 2026"
    assert (done.edition.postcodes, done.sectors, done.here, done.unplaced) == (8, 6, 5, 1)
    assert done.elsewhere == {ELSEWHERE: 2}
    assert done.ignored == ["Doc/Code-Point_Open_Column_Headers.csv", "Doc/licence.txt"]
    assert (done.unchanged, done.ended, done.unread) == (False, 0, 0)


def test_its_folder_and_one_of_its_tables(tmp_path):
    (tmp_path / "unpacked" / "Data").mkdir(parents=True)
    files.written(tmp_path / "unpacked" / "Data" / "me.csv", "\n".join(files.ME))
    files.written(tmp_path / "unpacked" / "Data" / "TN.CSV", "\n".join(files.TN))
    files.written(tmp_path / "unpacked" / "about.md", "nothing")
    load_postcodes(tmp_path / "unpacked", month=MAY)
    assert kept() == WHOLE
    done = load_postcodes(tmp_path / "unpacked" / "Data" / "TN.CSV", month=MAY, fewer=True)
    assert kept() == {"BR1 1": {ELSEWHERE: "AAAB"}, "TN23 5": {ASHFORD: "BY"}}
    assert done.edition.postcodes == 3


def test_the_ons_directory_counts_what_has_ended_and_each_table_once(tmp_path):
    rows = [("ME14 1XX", "", MAIDSTONE), ("ME14 1XY", "199606", MAIDSTONE), ("JE2 3AB", "", "L99999999"), ("ME2 3DS", "", MEDWAY)]
    whole = files.onspd(*rows)
    path = files.zipped(
        tmp_path / "ONSPD.zip",
        {
            "Data/ONSPD_MAY_2026_UK.csv": "\ufeff" + whole,
            "Data/multi_csv/ONSPD_MAY_2026_UK_ME.csv": whole,
            "Documents/LA_UA names and codes.csv": f"LAD25CD,LAD25NM\n{MAIDSTONE},Maidstone\n",
        },
    )
    done = load_postcodes(path, month=MAY)
    assert str(done.edition) == "the ONS Postcode Directory of May 2026"
    assert (done.edition.postcodes, done.ended, done.here, done.elsewhere) == (4, 1, 3, {"L99999999": 1})
    assert PostcodeSector.objects.get(sector="ME14 1").ended == "XY"


def test_its_tables_of_each_area_alone(tmp_path):
    one, other = (
        files.onspd(("ME14 1XX", "", MAIDSTONE)),
        files.onspd(("ME2 3DS", "", MEDWAY), district="lad25cd", postcode="pcd7"),
    )
    path = files.zipped(tmp_path / "a.zip", {"multi_csv/a.csv": one, "multi_csv/b.csv": other})
    assert load_postcodes(path, month=MAY).edition.postcodes == 2


def test_a_plain_table_with_a_mark_of_its_encoding(tmp_path):
    path = files.written(tmp_path / "kent.csv", "\ufeff" + files.plain(("ME14 1XX", MAIDSTONE), ("me141xz", MAIDSTONE)))
    done = load_postcodes(path, month=" May  2026 ", name="Code-Point Open")
    assert (kept(), done.edition.name) == ({"ME14 1": {MAIDSTONE: "XXXZ"}}, "Code-Point Open")


def test_the_same_file_again_changes_nothing(tmp_path):
    path = files.code_point_zip(tmp_path)
    first = load_postcodes(path, month=MAY).edition
    with clock.at(datetime(2026, 7, 11, 9)):
        again = load_postcodes(path, month=MAY)
    assert again.unchanged
    assert (again.edition.loaded_at, kept()) == (first.loaded_at, WHOLE)


def test_the_order_of_rows_and_a_row_twice_make_no_other_file(tmp_path):
    rows = [("ME14 1XX", MAIDSTONE), ("ME14 1XZ", MAIDSTONE), ("TN23 5BY", ASHFORD)]
    load_postcodes(files.written(tmp_path / "a.csv", files.plain(*rows)), month=MAY)
    assert load_postcodes(files.written(tmp_path / "b.csv", files.plain(*reversed(rows), rows[0])), month=MAY).unchanged


def test_a_second_edition_takes_the_place_of_the_first(tmp_path):
    load_postcodes(files.code_point_zip(tmp_path), month=MAY)
    rows = [("ME14 1XX", SWALE), *((f"ME14 2A{letter}", MAIDSTONE) for letter in "ABDEFGH")]
    done = load_postcodes(files.written(tmp_path / "new.csv", files.plain(*rows)), month="June 2026", name="Code-Point Open")
    assert kept() == {"ME14 1": {SWALE: "XX"}, "ME14 2": {MAIDSTONE: "AAABADAEAFAGAH"}}
    assert (PostcodeEdition.objects.count(), str(done.edition), done.unchanged) == (1, "Code-Point Open of June 2026", False)


@pytest.mark.parametrize(("rows", "taken"), [(8, False), (9, True)])
def test_fewer_than_nine_in_ten_of_the_edition_before_are_half_a_file(tmp_path, rows, taken):
    letters = "ABDEFGHJLN"
    load_postcodes(files.written(tmp_path / "a.csv", files.plain(*((f"ME14 1A{c}", MAIDSTONE) for c in letters))), month=MAY)
    path = files.written(tmp_path / "b.csv", files.plain(*((f"ME14 1A{c}", MAIDSTONE) for c in letters[:rows])))
    if taken:
        assert load_postcodes(path, month="June 2026").edition.postcodes == 9
        return
    with pytest.raises(Refused, match="has 8 postcodes and a list of postcodes of May 2026 has 10: it looks like half a file"):
        load_postcodes(path, month="June 2026")
    assert PostcodeEdition.objects.get().postcodes == 10
    assert load_postcodes(path, month="June 2026", fewer=True).edition.postcodes == 8


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.csv", "", "none.csv has no postcodes in it"),
        ("heads.csv", "postcode,lad_gss\n", "heads.csv has no postcodes in it"),
        ("wards.csv", "WD25CD,WD25NM\nE05005000,High Street\n", "wards.csv has no postcodes in it"),
        ("names.csv", "postcode,lad_gss\nME14 1XX,Maidstone\n", "names.csv, line 2: the code of the district is not one like"),
        ("short.csv", f"lad_gss,x,postcode\n{MAIDSTONE},1,ME14 1XX\n{MAIDSTONE}\n", "short.csv, line 3: 1 columns in place of 3"),
        ("latin.csv", "postcode,lad_gss,n\nME14 1XX,E07000110,Ynys M\xf4n\n".encode("latin-1"), "latin.csv is not in UTF-8"),
        ("two.csv", files.plain(("ME14 1XX", MAIDSTONE), ("ME141XX", SWALE)), "A postcode of ME14 1 stands in two districts"),
        ("long.csv", "postcode,lad_gss\n" + "x" * 20_000, "a line is longer than 20,000 characters"),
        ("other.csv", files.plain(("ME14 1XX", MAIDSTONE), ("not one", SWALE)), "1 of 2 rows have no postcode"),
        ("broken.zip", b"PK\x03\x04 and nothing", "broken.zip is damaged or only half there"),
        ("text.zip", b"postcode", "text.zip is damaged or only half there"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_there_stays(tmp_path, name, content, words):
    before = tmp_path / "before"
    before.mkdir()
    load_postcodes(files.code_point_zip(before), month=MAY)
    with pytest.raises(Refused, match=words):
        load_postcodes(files.written(tmp_path / name, content), month="June 2026")
    assert kept() == WHOLE
    assert str(PostcodeEdition.objects.get()) == "Code-Point Open of May 2026"


def test_one_in_a_hundred_rows_may_be_no_postcode_of_today(tmp_path):
    rows = [(f"ME14 {d}A{c}", MAIDSTONE) for d in range(10) for c in "ABDEFGHJLN"][:99]
    done = load_postcodes(files.written(tmp_path / "a.csv", files.plain(*rows, ("NPT 1AA", MAIDSTONE))), month=MAY)
    assert (done.unread, done.edition.postcodes) == (1, 99)
    with pytest.raises(Refused, match="2 of 100 rows have no postcode"):
        read_file(files.written(tmp_path / "b.csv", files.plain(*rows[:98], *[("NPT 1AA", MAIDSTONE)] * 2)))


def test_half_a_zip_is_refused(tmp_path):
    rows = "\n".join(files.code_point(f"ME14 {d}{a}{b}", MAIDSTONE) for d in range(10) for a in "ABDEFG" for b in "ABDEFGHJLN")
    whole = files.zipped(tmp_path / "whole.zip", {"Data/me.csv": rows}).read_bytes()
    for name, data in {"cut": whole[: len(whole) // 2], "turned": whole[:200] + bytes(50) + whole[250:]}.items():
        with pytest.raises(Refused, match="damaged or only half there"):
            load_postcodes(files.written(tmp_path / f"{name}.zip", data), month=MAY)
    assert not PostcodeEdition.objects.exists()


def test_a_zip_that_unpacks_to_far_too_much_is_not_read_to_its_end(tmp_path):
    row = files.code_point("ME14 1XX", MAIDSTONE) + "\n"
    path = files.zipped(tmp_path / "bomb.zip", {"Data/me.csv": row * 40_000})
    assert path.stat().st_size < 20_000
    with pytest.raises(Refused, match="unpacks to far more than a file of postcodes holds"):
        load_postcodes(path, month=MAY)
    assert not PostcodeEdition.objects.exists()


def test_a_file_of_the_usual_shape_is_within_the_bounds(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "MOST_BYTES", 2_000)
    assert load_postcodes(files.code_point_zip(tmp_path), month=MAY).edition.postcodes == 8
    monkeypatch.setattr(opening, "MOST_BYTES", 600)
    with pytest.raises(Refused, match="unpacks to far more"):
        read_file(files.code_point_zip(tmp_path))


def test_two_files_at_once_are_refused(tmp_path):
    path = files.zipped(tmp_path / "a.zip", {"a.csv": files.plain(("ME14 1XX", MAIDSTONE)), "b.csv": "\n".join(files.TN)})
    with pytest.raises(Refused, match="b.csv is Code-Point Open, and a table before it is a list of postcodes: give one of them"):
        read_file(path)


def test_nothing_there_is_said(tmp_path):
    with pytest.raises(Refused, match="nowhere.zip cannot be opened: No such file"):
        read_file(tmp_path / "nowhere.zip")
    with pytest.raises(Refused, match="nowhere.csv cannot be opened: No such file"):
        read_file(tmp_path / "nowhere.csv")
    with pytest.raises(Refused, match="empty.zip has no table in it"):
        read_file(files.zipped(tmp_path / "empty.zip", {"readme.md": "nothing"}))
    (tmp_path / "folder").mkdir()
    with pytest.raises(Refused, match="folder has no table in it"):
        read_file(tmp_path / "folder")


@pytest.mark.parametrize(
    ("text", "day"), [("May 2026", date(2026, 5, 1)), ("July 2026", date(2026, 7, 1)), ("may 2026", date(2026, 5, 1))]
)
def test_a_month(text, day):
    assert month_of(text) == day


@pytest.mark.parametrize("text", ["", "2026", "05/2026", "May", "Mai 2026"])
def test_what_is_no_month(text):
    with pytest.raises(Refused, match="Say the month of the edition as its publisher does"):
        month_of(text)


def test_a_month_to_come_is_refused():
    with pytest.raises(Refused, match="a month to come"):
        month_of("August 2026")
