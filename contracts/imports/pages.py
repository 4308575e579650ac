"""Lines that were left of a register, as a page shows them to be put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.imports.documents.columns import COLUMNS
from contracts.imports.models import RegisterFile
from contracts.imports.services.waiting import called
from socialvalue.common.tables import Problem

# Lines with fields on one page
SHOWN = 50
# In front of the line and the column, in the name of a field
CELL = "cell:"
KNOWN = frozenset(column.name for column in COLUMNS)


@dataclass(frozen=True)
class LeftLine:
    """A line that was left: what it is, its cells to put right (name of the field, problem), and what is wrong besides."""

    number: int
    called: str
    cells: Sequence[tuple[str, Problem]]
    besides: Sequence[Problem]


def lines_left(kept: RegisterFile, problems: Sequence[Problem]) -> list[LeftLine]:
    """The first lines with a problem; a column is asked for once, with everything that is wrong with it."""
    found: dict[int, dict[str, Problem]] = {}
    for problem in problems:
        columns = found.setdefault(problem.line, {})
        before = columns.get(problem.column)
        message = f"{before.message}; {problem.message}" if before else problem.message
        columns[problem.column] = Problem(problem.line, problem.column, problem.value, message)
    names = called(kept)
    return [
        LeftLine(
            number=line,
            called=names.get(line, ""),
            cells=[(f"{CELL}{line}:{name}", problem) for name, problem in columns.items() if name],
            besides=[problem for name, problem in columns.items() if not name],
        )
        for line, columns in list(found.items())[:SHOWN]
    ]


def cells_of(posted: Mapping[str, str]) -> dict[tuple[int, str], str]:
    """(line, our column) → what was typed, of what a page of such lines sends."""
    found = {}
    for name, text in posted.items():
        line, mark, column = name.removeprefix(CELL).partition(":")
        if name.startswith(CELL) and mark and line.isdecimal() and column in KNOWN:
            found[int(line), column] = text.strip()
    return found
