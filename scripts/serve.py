"""``make run``: prepares the database and the demonstration, then keeps the three programs running."""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from supervisor import Once, Program, Supervisor, say

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
TELL_EVERY = 30
# What the service itself says of its readiness, as somebody reads it while waiting
WAITING_FOR = {
    "database": "the database",
    "migrations": "the database to be brought up to date",
    "broker": "the place where jobs are handed over",
    "worker": "the worker’s first sign of life, which it gives every 30 s",
}

ACCOUNTS = [
    ("commissioner", "plans what is bought and drafts the tender"),
    ("procurement", "checks and publishes the tender"),
    ("evaluator1", "scores answers"),
    ("evaluator2", "scores answers"),
    ("lead", "leads the evaluation and moderates the scores"),
    ("manager", "manages contracts and verifies returns"),
    ("director", "decides awards and approves reports"),
    ("member", "elected member: oversight and reports"),
    ("supplier1", "a fictional supplier"),
    ("supplier2", "a fictional supplier"),
    ("supplier3", "a fictional supplier"),
    ("partner", "posts opportunities of a neighbouring authority (fictional)"),
    ("admin", "looks after people and settings"),
]


def main() -> int:
    os.chdir(ROOT)
    # Until the programs run, being told to stop ends the step under way and starts nothing more.
    signal.signal(signal.SIGTERM, _stop_before_start)
    env = environment()
    host, port = env["HOST"], port_number(env["PORT"])
    for one in (port, *([port_number(env["BIDS_PORT"], "BIDS_PORT")] if env.get("BIDS_PORT") else [])):
        refuse_port_in_use(host, one)
    lock = hold_data_folder(Path(env["DATA_DIR"]))  # noqa: F841 - held until this process ends
    prepare(env)

    # The pages first: they answer while the demonstration is loaded. Nothing else writes until that is complete.
    web, *others = programs(env, host, port)
    first = [web, loader(env)] if switched_on(env["DEMONSTRATION"]) else [web, *others]
    supervisor = Supervisor(first, parent_must_live="MAKELEVEL" in os.environ)
    supervisor.listen()
    threading.Thread(target=watch, args=(supervisor, first, others, env, port), daemon=True).start()
    supervisor.run()
    progress_file(env).unlink(missing_ok=True)
    say("Everything is stopped.")
    return 1 if any(isinstance(program, Once) and program.code for program in first) else 0


def _stop_before_start(_number, _frame) -> None:
    raise KeyboardInterrupt


def environment() -> dict[str, str]:
    """The environment of everything started here; what the caller set wins."""
    defaults = {
        "HOST": "127.0.0.1",
        "PORT": "8000",
        "DATA_DIR": str(ROOT / "var"),
        "LOG_LEVEL": "WARNING",
        "DEMONSTRATION": "0" if switched_on(os.environ.get("PRODUCTION", "")) else "1",
        "PYTHONUNBUFFERED": "1",
        # Of this start alone: the service says to us, and to nobody else, what it waits for
        "HEALTH_TOKEN": secrets.token_urlsafe(24),
    }
    given = {name: value for name, value in os.environ.items() if value or name not in defaults}
    return {**defaults, **given}


def switched_on(text: str) -> bool:
    """The words that the settings accept for yes."""
    return text.strip().lower() in ("1", "true", "yes", "y", "on", "ok", "t")


def port_number(text: str, name: str = "PORT") -> int:
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    sys.exit(f"{name} is {text!r}, and should be a number from 1 to 65535: {name}=8123 make run")


def refuse_port_in_use(host: str, port: int) -> None:
    """Said now, in one line, and not by a web server that restarts for ever."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(
                f"Port {port} on {host} cannot be used ({(error.strerror or str(error)).lower()}).\n"
                "Stop what is using it, or serve elsewhere, for example: PORT=8123 make run"
            )


def hold_data_folder(folder: Path):
    """Two starts from one folder would mean two schedulers, and every reminder twice."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "serve.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(f"The service already runs from {folder}. Stop it, or set DATA_DIR to another folder.")
    return lock


def prepare(env: dict[str, str]) -> None:
    manage(env, "Bringing the database up to date", "migrate", "--noinput", "--verbosity=0")
    collect_static_once(env)
    progress_file(env).unlink(missing_ok=True)


def progress_file(env: dict[str, str]) -> Path:
    """Where the load says how far it is, for the pages; see DEMONSTRATION_PROGRESS in the settings."""
    return Path(env["DATA_DIR"]) / "demonstration.progress"


def loader(env: dict[str, str]) -> Once:
    return Once("demo", [PYTHON, "manage.py", "load_demonstration"], env)


def collect_static_once(env: dict[str, str]) -> None:
    """Compressing takes seconds, so only after the front end or the packages changed."""
    sources = [ROOT / "build" / ".built-from", ROOT / "requirements" / "base.txt"]
    state = hashlib.sha256(b"".join(path.read_bytes() for path in sources if path.exists())).hexdigest()
    stamp = Path(env["DATA_DIR"]) / "static" / ".collected-from"
    if stamp.exists() and stamp.read_text() == state:
        return
    what = "Collecting the style sheets and scripts"
    manage(env, what, "collectstatic", "--noinput", "--clear", "--verbosity=0")
    stamp.write_text(state)


def manage(env: dict[str, str], what: str, *arguments: str) -> None:
    say(what)
    done = subprocess.run([PYTHON, "manage.py", *arguments], env=env, stdin=subprocess.DEVNULL)
    if done.returncode:
        sys.exit(f"Stopped: “manage.py {arguments[0]}” failed, see above.")


def programs(env: dict[str, str], host: str, port: int) -> list[Program]:
    celery = [PYTHON, "-m", "celery", "--app", "socialvalue", "--quiet"]
    level = f"--loglevel={env['LOG_LEVEL']}"
    # A worker's child is replaced once reports have made it large (kilobytes).
    worker = [*celery, "worker", level, "--concurrency", "2", "--max-memory-per-child", "600000"]
    beat = [*celery, "beat", level, "--pidfile="]
    # Half a page at every start about running as root, which whoever does it here does knowingly
    quiet = {**env, "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
    # Of bids alone, for a proxy that sends them there (deploy/nginx); without BIDS_PORT the one pool serves everything
    bids = [Program("bids", pool(host, port_number(env["BIDS_PORT"], "BIDS_PORT")), env)] if env.get("BIDS_PORT") else []
    # Each says which it is, and so holds the keys that it uses
    rest = [Program("worker", worker, quiet | {"PROCESS": "worker"}), Program("beat", beat, env | {"PROCESS": "scheduler"})]
    rest.append(Program("linker", [PYTHON, "manage.py", "link_record"], env | {"PROCESS": "linker"}))
    return [Program("web", pool(host, port), env), *bids, *rest]


def pool(host: str, port: int) -> list[str]:
    """Web processes that serve every address."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = [PYTHON, "-m", "gunicorn", "socialvalue.wsgi:application", "--bind", address]
    web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    return [*web, "--graceful-timeout", "5", "--no-control-socket", "--log-level", "warning"]


def watch(supervisor: Supervisor, first: list[Program], others: list[Program], env: dict[str, str], port: int) -> None:
    """Say when the pages answer, start the others once the demonstration is there, and say when everything is ready."""
    base = base_address(env["HOST"], port)
    if not pages_answer(supervisor, base, port):
        return
    load = next((program for program in first if isinstance(program, Once)), None)
    if load is not None:
        while load.code is None:
            if supervisor.stopping.wait(0.3):
                return
        if load.code:
            say("Stopped: the demonstration could not be loaded, see above.")
            supervisor.stopping.set()
            return
        supervisor.add(others)
    announce(supervisor, env, base, port)


def base_address(host: str, port: int) -> str:
    host = host if host not in ("0.0.0.0", "::") else "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def pages_answer(supervisor: Supervisor, base: str, port: int) -> bool:
    """Wait for the first page; False when told to stop before."""
    while not supervisor.stopping.wait(0.3):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{base}/health/live", timeout=5):
            say(f"The pages answer at http://localhost:{port}/")
            return True
    return False


def announce(supervisor: Supervisor, env: dict[str, str], base: str, port: int) -> None:
    """Wait until the service calls itself ready, saying what it waits for; then say where it is and who may sign in."""
    began, told = time.monotonic(), 0
    while not supervisor.stopping.wait(0.3):
        missing = ask(f"{base}/health/ready", env["HEALTH_TOKEN"])
        if not missing:
            welcome(env, port)
            return
        if time.monotonic() - began > TELL_EVERY * (told + 1):
            told += 1
            say(f"Waiting for {in_words(missing)} ({TELL_EVERY * told} s)")


def ask(address: str, token: str = "") -> dict[str, str]:
    """What is not ready, by the name of its check; empty when everything is."""
    try:
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            checks = json.load(answer)["checks"]
    except urllib.error.HTTPError as error:
        with contextlib.suppress(ValueError, KeyError):
            return not_ok(json.load(error)["checks"])
        return {"page": f"answers {error.code}"}
    except (OSError, ValueError, KeyError) as error:
        return {"page": str(error)}
    return not_ok(checks)


def not_ok(checks: dict[str, str]) -> dict[str, str]:
    return {name: state for name, state in checks.items() if state != "ok"}


def in_words(missing: dict[str, str]) -> str:
    """What is waited for, as a sentence goes on after “Waiting for”."""
    return " and ".join(WAITING_FOR.get(name, f"the pages ({state})") for name, state in missing.items())


def welcome(env: dict[str, str], port: int) -> None:
    lines = ["", f"Ready at {env.get('SITE_URL') or f'http://localhost:{port}'}/"]
    if switched_on(env["DEMONSTRATION"]):
        lines += ["", "Demonstration accounts, all with the password “demonstration”:"]
        lines += [f"  {name + '@demo.example':<27} {what}" for name, what in ACCOUNTS]
    lines += ["", "Ctrl-C stops everything.", ""]
    say("\n".join(lines))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped before the start was complete.")
