"""``coverage_floor.py DATA …``: how much of the source and of the templates the tests reach, against the floors.

The floors are in tests/coverage.toml, in whole percent. They only rise: below one is a failure, and a whole
point above one is said, so that somebody lifts it.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "tests" / "coverage.toml"
LEAST_SHOWN = 15


def files_of(measured: list[Path]) -> dict[str, dict[str, int]]:
    """{path: {"covered_lines": n, "num_statements": n, …}} of what the runs measured together. Raises ``SystemExit``, with the
    name, where one of them measured nothing.
    """
    if missing := [path.name for path in measured if not path.exists()]:
        raise SystemExit(f"Nothing was measured in {', '.join(missing)}: its tests did not run to their end")
    with tempfile.TemporaryDirectory() as folder:
        data, report = Path(folder) / "lines", Path(folder) / "report.json"
        coverage("combine", "--keep", "--quiet", f"--data-file={data}", *map(str, measured))
        coverage("json", "--quiet", f"--data-file={data}", "-o", str(report), "--fail-under=0")
        return {path: entry["summary"] for path, entry in json.loads(report.read_text())["files"].items()}


def coverage(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=ROOT, check=True)


def kind_of(path: str) -> str:
    return "python" if path.endswith(".py") else "templates"


def reached(files: dict[str, dict[str, int]], kind: str) -> float:
    """Percent of the statements of this kind that a test reaches; none measured is none reached, not all."""
    chosen = [summary for path, summary in files.items() if kind_of(path) == kind]
    statements = sum(summary["num_statements"] for summary in chosen)
    return 100 * sum(summary["covered_lines"] for summary in chosen) / statements if statements else 0.0


def rooms(files: dict[str, dict[str, int]]) -> list[tuple[float, int, str]]:
    """(percent, statements not reached, room), the least tested first."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for path, summary in files.items():
        room = "/".join(Path(path).parts[:2])
        sums[room][0] += summary["covered_lines"]
        sums[room][1] += summary["num_statements"]
    return sorted((100 * got / total, total - got, room) for room, (got, total) in sums.items() if total)


def judge(files: dict[str, dict[str, int]], floors: dict[str, int]) -> tuple[bool, list[str]]:
    """Whether every floor holds, and what there is to say of each."""
    fine, lines = True, []
    for kind, floor in floors.items():
        percent = reached(files, kind)
        line = f"{kind}: {percent:.2f} % of the lines are reached, the floor is {floor} %"
        if percent < floor:
            fine, line = False, f"{line}: TOO LOW"
        elif percent >= floor + 1:
            line = f"{line}; lift it to {int(percent)} in {FLOORS.relative_to(ROOT)}"
        lines.append(line)
    return fine, lines


def main(measured: list[Path]) -> int:
    files = files_of(measured)
    fine, lines = judge(files, tomllib.loads(FLOORS.read_text()))
    print(f"The {LEAST_SHOWN} least tested rooms:")
    for percent, missing, room in rooms(files)[:LEAST_SHOWN]:
        print(f"  {percent:5.1f} %  {missing:4d} lines not reached  {room}")
    print(*lines, sep="\n")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main([*map(Path, sys.argv[1:])]))
