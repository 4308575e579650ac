"""What a family of processes has used: processor time and memory, as Linux tells it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NANOSECONDS = 10**9
KIBIBYTES = 1024
PROC = Path("/proc")


def family(root: int) -> list[int]:
    """The process and everything it started that still runs."""
    parents = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            stat = _stat(int(folder.name))
            if stat:
                parents[int(folder.name)] = int(stat[1])
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


@dataclass(frozen=True)
class Usage:
    """Processor time at a moment: nanoseconds of each process that runs, seconds of those that ended and were waited for."""

    running: dict[int, int]
    gone: float = 0.0

    def since(self, before: "Usage") -> float:
        """Seconds used meanwhile; never less than none.

        Linux tells of what has ended less exactly than of what runs. Of a process that ran before and has ended since, the time
        it had used by then is taken off; where more is taken off than was told, it did nothing more.
        """
        lived = sum(used - before.running.get(pid, 0) for pid, used in self.running.items())
        ended = sum(used for pid, used in before.running.items() if pid not in self.running)
        return lived / NANOSECONDS + max(self.gone - before.gone - ended / NANOSECONDS, 0)


def usage(root: int) -> Usage:
    """User and system time of the family up to now."""
    stat = _stat(root)
    gone = (int(stat[13]) + int(stat[14])) / os.sysconf("SC_CLK_TCK") if stat else 0
    return Usage({pid: _threads(pid) for pid in family(root)}, gone)


def forget_peaks(root: int) -> None:
    """From now on ``peak_mb`` tells the most that was held since."""
    for pid in family(root):
        try:
            (PROC / str(pid) / "clear_refs").write_text("5")
        except OSError:
            continue


def memory_mb(root: int, *, peak: bool = False) -> float:
    """Of the largest process of the family: what it holds now, or the most it held since ``forget_peaks``."""
    return max(_status(pid, "VmHWM" if peak else "VmRSS") for pid in family(root)) / KIBIBYTES


def _stat(pid: int) -> list[str]:
    """The columns of stat behind the name, which may have blanks in it; empty where the process has gone."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _threads(pid: int) -> int:
    return sum(_nanoseconds(path) for path in _tasks(pid))


def _tasks(pid: int) -> Iterator[Path]:
    try:
        yield from (PROC / str(pid) / "task").iterdir()
    except OSError:
        return


def _nanoseconds(task: Path) -> int:
    try:
        return int((task / "schedstat").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def _status(pid: int, name: str) -> int:
    """Kibibytes; 0 where the process has gone."""
    try:
        lines = (PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)
