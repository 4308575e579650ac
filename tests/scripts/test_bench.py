"""What ``make bench`` is asked for, and how it refuses."""

import os
import subprocess
import sys

import bench
import pytest


@pytest.mark.parametrize(
    ("environment", "sizes", "engine"),
    [
        ({}, [50, 5000], "postgresql"),
        ({"CONTRACTS": "", "ENGINE": ""}, [50, 5000], "postgresql"),
        ({"CONTRACTS": "50000"}, [50, 50000], "postgresql"),
        ({"CONTRACTS": "50"}, [50], "postgresql"),
        ({"CONTRACTS": "5000", "ENGINE": "sqlite"}, [50, 5000], "sqlite"),
    ],
)
def test_sizes_and_engine(environment, sizes, engine):
    assert bench.asked(environment) == (sizes, engine)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"CONTRACTS": "49"}, "CONTRACTS is '49', and should be a number from 50: CONTRACTS=50000 make bench"),
        ({"CONTRACTS": "many"}, "CONTRACTS is 'many', and should be a number from 50: CONTRACTS=50000 make bench"),
        ({"ENGINE": "mysql"}, "ENGINE is 'mysql', and should be postgresql or sqlite: ENGINE=sqlite make bench"),
        (
            {"CONTRACTS": "5001", "ENGINE": "sqlite"},
            "SQLite is measured with up to 5,000 contracts: a council with more has PostgreSQL",
        ),
    ],
)
def test_what_cannot_be_measured(environment, words):
    with pytest.raises(SystemExit) as refused:
        bench.asked(environment)
    assert refused.value.code == words


def test_a_database_of_sqlite_is_a_file_marked_for_measuring(tmp_path):
    with bench.database("sqlite", str(tmp_path)) as (url, root):
        assert (url, root) == (f"sqlite:///{tmp_path}/svbench.sqlite3", None)


def test_who_started_a_process():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert bench.parent(child.pid) == os.getpid()
    finally:
        child.communicate(b"\n")
