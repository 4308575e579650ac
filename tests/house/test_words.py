"""What people read is plain British English: the glossary, the pages, the messages and the papers use the same words."""

import pytest

from socialvalue.pages.selectors import glossary
from tests.house.reading import Said, files, of_markdown, of_python, of_template, said_in
from tests.house.words import PHRASES, RIGHT, Phrase


def all_said() -> list[Said]:
    return [said for path in files() for said in said_in(path)]


def faults(said: Said, phrases: tuple[Phrase, ...] = PHRASES) -> list[str]:
    """One line for each pattern that is found, with what to say instead."""
    found = {p.pattern or p.now: p for p in phrases if p.found_by.search(said.text) and not excused(said, p)}
    return [f"{said.file}:{said.line}: {said.text[:120]!r}: say {p.better!r}, not {p.now!r}" for p in found.values()]


def excused(said: Said, phrase: Phrase) -> bool:
    return any(said.file.startswith(file) and phrase.found_by.search(words) for file, words in RIGHT)


def test_nobody_reads_a_word_that_we_do_not_use():
    found = [line for said in all_said() for line in faults(said)]
    assert found == []
