"""Files that support an answer: checked like every upload, kept encrypted, their names inside the sealed draft."""

from django.core.files.base import ContentFile
from django.db import transaction

from procurement.bidding.calculations import document
from procurement.bidding.models import Bid, SealedFile
from procurement.bidding.services.drafting import answer_in, change_draft, check_question, record_bid
from procurement.tendering.enums.limits import KINDS, MOST_BYTES, MOST_FILES
from procurement.tendering.models import Question
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import NOTHING_READ
from socialvalue.documents.models import HeldFile
from socialvalue.documents.services.content import Admitted, received
from socialvalue.documents.services.holding import Kind, hold

FIELD = "file"
OTHER_KINDS = "This kind of file cannot be added to a bid. Choose a PDF, Word (docx), PNG or JPEG file."


def attach(bid: Bid, *, by: User, question: Question, upload) -> SealedFile:
    """Add a file to the answer. Raises Refused on ``file`` for what ``content.received`` refuses, and where there are too many.

    The file is looked at before the transaction: a scanner may take its time, and nobody waits for the bid meanwhile.
    """
    check_question(bid, question)
    return _attach(bid, by, question, received(upload, by=by, most=MOST_BYTES, kinds=KINDS, other_kinds=OTHER_KINDS))


@transaction.atomic
def _attach(bid: Bid, by: User, question: Question, admitted: Admitted) -> SealedFile:
    data = admitted.data
    kept = SealedFile(bid=bid, question=question, uploaded_by=by)
    facts: dict[str, object] = {"id": str(kept.id), "name": admitted.name, "content_type": admitted.content_type}
    facts |= {"size": len(data), "sha256": document.digest(data)}

    def change(draft):
        files = answer_in(draft, question.criterion.key)["files"]
        if len(files) >= MOST_FILES:
            raise Refused(f"An answer can have {MOST_FILES} files. Remove one first.", FIELD)
        files.append(facts)

    bid, _ = change_draft(bid, by=by, part=f"{question.criterion.key}/files", expected_version=NOTHING_READ, change=change)
    sealed = bid.seal(data, f"file/{kept.id}")
    kept.file.save(kept.id.hex, ContentFile(sealed), save=False)
    try:
        kept.save(force_insert=True)
        if admitted.held:
            hold(kept, by=by)
        record_bid("add file", f"added a file to “{question.criterion.title}”", bid, by)
    except Exception:
        # The row will be rolled back; without this its bytes would stay, owned by nobody
        kept.file.delete(save=False)
        raise
    kept.said = f"The file {admitted.name} was added. {admitted.told}".strip()
    return kept


@transaction.atomic
def detach(sealed_file: SealedFile, *, by: User) -> Bid:
    """Take a file out of the draft. Its sealed bytes stay, because a submission sent earlier may name it."""
    key = sealed_file.question.criterion.key

    def change(draft):
        answer = answer_in(draft, key)
        answer["files"] = [f for f in answer["files"] if f["id"] != str(sealed_file.pk)]

    bid, changed = change_draft(sealed_file.bid, by=by, part=f"{key}/files", expected_version=NOTHING_READ, change=change)
    if changed:
        sealed_file.removed_at = clock.now()
        sealed_file.save(update_fields=["removed_at"])
        record_bid("remove file", f"removed a file from “{sealed_file.question.criterion.title}”", bid, by)
    return bid


def file_bytes(sealed_file: SealedFile) -> bytes:
    """The file itself. The caller has found it through ``visible_to``. Raises SealBroken."""
    with sealed_file.file.open("rb") as handle:
        return sealed_file.bid.unseal(handle.read(), f"file/{sealed_file.pk}")


def _held(held: HeldFile) -> SealedFile:
    return SealedFile.objects.select_related("bid__tender", "question__criterion").get(pk=held.key)


# Its name is as secret as the rest of the bid: a message says only where it was added
SEALED_FILES = Kind(
    lambda held: file_bytes(_held(held)), lambda held: f"a file of your answer to “{_held(held).question.criterion.title}”"
)


def named_in(content: dict) -> dict[str, dict]:
    """Facts of every file a bid's document names, by id."""
    return {f["id"]: f for key in content["answers"] for f in document.answer(content, key)["files"]}
