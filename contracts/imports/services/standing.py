"""How a contract stands by its line, and how it comes to stand so: it begins, ends, goes on past its end or without one."""

from datetime import date

from contracts.imports.calculations import standing
from contracts.imports.calculations.standing import CannotBe, Meant, meant
from contracts.imports.documents.columns import NO_END
from contracts.obligations.services import carry_on, change_dates, run_on
from contracts.register.models import Contract
from contracts.register.services import start_contract
from contracts.schedule.services import end_contract
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.tables import Row, Table

REASON = "The imported register says so"


def meant_by(row: Row, table: Table, contract: Contract | None) -> Meant | None:
    """How the line says that its contract stands; None where that is a problem, or nothing is said of a contract that is there.

    An empty end leaves what is stored, which then counts with the status.
    """
    said, status = row.values.get("end date"), row.value("status", str) or ""
    rolling = said == NO_END or "end date" in row.cleared
    starts_on = row.value("start date", date) or (contract.starts_on if contract else None)
    ends_on = said if isinstance(said, date) else None
    if starts_on is None or _is_wrong(row, starts_on, ends_on, rolling):
        return None
    if ends_on is None and not rolling and contract is not None:
        if not status:
            return None
        ends_on, rolling = contract.end_day, contract.end_day is None
    try:
        found = meant(starts_on, ends_on, rolling=rolling, status=status, today=clock.today())
    except CannotBe as wrong:
        table.problem(row, wrong.column, wrong.message)
        return None
    if found.note and (contract is None or row.says("end date")):
        table.note(row, *found.note)
    return found


def _is_wrong(row: Row, starts_on: date, ends_on: date | None, rolling: bool) -> bool:
    """Its end cannot be read or lies before its start: told with its own cell."""
    unread = ends_on is None and not rolling and bool(row.texts.get("end date"))
    return unread or (ends_on is not None and ends_on < starts_on)


def begin(contract: Contract, found: Meant, *, by: User) -> None:
    """A contract that was entered just now stands as its line says: a register holds signed contracts."""
    if found.status == standing.DRAFT:
        return
    contract = start_contract(contract, by=by, expected_version=NOTHING_READ, in_force_already=True)
    if found.status == standing.PAST_END:
        run_on(contract, by=by, without_end=False, reason=REASON, expected_version=NOTHING_READ)
    elif found.status == standing.ENDED:
        end_contract(contract, by=by, expected_version=NOTHING_READ)


def move(contract: Contract, found: Meant | None, *, starts_on: date | None, said: bool, by: User) -> bool:
    """A contract that is there comes to stand as its line says; whether that changed it. ``said``: the line has a status.

    Raises what the register's own services refuse.
    """
    if found is None:
        return _dates(contract, contract.ends_on, starts_on, by)
    if contract.is_ended:
        return _after_its_end(contract, found, starts_on, said, by)
    changed = False
    if found.status == standing.ENDED and said and contract.is_active:
        end_contract(contract, by=by, ended_on=found.ends_on, reason=REASON, expected_version=NOTHING_READ)
        return True
    past = found.status == standing.PAST_END and found.ends_on == contract.ends_on
    if found.ends_on is None and contract.is_active and not contract.has_no_end:
        run_on(contract, by=by, without_end=True, reason=REASON, expected_version=NOTHING_READ)
        changed = True
    elif past and contract.is_active and not _is_past(contract):
        run_on(contract, by=by, without_end=False, reason=REASON, expected_version=NOTHING_READ)
        changed = True
    return _dates(contract, found.ends_on, starts_on, by) or changed


def _is_past(contract: Contract) -> bool:
    """It counts as past its end already: it runs on, or is a grant that waits for its evaluation."""
    return contract.runs_on or contract.waits_for_evaluation


def _after_its_end(contract: Contract, found: Meant, starts_on: date | None, said: bool, by: User) -> bool:
    if not said or found.status in (standing.ENDED, standing.DRAFT):
        same = found.ends_on in (contract.ends_on, contract.ended_on)
        return _dates(contract, contract.ends_on if same else found.ends_on, starts_on, by)
    if found.ends_on is None or found.status == standing.PAST_END:
        run_on(contract, by=by, without_end=found.ends_on is None, reason=REASON, expected_version=NOTHING_READ)
    else:
        carry_on(contract, by=by, until=found.ends_on, reason=REASON, expected_version=NOTHING_READ)
    return True


def _dates(contract: Contract, ends_on: date | None, starts_on: date | None, by: User) -> bool:
    contract = Contract.objects.get(pk=contract.pk)
    if (starts_on or contract.starts_on, ends_on) == (contract.starts_on, contract.ends_on):
        return False
    change_dates(
        contract, by=by, reason=REASON, starts_on=starts_on, ends_on=ends_on, without_end=ends_on is None,
        expected_version=NOTHING_READ,
    )  # fmt: skip
    return True
