"""Files that the scanner has not looked at, because it did not answer: kept, opened by nobody, and looked at again."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.documents.models import Document, HeldFile
from socialvalue.documents.services import scanning
from socialvalue.notifications.services import tell, tell_all

DOCUMENT = "socialvalue.document"
# So many at a time: a scanner that comes back is not asked about a day's files in one breath
AT_ONCE = 50
# A scanner that is started again is silent for a minute or two
SILENT_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Kind:
    """How files of a kind are read, and what they are called to whoever added them (what is sealed has no name in a message)."""

    read: Callable[[HeldFile], bytes]
    called: Callable[[HeldFile], str]


log = logging.getLogger(__name__)
_kinds: dict[str, Kind] = {}


def kept_by(label: str, kind: Kind) -> None:
    """Say how files of the model ``label`` are read. Called from an AppConfig's ``ready``."""
    _kinds[label] = kind


def hold(file, *, by: User | None) -> HeldFile:
    """Nobody may open ``file`` (a saved record with a UUID) until the scanner has looked at it. In the caller's transaction."""
    return HeldFile.objects.create(label=file._meta.label_lower, key=file.pk, uploaded_by=by)


def why_shut(key) -> str:
    """Why nobody may open the file of this key, in words; "" where they may."""
    held = HeldFile.objects.filter(key=key).first()
    if held is None:
        return ""
    if held.found:
        return f"The virus scanner found {held.found} in this file, so nobody can open it"
    return "This file is being checked for viruses. Try again in a few minutes."


def look_again() -> int:
    """Ask about every file that waits, the oldest first; how many were answered. Stops when the scanner does not answer."""
    answered = 0
    for held in HeldFile.objects.filter(found="").select_related("uploaded_by")[:AT_ONCE]:
        try:
            found = _found_in(held)
        except scanning.NoAnswer:
            _say_silent(held)
            break
        except Exception:
            # A file whose bytes are broken must not keep the others waiting
            log.exception("held file %s cannot be read", held.pk)
            continue
        answered += _answered(held.pk, found)
    return answered


def _found_in(held: HeldFile) -> str:
    """What the scanner says of it; nothing is found in what was removed since. Raises NoAnswer, without a scanner too."""
    if not scanning.is_set_up():
        raise scanning.NoAnswer("not set up")
    try:
        data = _kinds[held.label].read(held)
    except FileNotFoundError:
        return ""
    return scanning.found_in(data)


@transaction.atomic
def _answered(pk: int, found: str) -> bool:
    """Let the file go, or keep it shut for good; False where another run was first."""
    held = HeldFile.objects.select_for_update().filter(pk=pk, found="").first()
    if held is None:
        return False
    if found:
        held.found = found[:200]
        held.save(update_fields=["found"])
    else:
        Document.objects.filter(pk=held.key).update(held=False)
        held.delete()
    _say(held, found)
    return True


def _say(held: HeldFile, found: str) -> None:
    if held.uploaded_by is None:
        return
    called = _kinds[held.label].called(held)
    if found:
        record("shut a file", f"shut a file in which the virus scanner found {found}", by=None, about=held.uploaded_by)
        tell(
            held.uploaded_by,
            key=f"virus-found:{held.key}",
            subject="A virus was found in a file you uploaded",
            body=f"The virus scanner found {found} in {called}. Nobody can open it any more. Remove it where you added it, and "
            "upload a copy from a clean computer. Tell the people who look after yours.",
            why="You get this because you uploaded it.",
        )
        return
    tell(
        held.uploaded_by,
        key=f"file-checked:{held.key}",
        subject="A file you uploaded can be opened now",
        body=f"The virus scanner found nothing in {called}.",
        why="You get this because you uploaded it.",
        for_information=True,
    )


@transaction.atomic
def _say_silent(oldest: HeldFile) -> None:
    """To every administrator, once a day: not whose files wait, nor how many, since they may belong to sealed bids."""
    if clock.now() - oldest.since < SILENT_FOR:
        return
    for council in Organisation.objects.filter(kind=OrganisationKind.COUNCIL):
        tell_all(
            User.objects.holding(Permission.ADMINISTER, council),
            key=f"scanner-silent:{clock.today()}",
            subject="Files wait for the virus scanner",
            body="The virus scanner has not answered for an hour or more. What people upload is kept, and nobody can open it "
            "until the scanner has looked at it. Ask the people who run the service to start it again.",
            why="You get this because you look after people and settings.",
            council=council,
        )


def _document(held: HeldFile) -> Document:
    found = Document.objects.filter(pk=held.key).first()
    if found is None:
        raise FileNotFoundError(str(held.key))
    return found


def _document_bytes(held: HeldFile) -> bytes:
    with _document(held).file.open("rb") as content:
        return content.read()


def _document_name(held: HeldFile) -> str:
    return f"“{_document(held).name}”" if Document.objects.filter(pk=held.key).exists() else "a file that was removed since"


DOCUMENTS = Kind(_document_bytes, _document_name)
