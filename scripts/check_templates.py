"""Templates: shaped as djlint shapes them, and no line longer than a diff can show."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
LONGEST = 160


def long_lines() -> list[str]:
    """“path:line: n characters” of every line over the limit."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {len(line)} characters"
        for path in sorted(TEMPLATES.rglob("*"))
        if path.suffix in (".html", ".txt")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST
    ]


def main() -> int:
    djlint = Path(sys.executable).parent / "djlint"
    shape = subprocess.run([djlint, "--check", "--quiet", TEMPLATES], cwd=ROOT).returncode
    lint = subprocess.run([djlint, "--lint", "--quiet", TEMPLATES], cwd=ROOT).returncode
    found = long_lines()
    print(*found, sep="\n")
    print(f"{len(found)} lines of templates are longer than {LONGEST} characters")
    return 1 if shape or lint or found else 0


if __name__ == "__main__":
    sys.exit(main())
