"""Private, throw-away PostgreSQL and Redis for one test run: own folder, own free port, gone afterwards."""

import contextlib
import glob
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

# In the environment of what runs on these servers: it may leave databases behind, which are gone with them
OURS = "SV_SERVERS_OF_THIS_RUN"


class NotHere(Exception):
    """The engine cannot be had on this machine; the message says why, for people."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _postgres_folder() -> Path:
    """Where initdb and postgres are; Debian keeps them out of PATH, one folder a version."""
    candidates = sorted(
        (Path(name) for name in glob.glob("/usr/lib/postgresql/*/bin")),
        key=lambda folder: [int(part) for part in folder.parent.name.split(".") if part.isdigit()],
    )
    for folder in [*reversed(candidates), *map(Path, os.environ.get("PATH", "").split(":"))]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NotHere("PostgreSQL is not installed (Debian: apt-get install postgresql)")


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Start a server and give its address as a ``DATABASE_URL``. Raises ``NotHere``."""
    binaries = _postgres_folder()
    folder = Path(tempfile.mkdtemp(prefix="sv-postgres-", dir="/tmp"))
    # PostgreSQL refuses to run as root, so as root it runs as the account that its package made.
    account = {}
    if os.geteuid() == 0:
        try:
            owner = pwd.getpwnam("postgres")
        except KeyError:
            raise NotHere("PostgreSQL does not run as root, and there is no account “postgres”") from None
        shutil.chown(folder, owner.pw_uid, owner.pw_gid)
        account = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    password, port = secrets.token_hex(16), free_port()
    data, log = folder / "data", folder / "log"
    run = {"cwd": folder, "stdin": subprocess.DEVNULL, "env": {**os.environ, "LC_ALL": "C.UTF-8"}, **account}
    server = None
    try:
        secret = folder / "password"
        secret.write_text(password)
        if account:
            shutil.chown(secret, account["user"], account["group"])
        initdb = [binaries / "initdb", "-D", data, "-U", "socialvalue", "--auth=scram-sha-256"]
        initdb += [f"--pwfile={secret}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(initdb, **run, capture_output=True, text=True)
        if made.returncode:
            raise NotHere(f"initdb failed: {made.stderr.strip()[-400:]}")
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(folder),
            # Nothing here is worth surviving a power cut.
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            # Rows of tests are never committed: whoever counts them meanwhile notes that every table is empty, and plans for that
            "autovacuum": "off",
            # What would be compiled for a second runs for a millisecond
            "jit": "off",
        }
        command = [binaries / "postgres", "-D", data, "-p", str(port)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with log.open("w") as output:
            server = subprocess.Popen(command, **run, stdout=output, stderr=output, start_new_session=True)
        _wait_for(server, port, log, ready=lambda: "ready to accept connections" in log.read_text())
        yield f"postgres://socialvalue:{password}@127.0.0.1:{port}/postgres"
    finally:
        _stop(server, signal.SIGINT)  # PostgreSQL's “fast” shutdown
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Start a server that keeps nothing and give its address as a ``REDIS_URL``. Raises ``NotHere``."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if not program:
        raise NotHere("Redis is not installed (Debian: apt-get install redis-server)")
    folder, port = Path(tempfile.mkdtemp(prefix="sv-redis-")), free_port()
    log = folder / "log"
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = None
    try:
        with log.open("w") as output:
            server = subprocess.Popen(
                [*command, "--dir", str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        _wait_for(server, port, log)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        _stop(server, signal.SIGTERM)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(server: subprocess.Popen, port: int, log: Path, ready=lambda: True) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            if ready():
                return
        time.sleep(0.1)
    raise NotHere(f"the server did not start: {log.read_text()[-400:]}")


def _stop(server: subprocess.Popen | None, number: int) -> None:
    if server is None or server.poll() is not None:
        return
    server.send_signal(number)
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
