"""What ``make test`` says before, while and after it runs."""

import os
import subprocess
import sys
from pathlib import Path

import counting
import pytest
import run_tests

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
