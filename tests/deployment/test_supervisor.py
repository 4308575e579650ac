"""The supervisor of ``make run``, with real processes: what dies is started again, what was started is stopped."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tests.fixtures.worker import wait_until

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture
def supervise(tmp_path):
    """Starts a supervisor over shell commands; gives the process and a way to read what it printed."""
    started = []

    def start(**commands: str):
        programme = textwrap.dedent(f"""
            import signal, sys
            signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests themselves may run under nohup
            sys.path.insert(0, {str(SCRIPTS)!r})
            from supervisor import Program, Supervisor, say
            programs = [Program(name, ["sh", "-c", command]) for name, command in {commands!r}.items()]
            supervisor = Supervisor(programs, patience=1)
            supervisor.listen()
            supervisor.run()
            say("Everything is stopped.")
            """)
        out = tmp_path / "out"
        with out.open("w") as output:
            process = subprocess.Popen([sys.executable, "-c", programme], cwd=tmp_path, stdout=output, stderr=subprocess.STDOUT)
        started.append(process)
        return process, lambda: out.read_text()

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(10)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def pid_in(path: Path) -> int:
    wait_until(lambda: path.exists() and path.read_text().strip(), what=f"{path.name}")
    return int(path.read_text())


def test_each_line_carries_the_name_of_its_program(supervise):
    _, output = supervise(web="echo one; exec sleep 60", beat="echo two >&2; exec sleep 60")
    wait_until(lambda: "web    | one" in output() and "beat   | two" in output(), what="both lines")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_stop_stops_children_and_grandchildren(supervise, tmp_path, number):
    process, output = supervise(
        web="sleep 60 & echo $! > grandchild; echo $$ > child; wait", beat="echo $$ > other; exec sleep 60"
    )
    pids = [pid_in(tmp_path / name) for name in ("grandchild", "child", "other")]
    assert all(is_alive(pid) for pid in pids)
    process.send_signal(number)
    assert process.wait(10) == 0
    assert not [pid for pid in pids if is_alive(pid)]
    assert "Everything is stopped." in output()


def test_a_program_that_will_not_stop_is_killed(supervise, tmp_path):
    process, _ = supervise(web="trap '' TERM; echo $$ > child; while :; do sleep 0.1; done")
    pid = pid_in(tmp_path / "child")
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert time.monotonic() - began < 5
    assert not is_alive(pid)


def test_a_program_that_dies_is_started_again_ever_later_and_the_others_stay(supervise, tmp_path):
    _, output = supervise(web="echo $$ > well; exec sleep 60", worker="exit 3")
    well = pid_in(tmp_path / "well")
    wait_until(lambda: "starting it again in 2 s" in output(), what="the second restart")
    assert "worker | stopped by itself (exit code 3); starting it again in 1 s" in output()
    assert is_alive(well)


def test_a_killed_program_is_named_with_its_signal(supervise, tmp_path):
    _, output = supervise(worker="echo $$ > pid; exec sleep 60")
    first = pid_in(tmp_path / "pid")
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: "stopped by itself (SIGKILL)" in output(), what="the notice")
    wait_until(lambda: pid_in(tmp_path / "pid") != first, what="the second start")


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_a_supervisor_killed_outright_leaves_nothing_running(supervise, tmp_path):
    process, _ = supervise(web="echo $$ > child; exec sleep 60")
    pid = pid_in(tmp_path / "child")
    process.kill()
    process.wait(10)
    wait_until(lambda: not is_alive(pid), what="the end of the orphan")


def test_what_ends_by_itself_is_not_started_again_and_others_may_follow_it(tmp_path):
    """As in ``make run``: the load ends, then the worker starts, by the thread that also stops it."""
    programme = textwrap.dedent(f"""
        import sys, threading, time
        sys.path.insert(0, {str(SCRIPTS)!r})
        from supervisor import Once, Program, Supervisor
        load = Once("load", ["sh", "-c", "echo x >> loads; exit 3"])
        supervisor = Supervisor([load], patience=1)

        def watch():
            while load.code is None:
                time.sleep(0.05)
            supervisor.add([Program("next", ["sh", "-c", "echo $$ > next; exec sleep 60"])])

        threading.Thread(target=watch, daemon=True).start()
        supervisor.listen()
        supervisor.run()
        print("code", load.code)
        """)
    out = tmp_path / "out"
    with out.open("w") as output:
        process = subprocess.Popen([sys.executable, "-c", programme], cwd=tmp_path, stdout=output, stderr=subprocess.STDOUT)
    try:
        follower = pid_in(tmp_path / "next")
        time.sleep(1)
        assert is_alive(follower)
        assert (tmp_path / "loads").read_text() == "x\n"
    finally:
        process.terminate()
        process.wait(15)
    assert not is_alive(follower)
    assert out.read_text().splitlines()[-1] == "code 3"
