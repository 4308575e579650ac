"""Which test reaches which line of the files under change, and how long it takes: measured once, without any mutant."""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import measuring
import pytest

from mutation.targets import ROOMS, ROOT, TIES, kind_of, tests_of

MARKS = "not browser and not worker and not postgres"


@dataclass
class Reach:
    """``lines``: {path: {line: [test]}}; ``seconds``: {test: seconds}; ``folders``: {folder: [test]}.

    ``early``: {path: lines that run before any test does, on import or while tests are collected}.
    """

    lines: dict[str, dict[int, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    seconds: dict[str, float] = field(default_factory=dict)
    folders: dict[str, list[str]] = field(default_factory=dict)
    early: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, folder: str, measured: Path) -> None:
        """Take in what ``measure`` wrote for this folder of tests."""
        told = json.loads(measured.read_text())
        self.seconds |= told["seconds"]
        self.folders[folder] = list(told["seconds"])
        for path, lines in told["lines"].items():
            for line, tests in lines.items():
                self.lines[path][int(line)] += tests
        for path, early in told["early"].items():
            self.early[path].update(early)

    def tests_for(self, path: str, line: int, on_import: bool, folders: list[str]) -> list[str]:
        """The tests of ``folders`` that can notice a change of this line, the likeliest first.

        First those of the files that are about this one by name: a table of permissions is slow and notices most. Of such a
        file all tests count, because what a fixture of a module runs, or a cache keeps, is reached by the first test only. Then
        the quickest. What happens on import reaches every test: then those that run no line of the file come last.
        """
        everything = {test for folder in folders for test in self.folders[folder]}
        near = everything.intersection(self.lines[path].get(line, []))
        if on_import:
            near = everything.intersection(test for tests in self.lines[path].values() for test in tests)
        named = {test for test in everything if is_about(test, path)}
        far = everything - near - named if on_import else set()
        return [*self._in_turn(named), *self._quickest(near - named), *self._quickest(far)]

    def _quickest(self, tests: Iterable[str]) -> list[str]:
        return sorted(tests, key=lambda test: (self.seconds[test], test))

    def _in_turn(self, tests: Iterable[str]) -> list[str]:
        """File by file, so that what a module builds once serves its tests; the quickest of a file first."""
        return sorted(tests, key=lambda test: (module_of(test), self.seconds[test], test))


# What the tests of such a file are called where they do not bear its name
ABOUT = {"querysets": "visib", "visibility": "visib", "permissions": "permission", "throttle": "throttling"}


def module_of(test: str) -> str:
    return test.partition("::")[0]


def is_about(test: str, path: str) -> bool:
    """Whether the test stands in its room's file that bears the name of ``path``, or asks every rule about ties."""
    kind, module = kind_of(path), Path(module_of(test))
    if kind == "permissions" and module == TIES:
        return True
    return module.is_relative_to(tests_of(path)[0]) and module.stem.startswith(f"test_{ABOUT.get(kind, kind)}")


class _Watch:
    """A plugin of pytest that asks after each test which lines of the files were reached, by what ``measuring`` put there."""

    def __init__(self, cells: Mapping[str, bytearray]):
        """``cells``: {file: one a line, filled as modules are imported}"""
        self.cells = cells
        self.early: dict[str, list[int]] = {}
        self.lines: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    def pytest_collection_finish(self):
        self.early = dict(self._reached())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        began = time.monotonic()
        outcome = yield
        self.seconds[item.nodeid] = time.monotonic() - began
        for path, lines in self._reached():
            for line in lines:
                self.lines[path][line].append(item.nodeid)
        return outcome

    def _reached(self) -> Iterator[tuple[str, list[int]]]:
        """Since it was asked last: file and lines."""
        for path, cells in self.cells.items():
            if any(cells):
                yield path, [line for line, hit in enumerate(cells) if hit]
                cells[:] = bytes(len(cells))

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed.append(report.nodeid)


class _Counted(measuring.Loader):
    """Which lines were reached since somebody last asked: of one byte each, so that asking takes no time."""

    def cells_of(self, lines: int) -> bytearray:
        return bytearray(lines)


class _Finder(measuring.Finder):
    """Takes these files, and no others, out of Python's hands."""

    loader = _Counted

    def __init__(self, files: Iterable[str]):
        super().__init__(ROOMS, ())
        self.files = frozenset(files)

    def is_counted(self, path: str) -> bool:
        return path in self.files


def measure(folder: str, files: Iterable[str], arguments: list[str], target: Path) -> int:
    """Run the tests of the folder, in a process of its own, and write what they reached to ``target``; pytest's exit code."""
    sys.meta_path.insert(0, _Finder(str(ROOT / path) for path in files))
    watch = _Watch(_Counted.cells)
    code = pytest.main([folder, "-m", MARKS, *arguments], plugins=[watch])
    if watch.failed:
        print("These fail without any mutant:", *watch.failed, sep="\n  ")
    told = {
        "seconds": watch.seconds,
        "lines": {_named(path): lines for path, lines in watch.lines.items()},
        "early": {_named(path): lines for path, lines in watch.early.items()},
    }
    target.write_text(json.dumps(told))
    sys.stdout.flush()
    return int(code)


def _named(path: str) -> str:
    return str(Path(path).relative_to(ROOT))
