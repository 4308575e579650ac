"""Which test reaches which line of the files under change, and how long it takes: measured once, without any mutant."""

import json
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mutation.targets import ROOT

MARKS = "not browser and not worker and not postgres"


@dataclass
class Reach:
    """``lines``: {path: {line: [test]}}; ``seconds``: {test: seconds}; ``folders``: {folder: [test]}."""

    lines: dict[str, dict[int, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    seconds: dict[str, float] = field(default_factory=dict)
    folders: dict[str, list[str]] = field(default_factory=dict)

    def add(self, folder: str, measured: Path) -> None:
        """Take in what ``measure`` wrote for this folder of tests."""
        told = json.loads(measured.read_text())
        self.seconds |= told["seconds"]
        self.folders[folder] = list(told["seconds"])
        for path, lines in told["lines"].items():
            for line, tests in lines.items():
                self.lines[path][int(line)] += tests

    def tests_for(self, path: str, line: int, on_import: bool, folders: list[str]) -> list[str]:
        """The tests that can notice a change of this line, the quickest first."""
        if on_import:
            tests = [test for folder in folders for test in self.folders[folder]]
        else:
            tests = self.lines[path].get(line, [])
        return sorted(set(tests), key=lambda test: (self.seconds[test], test))


class _Watch:
    """A plugin of pytest that tells coverage which test is running."""

    def __init__(self, coverage):
        self.coverage = coverage
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        began = time.monotonic()
        self.coverage.switch_context(item.nodeid)
        outcome = yield
        self.coverage.switch_context("")
        self.seconds[item.nodeid] = time.monotonic() - began
        return outcome

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed.append(report.nodeid)


def measure(folder: str, files: list[str], arguments: list[str], target: Path) -> int:
    """Run the tests of the folder, in a process of its own, and write what they reached to ``target``; pytest's exit code."""
    import coverage

    measuring = coverage.Coverage(data_file=None, config_file=False, include=[str(ROOT / path) for path in files], messages=False)
    watch = _Watch(measuring)
    measuring.start()
    code = pytest.main([folder, "-m", MARKS, *arguments], plugins=[watch])
    measuring.stop()
    if watch.failed:
        print("These fail without any mutant:", *watch.failed, sep="\n  ")
    data = measuring.get_data()
    lines = {}
    for name in data.measured_files():
        reached = {line: [c for c in contexts if c] for line, contexts in data.contexts_by_lineno(name).items()}
        lines[str(Path(name).relative_to(ROOT))] = {line: tests for line, tests in reached.items() if tests}
    target.write_text(json.dumps({"seconds": watch.seconds, "lines": lines}))
    sys.stdout.flush()
    return int(code)
