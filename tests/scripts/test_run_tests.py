"""What ``make test`` says before, while and after it runs."""

import ast
import contextlib
import os
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path

import counting
import coverage_floor
import engines
import measuring
import pytest
import run_tests
from coverage import CoverageData

SCRIPTS = Path(run_tests.__file__).parent


def phase(name: str, missing: str = "", **how) -> run_tests.Phase:
    return run_tests.Phase(name, ["true"], missing=missing, **how)


def test_what_will_be_skipped_is_said_first_one_line_a_reason(capsys):
    no_browser = "no chromium on this machine"
    run_tests.say_what_is_skipped(
        [
            phase("sqlite"),
            phase("postgres", "PostgreSQL is not installed"),
            phase("journey", no_browser),
            phase("pages", no_browser),
        ]
    )
    assert capsys.readouterr().out == (
        "Will be skipped: postgres: PostgreSQL is not installed\nWill be skipped: journey, pages: no chromium on this machine\n"
    )


def test_nothing_is_said_where_nothing_is_skipped(capsys):
    run_tests.say_what_is_skipped([phase("sqlite")])
    assert capsys.readouterr().out == ""


def test_how_far_each_phase_is(tmp_path):
    runner = run_tests.Runner(tmp_path)
    runner.counts["sqlite"] = tmp_path / "counts"
    assert [runner.how_far("sqlite"), runner.how_far("style")] == ["sqlite", "style"]
    runner.counts["sqlite"].write_text("1240 5800")
    assert runner.how_far("sqlite") == "sqlite 1,240 of 5,800"


@pytest.mark.parametrize("text", ["", "12", "many 12", "1 2 3"])
def test_a_count_that_cannot_be_read_is_none(tmp_path, text):
    (tmp_path / "counts").write_text(text)
    assert counting.read(tmp_path / "counts") is None
    assert counting.read(tmp_path / "not there") is None


def test_pytest_counts_what_passed_failed_and_was_skipped(tmp_path):
    (tmp_path / "test_three.py").write_text(
        "import pytest\ndef test_a(): pass\ndef test_b(): assert 0\n@pytest.mark.skip\ndef test_c(): pass\n"
    )
    env = {**os.environ, counting.FILE: str(tmp_path / "counts"), "PYTHONPATH": str(SCRIPTS)}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "counting",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:django",
        "-c",
        "/dev/null",
        ".",
    ]
    subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False)
    assert counting.read(tmp_path / "counts") == (3, 3)


@pytest.mark.parametrize(
    ("phases", "require_all", "ending"),
    [
        ([phase("style", outcome="passed")], False, "PASSED in 3 s"),
        ([phase("style", outcome="failed (exit code 1)")], False, "FAILED in 3 s"),
        ([phase("postgres", "not installed")], False, "PASSED in 3 s"),
        ([phase("postgres", "not installed")], True, "FAILED in 3 s"),
    ],
)
def test_a_skip_fails_only_where_everything_is_required(capsys, phases, require_all, ending):
    assert run_tests.summarise(phases, require_all, 3) == (1 if ending.startswith("FAILED") else 0)
    assert capsys.readouterr().out.splitlines()[-1] == ending


OWN = {"DATABASE_URL": "postgres://here/postgres", "REDIS_URL": "redis://127.0.0.1:7000/0", engines.OURS: "1"}
GIVEN = {"DATABASE_URL": "postgres://there/postgres", "REDIS_URL": "redis://there:6379/3"}


def listed(measured=None, extra=(), servers=OWN) -> list[list[str]]:
    work = run_tests.whole(servers, "", "", list(extra), measured)
    return [[one.name for one in phases] for phases in work]


def test_the_longest_come_first_and_the_browser_beside_them(tmp_path):
    whole, corner = listed(tmp_path / "measured"), listed(extra=["tests/contracts"])
    assert whole[:-1] == [
        ["postgres: upper storeys"],
        ["sqlite: upper storeys"],
        ["sqlite: browser"],
        ["sqlite: lower storeys"],
        ["postgres: lower storeys"],
        ["postgres: journey"],
    ]
    assert whole[-1][:2] == ["style", "format"]
    assert corner == [["postgres"], ["sqlite"], ["sqlite: browser"], ["postgres: journey"], []]


def test_on_servers_of_our_own_each_phase_has_a_queue_to_itself():
    phases = run_tests.on_postgres(OWN, "", "", [])
    assert [one.environment["REDIS_URL"] for [one] in phases] == [f"redis://127.0.0.1:7000/{number}" for number in range(3)]
    assert [one.environment | {"REDIS_URL": ""} for [one] in phases] == [OWN | {"REDIS_URL": ""}] * 3


def test_on_servers_of_somebody_else_one_follows_the_other_on_the_database_that_was_named():
    names = ["postgres: upper storeys", "postgres: lower storeys", "postgres: journey"]
    sqlite = [["sqlite: upper storeys"], ["sqlite: browser"], ["sqlite: lower storeys"]]
    assert listed(servers=GIVEN) == [names, *sqlite, listed()[-1]]
    assert [one.environment for one in run_tests.on_postgres(GIVEN, "", "", [])[0]] == [GIVEN] * 3


@pytest.mark.parametrize(("named", "ours"), [((), True), (("TEST_DATABASE_URL",), False), (("TEST_REDIS_URL",), False)])
def test_servers_are_our_own_where_both_were_started_here(monkeypatch, named, ours):
    for name in ("TEST_DATABASE_URL", "TEST_REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in named:
        monkeypatch.setenv(name, "there")
    for name in ("postgres", "redis"):
        monkeypatch.setattr(engines, name, lambda: contextlib.nullcontext("here"))
    with contextlib.ExitStack() as stack:
        found, missing = run_tests.start_engines(stack)
    assert (found.get(engines.OURS), missing) == ("1" if ours else None, "")
    assert found["DATABASE_URL"] == ("there" if "TEST_DATABASE_URL" in named else "here")


def test_where_a_server_cannot_be_had_nothing_is_said_of_it(monkeypatch):
    def nowhere():
        raise engines.NotHere("Redis is not installed")

    monkeypatch.delenv("TEST_REDIS_URL", raising=False)
    monkeypatch.setenv("TEST_DATABASE_URL", "there")
    monkeypatch.setattr(engines, "redis", nowhere)
    with contextlib.ExitStack() as stack:
        assert run_tests.start_engines(stack) == ({"DATABASE_URL": "there"}, "Redis is not installed")


def test_every_test_is_in_one_of_both_halves():
    """One takes the folders, the other all that they leave: a new folder is in the second."""
    (_, rest), (_, taken) = run_tests.HALVES
    assert rest == ["tests", *(f"--ignore={folder}" for folder in taken)]
    assert [(run_tests.ROOT / folder).is_dir() for folder in taken] == [True, True]
    for phases in ([one for [one] in run_tests.on_postgres(OWN, "", "", [])[:2]], run_tests.on_sqlite([], None)):
        upper, lower = (one.command for one in phases)
        assert (upper[: -len(rest)], upper[-len(rest) :], lower[-len(taken) :]) == (lower[: -len(taken)], rest, taken)


def test_only_the_whole_is_measured_each_half_in_a_file_of_its_own(tmp_path):
    halves = run_tests.on_sqlite([], tmp_path)
    assert [one.environment[measuring.FILE] for one in halves] == [str(tmp_path / "lines-0"), str(tmp_path / "lines-1")]
    [corner] = run_tests.on_sqlite(["tests/contracts"], None)
    assert ["measuring" in one.command for one in [*halves, corner]] == [True, True, False]
    assert corner.environment == {}


def test_what_was_reached_is_counted_over_all_that_was_measured(tmp_path):
    work = run_tests.whole(OWN, "", "", [], tmp_path)
    [last] = run_tests.afterwards(work)
    assert (last.name, last.command[-2:]) == ("coverage", [str(tmp_path / "lines-0"), str(tmp_path / "lines-1")])
    assert run_tests.afterwards(run_tests.whole(OWN, "", "", ["tests/contracts"], None)) == []


def test_what_was_measured_is_read_without_the_logs_beside_it(tmp_path, capfd):
    """Coverage takes for its own whatever lies beside its file and begins with its name. What two runs reached is joined."""
    folder = run_tests.measured_in(tmp_path)
    measured = [folder / name for name in ("lines-0", "lines-1")]
    source = str(run_tests.SCRIPTS / "counting.py")
    lines = statements_of(Path(source))[:3]
    for path, reached in zip(measured, (lines[:2], lines[1:]), strict=True):
        data = CoverageData(str(path))
        data.add_lines({source: reached})
        data.write()
    for one in [phase(name) for some in listed(tmp_path) for name in some]:
        log = run_tests.log_of(one, tmp_path)
        log.write_text("what it said")
        log.with_name(f"{measured[0].name}.log").write_text("what it said")
    assert coverage_floor.files_of(measured)["scripts/counting.py"]["covered_lines"] == 3
    assert [path.exists() for path in measured] == [True, True]
    assert capfd.readouterr() == ("", "")


def statements_of(path: Path) -> list[int]:
    return [node.lineno for node in ast.parse(path.read_text()).body if not isinstance(node, ast.Expr)]


def test_half_a_measurement_is_none(tmp_path):
    (tmp_path / "lines-0").touch()
    with pytest.raises(SystemExit, match="Nothing was measured in lines-1: its tests did not run to their end"):
        coverage_floor.files_of([tmp_path / "lines-0", tmp_path / "lines-1"])


def test_what_waits_is_done_once_whoever_takes_it_and_what_is_missing_is_not(tmp_path, capsys):
    """Two lanes: the one that is done with the short ones takes what is left; the second of a list waits for the first."""
    runner = run_tests.Runner(tmp_path)
    order = tmp_path / "order"

    def doing(name: str, until: str = "true", missing: str = "") -> run_tests.Phase:
        command = f"until {until}; do sleep 0.05; done; echo {name} >> {order}"
        return run_tests.Phase(name, ["sh", "-c", command], missing=missing)

    long = doing("long", until=f"grep -qs last {order}")
    work = [[long, doing("after")], [doing("short")], [doing("gone", missing="not here")], [doing("last")]]
    waiting = deque(work)
    lanes = [threading.Thread(target=runner.run_lane, args=(waiting,)) for _ in range(2)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    assert order.read_text().split() == ["short", "last", "long", "after"]
    assert [one.outcome for some in work for one in some] == ["passed", "passed", "passed", "not run", "passed"]
    assert run_tests.next_of(waiting) is None


def test_what_one_phase_has_compiled_the_next_finds_and_nothing_lies_beside_the_source(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    source = tmp_path / "source"
    source.mkdir()
    (source / "room.py").write_text("WALLS = 4\n")
    # Its own environment, as a test's worker has that of its test
    asked = f"import sys; sys.path.insert(0, {str(source)!r}); import room; print(room.__cached__)"
    runner = run_tests.Runner(tmp_path)
    kept = []
    for name in ("first", "second"):
        one = run_tests.Phase(name, [sys.executable, "-c", asked])
        runner.run(one)
        assert one.outcome == "passed"
        kept.append(Path(one.output.strip()))
    assert kept[0] == kept[1]
    assert kept[0].is_relative_to(tmp_path / "compiled")
    assert kept[0].exists()
    assert [path.name for path in source.iterdir()] == ["room.py"]


def test_a_lane_that_is_stopped_takes_nothing_more(tmp_path):
    runner = run_tests.Runner(tmp_path)
    runner.stop()
    left = phase("style")
    runner.run_lane(deque([[left]]))
    assert left.outcome == "not run"


def test_a_test_without_a_database_is_told_apart(request):
    assert request.node.get_closest_marker("database") is None


@pytest.mark.django_db
def test_a_test_that_is_marked_for_the_database_has_it(request):
    assert request.node.get_closest_marker("database") is not None


def test_a_test_that_has_the_database_through_a_fixture_has_it(request, db):
    assert request.node.get_closest_marker("database") is not None


def test_a_test_whose_module_has_the_database_has_it(request, module_database):
    assert request.node.get_closest_marker("database") is not None


def test_a_test_that_opens_the_database_by_hand_has_it(request, django_db_blocker):
    assert request.node.get_closest_marker("database") is not None
