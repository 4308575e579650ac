"""Which test reaches which line of the files under change, and how long it takes: measured once, without any mutant."""

import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mutation.targets import ROOT, kind_of, tests_of

MARKS = "not browser and not worker and not postgres"
# In which the files of a room's tests are taken until the time is up
ORDER = "a room's tests"


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
    """Whether the test stands in its room's file that bears the name of ``path``."""
    kind, module = kind_of(path), Path(module_of(test))
    return module.is_relative_to(tests_of(path)[0]) and module.stem.startswith(f"test_{ABOUT.get(kind, kind)}")


class _Enough:
    """A plugin of pytest: the tests about one of ``files`` come first and all run; of the others what fits into ``most`` seconds.

    Those others come in whole files, in an order drawn once, and go on for longer while ``is_missing`` says that a line that
    will be changed was not reached.
    """

    def __init__(self, files: Iterable[str], most: float, is_missing: Callable[[], bool]):
        self.files, self.most, self.is_missing = list(files), most, is_missing
        self.began = 0.0
        self.about: set[str] = set()
        self.decided: dict[str, bool] = {}

    def pytest_collection_modifyitems(self, items):
        modules = sorted({module_of(item.nodeid) for item in items})
        self.about = {module for module in modules if any(is_about(module, path) for path in self.files)}
        random.Random(ORDER).shuffle(modules)
        place = {module: (module not in self.about, number) for number, module in enumerate(modules)}
        items.sort(key=lambda item: place[module_of(item.nodeid)])
        self.began = time.monotonic()

    def is_enough(self, module: str) -> bool:
        """Decided once a file: to ask what was reached takes a while."""
        if module not in self.decided:
            late = module not in self.about and time.monotonic() - self.began > self.most
            self.decided[module] = late and not self.is_missing()
        return self.decided[module]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item):
        """True: it is done with, unrun."""
        return self.is_enough(module_of(item.nodeid)) or None


class _Watch:
    """A plugin of pytest that tells coverage which test is running."""

    def __init__(self, coverage):
        self.coverage = coverage
        self.ran: set[str] = set()
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        began = time.monotonic()
        self.coverage.switch_context(item.nodeid)
        outcome = yield
        self.coverage.switch_context("")
        if item.nodeid in self.ran:
            self.seconds[item.nodeid] = time.monotonic() - began
        return outcome

    def pytest_runtest_logreport(self, report):
        self.ran.add(report.nodeid)
        if report.failed:
            self.failed.append(report.nodeid)


def measure(folder: str, lines: Mapping[str, set[int]], arguments: list[str], target: Path, most: float) -> int:
    """Run the tests of the folder, in a process of its own, and write what they reached to ``target``; pytest's exit code.

    ``lines``: {path: those that will be changed while tests run}. ``most``: seconds for the tests that are about none of these
    files by name. What they would have reached later is not known, so a mutant can only be caught less often.
    """
    import coverage

    places = {path: str(ROOT / path) for path in lines}
    measuring = coverage.Coverage(data_file=None, config_file=False, include=list(places.values()), messages=False)
    own = {places[path]: wanted for path, wanted in lines.items() if folder == tests_of(path)[0]}

    def is_missing() -> bool:
        found = {path: measuring.get_data().contexts_by_lineno(path) for path in own}
        return any(not any(found[path].get(line, ())) for path, wanted in own.items() for line in wanted)

    watch = _Watch(measuring)
    measuring.start()
    code = pytest.main([folder, "-m", MARKS, *arguments], plugins=[watch, _Enough(lines, most, is_missing)])
    measuring.stop()
    if watch.failed:
        print("These fail without any mutant:", *watch.failed, sep="\n  ")
    data = measuring.get_data()
    reached, early = {}, {}
    for name in data.measured_files():
        contexts, path = data.contexts_by_lineno(name), str(Path(name).relative_to(ROOT))
        by_test = {line: [c for c in found if c] for line, found in contexts.items()}
        reached[path] = {line: tests for line, tests in by_test.items() if tests}
        early[path] = [line for line, found in contexts.items() if "" in found]
    target.write_text(json.dumps({"seconds": watch.seconds, "lines": reached, "early": early}))
    sys.stdout.flush()
    return int(code)
