"""Reads for the supplier's workspace and for the opening."""

from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils.http import content_disposition_header

from procurement.bidding.calculations import completeness, deadline, document
from procurement.bidding.calculations.completeness import Asked
from procurement.bidding.calculations.sealing import SealBroken
from procurement.bidding.enums import SENT, BidStatus
from procurement.bidding.models import Bid, SealedFile, Submission
from procurement.bidding.permissions import can_count_bids
from procurement.bidding.selectors.outcomes import outcome_of, sent_summary
from procurement.bidding.selectors.proxies import pinned_for
from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.enums import CriterionKind, TenderStatus
from procurement.tendering.models import Question, Tender
from socialvalue.accounts.models import Membership, User
from socialvalue.audit.selectors import timeline
from socialvalue.common.errors import WrongState
from socialvalue.common.saving import LastSave
from socialvalue.framework.models import Measure
from socialvalue.suppliers.querysets.concern import goes_on


def questions(tender: Tender) -> list[Question]:
    """The tender's questions in the order of its tree of criteria, parents before children, criteria loaded."""
    criteria = list(tender.criteria.all())
    asked = {
        q.criterion_id: q
        for q in Question.objects.filter(criterion__tender=tender)
        .select_related("criterion", "priority")
        .prefetch_related("requirements")
    }
    children: dict[int | None, list] = {}
    for criterion in criteria:
        children.setdefault(criterion.parent_id, []).append(criterion)

    def walk(parent):
        for criterion in children.get(parent, []):
            if criterion.pk in asked:
                yield asked[criterion.pk]
            yield from walk(criterion.pk)

    return list(walk(None))


def asked(question: Question) -> Asked:
    criterion = question.criterion
    return Asked(
        criterion.key,
        criterion.title,
        question.word_limit,
        criterion.kind == CriterionKind.PASS_FAIL,
        question.asks_commitments,
    )


class DraftBroken(WrongState):
    """The draft cannot be read: it was damaged where it is kept."""


def draft_of(bid: Bid) -> dict:
    """The working copy, unsealed. Only for services and for the bidder's own pages: see ``content``. Raises DraftBroken."""
    if bid.sealed_draft is None:
        return document.empty()
    try:
        return document.read(bid.unseal(bid.sealed_draft, "draft"))
    except SealBroken:
        raise DraftBroken(
            "The draft of this bid cannot be read: the copy that this service holds was damaged. Open your bid and start the "
            "draft again. What you sent stands."
        ) from None


def draft_is_broken(bid: Bid) -> bool:
    try:
        draft_of(bid)
    except DraftBroken:
        return True
    return False


def last_save(draft: dict, part: str) -> LastSave:
    """Who saved this part of the draft last; drafts begun before that was kept know its version alone."""
    kept = draft["versions"].get(part, {"version": 0})
    at = datetime.fromisoformat(kept["at"]) if "at" in kept else None
    return LastSave(kept["version"], kept.get("by"), kept.get("page", ""), at)


def saved_at(bid: Bid, part: str) -> datetime | None:
    """When this part of the draft was saved last, None where nobody did or it was not kept."""
    return last_save(draft_of(bid), part).at


def content(bid: Bid, user: User) -> dict:
    """The draft as its bidder sees it (format of ``document``, with working notes). Bid.DoesNotExist for everybody else."""
    return draft_of(Bid.objects.own(user).select_related("tender").get(pk=bid.pk))


def document_bytes(submission: Submission) -> bytes:
    """The canonical document of a submission. The caller has found it among the user's own, or is opening the bids."""
    return submission.bid.unseal(submission.sealed, f"submission/{submission.number}")


def progress(bid: Bid, draft: dict) -> list[completeness.Section]:
    return completeness.sections(draft, [asked(q) for q in questions(bid.tender)])


def latest_amendment(tender: Tender) -> int:
    """The number of the tender's last amendment; 0 without any."""
    return max((a.number for a in tender.amendments.all()), default=0)


def standing_submission(bid: Bid) -> Submission | None:
    """The submission that counts: the last one, unless it was withdrawn."""
    last = max(bid.submissions.all(), key=lambda s: s.number, default=None)
    return last if last and last.withdrawn_at is None else None


def counted_submission(bid: Bid) -> Submission:
    """The submission that counts, of a bid that was sent. Raises WrongState for one that was not, or was withdrawn."""
    submission = standing_submission(bid)
    if submission is None:
        raise WrongState("No submission of this bid counts: it was not sent, or was withdrawn")
    return submission


def needs_confirming(bid: Bid) -> bool:
    """Sent, and the tender was amended afterwards. The bid still counts; its bidder is asked to confirm it."""
    if bid.status != BidStatus.SUBMITTED:
        return False
    submission = standing_submission(bid)
    return submission is not None and submission.amendment < latest_amendment(bid.tender)


def count_of_bids(tender: Tender, user: User) -> int | None:
    """How many bids have been sent; None for whoever may not be told before the opening. Never names."""
    if not can_count_bids(user, tender):
        return None
    return tender.bids.filter(status__in=SENT).count()


def opened_bids(tender: Tender, user: User):
    """The bids of an opened tender for the record of the opening, with the submissions that counted, by label."""
    bids = (
        Bid.objects.visible_to(user)
        .filter(tender=tender, status=BidStatus.OPENED)
        .select_related("supplier")
        .prefetch_related("submissions__submitted_by")
        .order_by("label")
    )
    latest = latest_amendment(tender)
    rows = []
    for bid in bids:
        submission = counted_submission(bid)
        rows.append({"bid": bid, "submission": submission, "unconfirmed": submission.amendment < latest})
    return rows


def measures(question: Question) -> QuerySet[Measure]:
    """The measures a bidder may choose from: of the question's priority, or of the whole framework of the commission.

    Where proxy values mark the question, those that have one; in the framework's order, never by value.
    """
    order = ("outcome__priority__order", "outcome__priority__code", "outcome__order", "outcome__code", "order", "code")
    found = Measure.objects.select_related("outcome").order_by(*order)
    pinned = pinned_for(question)
    if pinned:
        return found.filter(pk__in=list(pinned))
    if question.priority_id:
        return found.filter(outcome__priority=question.priority_id)
    return found.filter(outcome__priority__version=question.criterion.tender.commission.framework_id)


def bids_of(user: User) -> QuerySet[Bid]:
    """The bids of this person's suppliers, newest first, with what the list shows."""
    return (
        Bid.objects.own(user)
        .select_related("tender__commission__council", "supplier")
        .prefetch_related("submissions", "tender__amendments", "summaries__award")
        .order_by("-started_at", "-id")
    )


STATES = {
    BidStatus.DRAFT: ("Draft", "grey"),
    BidStatus.SUBMITTED: ("Sent", "blue"),
    BidStatus.WITHDRAWN: ("Withdrawn", "yellow"),
    BidStatus.OPENED: ("Opened", "blue"),
    BidStatus.LAPSED: ("Not sent", "grey"),
    BidStatus.UNOPENED: ("Could not be opened", "red"),
}


def state_of(bid: Bid, now: datetime) -> tuple[str, str]:
    """(word, colour): how its own bidder's bid stands at ``now``, the same on every page, in the search too.

    Comes with its tender, ``summaries__award``, submissions and the tender's amendments.
    """
    if bid.tender.status == TenderStatus.TERMINATED:
        return "Tender ended", "grey"
    if outcome := outcome_of(bid):
        return outcome.tag
    late = deadline.passed(deadline_of(bid.tender), now)
    if not late and needs_confirming(bid):
        return "Confirm again", "yellow"
    if late and bid.status == BidStatus.DRAFT:
        return STATES[BidStatus.LAPSED]
    if bid.status == BidStatus.LAPSED and bid.submissions.all():
        return STATES[BidStatus.WITHDRAWN]
    if not late and bid.is_being_changed:
        return "Sent, change not sent", "yellow"
    return STATES[BidStatus(bid.status)]


def list_rows(bids, now: datetime) -> list[dict]:
    """Each bid with its state in a word, the time left, and whether something is asked of the bidder."""
    rows = []
    for bid in bids:
        late = deadline.passed(bid.tender.deadline, now)
        state, colour = state_of(bid, now)
        outcome = outcome_of(bid)
        rows.append(
            {
                "bid": bid,
                "state": state,
                "colour": colour,
                "left": "" if late else deadline.time_left(bid.tender.deadline, now),
                "later": later(bid) or (outcome.standstill_words if outcome else ""),
                "summary": sent_summary(bid),
                "outcome": outcome,
            }
        )
    return rows


def contract_for(bid: Bid, user: User):
    """The contract made with this bidder after its bid won, once this person may read it; None before."""
    outcome = outcome_of(bid)
    contract = getattr(sent_summary(bid).award, "contract", None) if outcome and outcome.won else None
    if contract is None:
        return None
    # Contracts belong to a storey above: reached through the relation, and what may be read is asked of their own rows
    return type(contract).objects.visible_to(user).filter(pk=contract.pk).first()


# Events of a bid that its own bidder's page tells
TOLD_THE_BIDDER = (
    "start",
    "submit",
    "change",
    "drop change",
    "replace",
    "void change",
    "confirm",
    "withdraw",
    "start again",
    "refuse",
    "lapse",
    "send copy",
    "leave out",
)
LATER: dict[str, str] = {
    TenderStatus.OPENED: "It is being evaluated",
    TenderStatus.EVALUATED: "It has been evaluated, and the award is being decided",
    TenderStatus.DECIDED: "Award decided",
    TenderStatus.CONTRACTED: "The contract has been made",
    TenderStatus.TERMINATED: "The council ended this tender without an award",
}


def later(bid: Bid) -> str:
    """What has become of a bid since it was opened, until its bidder is told whether it won; empty before and after."""
    if bid.status != BidStatus.OPENED or outcome_of(bid) is not None:
        return ""
    return LATER.get(bid.tender.status, "")


def change_is_void(bid: Bid, now: datetime) -> bool:
    """Whether a change of what was sent was begun, and not sent by the deadline. Of bids that stood then."""
    if not bid.submissions.all() or not deadline.passed(deadline_of(bid.tender), now):
        return False
    return bid.is_being_changed or history(bid).filter(verb="void change").exists()


def history(bid: Bid) -> QuerySet:
    """What the bidder's own people, and the clock, did with the bid, newest first; every save of a draft is left out.

    Its events are confidential to the council, not to the bidder. Who at the council opened it is not told.
    """
    own = Membership.objects.filter(organisation=bid.supplier_id).values("user")
    events = timeline(bid, include_confidential=True).filter(verb__in=TOLD_THE_BIDDER)
    return events.filter(Q(actor=None) | Q(actor__in=own))


def file_facts(sealed_file: SealedFile) -> dict:
    """Name and content type of a file: from the file's own record once opened, before that from the sealed documents."""
    if sealed_file.opened_at is not None:
        return {"name": sealed_file.name, "content_type": sealed_file.content_type}
    draft = document.empty() if draft_is_broken(sealed_file.bid) else draft_of(sealed_file.bid)
    contents = [draft, *(document.read(document_bytes(s)) for s in sealed_file.bid.submissions.all())]
    for content in contents:
        for key in content["answers"]:
            for facts in document.answer(content, key)["files"]:
                if facts["id"] == str(sealed_file.pk):
                    return facts
    return {"name": "file", "content_type": "application/octet-stream"}


def as_attachment(name: str) -> str:
    """The header that saves a download under this name."""
    return content_disposition_header(True, name)


def with_opened_bid() -> QuerySet[Bid]:
    """Which councils have opened a bid of which supplier. Who has only begun or sent one is nobody's to know yet."""
    opened = Bid.objects.filter(status=BidStatus.OPENED)
    return opened.annotate(supplier_key=goes_on("supplier"), council_key=F("tender__commission__council"))
