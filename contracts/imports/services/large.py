"""Registers too large for a page: a worker reads one and says what it would do; confirmed, a worker brings it in."""

import zipfile
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from contracts.imports.calculations.mapping import Meaning
from contracts.imports.documents.outcomes import Outcome, frozen, thawed
from contracts.imports.models import RegisterFile
from contracts.imports.services import Abandoned, import_contracts
from contracts.register.permissions import check_can_register_contract
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import DomainError, Refused, WrongState
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.common.tables import TooLarge, raw_table
from socialvalue.common.tables.weighing import BY_A_WORKER, weigh
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import ask_for

READ, BRING = "register-read", "register-bring"
# What a page reads and tries while somebody waits: about twenty seconds
PAGE_LINES, PAGE_BYTES = 1_000, 2_000_000
OVER = "This file was imported, abandoned or forgotten meanwhile. Choose it again."


def needs_worker(data: bytes, name: str) -> bool:
    """Whether the file is more than a page takes. Raises Refused on ``file`` for one that nobody reads, a worker neither."""
    if data[:4] == b"PK\x03\x04":
        try:
            weigh(data, BY_A_WORKER)
        except zipfile.BadZipFile:
            return False  # the page says in its words that this is no workbook
    if len(data) > PAGE_BYTES:
        return True
    try:
        return len(raw_table(data, name).lines) > PAGE_LINES
    except TooLarge:
        return True


@transaction.atomic
def keep(council: Organisation, *, by: User, name: str, data: bytes, meaning: Meaning | None = None) -> RegisterFile:
    """Keep the file for a worker, who reads it next by ``meaning``, and brings it in by the same."""
    check_can_register_contract(by, council)
    kept = RegisterFile.objects.create(council=council, by=by, name=name[:200], data=data, meaning=(meaning or Meaning()).kept)
    kept.job = ask_for(READ, f"{READ}:{kept.pk}", by=by, arguments={"file": kept.pk})
    kept.save(update_fields=["job"])
    return kept


def read(job: Job, report: Callable[[int, str], None]) -> str:
    """The worker reads the file and tries it, a part at a time; the page shows how far it is, and can abandon it."""
    kept = RegisterFile.objects.select_related("by", "council").get(pk=job.arguments["file"])
    address = reverse("contracts-import-file", args=[kept.pk])

    def tell(line: int, of: int) -> None:
        if not RegisterFile.objects.open().filter(pk=kept.pk).exists():
            raise Abandoned
        report(100 * line // max(of, 1), f"Line {line:,} of {of:,}" if of else "Opening the file")

    try:
        tell(0, 0)
        outcome = import_contracts(
            by=kept.by,
            council=kept.council,
            data=bytes(kept.data),
            name=kept.name,
            dry_run=True,
            tell=tell,
            meaning=Meaning.again(kept.meaning),
            answers=kept.answers,
            good_lines=kept.good_at is not None,
        )
    except Abandoned:
        return address
    except DomainError as refusal:
        RegisterFile.objects.open().filter(pk=kept.pk).update(refused=refusal.message, data=b"")
        return address
    RegisterFile.objects.open().filter(pk=kept.pk).update(outcome=frozen(outcome))
    return address


@transaction.atomic
def confirm(kept: RegisterFile, *, by: User, answers: dict[str, str], good_lines: bool = False) -> RegisterFile:
    """The owner has read what the import would do: a worker brings it in. Confirmed twice, it is brought in once.

    ``good_lines``: what is right comes in, and the rest is kept to be put right. Otherwise raises Refused while something is
    wrong with the file, or a question is left open.
    """
    kept = locked(kept, NOTHING_READ)
    if kept.brought_at is not None and kept.by_id == by.pk:
        return kept
    check_open(kept, by)
    if kept.confirmed_at is not None:
        return kept
    if kept.outcome is None:
        raise WrongState("The file is not read yet. Wait until it is.")
    outcome = thawed(kept.outcome, answers)
    if outcome.problems and not good_lines:
        raise Refused("Nothing can be imported yet: correct the file, then upload it again")
    kept.answers, kept.good_lines = answers, good_lines
    if outcome.open_questions and not good_lines:
        kept.save(update_fields=["answers", "good_lines"])
        return kept
    return _to_bring(kept, by)


def _to_bring(kept: RegisterFile, by: User) -> RegisterFile:
    kept.confirmed_at = clock.now()
    key = f"{BRING}:{kept.pk}:{kept.confirmed_at.isoformat()}"
    kept.job = ask_for(BRING, key, by=by, arguments={"file": kept.pk})
    kept.save(update_fields=["answers", "good_lines", "confirmed_at", "job"])
    return kept


@transaction.atomic
def bring(job: Job, report: Callable[[int, str], None]) -> str:
    """All lines at once, or none, or those that are right. What has changed in the register since it was read is told again."""
    kept = RegisterFile.objects.select_for_update(of=("self",)).select_related("by", "council").get(pk=job.arguments["file"])
    address = reverse("contracts-import-file", args=[kept.pk])
    if kept.is_over or kept.confirmed_at is None:
        return address
    report(50, "The lines that are right are imported at once" if kept.good_lines else "All lines are imported at once")
    try:
        outcome = import_contracts(
            by=kept.by,
            council=kept.council,
            data=bytes(kept.data),
            name=kept.name,
            answers=kept.answers,
            meaning=Meaning.again(kept.meaning),
            good_lines=kept.good_lines,
        )
    except DomainError as refusal:  # they may import no more, say
        kept.refused, kept.data = refusal.message, b""
        kept.save(update_fields=["refused", "data"])
        return address
    settle(kept, outcome)
    return address


def settle(kept: RegisterFile, outcome: Outcome) -> None:
    """What came of bringing it in: it is done, or all of it waits as it was, or what is left of it waits to be put right."""
    if outcome.good_lines and outcome.lines and outcome.left:
        leave(kept, outcome)
        return
    kept.outcome = frozen(outcome)
    if outcome.is_ready:
        kept.brought_at, kept.data = clock.now(), b""
    else:
        kept.confirmed_at = None
    kept.save(update_fields=["outcome", "brought_at", "confirmed_at", "data"])


def leave(kept: RegisterFile, outcome: Outcome) -> None:
    """Lines came in; the rest is the file from now on, read again so that its lines are counted as they stand in it."""
    kept.data, kept.came_in, kept.good_at, kept.confirmed_at = outcome.rest, outcome.counts, clock.now(), None
    kept.outcome = frozen(
        import_contracts(
            by=kept.by,
            council=kept.council,
            data=outcome.rest,
            name=kept.name,
            dry_run=True,
            answers=kept.answers,
            meaning=Meaning.again(kept.meaning),
            good_lines=True,
        )
    )
    kept.save(update_fields=["data", "came_in", "good_at", "confirmed_at", "outcome"])


@transaction.atomic
def reword(kept: RegisterFile, *, by: User, meaning: Meaning) -> RegisterFile:
    """Its words mean something now: it is read again by ``meaning``."""
    kept = locked(kept, NOTHING_READ)
    check_open(kept, by)
    return read_again(kept, by=by, meaning=meaning)


def read_again(kept: RegisterFile, *, by: User, meaning: Meaning) -> RegisterFile:
    """A worker reads it once more. The caller has locked and checked it."""
    kept.meaning, kept.outcome, kept.confirmed_at = meaning.kept, None, None
    kept.job = ask_for(READ, f"{READ}:{kept.pk}:{clock.now().isoformat()}", by=by, arguments={"file": kept.pk})
    kept.save(update_fields=["meaning", "outcome", "confirmed_at", "job"])
    return kept


@transaction.atomic
def abandon(kept: RegisterFile, *, by: User) -> RegisterFile:
    """Give it up, also while a worker reads it: the worker stops at its next part. Nothing was changed by it."""
    kept = locked(kept, NOTHING_READ)
    if kept.is_over and kept.by_id == by.pk:
        return kept
    check_open(kept, by)
    if kept.confirmed_at is not None:
        raise WrongState("It is being imported now: all of it, or nothing if a line is refused")
    kept.abandoned_at, kept.data = clock.now(), b""
    kept.save(update_fields=["abandoned_at", "data"])
    record("abandoned a register", f"abandoned the import of “{kept.name}”", by=by, about=kept.council, council=kept.council)
    return kept


def forget(now: datetime) -> int:
    """Drop what nobody confirmed in a week, and lines that nobody put right in a quarter. How many files."""
    return RegisterFile.objects.forgotten(now).update(abandoned_at=now, data=b"")


def check_open(kept: RegisterFile, by: User) -> None:
    """Its owner may go on with it, and it is neither over nor forgotten."""
    check_can_register_contract(by, kept.council)
    if kept.is_over or kept.by_id != by.pk:
        raise WrongState(OVER)
