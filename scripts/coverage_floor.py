"""``coverage_floor.py DATA``: how much of the source and of the templates the tests reach, against the floors.

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


def files_of(data: Path) -> dict[str, dict[str, int]]:
    """{path: {"covered_lines": n, "num_statements": n, …}} of a measurement."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = [sys.executable, "-m", "coverage", "json", "--quiet", f"--data-file={data}", "-o", report.name]
        subprocess.run([*command, "--fail-under=0"], cwd=ROOT, check=True)
        return {path: entry["summary"] for path, entry in json.load(report)["files"].items()}


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


def main(data: str) -> int:
    files = files_of(Path(data))
    fine, lines = judge(files, tomllib.loads(FLOORS.read_text()))
    print(f"The {LEAST_SHOWN} least tested rooms:")
    for percent, missing, room in rooms(files)[:LEAST_SHOWN]:
        print(f"  {percent:5.1f} %  {missing:4d} lines not reached  {room}")
    print(*lines, sep="\n")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
