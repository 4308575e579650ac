"""Names inside an archive: one step of a path each, whatever somebody called a file."""

import pytest

from socialvalue.exports.calculations.names import LONGEST, path_of, safe


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("Bericht über Äpfel.pdf", "Bericht über Äpfel.pdf"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("..", "file"),
        (".", "file"),
        ("", "file"),
        ("   ", "file"),
        ("/", "file"),
        ("C:\\Windows\\system32\\x.dll", "C-Windows-system32-x.dll"),
        (".htaccess", "htaccess"),
        ("ends with a dot. ", "ends with a dot"),
        ("con", "_con"),
        ("CON.txt", "_CON.txt"),
        ("lpt1.pdf", "_lpt1.pdf"),
        ("console.txt", "console.txt"),
        ("a\x00b\x1bc.txt", "abc.txt"),
        ("a\nb\tc.txt", "a b c.txt"),
        ("\u202egpj.exe", "gpj.exe"),
        ("\u200bhid\u00adden.txt", "hidden.txt"),
        ('quo"te<>|?*.txt', "quo-te-.txt"),
        ("$(rm -rf ~);`x`&.txt", "-(rm -rf ~)-x-.txt"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_one_step_of_a_path(typed, kept):
    assert safe(typed, "file") == kept


@pytest.mark.parametrize("length", [LONGEST - 5, LONGEST - 4, LONGEST - 3, 5000])
def test_a_long_name_is_cut_and_keeps_its_ending(length):
    kept = safe("a" * length + ".pdf", "file")
    assert len(kept) == min(length + 4, LONGEST)
    assert kept.endswith(".pdf")


def test_what_is_too_long_for_an_ending_is_none():
    kept = safe("a." + "b" * 200, "file")
    assert len(kept) == LONGEST
    assert kept.startswith("a.b")


def test_no_two_paths_are_the_same_in_any_letters():
    names = ["same.txt", "SAME.txt", "same.txt", "s/ame.txt", ""]
    paths = [path_of(["CON-1"], name, number) for number, name in enumerate(names, start=1)]
    assert paths == [
        "files/CON-1/0001-same.txt",
        "files/CON-1/0002-SAME.txt",
        "files/CON-1/0003-same.txt",
        "files/CON-1/0004-s-ame.txt",
        "files/CON-1/0005-file",
    ]


@pytest.mark.parametrize("folder", ["../..", "a/b", "", "nul", "CON-1\\x"])
def test_a_folder_is_one_step_too(folder):
    steps = path_of([folder], "x.txt", 12345).split("/")
    assert len(steps) == 3
    assert steps[0] == "files"
    assert steps[1] not in ("", ".", "..", "nul")
    assert steps[2] == "12345-x.txt"
