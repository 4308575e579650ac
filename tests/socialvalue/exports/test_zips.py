"""An archive written in pieces is one that every program opens; what it says of itself; how far it is."""

import io
import struct
import zipfile
from datetime import datetime

import pytest

from socialvalue.exports.calculations.read_me import read_me
from socialvalue.exports.documents.uploads import in_sets
from socialvalue.exports.documents.zips import PIECE, Member, zipped
from socialvalue.exports.services.counting import Counted

AT = datetime(2026, 11, 27, 20, 15, 30)


def opened(*members: Member) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(zipped(members, AT))))


def test_members_come_in_their_order_with_what_is_in_them():
    archive = opened(Member("a.txt", ["one ", "twö"]), Member("b/c.bin", [b"\x00\xff", b""]), Member("empty.csv", []))
    assert archive.testzip() is None
    assert archive.namelist() == ["a.txt", "b/c.bin", "empty.csv"]
    assert archive.read("a.txt").decode() == "one twö"
    assert archive.read("b/c.bin") == b"\x00\xff"
    assert archive.read("empty.csv") == b""
    assert {info.date_time for info in archive.infolist()} == {(2026, 11, 27, 20, 15, 30)}
    assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_DEFLATED}


def test_an_archive_of_nothing_opens():
    assert opened().namelist() == []


def test_a_name_in_other_letters_is_kept():
    assert opened(Member("files/Žluťoučký.txt", ["x"])).namelist() == ["files/Žluťoučký.txt"]


def test_nothing_is_read_before_its_turn():
    read = []

    def pieces(name: str):
        read.append(name)
        yield bytes(range(256)) * (PIECE // 256)

    walk = zipped((Member(name, pieces(name)) for name in "ab"), AT)
    assert read == []
    for _ in walk:
        break
    assert read[0] == "a"
    list(walk)
    assert read == ["a", "b"]


def test_what_is_larger_than_two_gigabytes_is_said_to_be():
    """The size that is known beforehand makes room for the larger numbers; the member itself may then be of any size."""
    size = 3 * 1024**3
    data = b"".join(zipped([Member("big.bin", [b"small after all"], size)], AT))
    assert zipfile.ZipFile(io.BytesIO(data)).read("big.bin") == b"small after all"
    # The field of the larger numbers in the member's own head, and the larger numbers behind what was streamed
    name, extra = struct.unpack("<HH", data[26:30])
    assert struct.unpack("<HH", data[30 + name : 34 + name]) == (1, 16)
    behind = data.index(b"PK\x07\x08")
    assert struct.unpack("<QQ", data[behind + 8 : behind + 24]) == (behind - 30 - name - extra, 15)
    small = b"".join(zipped([Member("small.bin", [b"small after all"], 15)], AT))
    assert struct.unpack("<HH", small[26:30]) == (9, 0)


def test_a_fault_while_it_is_read_is_not_swallowed():
    def broken():
        yield b"a"
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError, match="the store went away"):
        list(zipped([Member("a.bin", broken())], AT))


def test_the_read_me_has_its_parts_in_order_and_lines_that_fit():
    said = read_me(
        "Your data", "27 November 2026 at 8pm", "Ada (ada@example.org)", "It is Weald’s.",
        [("a.csv", "What a is. " * 20), ("b.csv", "What b is.")], ["Nothing of others.", "No bids. " * 20],
    )  # fmt: skip
    lines = said.split("\r\n")
    assert lines[:4] == [
        "Your data",
        "=========",
        "",
        "Made on 27 November 2026 at 8pm for Ada (ada@example.org). It is Weald’s.",
    ]
    headings = [line for line, under in zip(lines, lines[1:], strict=False) if under and set(under) == {"-"}]
    assert headings == ["What is in it", "What is not in it, and why", "How to read it"]
    assert all(len(line) <= 78 for line in lines)
    assert lines[lines.index("b.csv") + 1] == "  What b is."
    assert "- Nothing of others." in lines
    assert "\n" not in said.replace("\r\n", "")


def test_rows_of_several_tables_and_files_are_counted_together():
    heard = []
    counted = Counted(5, lambda percent, step: heard.append((percent, step)), "rows and files")
    assert len(list(counted.through([["heading"], [1], [2]]))) == 3
    assert len(list(counted.through([["heading"], [3]]))) == 2
    counted.one_more()
    counted.one_more()
    assert (counted.rows, counted.others) == (3, 2)
    assert heard == [
        (2, "0 of 5 rows and files"), (40, "2 of 5 rows and files"), (79, "4 of 5 rows and files"), (99, "5 of 5 rows and files"),
    ]  # fmt: skip


@pytest.mark.parametrize(("things", "sets"), [([], []), ([1], [[1]]), ([1, 2], [[1, 2]]), ([1, 2, 3], [[1, 2], [3]])])
def test_things_are_taken_so_many_at_a_time(things, sets):
    assert list(in_sets(things, 2)) == sets
