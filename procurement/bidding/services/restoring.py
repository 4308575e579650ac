"""At the opening: a bidder's copy takes the place of what was damaged, or the bid is left out. Two people decided it."""

from django.core.files.base import ContentFile
from django.urls import reverse

from procurement.bidding import selectors
from procurement.bidding.calculations import document
from procurement.bidding.enums import SealDecision
from procurement.bidding.models import Bid, BrokenSeal, SealedFile, Submission
from procurement.bidding.selectors.seals import reasons_of
from procurement.bidding.services.files import named_in
from procurement.bidding.workflow import BID
from procurement.tendering.models import Question
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.notifications.services import tell_all


def restore(bid: Bid, submission: Submission) -> None:
    """Put each copy that was decided to be taken where it belongs; what was found there is kept beside it."""
    copies = sorted((one for one in bid.broken_seals.all() if one.decision == SealDecision.COPY), key=lambda one: one.part)
    for one in copies:
        assert one.copy is not None
        plain = bid.unseal(one.copy, one.purpose)
        if one.part:
            _restore_file(bid, submission, one, plain)
        else:
            one.found = bytes(submission.sealed)
            one.save(update_fields=["found"])
            submission.sealed = bid.seal(plain, f"submission/{submission.number}")
            submission.save(update_fields=["sealed"])
    if copies:
        _tell_taken(bid, submission)


def _restore_file(bid: Bid, submission: Submission, one: BrokenSeal, plain: bytes) -> None:
    """Its row may be gone too. The damaged file stays where it was: another name is given to the new one."""
    kept = SealedFile.objects.filter(bid=bid, pk=one.part).first()
    if kept is None:
        content = document.read(selectors.document_bytes(submission))
        key = next(key for key in content["answers"] if one.part in named_in({"answers": {key: content["answers"][key]}}))
        question = Question.objects.get(criterion__tender=bid.tender_id, criterion__key=key)
        kept = SealedFile(pk=one.part, bid=bid, question=question, uploaded_by=one.copy_by)
        kept.pk = SealedFile._meta.pk.to_python(one.part)
    kept.file.save(kept.id.hex, ContentFile(bid.seal(plain, f"file/{kept.pk}")), save=False)
    kept.save()


def _tell_taken(bid: Bid, submission: Submission) -> None:
    tell_all(
        people_who(Permission.BID, bid.supplier),
        key=f"bid-copy-taken:{submission.receipt}",
        subject=f"Your bid for {bid.tender.title} was opened from your copy",
        body=(
            f"Two people accepted the copy that you sent for “{bid.tender.title}” ({bid.tender.reference}): it is what you "
            f"sent, receipt {submission.receipt}. Your bid was opened with the others and is treated as they are."
        ),
        url=reverse("bid", args=[bid.pk]),
        action="See the bid",
        why=f"You get this because you bid for {bid.supplier}.",
        council=bid.tender.council,
    )


def leave_out(bid: Bid, submission: Submission, *, by: User) -> None:
    """The others are opened without it. Its bidder is told, with the reason on its page."""
    reason = reasons_of(bid)
    bid.status = BID.target("leave out", bid.status)
    bid.version += 1
    bid.save(update_fields=["status", "version"])
    sentence = f"could not open the bid of receipt {submission.receipt}"
    record("leave out", sentence, by=by, about=bid, council=bid.tender.council, reason=reason)
    tell_all(
        people_who(Permission.BID, bid.supplier),
        key=f"bid-left-out:{submission.receipt}",
        subject=f"Your bid for {bid.tender.title} could not be opened",
        body=(
            f"The bids for “{bid.tender.title}” ({bid.tender.reference}) were opened. Yours, receipt {submission.receipt}, could "
            "not be: the copy that this service held was damaged. Nobody has read it, and it is not evaluated. Two people at the "
            "council decided to open the others.\n\nKeep your receipt and your own copy: together they show what you sent."
        ),
        private=reason,
        url=reverse("bid", args=[bid.pk]),
        action="See the reason",
        why=f"You get this because you bid for {bid.supplier}.",
        council=bid.tender.council,
    )
