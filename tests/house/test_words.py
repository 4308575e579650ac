"""What people read is plain British English: the glossary, the pages, the messages and the papers use the same words."""

import pytest

from socialvalue.pages.selectors import glossary
from tests.house.reading import ROOT, Said, files, of_markdown, of_python, of_script, of_template, said_in
from tests.house.words import PHRASES, RIGHT, Phrase


@pytest.fixture(scope="module")
def everything() -> list[Said]:
    return [said for path in files() for said in said_in(path)] + [
        Said("docs/words.md", 1, word.meaning) for word in glossary().words
    ]


def excused(said: Said, phrase: Phrase) -> list[tuple[str, str]]:
    """The exceptions that allow this phrase in this file."""
    return [one for one in RIGHT if said.file.startswith(one[0]) and phrase.found_by.search(one[1])]


def faults(said: Said) -> list[str]:
    """One line for each pattern that is found, with what to say instead."""
    found = {p.found_by.pattern: p for p in PHRASES if p.found_by.search(said.text) and not excused(said, p)}
    return [f"{said.file}:{said.line}: {said.text[:120]!r}: say {p.better!r}, not {p.now!r}" for p in found.values()]


def test_nobody_reads_a_word_that_we_do_not_use(everything):
    assert [line for said in everything for line in faults(said)] == []


def test_much_is_read(everything):
    """A reader that finds nothing would pass every test."""
    assert len({said.file for said in everything if said.file.startswith("templates/")}) > 280
    assert len(everything) > 5000


def test_every_exception_is_still_needed(everything):
    used = {one for said in everything for p in PHRASES if p.found_by.search(said.text) for one in excused(said, p)}
    assert set(RIGHT) - used == set(), "nothing says this there any more: take the exception out"


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda p: p.now)
def test_what_was_on_a_page_is_found(phrase):
    for said in (
        Said("templates/page.html", *next(of_template(f"<p>{phrase.now}</p>"))),
        Said("socialvalue/forms.py", *next(of_python(f"label = {phrase.now!r}"))),
        Said("docs/page.md", *next(of_markdown(phrase.now))),
    ):
        assert faults(said), said


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda p: p.now)
def test_what_is_proposed_instead_is_no_fault(phrase):
    assert faults(Said("templates/page.html", 1, phrase.better)) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h1>One <b>word</b></h1><p>Two</p>", [(1, "One word"), (1, "Two")]),
        ("<p>\n  Late\n  {{ n }} days</p>", [(2, "Late {} days")]),
        ("{% if x %}In{% else %}Out{% endif %}", [(1, "‖In‖Out‖")]),
        ('<input value="Send" class="Never">', [(1, "Send")]),
        ('<a title="More" href="/x/">{{ name }}</a>', [(1, "More")]),
        ('{% include "a/b.html" with heading="Read me" %}', [(1, "Read me")]),
        ("{# Not read #}{% comment %}Nor this{% endcomment %}<script>Nor</script>", []),
    ],
)
def test_what_is_read_of_a_template(source, expected):
    assert list(of_template(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"""Not read."""\nlabel = "Read me"', ["Read me"]),
        ('def f(x):\n    """Not read."""\n    return f"Read {x} {x!r}"', ["Read {} {}"]),
        ('said = ("One "\n        "two")', ["One two"]),
        ('name = "a_name"; address = "a/b.html"; pattern = r"One\\b"', []),
    ],
)
def test_what_is_read_of_python(source, expected):
    assert [text for _, text in of_python(source)] == expected


def test_what_is_read_of_markdown_and_of_a_script():
    assert list(of_markdown("# One\n\n`two` three\nfour\n\n```\nfive\n```\n")) == [(1, "# One"), (3, "{} three four")]
    assert list(of_script("say(\"Not saved\"); get('a-name');\nsay(`Saved ${when}`)")) == [(1, "Not saved"), (2, "Saved {}")]


# The glossary


def test_what_the_glossary_says_not_is_held():
    free = [
        (word.name, instead)
        for word in glossary().words
        for instead in word.instead_of
        if not faults(Said("templates/page.html", 1, instead))
    ]
    assert free == [], "add these to tests/house/words.py"


def test_every_word_to_see_also_is_there():
    there = {word.anchor for word in glossary().words}
    assert {(w.name, name) for w in glossary().words for name, anchor in w.see_links if anchor not in there} == set()


def test_the_file_is_in_the_order_of_the_alphabet():
    headings = [line[3:] for line in (ROOT / "docs" / "words.md").read_text().splitlines() if line.startswith("## ")]
    assert headings == [word.name for word in glossary().words]
    assert len(headings) > 60
