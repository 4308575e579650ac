"""Runs a few programs together: prefixes what they say, starts again what dies, stops everything it started.

Standard library only, so that it can be read in one sitting and needs nothing installed.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence

FIRST_DELAY = 1.0
LONGEST_DELAY = 30.0
# A program that ran this long was well; its next death starts again from the shortest delay.
COUNTS_AS_WELL = 60.0
PR_SET_PDEATHSIG = 1

_print_lock = threading.Lock()
try:
    _prctl = ctypes.CDLL(None).prctl
except (OSError, AttributeError):  # not Linux
    _prctl = None


def say(line: str) -> None:
    """Print one whole line; threads do not tear each other's lines apart."""
    with _print_lock:
        try:
            print(line, flush=True)
        except (BrokenPipeError, ValueError):
            # Nobody reads any more. That is no reason to leave programs running unattended.
            os.kill(os.getpid(), signal.SIGTERM)


def _die_with_parent() -> None:
    """In the child: be told to stop if the supervisor itself is killed outright."""
    if _prctl is not None:
        _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Program:
    """One program and its own process group, so that its children can be stopped with it."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str] | None = None):
        self.name = name
        self.command = list(command)
        self.environment = environment
        self.label = f"{name:<6} |"
        self.process: subprocess.Popen | None = None
        self.delay = FIRST_DELAY
        self.started_at = 0.0
        self.start_again_at: float | None = None

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.start_again_at = None
        self.process = subprocess.Popen(
            self.command,
            env=None if self.environment is None else dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        threading.Thread(target=self._relay, args=(self.process.stdout,), daemon=True).start()

    def _relay(self, output) -> None:
        for line in output:
            say(f"{self.label} {line.rstrip()}")

    def look_after(self) -> None:
        """Notice a death, say so, and start again when its delay is over."""
        now = time.monotonic()
        if self.start_again_at is not None:
            if now >= self.start_again_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.signal(signal.SIGKILL)  # what the dead program left of its own children
        if now - self.started_at > COUNTS_AS_WELL:
            self.delay = FIRST_DELAY
        say(f"{self.label} stopped by itself ({_ending(code)}); starting it again in {self.delay:g} s")
        self.start_again_at = now + self.delay
        self.delay = min(self.delay * 2, LONGEST_DELAY)

    def signal(self, number: int) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except (ProcessLookupError, PermissionError):
                pass

    def group_is_alive(self) -> bool:
        if self.process is None:
            return False
        self.process.poll()  # reap, or the group would outlive its last member as a zombie
        try:
            os.killpg(self.process.pid, 0)
        except (ProcessLookupError, PermissionError):
            return False
        return True


class Once(Program):
    """A program that ends by itself, such as a load: it is not started again. ``code`` is how it ended, None until then."""

    code: int | None = None

    def look_after(self) -> None:
        if self.code is None:
            self.code = self.process.poll()


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


class Supervisor:
    """Holds programs until somebody asks it to stop (Ctrl-C, SIGTERM, or the parent's end)."""

    def __init__(self, programs: Sequence[Program], *, patience: float = 12, parent_must_live: bool = False):
        self.programs = list(programs)
        self.waiting: list[Program] = []
        self.patience = patience
        self.parent = os.getppid() if parent_must_live else None
        self.stopping = threading.Event()
        self.signals_received = 0

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup asks to survive the terminal
            signal.signal(signal.SIGHUP, self._on_signal)

    def _on_signal(self, number, _frame) -> None:
        self.signals_received += 1
        self.stopping.set()

    def add(self, programs: Sequence[Program]) -> None:
        """Start these too. The running thread does it: a child is told to stop when the thread that started it ends."""
        self.waiting.extend(programs)

    def _start_waiting(self) -> None:
        while self.waiting and not self.stopping.is_set():
            program = self.waiting.pop(0)
            self.programs.append(program)
            program.start()

    def run(self) -> None:
        """Start everything and stay until told to stop; on return nothing started here is running."""
        try:
            for program in self.programs:
                program.start()
            while not self.stopping.wait(0.2):
                self._start_waiting()
                for program in self.programs:
                    program.look_after()
                if self.parent is not None and os.getppid() != self.parent:
                    break
        finally:
            self.stopping.set()
            self.stop()

    def stop(self) -> None:
        """Ask first (last started, first asked), wait, then insist. A second Ctrl-C insists at once."""
        already = self.signals_received
        say("Stopping; a job under way may finish.")
        for program in reversed(self.programs):
            if program.process is not None and program.process.poll() is None:
                # The program alone: its own children are its to stop, and a worker finishes its job.
                program.process.send_signal(signal.SIGTERM)
        until = time.monotonic() + self.patience
        while time.monotonic() < until and self.signals_received <= already:
            if not any(p.process is not None and p.process.poll() is None for p in self.programs):
                break
            time.sleep(0.1)
        for program in self.programs:
            program.signal(signal.SIGKILL)
        until = time.monotonic() + 5
        while time.monotonic() < until and any(p.group_is_alive() for p in self.programs):
            time.sleep(0.05)


if __name__ == "__main__":
    sys.exit("This is a part of scripts/serve.py")
