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
from collections.abc import Iterator
from pathlib import Path

from mutation import mutants, processes, reaching, targets
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


def measured(drawn: list[mutants.Mutant], workplace: Path, at_once: int, near: bool) -> reaching.Reach:
    """Run the tests of the drawn files' rooms once as they are."""
    paths = sorted({mutant.path for mutant in drawn})
    folders = sorted({folder for path in paths for folder in targets.tests_of(path, near)})

    def job(number: int, folder: str) -> processes.Job:
        name, target = f"before-{number}", workplace / f"before-{number}.json"

        def run() -> int:
            arguments = [one for one in pytest_arguments(workplace, name) if one != "-x"]
            return reaching.measure(folder, paths, arguments, target)

        return processes.Job((folder, target), run, workplace / f"{name}.log", seconds=1200)

    reach = reaching.Reach()
    jobs = (job(number, folder) for number, folder in enumerate(folders))
    for done, code in processes.run_all(jobs, at_once):
        folder, target = done.key
        if code != 0:
            print(done.log.read_text()[-6000:])
            raise SystemExit(f"The tests of {folder} do not pass without a mutant (exit code {code})")
        reach.add(folder, target)
    return reach


def jobs_of(
    drawn: list[mutants.Mutant], reach: reaching.Reach, workplace: Path, near: bool, most: float
) -> Iterator[processes.Job]:
    for number, mutant in enumerate(drawn):
        tests, total = [], 0.0
        for test in reach.tests_for(mutant.path, mutant.line, not mutant.function, targets.tests_of(mutant.path, near)):
            total += reach.seconds[test]
            if total > most and tests:
                break
            tests.append(test)

        def run(mutant=mutant, tests=tests, name=f"mutant-{number}") -> int:
            if not tests:
                return 0
            import pytest

            mutants.put_in_place(mutant)
            return int(pytest.main([*pytest_arguments(workplace, name), *tests]))

        yield processes.Job((mutant, len(tests)), run, workplace / f"mutant-{number}.log", STARTING + SLOWER * total)


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
    parser.add_argument("--near", action="store_true", help="only the tests of a file's own room: quicker, and stricter")
    parser.add_argument("--list", action="store_true", help="only print the draw")
    parser.add_argument("only", nargs="*", help="patterns of files instead of the list in scripts/mutation/targets.py")
    asked = parser.parse_args()
    began = time.monotonic()
    drawn = chosen(asked.draw, asked.seed, asked.only)
    if asked.list:
        print(*drawn, sep="\n")
        return 0
    for name in FOREIGN:
        os.environ.pop(name, None)
    os.environ.update(NEUTRAL)
    sys.path.insert(0, str(targets.ROOT))
    processes.load_libraries()
    with tempfile.TemporaryDirectory(prefix="sv-mutants-") as folder:
        workplace = Path(folder)
        reach = measured(drawn, workplace, asked.at_once, asked.near)
        print(f"{len(reach.seconds)} tests pass as things are, after {time.monotonic() - began:.0f} s", flush=True)
        survivors, reasons = [], accepted()
        jobs = jobs_of(drawn, reach, workplace, asked.near, asked.seconds)
        for number, (job, code) in enumerate(processes.run_all(jobs, asked.at_once), start=1):
            if code == 0:
                mutant, tests = job.key
                survivors.append(mutant)
                if mutant.key not in reasons:
                    print(f"SURVIVED {mutant}  ({f'{tests} tests ran' if tests else 'no test reaches it'})", flush=True)
            if number % 50 == 0:
                print(f"{number} tried, {len(survivors)} survived, {time.monotonic() - began:.0f} s", flush=True)
        code = judge(survivors, drawn)
    print(f"in {time.monotonic() - began:.0f} s")
    return code


if __name__ == "__main__":
    sys.exit(main())
