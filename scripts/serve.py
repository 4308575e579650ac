"""``make run``: prepares the database and the demonstration, then keeps the three programs running."""

import fcntl
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from supervisor import Program, Supervisor, say

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
READY_WITHIN = 120

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
    refuse_port_in_use(host, port)
    lock = hold_data_folder(Path(env["DATA_DIR"]))  # noqa: F841 - held until this process ends
    prepare(env)

    supervisor = Supervisor(programs(env, host, port), parent_must_live="MAKELEVEL" in os.environ)
    supervisor.listen()
    threading.Thread(target=announce, args=(supervisor, env, port), daemon=True).start()
    supervisor.run()
    say("Everything is stopped.")
    return 0


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
    }
    given = {name: value for name, value in os.environ.items() if value or name not in defaults}
    return {**defaults, **given}


def switched_on(text: str) -> bool:
    """The words that the settings accept for yes."""
    return text.strip().lower() in ("1", "true", "yes", "y", "on", "ok", "t")


def port_number(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    sys.exit(f"PORT is {text!r}, and should be a number from 1 to 65535: PORT=8123 make run")


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
    if switched_on(env["DEMONSTRATION"]):
        manage(env, "Loading the demonstration (the first time takes a while)", "load_demonstration")


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
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = [PYTHON, "-m", "gunicorn", "socialvalue.wsgi:application", "--bind", address]
    web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    web += ["--graceful-timeout", "5", "--no-control-socket", "--log-level", "warning"]
    # A worker's child is replaced once reports have made it large (kilobytes).
    worker = [*celery, "worker", level, "--concurrency", "2", "--max-memory-per-child", "600000"]
    beat = [*celery, "beat", level, "--pidfile="]
    # Half a page at every start about running as root, which whoever does it here does knowingly
    quiet = {**env, "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
    return [Program("web", web, env), Program("worker", worker, quiet), Program("beat", beat, env)]


def announce(supervisor: Supervisor, env: dict[str, str], port: int) -> None:
    """Wait until the service calls itself ready, then say where it is and who may sign in."""
    host = env["HOST"] if env["HOST"] not in ("0.0.0.0", "::") else "127.0.0.1"
    base = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    began, told = time.monotonic(), 0
    state = "no answer yet"
    while not supervisor.stopping.wait(0.3):
        is_ready, state = ask(f"{base}/health/ready")
        if is_ready:
            welcome(env, port)
            return
        if time.monotonic() - began > READY_WITHIN * (told + 1):
            told += 1
            say(f"Not ready after {READY_WITHIN * told} s: {state}")


def ask(address: str) -> tuple[bool, str]:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return json.load(answer)["ready"], ""
    except urllib.error.HTTPError as error:
        return False, error.read(2000).decode(errors="replace")
    except (OSError, ValueError, KeyError) as error:
        return False, str(error)


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
