"""A plugin of pytest: how many tests of how many are done, in a file that ``run_tests.py`` reads while they run."""

import os
import time
from pathlib import Path

FILE = "SV_COUNTS"
WRITE_EVERY_SECONDS = 1.0


def read(path: Path) -> tuple[int, int] | None:
    """(done, all); None while nothing is counted yet."""
    try:
        done, total = path.read_text().split()
        return int(done), int(total)
    except (OSError, ValueError):
        return None


class Counter:
    def __init__(self, path: Path):
        self.path = path
        self.done = self.total = 0
        self.written_at = 0.0

    def pytest_collection_finish(self, session):
        self.total = len(session.items)
        self.write()

    def pytest_runtest_logfinish(self, nodeid, location):
        self.done += 1
        if self.done == self.total or time.monotonic() - self.written_at > WRITE_EVERY_SECONDS:
            self.write()

    def write(self):
        """Written beside and renamed, so that nobody reads half of it."""
        beside = self.path.with_suffix(".new")
        beside.write_text(f"{self.done} {self.total}")
        beside.replace(self.path)
        self.written_at = time.monotonic()


def pytest_configure(config):
    if os.environ.get(FILE):
        config.pluginmanager.register(Counter(Path(os.environ[FILE])), "counter")
