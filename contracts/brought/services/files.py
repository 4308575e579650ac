"""A file from its upload until it is imported: read, shown, confirmed; with verified returns also agreed by a second person."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from contracts.brought.documents.outcome import Outcome, frozen, thawed
from contracts.brought.enums import Holds
from contracts.brought.models import BroughtFile
from contracts.brought.permissions import check_can_bring_in, check_can_go_on, check_can_stand_for
from contracts.brought.services import bring_in
from contracts.brought.services.reading import headings_of, lacks
from contracts.imports.calculations.mapping import Meaning
from contracts.imports.services.large import needs_worker
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import DomainError, Refused, WrongState
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked
from socialvalue.common.tables import raw_table
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import ask_for
from socialvalue.notifications.services import tell
from socialvalue.second_word.services import settle, take_back

READ, BRING = "brought-read", "brought-bring"
# Lines that are read and tried while somebody waits
PAGE_LINES = 300
CHANGED = "Since the file was read something changed here, and nothing was imported. Upload it again to see what."
NONE_RIGHT = "No line of this file can come in: correct it, and upload it again"
SOME_WRONG = "Some lines are wrong: correct them, or import only the others"
Report = Callable[[int, str], None]


class Abandoned(Exception):
    """Its owner abandoned it while it was read."""


@transaction.atomic
def keep_file(
    council: Organisation,
    *,
    by: User,
    holds: str,
    name: str,
    data: bytes,
    second: User | None = None,
    meaning: Meaning | None = None,
) -> BroughtFile:
    """Keep the file, by the headings that were said of the council's last file of this kind; then it is read (``read_next``).

    Raises Refused on ``file`` where it cannot be read at all, on ``second`` for somebody who cannot stand for returns.
    """
    check_can_bring_in(by, council)
    meaning = meaning or said_last(council, holds)
    headings_of(data, name, holds, meaning)
    second = second if holds == Holds.RETURNS else None
    _check_second(second, by, council)
    kept = BroughtFile.objects.create(
        council=council, asked_by=by, holds=holds, name=name[:200], data=data, meaning=meaning.kept, second=second
    )
    read_next(kept)
    return kept


def _check_second(second: User | None, by: User, council: Organisation) -> None:
    if second is None:
        return
    try:
        check_another_hand(by, second.pk, words="Choose somebody else: you upload this file")
        second.must_have(Permission.VERIFY_RETURNS, council)
    except DomainError as refusal:
        raise Refused(refusal.message, "second") from None


def said_last(council: Organisation, holds: str) -> Meaning:
    """What somebody of the council said of the headings of the last such file; nothing where nobody has."""
    last = BroughtFile.objects.filter(council=council, holds=holds).exclude(meaning={}).order_by("-asked_at", "-pk").first()
    return Meaning.again({"headings": last.meaning.get("headings", {})}) if last else Meaning()


@transaction.atomic
def say(kept: BroughtFile, *, by: User, meaning: Meaning | None = None, second: User | None = None) -> BroughtFile:
    """Say which heading is which, or who stands for verified returns; the file is read again by it."""
    kept = locked(kept, NOTHING_READ)
    check_can_go_on(by, kept)
    if kept.confirmed_at is not None:
        raise WrongState("This file was confirmed already")
    if meaning is not None:
        kept.meaning = meaning.kept
    if second is not None:
        _check_second(second, by, kept.council)
        kept.second = second
    kept.found = None
    kept.job = None
    kept.save(update_fields=["meaning", "second", "found", "job"])
    read_next(kept)
    return kept


def read_next(kept: BroughtFile) -> None:
    """Read a small file now, a large one by a worker; where headings are missing it waits until somebody says them."""
    data, meaning = bytes(kept.data), Meaning.again(kept.meaning)
    if lacks(headings_of(data, kept.name, kept.holds, meaning), kept.holds, meaning):
        return
    if is_large(data, kept.name):
        kept.job = ask_for(READ, f"{READ}:{kept.pk}:{clock.now().isoformat()}", by=kept.asked_by, arguments={"file": kept.pk})
        kept.save(update_fields=["job"])
    else:
        _keep_outcome(kept, _tried(kept))


def is_large(data: bytes, name: str) -> bool:
    """More than a page takes. Raises Refused on ``file`` for one that nobody reads."""
    return needs_worker(data, name) or len(raw_table(data, name).lines) > PAGE_LINES


def _tried(kept: BroughtFile, tell: Callable[[int, int], None] | None = None, **how) -> Outcome:
    return bring_in(
        by=kept.asked_by,
        council=kept.council,
        holds=kept.holds,
        data=bytes(kept.data),
        name=kept.name,
        meaning=Meaning.again(kept.meaning),
        **{"dry_run": True, "verified_by": kept.second, "tell": tell, **how},
    )


def _keep_outcome(kept: BroughtFile, outcome: Outcome) -> None:
    kept.found = frozen(outcome)
    kept.save(update_fields=["found"])


def read(job: Job, report: Report) -> str:
    """The worker reads the file and tries it, some contracts at a time; its owner may abandon it meanwhile."""
    kept = BroughtFile.objects.select_related("asked_by", "council", "second").get(pk=job.arguments["file"])
    address = reverse("contracts-running-file", args=[kept.pk])

    def tell_how_far(line: int, of: int) -> None:
        if not BroughtFile.objects.open().filter(pk=kept.pk, job=job).exists():
            raise Abandoned
        report(100 * line // max(of, 1), f"Line {line:,} of {of:,}")

    try:
        outcome = _tried(kept, tell_how_far)
    except Abandoned:
        return address
    except DomainError as refusal:
        BroughtFile.objects.open().filter(pk=kept.pk).update(refused=refusal.message, data=b"")
        return address
    BroughtFile.objects.open().filter(pk=kept.pk, job=job).update(found=frozen(outcome))
    return address


@transaction.atomic
def confirm(kept: BroughtFile, *, by: User, good_lines: bool = False) -> BroughtFile:
    """Its owner has read what it would do: it is imported, or the second person is asked. Raises Refused where it cannot be."""
    kept = locked(kept, NOTHING_READ)
    if kept.brought_at is not None and kept.asked_by_id == by.pk:
        return kept
    check_can_go_on(by, kept)
    if kept.confirmed_at is not None:
        return kept
    if kept.found is None:
        raise WrongState("The file is not read yet. Wait until it is.")
    outcome = thawed(kept.found)
    outcome.good_lines = good_lines
    if not outcome.is_ready:
        raise Refused(NONE_RIGHT if good_lines else SOME_WRONG)
    kept.good_lines, kept.confirmed_at = good_lines, clock.now()
    kept.save(update_fields=["good_lines", "confirmed_at"])
    if outcome.verified:
        _ask_second(kept, outcome)
    else:
        _go_on(kept)
    return kept


def _ask_second(kept: BroughtFile, outcome: Outcome) -> None:
    assert kept.second is not None  # without one no line is verified: it is refused
    many = "1 past return was" if outcome.verified == 1 else f"{outcome.verified} past returns were"
    tell(
        kept.second,
        key=f"brought-asks:{kept.pk}",
        subject=f"Do you stand for it that {many} verified?",
        body=f"{kept.asked_by} has uploaded “{kept.name}”. By the council’s earlier records {many} verified. They are imported "
        "once you say that this is so. You see every line first.",
        url=reverse("contracts-running-file", args=[kept.pk]),
        action="Read the file and answer",
        why="You get this because you were named to confirm it.",
        council=kept.council,
    )
    sentence = f"asked {kept.second} to stand for the verified returns of “{kept.name}”"
    record("ask to stand for returns", sentence, by=kept.asked_by, about=kept.council, council=kept.council)


def _go_on(kept: BroughtFile) -> None:
    if is_large(bytes(kept.data), kept.name):
        key = f"{BRING}:{kept.pk}:{clock.now().isoformat()}"
        kept.job = ask_for(BRING, key, by=kept.asked_by, arguments={"file": kept.pk})
        kept.save(update_fields=["job"])
    else:
        _bring(kept)


def _bring(kept: BroughtFile) -> None:
    try:
        outcome = _tried(kept, dry_run=False, good_lines=kept.good_lines, verified_by=kept.decided_by)
    except DomainError as refusal:  # they may import no more, say
        kept.refused = refusal.message
    else:
        kept.found = frozen(outcome)
        if outcome.is_ready:
            kept.brought_at = clock.now()
        else:
            kept.refused = CHANGED
    kept.data = b""
    kept.save(update_fields=["found", "brought_at", "refused", "data"])


@transaction.atomic
def bring(job: Job, report: Report) -> str:
    """The worker brings a large file in: all that was confirmed at once."""
    rows = BroughtFile.objects.select_for_update(of=("self",)).select_related("asked_by", "council", "decided_by")
    kept = rows.get(pk=job.arguments["file"])
    if not kept.is_over and kept.confirmed_at is not None and not kept.asks_second:
        report(50, "All lines are imported at once")
        _bring(kept)
    return reverse("contracts-running-file", args=[kept.pk])


@transaction.atomic
def answer(kept: BroughtFile, *, by: User, accept: bool, reason: str = "") -> BroughtFile:
    """The second person stands for the verified returns, and the file is imported; or refuses with a reason, and nothing is."""
    kept = locked(kept, NOTHING_READ)
    check_can_stand_for(by, kept)
    if not accept:
        check_reason(reason, "Say why you do not stand for it")
    settle(kept, by=by, accept=accept, decision=reason)
    did = "said that the returns" if accept else "would not say that the returns"
    sentence = f"{did} of “{kept.name}” were verified"
    record("answer for returns", sentence, by=by, about=kept.council, council=kept.council, reason=reason)
    if accept:
        _go_on(kept)
    else:
        kept.data = b""
        kept.save(update_fields=["data"])
    _tell_owner(kept, by, accept, reason)
    return kept


def _tell_owner(kept: BroughtFile, by: User, accept: bool, reason: str) -> None:
    tell(
        kept.asked_by,
        key=f"brought-answered:{kept.pk}",
        subject=f"“{kept.name}”: {by} {'agreed' if accept else 'did not agree'}",
        body=f"{by} says that its returns were verified." if accept else f"{by} does not say so: nothing of it is imported.",
        url=reverse("contracts-running-file", args=[kept.pk]),
        action="See the file",
        why="You get this because you uploaded it.",
        private=reason.strip(),
        council=kept.council,
        for_information=accept,
    )


@transaction.atomic
def give_up(kept: BroughtFile, *, by: User) -> BroughtFile:
    """Abandon it, also while a worker reads it or a second person is asked. Nothing of it was imported."""
    kept = locked(kept, NOTHING_READ)
    if kept.withdrawn_at is not None and kept.asked_by_id == by.pk:
        return kept
    check_can_go_on(by, kept)
    if kept.confirmed_at is not None and not kept.asks_second:
        raise WrongState("It is being imported now")
    take_back(kept)
    kept.data = b""
    kept.save(update_fields=["data"])
    record("abandoned a file", f"abandoned the import of “{kept.name}”", by=by, about=kept.council, council=kept.council)
    return kept


def forget(now: datetime) -> int:
    """Drop what nobody went on with in two weeks. How many files."""
    return BroughtFile.objects.forgotten(now).update(withdrawn_at=now, data=b"")
