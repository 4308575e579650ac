"""Bring a contracts register in: all of it or nothing, or its good lines; twice without doubling. Page and command call this."""

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction

from contracts.imports.calculations.mapping import Meaning
from contracts.imports.documents.outcomes import Outcome
from contracts.imports.services.bringing import Importer, Undo
from contracts.imports.services.reading import read_register, rest_of
from contracts.register.permissions import check_can_register_contract
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common.tables import Table


class Abandoned(Exception):
    """Whoever waits for it has given it up: nothing more is read."""


def import_contracts(
    *,
    by: User,
    council: Organisation,
    data: bytes,
    name: str,
    dry_run: bool = False,
    answers: dict[str, str] | None = None,
    tell: Callable[[int, int], None] | None = None,
    meaning: Meaning | None = None,
    good_lines: bool = False,
) -> Outcome:
    """Bring in the register file ``name`` for ``council``. With any bad row or open question nothing is brought in.

    ``good_lines``: what is right comes in all the same, also a large contract without its owners, and the other lines are the
    outcome's ``rest``.

    ``answers``: which supplier is meant, for each question of the outcome (``Asked.key`` → one of its ``choices``).

    Matched on the reference. A heading that the file lacks leaves what is stored as it is. Contracts are started, and ended or
    said to run on as their line says: a register holds signed contracts. Raises NotAllowed, or Refused when the file cannot
    be read.

    ``meaning``: what was said of the file’s headings and words. An empty cell leaves what is stored; “none” clears it.

    ``tell(line, of)``: a dry run is made a part at a time, each undone by itself, so that it can say how far it is and hold up
    nobody else; what ``tell`` raises ends it.
    """
    check_can_register_contract(by, council)
    meaning = meaning or Meaning()
    table = read_register(data, name, meaning)
    outcome = Outcome(unknown=table.unknown, dry_run=dry_run, passed=table.passed, good_lines=good_lines)
    importer = Importer(by, council, table, outcome, answers or {})
    if dry_run and tell is not None:
        importer.try_in_parts(tell)
    else:
        _bring(importer, name, meaning, keep=not dry_run and not good_lines)
    if good_lines and outcome.lines and not dry_run:
        outcome = _bring_good(importer, name, meaning)
        left = {p.line for p in outcome.problems} | {line for asked in outcome.open_questions for line in asked.lines}
        outcome.rest = rest_of(data, name, meaning, left) if left else b""
    outcome.right = len(outcome.lines)
    if not good_lines and not outcome.is_ready:
        outcome.lines = []
    return outcome


def _bring(importer: Importer, name: str, meaning: Meaning, *, keep: bool) -> None:
    """All of it in one transaction, undone where something is wrong or it is not to be kept."""
    try:
        with transaction.atomic():
            importer.run()
            if not keep or not (importer.outcome.is_ready or importer.outcome.good_lines):
                raise Undo
            record(
                "import contracts",
                f"imported “{name}”: {importer.outcome.summary}",
                by=importer.by,
                about=importer.council,
                council=importer.council,
                changes={part: [None, said] for part, said in meaning.told.items()},
            )
    except Undo:
        pass


def _bring_good(tried: Importer, name: str, meaning: Meaning) -> Outcome:
    """The lines that were right when all were tried, and nothing of the others: no supplier is made for a line that is left."""
    seen, table = tried.outcome, tried.table
    right = {line for line, _, _ in seen.lines}
    good = Table(
        [row for row in table.rows if row.line in right], list(seen.problems), table.headings, table.unknown, passed=table.passed
    )
    outcome = replace(seen, lines=[], missing=[], other_suppliers=[], problems=[])
    again = Importer(tried.by, tried.council, good, outcome, tried.suppliers.answers)
    again.suppliers.asked = tried.suppliers.asked
    _bring(again, name, meaning, keep=True)
    outcome.notes = seen.notes
    return outcome
