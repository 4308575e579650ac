"""``make test``: every test this machine can run, on both databases; first and at the end it says what is skipped and why.

Three of them run side by side: two cores are common, and one pytest uses one, but beside a browser it waits for half of its
time. Each that is done takes the next, the longest first. ``SV_REQUIRE_ALL=1``: every skip is an error.
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

import counting
import engines
import measuring

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "scripts"
BIN = Path(sys.executable).parent
# What a developer has exported for the application must not decide how the tests come out.
FOREIGN = [
    "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "SECRET_KEY", "SEALING_KEY", "RECEIPT_KEY", "PORT", "HOST",
    "LOG_LEVEL",
    "OIDC_PROVIDERS", "BIDS_PORT", "PROCESS",
]  # fmt: skip
NEUTRAL = {"PRODUCTION": "0", "DEBUG": "0", "DEMONSTRATION": "0", "DATABASE_URL": "", "REDIS_URL": ""}
# A guard against a hang, wide enough for a busy machine
PHASE_MAY_TAKE = 70 * 60
LANES = 3
NO_TESTS_COLLECTED = 5


@dataclass
class Phase:
    """One command and, once it has run, how it went."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    missing: str = ""  # why it cannot run here; empty when it can
    outcome: str = "not run"
    seconds: float = 0
    output: str = ""

    @property
    def is_pytest(self) -> bool:
        return "pytest" in self.command

    @property
    def speaks(self) -> bool:
        """Whether what it prints is worth reading even when it passed."""
        return self.is_pytest or self.name == "coverage"

    def closing_line(self) -> str:
        lines = self.output.strip().splitlines()
        return lines[-1].strip("= ") if self.speaks and lines else ""

    def skips(self) -> list[str]:
        return [line for line in self.output.splitlines() if line.startswith("SKIPPED [")]


def next_of(waiting: deque[list[Phase]]) -> list[Phase] | None:
    """What the other lane has not taken; None when nothing is left."""
    try:
        return waiting.popleft()
    except IndexError:
        return None


def log_of(phase: Phase, workplace: Path) -> Path:
    return workplace / f"{phase.name}.log".replace(" ", "-").replace(":", "")


def measured_in(workplace: Path) -> Path:
    """The folder in which to keep which lines were reached: apart, because coverage reads what lies beside as data too."""
    folder = workplace / "reached"
    folder.mkdir()
    return folder


class Runner:
    def __init__(self, workplace: Path):
        self.workplace = workplace
        self.running: dict[str, subprocess.Popen] = {}
        self.counts: dict[str, Path] = {}
        self.stopped = False
        self.print_lock = threading.Lock()

    def run_lane(self, waiting: deque[list[Phase]]) -> None:
        """One after another of what waits, until nothing does; those of one list follow each other."""
        while (phases := next_of(waiting)) is not None:
            for phase in phases:
                if not (self.stopped or phase.missing):
                    self.run(phase)
                    self.report(phase)

    def run(self, phase: Phase) -> None:
        began = time.monotonic()
        log = log_of(phase, self.workplace)
        data = self.workplace / f"{log.stem}-data"
        env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        env |= {**NEUTRAL, "DATA_DIR": str(data), "PYTHONUNBUFFERED": "1", **self.compiled_once(), **phase.environment}
        if phase.is_pytest:
            counts = self.counts[phase.name] = self.workplace / f"{log.stem}-counts"
            env |= {
                counting.FILE: str(counts),
                "PYTHONPATH": os.pathsep.join([str(SCRIPTS), *filter(None, [env.get("PYTHONPATH")])]),
            }
        with log.open("w") as output:
            process = subprocess.Popen(
                phase.command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self.running[phase.name] = process
            try:
                code = process.wait(PHASE_MAY_TAKE)
            except subprocess.TimeoutExpired:
                code = None
            self.end(process)
            del self.running[phase.name]
        phase.seconds = time.monotonic() - began
        phase.output = log.read_text(errors="replace")
        if code is None:
            phase.outcome = f"failed: not done after {PHASE_MAY_TAKE // 60} minutes"
        elif code == NO_TESTS_COLLECTED and phase.is_pytest:
            phase.missing = "there are no such tests"
        else:
            phase.outcome = "passed" if code == 0 else f"failed (exit code {code})"

    def compiled_once(self) -> dict[str, str]:
        """What one phase has compiled every later one finds, and so does each worker and each command that a test starts.

        Whoever forbids Python to leave files beside the source means those, and these go with the run.
        """
        return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(self.workplace / "compiled")}

    @staticmethod
    def end(process: subprocess.Popen) -> None:
        """Also what a test left behind: a worker, a browser."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        self.stopped = True
        for process in list(self.running.values()):
            self.end(process)

    def report(self, phase: Phase) -> None:
        with self.print_lock:
            title = f" {phase.name}: {phase.outcome}, {phase.seconds:.0f} s "
            print(f"\n{title:-^100}", flush=True)
            text = phase.output.strip()
            if text and (phase.outcome != "passed" or phase.speaks):
                print(text, flush=True)

    def say_what_runs(self, began: float) -> None:
        with self.print_lock:
            print(f"... {time.monotonic() - began:.0f} s, running: {', '.join(map(self.how_far, self.running))}", flush=True)

    def how_far(self, name: str) -> str:
        """“sqlite 1,240 of 5,800”; the name alone while nothing is counted."""
        counted = counting.read(self.counts[name]) if name in self.counts else None
        return f"{name} {counted[0]:,} of {counted[1]:,}" if counted else name


def checks() -> list[Phase]:
    manage = [sys.executable, "manage.py"]
    production = {
        "PRODUCTION": "1",
        "SECRET_KEY": "only-for-this-check-" + "k3" * 30,
        "SEALING_KEY": "only-for-this-check-" + "s7" * 30,
        "RECEIPT_KEY": "only-for-this-check-" + "r5" * 30,
        "ALLOWED_HOSTS": "service.example",
        "SITE_URL": "https://service.example",
        "EMAIL_URL": "smtp+tls://mail.service.example:587",
        "DEFAULT_FROM_EMAIL": "social-value@service.example",
    }
    return [
        Phase("style", [str(BIN / "ruff"), "check", "."]),
        Phase("format", [str(BIN / "ruff"), "format", "--check", "."]),
        Phase("layers", [str(BIN / "lint-imports")]),
        Phase("types", [str(BIN / "mypy")]),
        Phase("templates", [sys.executable, "scripts/check_templates.py"]),
        Phase("settings", [*manage, "check", "--fail-level", "WARNING"]),
        Phase("settings in production", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
        Phase("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
    ]


def pytest_phase(
    name: str, marks: str, environment: dict[str, str], missing: str, extra: list[str], measured: Path | None = None
) -> Phase:
    """``measured``: the file in which to keep which lines the tests reached."""
    # A test that hangs shows where, long before the phase is stopped.
    command = [sys.executable, "-m", "pytest", "-q", "-m", marks, "-p", "no:cacheprovider", "-p", "counting"]
    command += ["-o", "faulthandler_timeout=180", "--color=no", "--durations=10"]
    if measured:
        command += ["-p", "measuring"]
        environment = {**environment, measuring.FILE: str(measured)}
    return Phase(name, [*command, *extra], environment, missing)


def coverage_phase(measured: list[Path]) -> Phase:
    return Phase("coverage", [sys.executable, "scripts/coverage_floor.py", *map(str, measured)])


# About half of the tests, in time; the other half are all that are not of these storeys
LOWER_STOREYS = ("tests/socialvalue", "tests/procurement")
HALVES = (
    ("upper storeys", ["tests", *(f"--ignore={folder}" for folder in LOWER_STOREYS)]),
    ("lower storeys", [*LOWER_STOREYS]),
)


def in_halves(name: str, extra: list[str]) -> list[tuple[str, list[str]]]:
    """(name of the phase, what pytest runs): all tests in two phases, or the corner that was asked for in one."""
    return [(name, extra)] if extra else [(f"{name}: {half}", chosen) for half, chosen in HALVES]


# What a test without a browser asks of PostgreSQL; one without a database finds the same beside every engine
OF_THE_DATABASE = "not browser and not once and (database or postgres or worker)"


def on_postgres(servers: dict[str, str], missing: str, no_browser: str, extra: list[str]) -> list[list[Phase]]:
    """The tests on PostgreSQL, in lists that may run at once: on servers of our own each has a database and a queue to itself."""
    # What a page looks like does not depend on the database; the journey's locks and jobs do
    journey = ("postgres: journey", "journey", missing or no_browser, extra)
    parts = [(name, OF_THE_DATABASE, missing, chosen) for name, chosen in in_halves("postgres", extra)]
    phases = [
        pytest_phase(name, marks, with_a_queue_of_its_own(servers, number), why, chosen)
        for number, (name, marks, why, chosen) in enumerate([*parts, journey])
    ]
    return [[one] for one in phases] if servers.get(engines.OURS) else [phases]


def with_a_queue_of_its_own(servers: dict[str, str], number: int) -> dict[str, str]:
    """Redis numbers its databases: on a server of our own each phase has another one."""
    if not servers.get(engines.OURS):
        return servers
    return servers | {"REDIS_URL": f"{servers['REDIS_URL'].rpartition('/')[0]}/{number}"}


def on_sqlite(extra: list[str], measured: Path | None) -> list[Phase]:
    """``measured``: a folder for what each phase reached."""
    return [
        pytest_phase(name, "not postgres and not browser", {}, "", chosen, measured and measured / f"lines-{number}")
        for number, (name, chosen) in enumerate(in_halves("sqlite", extra))
    ]


def whole(
    postgres: dict[str, str], no_postgres: str, no_browser: str, extra: list[str], measured: Path | None
) -> list[list[Phase]]:
    """Everything that may run at once, the longest first and the browser beside them. Those of one list follow each other,
    because they share a server.
    """
    sqlite = [[one] for one in on_sqlite(extra, measured)]
    longest, *others = on_postgres(postgres, no_postgres, no_browser, extra)
    browser = [pytest_phase("sqlite: browser", "browser", {}, no_browser, extra)]
    return [longest, sqlite[0], browser, *sqlite[1:], *others, [] if extra else checks()]


def afterwards(work: list[list[Phase]]) -> list[Phase]:
    """What needs all the others: how much they reached together."""
    files = [Path(one.environment[measuring.FILE]) for phases in work for one in phases if measuring.FILE in one.environment]
    return [coverage_phase(files)] if files else []


def chromium_missing() -> str:
    named = os.environ.get("CHROMIUM", "")
    if any(shutil.which(name) for name in (named, "chromium", "chromium-browser", "google-chrome") if name):
        return ""
    return "no chromium on this machine (Debian: apt-get install chromium, or name one in CHROMIUM)"


def start_engines(stack: contextlib.ExitStack) -> tuple[dict[str, str], str]:
    """PostgreSQL and Redis, given or started here, as environment; and why not, if they cannot be had."""
    addresses, reasons, given = {}, [], 0
    for variable, name, start in (
        ("DATABASE_URL", "TEST_DATABASE_URL", engines.postgres),
        ("REDIS_URL", "TEST_REDIS_URL", engines.redis),
    ):
        try:
            given += name in os.environ
            addresses[variable] = os.environ.get(name) or stack.enter_context(start())
        except engines.NotHere as reason:
            reasons.append(str(reason))
    return addresses | ({} if given or reasons else {engines.OURS: "1"}), "; ".join(reasons)


def say_what_is_skipped(phases: list[Phase]) -> None:
    """Before anything runs: one line for each reason, with the phases that it takes away."""
    reasons: dict[str, list[str]] = {}
    for phase in phases:
        if phase.missing:
            reasons.setdefault(phase.missing, []).append(phase.name)
    for reason, names in reasons.items():
        print(f"Will be skipped: {', '.join(names)}: {reason}", flush=True)


def summarise(phases: list[Phase], require_all: bool, seconds: float) -> int:
    print(f"\n{' Summary ':=^100}")
    failed = False
    for phase in phases:
        if phase.missing:
            phase.outcome = "MISSING" if require_all else "skipped"
        failed = failed or phase.outcome.startswith(("failed", "MISSING", "not run"))
        line = phase.missing or phase.closing_line()
        print(f"{phase.name:<24} {phase.outcome:<10} {line or f'in {phase.seconds:.1f} s'}")
    skips = [f"  {phase.name}: {line}" for phase in phases for line in phase.skips()]
    if skips:
        print("\nSkipped inside the phases:", *skips, sep="\n")
    elif not any(phase.missing for phase in phases):
        print("\nNothing was skipped.")
    print(f"\n{'FAILED' if failed else 'PASSED'} in {seconds:.0f} s")
    return 1 if failed else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checks", action="store_true", help="the quick checks only, no pytest")
    parser.add_argument("--one-by-one", action="store_true", help="no lanes side by side")
    parser.add_argument("pytest", nargs="*", help="what pytest should run, for example tests/contracts -k overdue")
    chosen, extra = parser.parse_known_args()
    extra = [*chosen.pytest, *extra]
    require_all = os.environ.get("SV_REQUIRE_ALL", "") == "1"
    began = time.monotonic()

    with contextlib.ExitStack() as stack:
        runner = Runner(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sv-test-"))))
        stack.callback(runner.stop)
        if chosen.checks:
            work = [checks()]
        else:
            postgres, no_postgres = start_engines(stack)
            # The floor is one for the whole suite: a corner is not measured.
            measured = None if extra else measured_in(runner.workplace)
            work = whole(postgres, no_postgres, chromium_missing(), extra, measured)
        last = afterwards(work)
        phases = [phase for some in [*work, last] for phase in some]
        say_what_is_skipped(phases)
        waiting = deque(work)
        lanes = 1 if chosen.one_by_one or os.cpu_count() == 1 else LANES
        threads = [threading.Thread(target=runner.run_lane, args=(waiting,), daemon=True) for _ in range(lanes)]
        for thread in threads:
            thread.start()
        told = time.monotonic()
        while any(thread.is_alive() for thread in threads):
            time.sleep(0.2)
            if time.monotonic() - told > 60:
                told = time.monotonic()
                runner.say_what_runs(began)
        runner.run_lane(deque([last]))
        return summarise(phases, require_all, time.monotonic() - began)


def _stop(_number, _frame) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped.")
