"""Lines of a register that were left when the others came in: kept with their file, put right cell by cell, or taken away."""

from collections.abc import Mapping

from django.db import transaction

from contracts.imports.calculations.mapping import Meaning
from contracts.imports.documents.outcomes import Outcome
from contracts.imports.models import RegisterFile
from contracts.imports.services import import_contracts
from contracts.imports.services.headings import suggested
from contracts.imports.services.large import check_open, leave, needs_worker, read_again, settle
from contracts.imports.services.reading import columns_with
from contracts.register.permissions import check_can_register_contract
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.common.tables import Raw, raw_table, write_csv
from socialvalue.common.tables.weighing import BY_A_WORKER


@transaction.atomic
def bring_good_lines(
    council: Organisation, *, by: User, name: str, data: bytes, meaning: Meaning, answers: Mapping[str, str]
) -> tuple[Outcome, RegisterFile | None]:
    """What is right of the file comes in: (what came of it, the lines that are left). None where nothing is left, or all is."""
    check_can_register_contract(by, council)
    outcome = import_contracts(
        by=by, council=council, data=data, name=name, meaning=meaning, answers=dict(answers), good_lines=True
    )
    if not outcome.rest:
        return outcome, None
    kept = RegisterFile.objects.create(
        council=council, by=by, name=name[:200], data=b"", meaning=meaning.kept, answers=dict(answers), good_lines=True
    )
    leave(kept, outcome)
    return outcome, kept


@transaction.atomic
def put_right(kept: RegisterFile, *, by: User, cells: Mapping[tuple[int, str], str]) -> RegisterFile:
    """Cells of lines that were left say something else now: ``cells`` is (line, our column) → text. What is right comes in.

    A large rest is read by the worker again, and confirmed on its page.
    """
    kept = locked(kept, NOTHING_READ)
    check_open(kept, by)
    meaning = Meaning.again(kept.meaning)
    kept.data = _with(bytes(kept.data), kept.name, meaning, cells)
    kept.save(update_fields=["data"])
    if needs_worker(bytes(kept.data), kept.name):
        return read_again(kept, by=by, meaning=meaning)
    outcome = import_contracts(
        by=by, council=kept.council, data=bytes(kept.data), name=kept.name, meaning=meaning, answers=kept.answers, good_lines=True
    )
    settle(kept, outcome)
    return kept


def _with(data: bytes, name: str, meaning: Meaning, cells: Mapping[tuple[int, str], str]) -> bytes:
    """The file with these cells; a column it has not yet comes last, under our heading."""
    raw = _raw(data, name, meaning)
    theirs = suggested(raw.headings, meaning)
    headings = [*raw.headings, *sorted({column for _, column in cells if column not in theirs})]
    places = {column: headings.index(theirs.get(column, column)) for _, column in cells}
    lines = []
    for number, said in raw.lines:
        line = [*said, *[""] * (len(headings) - len(said))]
        for (at, column), text in cells.items():
            if at == number:
                line[places[column]] = text
        lines.append(line)
    return write_csv(headings, lines)


def _raw(data: bytes, name: str, meaning: Meaning) -> Raw:
    return raw_table(data, name, BY_A_WORKER, columns_with(meaning), dict(meaning.headings))


def called(kept: RegisterFile) -> dict[int, str]:
    """What each line that is left is: its reference and title, as far as it has them."""
    meaning = Meaning.again(kept.meaning)
    raw = _raw(bytes(kept.data), kept.name, meaning)
    theirs = suggested(raw.headings, meaning)
    places = [raw.headings.index(theirs[column]) for column in ("reference", "title") if column in theirs]
    return {number: " · ".join(said[at] for at in places if at < len(said) and said[at]) for number, said in raw.lines}
