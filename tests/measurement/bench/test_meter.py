"""Processor time and memory of real processes; a visitor against a real server."""

import os
import subprocess
import sys

import pytest

from measurement.bench.meter import family, forget_peaks, memory_mb, processor_seconds
from measurement.bench.visitor import Visitor
from tests.builders import contracts as build

BUSY = "import time\nuntil = time.process_time() + 0.3\nwhile time.process_time() < until: pass\n"


def test_the_work_of_a_child_counts_while_it_runs_and_after_it_was_waited_for():
    mine = os.getpid()
    before = processor_seconds(mine)
    with subprocess.Popen([sys.executable, "-c", f"{BUSY}print('done', flush=True)\ninput()"], stdin=-1, stdout=-1) as child:
        child.stdout.readline()
        assert child.pid in family(mine)
        running = processor_seconds(mine) - before
        child.communicate(b"\n")
    assert child.pid not in family(mine)
    assert running >= 0.3
    # Linux counts what has ended in hundredths of a second
    assert processor_seconds(mine) - before >= running - 0.02


def test_a_peak_is_told_after_what_was_held_is_gone_and_can_be_forgotten():
    mine, held = os.getpid(), bytearray(64 * 1024 * 1024)
    held[::4096] = b"x" * len(held[::4096])
    with_it = memory_mb(mine)
    del held
    # The kernel counts in batches of pages
    assert memory_mb(mine, peak=True) > with_it - 1
    forget_peaks(mine)
    assert memory_mb(mine, peak=True) < with_it - 30


def test_a_process_that_has_gone_takes_nothing():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert processor_seconds(child.pid) == 0
    assert memory_mb(child.pid) == 0


@pytest.fixture
def visitor(live_server):
    one = Visitor(int(live_server.url.rpartition(":")[2]), "localhost")
    yield one
    one.close()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_somebody_signs_in_and_sees_their_own_home(visitor):
    who = build.parties()
    assert visitor.get("/").status == 200
    assert "Sign out" not in visitor.get("/").body.decode()
    visitor.sign_in(who.manager.email, "demonstration")
    answer = visitor.get("/")
    assert "Sign out" in answer.body.decode()
    assert 0 < answer.first_byte <= answer.whole


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_wrong_password_is_said(visitor):
    who = build.parties()
    with pytest.raises(RuntimeError, match=f"{who.manager.email} cannot sign in: 200"):
        visitor.sign_in(who.manager.email, "something else")
