"""Processor time and memory of real processes; a visitor against a real server."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from measurement.bench.measuring import Bench, Machines
from measurement.bench.meter import NANOSECONDS, Usage, family, forget_peaks, memory_mb, usage
from measurement.bench.visitor import Visitor
from measurement.bench.visits import Visit
from socialvalue.accounts.models import User
from tests.builders import contracts as build

BUSY = "import time\nuntil = time.process_time() + 0.3\nwhile time.process_time() < until: pass\n"


def test_the_work_of_a_child_counts_while_it_runs_and_after_it_was_waited_for():
    mine = os.getpid()
    before = usage(mine)
    with subprocess.Popen([sys.executable, "-c", f"{BUSY}print('done', flush=True)\ninput()"], stdin=-1, stdout=-1) as child:
        child.stdout.readline()
        assert child.pid in family(mine)
        running = usage(mine).since(before)
        child.communicate(b"\n")
    assert child.pid not in family(mine)
    assert running >= 0.3
    # Linux counts what has ended in hundredths of a second
    assert usage(mine).since(before) >= running - 0.02


@pytest.mark.parametrize(
    ("running", "gone", "used"),
    [
        ({1: 5, 2: 9}, 0, 3),  # one went on
        ({1: 5, 2: 6, 3: 4}, 0, 4),  # one began
        ({1: 5}, 6, 0),  # one ended and did nothing more
        ({1: 5}, 8, 2),  # one ended and had done more
        ({1: 5}, 5, 0),  # one ended of which less is told than it had done
        ({1: 7}, 5, 2),  # and what another did counts all the same
        ({1: 5, 2: 6}, 3, 3),  # one began and ended
    ],
)
def test_nothing_takes_less_than_no_time(running, gone, used):
    before = Usage({1: 5 * NANOSECONDS, 2: 6 * NANOSECONDS})
    assert Usage({pid: seconds * NANOSECONDS for pid, seconds in running.items()}, gone).since(before) == used


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
    assert usage(child.pid) == Usage({child.pid: 0})
    assert memory_mb(child.pid) == 0


@pytest.fixture
def visitor(live_server):
    one = Visitor(int(live_server.url.rpartition(":")[2]), "localhost")
    yield one
    one.close()


@pytest.mark.django_db(transaction=True)
def test_somebody_signs_in_and_sees_their_own_home(visitor):
    who = build.parties()
    assert visitor.get("/").status == 200
    assert "Sign out" not in visitor.get("/").body.decode()
    visitor.sign_in(who.manager.email, "demonstration")
    answer = visitor.get("/")
    assert "Sign out" in answer.body.decode()
    assert 0 < answer.first_byte <= answer.whole


@pytest.mark.django_db(transaction=True)
def test_a_row_of_a_page_has_all_that_is_asked_for(live_server):
    bench = Bench(Machines(os.getpid(), None), int(live_server.url.rpartition(":")[2]), 57, repeats=2)
    row = bench.visit(Visit("opportunities", "", "/opportunities/"))
    with pytest.raises(RuntimeError, match="nothing: /no/such/page/ answers 404 to nobody"):
        bench.visit(Visit("nothing", "", "/no/such/page/"))
    bench.close()
    assert {"name", "kind", "engine", "contracts", "cpu_ms", "wall_ms", "queries", "rss_mb"} < row.keys()
    assert (row["name"], row["kind"], row["engine"], row["contracts"]) == ("opportunities", "page", connection.vendor, 57)
    assert row["queries"] > 0
    assert 0 < row["cpu_ms"] == row["web_ms"]
    assert 0 < row["first_byte_ms"] <= row["wall_ms"]


@pytest.mark.django_db(transaction=True)
def test_something_done_is_done_first_once_uncounted(live_server):
    bench, done = Bench(Machines(0, None), 0, 57, repeats=2), []
    row = bench.act("something", lambda: done.append(User.objects.count()), root=os.getpid())
    # Once before, twice for the times, three times for the statements
    assert len(done) == 6
    assert (row["kind"], row["queries"]) == ("job", 1)
    done.clear()
    row = bench.act("load", lambda: done.append(1), root=os.getpid(), once=True, kind="load")
    assert (len(done), row["kind"], row["queries"]) == (1, "load", None)
    assert bench.machines.web == 0


@pytest.mark.django_db(transaction=True)
def test_a_wrong_password_is_said(visitor):
    who = build.parties()
    with pytest.raises(RuntimeError, match=f"{who.manager.email} cannot sign in: 200"):
        visitor.sign_in(who.manager.email, "something else")
