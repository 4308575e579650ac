"""``make mutants``: changes one rule at a time and asks whether a test notices.

400 changes are drawn by a fixed seed, half among arithmetic, dates and law, half among guards. A mutant is caught when a
test that reaches its line fails. At least 95 of 100 must be; those that may survive, with reasons, are in
tests/mutants_accepted.toml.
"""

import argparse
import os
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from mutation import mutants, processes, reaching, targets, warm
from run_tests import FOREIGN, NEUTRAL

ACCEPTED = targets.ROOT / "tests" / "mutants_accepted.toml"
SEED = "social value 1"
MUST_BE_CAUGHT = 95  # percent
# A survivor costs all tests that reach it: the likeliest to notice, as long as they fit into this
SECONDS_OF_TESTS = 45.0
# Guards against a loop without end, on a machine that does other things too
SLOWER = 6
STARTING = 60.0
PYTEST = ["-q", "-x", "-p", "no:cacheprovider", "-o", "addopts=", "--color=no"]
PYTEST += ["--hypothesis-profile=mutants", "--hypothesis-seed=0"]
# Plugins are loaded before pytest is: nobody reads their assertions
PYTEST += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]


def pytest_arguments(workplace: Path, name: str) -> list[str]:
    """Called in the child: what it runs pytest with, in folders of its own."""
    import hypothesis

    os.environ["DATA_DIR"] = str(workplace / f"{name}-data")
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)  # a counterexample is enough: nobody reads a small one
    hypothesis.settings.register_profile("mutants", deadline=None, database=None, phases=phases)
    return [*PYTEST, f"--basetemp={workplace / name}"]


def measured(drawn: list[mutants.Mutant], workplace: Path, at_once: int, told: list[str]) -> reaching.Reach:
    """Run the tests of the drawn files' rooms, or those that are ``told``, once as they are."""
    paths = sorted({mutant.path for mutant in drawn})
    folders = sorted({folder for path in paths for folder in told or targets.tests_of(path)})

    def job(number: int, folder: str) -> processes.Job:
        name, target = f"before-{number}", workplace / f"before-{number}.json"

        def run() -> int:
            arguments = [one for one in pytest_arguments(workplace, name) if one != "-x"]
            return reaching.measure(folder, paths, arguments, target)

        return processes.Job((folder, target), run, workplace / f"{name}.log", seconds=3600)

    reach = reaching.Reach()
    jobs = (job(number, folder) for number, folder in enumerate(folders))
    for done, code in processes.run_all(jobs, at_once):
        folder, target = done.key
        if code != 0:
            print(done.log.read_text()[-6000:])
            raise SystemExit(f"The tests of {folder} do not pass without a mutant (exit code {code})")
        reach.add(folder, target)
    return reach


def trials_of(drawn: list[mutants.Mutant], reach: reaching.Reach, told: list[str], most: float) -> list[warm.Trial]:
    """Each mutant with the tests about its file, and of the others those that fit into ``most`` seconds, at least one."""
    found = []
    for mutant in drawn:
        tests, total = [], 0.0
        for test in reach.tests_for(mutant.path, mutant.line, not mutant.function, told or targets.tests_of(mutant.path)):
            total += reach.seconds[test]
            if total > most and tests and not reaching.is_about(test, mutant.path):
                break
            tests.append(test)
        early = mutant.line in reach.early[mutant.path]
        found.append(warm.Trial(mutant, tests, SLOWER * total, early))
    return found


class Outcome:
    """What became of each mutant, told as it becomes known."""

    def __init__(self):
        self.codes: dict[mutants.Mutant, int] = {}
        self.began, self.reasons = time.monotonic(), accepted()
        # Children write to logs of their own; what they find out belongs here
        self.out = os.fdopen(os.dup(1), "w")

    @property
    def survivors(self) -> list[mutants.Mutant]:
        return [mutant for mutant, code in self.codes.items() if code == 0]

    def say(self, words: str) -> None:
        print(words, file=self.out, flush=True)

    def hear(self, trial: warm.Trial, code: int) -> None:
        self.codes[trial.mutant] = code
        if code == 0 and trial.mutant.key not in self.reasons:
            ran = f"{len(trial.tests)} tests ran" if trial.tests else "no test reaches it"
            self.say(f"SURVIVED {trial.mutant}  ({ran})")
        if len(self.codes) % 50 == 0:
            self.say(f"{len(self.codes)} tried, {len(self.survivors)} survived, {time.monotonic() - self.began:.0f} s")


def try_warm(trials: list[warm.Trial], workplace: Path, at_once: int, told: list[str], outcome: Outcome) -> list[warm.Trial]:
    """Room by room, in children of a process that has loaded everything; what has to start cold comes back."""
    groups: dict[tuple[str, ...], list[warm.Trial]] = {}
    for trial in trials:
        groups.setdefault(tuple(told or targets.tests_of(trial.mutant.path)), []).append(trial)
    cold = []
    for number, (folders, some) in enumerate(groups.items()):
        codes = _try_room(f"room-{number}", list(folders), some, workplace, at_once, outcome)
        cold += [some[index] for index, code in codes.items() if code == warm.COLD]
        outcome.codes |= {some[index].mutant: code for index, code in codes.items() if code != warm.COLD}
    return cold


def _try_room(
    name: str, folders: list[str], trials: list[warm.Trial], workplace: Path, at_once: int, outcome: Outcome
) -> dict[int, int]:
    """{index of the trial: exit code}"""
    target = workplace / f"{name}.codes"

    def tell(trial: warm.Trial, code: int) -> None:
        with target.open("a") as file:
            file.write(f"{trials.index(trial)} {code}\n")
        if code != warm.COLD:
            outcome.hear(trial, code)

    def run() -> int:
        arguments = [one for one in pytest_arguments(workplace, name) if one != "-x"]
        return warm.try_all(folders, trials, workplace / f"{name}-trials", at_once, arguments, tell)

    job = processes.Job(None, run, workplace / f"{name}.log", sum(warm.FORKING + trial.seconds for trial in trials) + 3600)
    [(_, code)] = processes.run_all(iter([job]), 1)
    codes = dict(tuple(map(int, line.split())) for line in target.read_text().splitlines()) if target.exists() else {}
    if code != 0 or len(codes) != len(trials):
        print(job.log.read_text()[-6000:])
        raise SystemExit(f"{', '.join(folders)}: {len(codes)} of {len(trials)} mutants were tried (exit code {code})")
    return codes


def try_cold(trials: list[warm.Trial], workplace: Path, at_once: int, outcome: Outcome) -> None:
    """Each in a process that imports the mutant instead of its module."""

    def job(number: int, trial: warm.Trial) -> processes.Job:
        def run() -> int:
            import pytest

            mutants.put_in_place(trial.mutant)
            return int(pytest.main([*pytest_arguments(workplace, f"mutant-{number}"), *trial.tests]))

        return processes.Job(trial, run, workplace / f"mutant-{number}.log", STARTING + trial.seconds)

    for done, code in processes.run_all((job(*pair) for pair in enumerate(trials)), at_once):
        outcome.hear(done.key, code)


def accepted() -> dict[tuple[str, str, str], str]:
    """{(file, function, change): reason}"""
    told = tomllib.loads(ACCEPTED.read_text()).get("accepted", [])
    return {(one["file"], one["function"], one["change"]): one["reason"] for one in told}


def judge(survivors: list[mutants.Mutant], drawn: list[mutants.Mutant]) -> int:
    """Say whether few enough survived; the exit code."""
    reasons = accepted()
    explained = sum(mutant.key in reasons for mutant in survivors)
    caught, counted = len(drawn) - len(survivors), len(drawn) - explained
    for key in sorted({mutant.key for mutant in drawn} & set(reasons) - {mutant.key for mutant in survivors}):
        print(f"Accepted, but caught today; take it out of {ACCEPTED.relative_to(targets.ROOT)}: {' | '.join(key)}")
    percent = 100 * caught / counted if counted else 100.0
    print(f"{caught} of {counted} mutants caught: {percent:.1f} %, {MUST_BE_CAUGHT} % must be; {explained} accepted survivors")
    return 0 if percent >= MUST_BE_CAUGHT else 1


def chosen(how_many: int, seed: str, only: list[str]) -> list[mutants.Mutant]:
    """Half from arithmetic and law, half from guards; or all from the files that are named."""
    if only:
        return mutants.draw(targets.files_of(only), how_many, seed)
    guards = mutants.draw(targets.files_of(targets.GUARDS), how_many // 2, seed)
    return [*mutants.draw(targets.files_of(targets.PURE), how_many - len(guards), seed), *guards]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draw", type=int, default=400, help="how many mutants (400)")
    parser.add_argument("--seed", default=SEED, help="another seed draws others")
    parser.add_argument("--at-once", type=int, default=min(os.cpu_count() or 1, 4), help="how many processes")
    parser.add_argument("--seconds", type=float, default=SECONDS_OF_TESTS, help="of tests for one mutant, at most (45)")
    parser.add_argument("--tests", nargs="+", default=[], help="only these files of tests: quicker, and stricter")
    parser.add_argument("--list", action="store_true", help="only print the draw")
    parser.add_argument("only", nargs="*", help="patterns of files instead of the list in scripts/mutation/targets.py")
    asked = parser.parse_args()
    began, outcome = time.monotonic(), Outcome()
    drawn = chosen(asked.draw, asked.seed, asked.only)
    if asked.list:
        print(*drawn, sep="\n")
        return 0
    for name in FOREIGN:
        os.environ.pop(name, None)
    # A scene that is put back runs no rule: who builds it would be the only test to reach what built it
    os.environ.update(NEUTRAL, SV_REMEMBER="0")
    sys.path.insert(0, str(targets.ROOT))
    processes.load_libraries()
    with tempfile.TemporaryDirectory(prefix="sv-mutants-") as folder:
        workplace = Path(folder)
        reach = measured(drawn, workplace, asked.at_once, asked.tests)
        outcome.say(f"{len(reach.seconds)} tests pass as things are, after {time.monotonic() - began:.0f} s")
        trials = trials_of(drawn, reach, asked.tests, asked.seconds)
        for trial in trials:
            if not trial.tests:
                outcome.hear(trial, 0)
        left = [trial for trial in trials if trial.tests]
        cold = [trial for trial in left if not trial.mutant.function]
        cold += try_warm([trial for trial in left if trial.mutant.function], workplace, asked.at_once, asked.tests, outcome)
        try_cold(cold, workplace, asked.at_once, outcome)
        code = judge(outcome.survivors, drawn)
    print(f"in {time.monotonic() - began:.0f} s")
    return code


if __name__ == "__main__":
    sys.exit(main())
