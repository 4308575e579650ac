"""Which files are changed, and which tests stand for them. A moved room needs an edit here only when its files' names change."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("socialvalue", "procurement", "contracts", "measurement")
# Arithmetic, dates and the law
PURE = [
    "procurement/scoring/*.py",
    "*/*/calculations/*.py",
    "contracts/performance/*.py",
    "socialvalue/law/days.py",
    "socialvalue/law/periods.py",
    "socialvalue/law/rules.py",
    # How many wrong passwords are too many, and for whom
    "socialvalue/sessions/services/throttle.py",
]
# Who may, what is seen, what may follow what
GUARDS = [
    "*/*/permissions.py",
    "*/*/*/permissions.py",
    "*/*/querysets.py",
    "*/*/*/querysets.py",
    "*/*/querysets/*.py",
    "*/*/visibility.py",
    "*/*/workflow.py",
]
# Who sees what is also tested where all rooms meet; slow, so only for these names
SEEN_FROM_OUTSIDE = ("permissions", "querysets", "visibility", "sealing")
MEETING = "tests/security"
# Asks every rule that a tie matters to
TIES = Path("tests/security/test_ties.py")


def files_of(globs: list[str]) -> list[str]:
    """Paths of the files that match, sorted. A pattern that matches nothing is an error: its room has moved."""
    found: set[str] = set()
    for pattern in globs:
        matches = {str(path.relative_to(ROOT)) for path in ROOT.glob(pattern) if _is_source(path)}
        if not matches:
            raise SystemExit(f"scripts/mutation/targets.py: no file matches {pattern}")
        found |= matches
    return sorted(found)


def _is_source(path: Path) -> bool:
    return path.relative_to(ROOT).parts[0] in ROOMS


def kind_of(path: str) -> str:
    """What the file is in its room: “permissions”; “querysets” of a part of a package of querysets too."""
    folder = Path(path).parent.name
    return folder if folder in SEEN_FROM_OUTSIDE else Path(path).stem


def tests_of(path: str) -> list[str]:
    """The tests of the file's room, and for who may and who sees the folder where all rooms meet.

    The room's, also where a part of it has tests of its own: what a calculation does, a page's test may notice.
    """
    folder = Path("tests", *Path(path).parent.parts[:2])
    while not (ROOT / folder).is_dir():
        folder = folder.parent
    return [str(folder), MEETING] if kind_of(path) in SEEN_FROM_OUTSIDE else [str(folder)]
