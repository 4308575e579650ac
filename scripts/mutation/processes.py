"""Children that start warm: forked from a process that has loaded the libraries, but nothing of the project."""

import contextlib
import importlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mutation.targets import ROOT

# Slow to load, and without settings or threads of their own
LIBRARIES = (
    "django.db.models", "django.test", "django.template.loader", "pytest_django.plugin", "pytest_playwright.pytest_playwright",
    "hypothesis", "hypothesis.strategies", "axe_playwright_python.sync_playwright", "celery", "kombu", "openpyxl",
    "pikepdf", "PIL.Image", "weasyprint", "holidays", "icalendar", "cryptography.fernet", "redis",
)  # fmt: skip


def load_libraries() -> None:
    for name in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


@dataclass
class Job:
    """What one child does. ``run`` gives its exit code; ``seconds`` is the longest it may take."""

    key: object
    run: Callable[[], int]
    log: Path
    seconds: float


TOO_LONG = -1
# Whatever a mutant does, pytest reports it; a child that ends so was not able to ask
BROKEN = 70


def run_all(jobs: Iterator[Job], at_once: int) -> Iterator[tuple[Job, int]]:
    """Each job with its exit code, ``TOO_LONG`` for one that was stopped, as they finish."""
    running: dict[int, tuple[Job, float]] = {}
    try:
        more = True
        while more or running:
            while more and len(running) < at_once:
                if (job := next(jobs, None)) is None:
                    more = False
                else:
                    running[_fork(job)] = job, time.monotonic()
            for pid, (job, began) in list(running.items()):
                ended, status = os.waitpid(pid, os.WNOHANG)
                late = time.monotonic() - began > job.seconds
                if not ended and not late:
                    continue
                _end(pid, wait=not ended)
                del running[pid]
                yield job, os.waitstatus_to_exitcode(status) if ended else TOO_LONG
            time.sleep(0.02)
    finally:
        for pid in running:
            _end(pid, wait=True)


def _end(pid: int, *, wait: bool) -> None:
    """The child with everything it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    if wait:
        os.waitpid(pid, 0)


def _fork(job: Job) -> int:
    sys.stdout.flush()
    if pid := os.fork():
        with contextlib.suppress(PermissionError, ProcessLookupError):
            os.setpgid(pid, pid)
        return pid
    code = BROKEN
    try:
        os.setpgid(0, 0)
        os.chdir(ROOT)
        with job.log.open("w") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        code = job.run()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
