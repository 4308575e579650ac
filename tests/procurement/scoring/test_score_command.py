"""The command as somebody without this system's database runs it."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from django.core.management import execute_from_command_line

from procurement.scoring import compute, read_record, record_json

from .records import bid, carers

ROOT = Path(__file__).resolve().parents[3]


def score_alone(*arguments, given=b"", **settings):
    """Runs the command as a process of its own, away from any database: it must not need one."""
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "score", *map(str, arguments)],
        input=given,
        capture_output=True,
        timeout=60,
        env=os.environ | {"DATABASE_URL": "sqlite:////nonexistent/none.sqlite3"} | settings,
        check=False,
    )


def score(*arguments, given=b""):
    """As ``score_alone``, and sixty times as fast: in this process, where pytest lets no test without its mark near a database."""
    wrapped = {name: io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for name in ("stdout", "stderr")}
    command = ["manage.py", "score", *map(str, arguments)]
    stdin, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(given))
    try:
        with redirect_stdout(wrapped["stdout"]), redirect_stderr(wrapped["stderr"]):
            execute_from_command_line(command)
        code = 0
    except SystemExit as end:
        code = end.code or 0
    finally:
        sys.stdin = stdin
    for stream in wrapped.values():
        stream.flush()
    return subprocess.CompletedProcess(command, code, wrapped["stdout"].buffer.getvalue(), wrapped["stderr"].buffer.getvalue())


def refused(run):
    """The lines of a refusal, after checking that it is one."""
    assert run.returncode == 2
    assert run.stdout == b""
    assert b"Traceback" not in run.stderr
    return run.stderr.decode().splitlines()


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "record.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_a_file_and_standard_input_give_the_same_result(file):
    text = json.dumps(carers())
    from_file, from_input = score_alone(file(text)), score_alone("-", given=text.encode())
    here = score(file(text))
    assert (here.returncode, here.stdout, here.stderr) == (from_file.returncode, from_file.stdout, from_file.stderr)
    assert from_file.returncode == from_input.returncode == 0
    assert from_file.stderr == from_input.stderr == b""
    assert from_file.stdout == from_input.stdout
    assert json.loads(from_file.stdout) == compute(read_record(carers())).as_dict()


def test_names_of_any_script_survive_a_terminal_that_knows_only_ascii(file):
    data = carers(bid("Zoë 😀", "100", q1="4", q3="3"))
    run = score_alone(file(json.dumps(data)), PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert run.returncode == 0
    assert json.loads(run.stdout)["bids"][0]["id"] == "Zoë 😀"


def test_check_says_equal_by_its_exit_code(file):
    run = score("--check", file(record_json(carers())))
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


def test_check_names_what_differs(file):
    data = json.loads(record_json(carers()))
    data["result"]["bids"][0]["total"] = "90"
    run = score("--check", file(json.dumps(data)))
    assert run.returncode == 1
    assert run.stderr.decode().splitlines() == ['result.bids[0].total: the record has "90", computed "85.6"']


def test_check_needs_a_result_to_compare_with(file):
    assert refused(score("--check", file(json.dumps(carers())))) == ["result: is missing"]


def test_a_bad_record_is_refused_with_all_its_problems(file):
    data = carers(bid("A", "0", q1="7", q3="3"))
    assert refused(score(file(json.dumps(data)))) == [
        "bids[0].price: 0 is not more than 0",
        "bids[0].scores.q1: 7 is more than the scale's maximum 5",
    ]


@pytest.mark.parametrize(
    ("content", "beginning"),
    [
        (b"", "record: is empty"),
        (b"\xff\x00", "record: is not UTF-8 text"),
        (b"{,}", "record: is not valid JSON at line 1, column 2"),
        (b"[" * 200_000, "record: is nested too deeply"),
    ],
)
def test_what_is_no_json_is_refused_in_one_line(content, beginning):
    (line,) = refused(score("-", given=content))
    assert line.startswith(beginning)


def test_what_cannot_be_read_is_refused_in_one_line(tmp_path):
    (line,) = refused(score(tmp_path / "none.json"))
    assert "none.json: cannot be read: No such file or directory" in line
    (line,) = refused(score(tmp_path))
    assert "cannot be read: Is a directory" in line


def test_a_file_is_needed():
    run = score()
    assert run.returncode == 2
    assert run.stdout == b""
