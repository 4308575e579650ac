"""Bring running contracts in: obligations with their KPIs, then past returns. The page, the worker and the command call this."""

from collections.abc import Callable

from django.db import transaction

from contracts.brought.documents.outcome import Outcome
from contracts.brought.enums import Holds
from contracts.brought.permissions import check_can_bring_in
from contracts.brought.services.lines import Lines, Work
from contracts.brought.services.obligations import Obligations
from contracts.brought.services.reading import read_lines
from contracts.brought.services.returns import Returns
from contracts.imports.calculations.mapping import Meaning
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record

KINDS: dict[str, type[Lines]] = {Holds.OBLIGATIONS: Obligations, Holds.RETURNS: Returns}
# Contracts that a dry run in parts tries before it undoes them
PART = 10
CALLED = {Holds.OBLIGATIONS: "obligations and KPIs", Holds.RETURNS: "past returns"}
Tell = Callable[[int, int], None]


class _Undo(Exception):
    pass


def bring_in(
    *,
    by: User,
    council: Organisation,
    holds: str,
    data: bytes,
    name: str,
    dry_run: bool = False,
    good_lines: bool = False,
    verified_by: User | None = None,
    meaning: Meaning | None = None,
    tell: Tell | None = None,
) -> Outcome:
    """Import the file ``name``, which ``holds`` obligations or returns of ``council``'s contracts.

    With any bad line nothing comes in, unless ``good_lines``: then those without a problem. The same file again changes nothing,
    whatever anybody changed here since. ``verified_by`` stands for verified returns. Raises NotAllowed, or Refused when the file
    cannot be read. ``tell(line, of)``: a dry run is made in parts, each undone by itself, so that it can say how far it is.
    """
    check_can_bring_in(by, council)
    meaning = meaning or Meaning()
    table = read_lines(data, name, holds, meaning)
    outcome = Outcome(unknown=table.unknown, passed=table.passed, good_lines=good_lines, dry_run=dry_run)
    work = Work(by, council, table, outcome, name, verified_by)
    lines = KINDS[holds](work)
    if dry_run and tell is not None:
        _try_in_parts(lines, tell)
        _finish(work)
    else:
        _bring(lines, holds, meaning)
    return outcome


def _bring(lines: Lines, holds: str, meaning: Meaning) -> None:
    """All of it in one transaction, undone where something is wrong or it was a dry run."""
    work = lines.work
    try:
        with transaction.atomic():
            for contract, rows in lines.groups():
                lines.bring(contract, rows)
            _finish(work)
            if work.outcome.dry_run or not work.outcome.is_ready:
                raise _Undo
            lines.conclude()
            by_word = f"; verified by the word of {work.verified_by}" if work.outcome.verified else ""
            record(
                f"bring over {holds}",
                f"brought over {CALLED[Holds(holds)]} from “{work.name}”: {work.outcome.summary}{by_word}",
                by=work.by,
                about=work.council,
                council=work.council,
                changes={part: [None, said] for part, said in meaning.told.items()},
            )
    except _Undo:
        pass


def _try_in_parts(lines: Lines, tell: Tell) -> None:
    groups, of, done = list(lines.groups()), len(lines.work.table.rows), 0
    for start in range(0, len(groups), PART):
        tell(done, of)
        try:
            with transaction.atomic():
                for contract, rows in groups[start : start + PART]:
                    lines.bring(contract, rows)
                    done += len(rows)
                raise _Undo
        except _Undo:
            pass
    tell(of, of)


def _finish(work: Work) -> None:
    """Everything in the order of the file, whatever contract it belongs to."""
    order = {problem: place for place, problem in enumerate(work.table.problems)}
    work.outcome.problems = sorted(order, key=lambda problem: (problem.line, order[problem]))
    work.outcome.notes = sorted(work.table.notes, key=lambda note: note.line)
    work.outcome.lines.sort(key=lambda line: line.line)
