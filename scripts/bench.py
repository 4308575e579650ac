"""``make bench``: a throw-away database with many contracts, the server that ``make run`` uses, and how long everything takes.

``CONTRACTS=50000 make bench`` measures at 50 and at that many. ``ENGINE=sqlite`` takes SQLite, which is measured to 5,000.
Writes bench.json (a run replaces the rows of its own engine and sizes) and docs/performance.md from it.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import serve
from engines import NotHere, free_port, postgres

LEAST, USUAL, MOST_OF_SQLITE = 50, 5000, 5000
# In the database's name: the loader fills no other
MARK = "svbench"
WAIT_SECONDS = 60


def main() -> int:
    os.chdir(serve.ROOT)
    sizes, engine = asked(os.environ)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="sv-bench-") as folder, database(engine, folder) as (url, root):
        settings = {"DATA_DIR": folder, "DEMONSTRATION": "1", "LOG_LEVEL": "ERROR", "PORT": str(port), "DATABASE_URL": url}
        # As behind the proxy of a deployment: five hundred suppliers come from as many network addresses
        settings["TRUSTED_PROXY_COUNT"] = "1"
        env = {**os.environ, **settings}
        serve.prepare(env)
        with server(env, port) as web:
            command = [
                serve.PYTHON,
                "manage.py",
                "bench",
                "--contracts",
                *map(str, sizes),
                "--port",
                str(port),
                "--web",
                str(web),
            ]
            command += ["--database", str(root)] if root else []
            return subprocess.run([*command, "--rows", "bench.json", "--page", "docs/performance.md"], env=env).returncode


def asked(environment) -> tuple[list[int], str]:
    """The sizes to measure at, and the engine: what CONTRACTS and ENGINE say."""
    text, engine = environment.get("CONTRACTS") or str(USUAL), environment.get("ENGINE") or "postgresql"
    if not text.isdecimal() or int(text) < LEAST:
        sys.exit(f"CONTRACTS is {text!r}, and should be a number from {LEAST}: CONTRACTS=50000 make bench")
    if engine not in ("postgresql", "sqlite"):
        sys.exit(f"ENGINE is {engine!r}, and should be postgresql or sqlite: ENGINE=sqlite make bench")
    if engine == "sqlite" and int(text) > MOST_OF_SQLITE:
        sys.exit(f"SQLite is measured with up to {MOST_OF_SQLITE:,} contracts: a council with more has PostgreSQL")
    return sorted({LEAST, int(text)}), engine


@contextlib.contextmanager
def database(engine: str, folder: str) -> Iterator[tuple[str, int | None]]:
    """The address of an empty database that is marked for measuring; the first process of its server, where it has one."""
    if engine == "sqlite":
        yield f"sqlite:///{folder}/{MARK}.sqlite3", None
        return
    with contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(postgres())
        except NotHere as reason:
            sys.exit(f"{reason}. ENGINE=sqlite make bench measures without it.")
        admin = psycopg2.connect(url)
        # CREATE DATABASE runs in no transaction
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {MARK}")
        root = parent(admin.info.backend_pid)
        admin.close()
        yield f"{url.rpartition('/')[0]}/{MARK}", root


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@contextlib.contextmanager
def server(env: dict[str, str], port: int) -> Iterator[int]:
    """The web processes of ``make run``, once they answer; the key of the first."""
    program = subprocess.Popen(serve.pool("127.0.0.1", port), env=env, start_new_session=True)
    try:
        until = time.monotonic() + WAIT_SECONDS
        while not answers(port):
            if program.poll() is not None or time.monotonic() > until:
                sys.exit("The web server does not start, see above.")
            time.sleep(0.3)
        yield program.pid
    finally:
        program.terminate()
        program.wait(WAIT_SECONDS)


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5):
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
