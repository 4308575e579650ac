"""Mutants of functions, tried in children of one process that has loaded the project and collected the tests already.

Starting Django and collecting takes far longer than the test that notices. A function's code can be exchanged in the module
that is loaded; what happens on import cannot, and starts cold in ``mutants.put_in_place``.
"""

import functools
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from mutation import processes
from mutation.mutants import Mutant, module_name, source_of
from mutation.reaching import MARKS
from mutation.targets import ROOT


class NotFound(LookupError):
    """The function of the mutant cannot be reached in the loaded module."""


def exchange(mutant: Mutant) -> None:
    """From now on the loaded module's function does what the mutant says. Raises NotFound."""
    code = compile(source_of(mutant), str(ROOT / mutant.path), "exec")
    holder: object = sys.modules[module_name(mutant.path)]
    for name in mutant.function.split("."):
        found = _function(vars(holder).get(name))
        inner = [one for one in code.co_consts if isinstance(one, CodeType) and one.co_name == name]
        if isinstance(found, FunctionType):
            inner = [one for one in inner if one.co_firstlineno == found.__code__.co_firstlineno]
        if len(inner) != 1 or found is None:
            raise NotFound(str(mutant))
        code, holder = inner[0], found
        if isinstance(found, FunctionType):
            found.__code__ = code
            return
    raise NotFound(str(mutant))


def _function(found: object) -> object:
    """What decorators have wrapped, down to the function itself; classes stay."""
    while not isinstance(found, (type, FunctionType)) or hasattr(found, "__wrapped__"):
        if isinstance(found, property):
            found = found.fget
        elif isinstance(found, functools.cached_property) or type(found).__name__ == "cached_property":
            found = found.func
        elif isinstance(found, (classmethod, staticmethod)):
            found = found.__func__
        elif hasattr(found, "__wrapped__"):
            found = found.__wrapped__
        else:
            return None
    return found


@dataclass
class Trial:
    """A mutant and the tests that may notice it, in turn. ``seconds``: the longest they may take.

    ``early``: its line runs before any test does, so that nobody has noticed it here says nothing yet.
    """

    mutant: Mutant
    tests: list[str]
    seconds: float
    early: bool


# What a child may take beside its tests, in seconds
FORKING = 8.0
# A mutant that has to start cold: what it changes has run already, or is not found in the loaded module
COLD = 77


class Warm:
    """A plugin of pytest that tries the mutants instead of running the tests; ``tell`` is given each trial and its exit code."""

    def __init__(self, trials: list[Trial], workplace: Path, at_once: int, tell: Callable[[Trial, int], None]):
        self.trials, self.workplace, self.at_once, self.tell = trials, workplace, at_once, tell

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session) -> bool:
        self.session, self.items = session, {item.nodeid: item for item in session.items}
        self.database = self._database()
        for job, code in processes.run_all(self._jobs(), self.at_once):
            if code == processes.BROKEN:
                print(job.log.read_text()[-6000:])
                raise SystemExit(f"The child that tried {job.key.mutant} ended for a reason of its own")
            self.tell(job.key, code)
            for left in self.workplace.glob(f"{job.log.stem}.sqlite3*"):
                left.unlink()
        self._check_that_they_pass_without_a_mutant()
        return True

    def _database(self) -> Path:
        """Make the run's database as the first test would, and let go of it."""
        from django.db import connection

        self.module = self.session.items[0].getparent(pytest.Module)
        self._run_nothing_before(self.session.items[0])
        connection.close()
        return Path(connection.settings_dict["NAME"])

    def _run_nothing_before(self, item: pytest.Item) -> None:
        """A test of nothing: pytest then tears down what the item does not share with it, and nothing else."""
        nothing = pytest.Function.from_parent(self.module, name="nothing", callobj=lambda db: None)
        self.session.config.hook.pytest_runtest_protocol(item=nothing, nextitem=item)

    def _own(self, name: str) -> Path:
        return self.workplace / f"{name}.sqlite3"

    def _noticed(self, name: str) -> Path:
        """Where the child writes which test failed."""
        return self.workplace / f"{name}.noticed"

    def _jobs(self) -> Iterator[processes.Job]:
        for number, trial in enumerate(self.trials):

            def run(trial=trial, name=f"warm-{number}") -> int:
                try:
                    exchange(trial.mutant)
                except NotFound:
                    return COLD
                return self._run(trial.tests, name) or (COLD if trial.early else 0)

            yield processes.Job(trial, run, self.workplace / f"warm-{number}.log", FORKING + trial.seconds)

    def _run(self, tests: list[str], name: str) -> int:
        """In a child: 1 as soon as a test fails, as pytest's own exit code."""
        from django.db import connection

        # Children that run at the same time write to databases of their own; the tests let nobody read SQLite's file in here
        subprocess.run(["cp", self.database, self._own(name)], check=True)
        connection.settings_dict["NAME"] = str(self._own(name))
        items = [self.items[test] for test in tests]
        self._run_nothing_before(items[0])
        for item, following in zip(items, [*items[1:], None], strict=True):
            self.session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.session.testsfailed:
                self._noticed(name).write_text(item.nodeid)
                return 1
        return 0

    def _check_that_they_pass_without_a_mutant(self) -> None:
        """Each in such a child: one that fails there for another reason would call every mutant caught."""
        noticed = {path.read_text() for path in self.workplace.glob("warm-*.noticed")}
        tests = [test for test in self.items if test in noticed]

        def control(number: int, test: str) -> processes.Job:
            return processes.Job(
                test, lambda: self._run([test], f"control-{number}"), self.workplace / f"control-{number}.log", 1200
            )

        for job, code in processes.run_all((control(*pair) for pair in enumerate(tests)), self.at_once):
            if code:
                print(job.log.read_text()[-6000:])
                raise SystemExit(f"{job.key} noticed a mutant, and does not pass without one either (exit code {code})")


def try_all(
    folders: list[str],
    trials: list[Trial],
    workplace: Path,
    at_once: int,
    arguments: list[str],
    tell: Callable[[Trial, int], None],
) -> int:
    """In a process of its own: collect the tests of the folders and try these mutants; pytest's exit code."""
    workplace.mkdir()
    kept = {test for trial in trials for test in trial.tests}
    return int(
        pytest.main([*folders, "-s", "-m", MARKS, *arguments], plugins=[Warm(trials, workplace, at_once, tell), _Only(kept)])
    )


class _Only:
    """Nothing else is kept, so that a process with many children stays small."""

    def __init__(self, tests: set[str]):
        self.tests = tests

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items) -> None:
        items[:] = [item for item in items if item.nodeid in self.tests]
