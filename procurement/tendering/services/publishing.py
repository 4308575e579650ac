"""Checking, publishing, amending, closing, ending: every change of the tender's status."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from procurement.commissioning.selectors import planned, urgency_needed
from procurement.commissioning.services import confirm_urgency
from procurement.tendering import permissions, selectors
from procurement.tendering.calculations.deadlines import deadline_of, opens_at
from procurement.tendering.enums import TenderStatus as S
from procurement.tendering.models import Amendment, Tender
from procurement.tendering.services.inviting import tell_invited
from procurement.tendering.services.messages import tell_bidders, who_only_asked
from procurement.tendering.services.proxies import pin_decision
from procurement.tendering.workflow import TENDER
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import check_reason, check_request
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_moment
from socialvalue.notifications.services import tell, tell_all

# What the rooms above may do to a tender's status, each in its own transaction after its own checks
MARKS = ("open bids", "close evaluation", "decide", "make contract")


def _move(tender: Tender, verb: str, sentence: str, by: User | None, reason: str = "", **fields) -> Tender:
    """Change the status by the workflow's table, with ``fields`` beside it, and write it down."""
    changes = save_changes(tender, status=TENDER.target(verb, tender.status), **fields)
    record(
        verb,
        sentence,
        by=by,
        about=[tender, tender.commission],
        council=tender.council,
        reason=reason,
        changes={"status": changes["status"]},
    )
    return tender


@transaction.atomic
def send_for_checking(tender: Tender, *, by: User, expected_version: Shown = AS_READ) -> Tender:
    """Hand the draft to whoever checks tenders. Refused, with every problem named, while the draft is not complete."""
    tender = locked(tender, expected_version)
    permissions.check_can_send(by, tender)
    _refuse([p.text for p in selectors.drafting_problems(tender)])
    _move(
        tender,
        "send for checking",
        "sent the tender for checking",
        by,
        sent_for_checking_at=clock.now(),
        sent_for_checking_by=by,
    )
    tell_all(
        [p for p in people_who(Permission.CHECK_TENDERS, tender.council) if p.pk != by.pk],
        key=f"tender-check:{tender.pk}:{tender.version}",
        subject=f"A tender to check: {tender.title}",
        body=f"{by} sent the tender “{tender.title}” ({tender.reference}) for checking. Publish it, or return it with a comment.",
        url=reverse("tender-check", args=[tender.reference]),
        action="Check the tender",
        by=planned.day_before(tender.commission, "tender"),
        why=f"You get this because you check tenders of {tender.council}.",
    )
    return tender


@transaction.atomic
def return_tender(tender: Tender, *, by: User, comment: str, expected_version: Shown = AS_READ) -> Tender:
    """Give the tender back to its drafter with what has to change."""
    tender = locked(tender, expected_version)
    permissions.check_can_check(by, tender)
    check_request(comment, "Say what has to change")
    _move(tender, "return", "returned the tender", by, comment.strip(), checked_comment=comment.strip())
    for person in {tender.drafted_by, tender.sent_for_checking_by}:
        tell(
            person,
            key=f"tender-returned:{tender.pk}:{tender.version}",
            subject=f"Your tender was returned: {tender.title}",
            body=(
                f"{by} returned the tender “{tender.title}” ({tender.reference}). Read the comment, put it right, and send the "
                "tender for checking again."
            ),
            url=reverse("tender", args=[tender.reference]),
            action="Read the comment and change the tender",
            by=planned.day_before(tender.commission, "tender"),
            why="You get this because you drafted the tender or sent it for checking.",
            private=comment.strip(),
        )
    return tender


@transaction.atomic
def publish(
    tender: Tender, *, by: User, comment: str = "", urgency_confirmed: bool = False, expected_version: Shown = AS_READ
) -> Tender:
    """Publish: from now on criteria, weights, scale, wordings and proxy values stay as they are.

    Refused with every problem named. Under section 1(8) ``urgency_confirmed`` is the explicit word of a second person.
    """
    tender = locked(tender, expected_version)
    permissions.check_can_check(by, tender)
    _refuse([p.text for p in selectors.problems_before_publishing(tender)])
    urgency = urgency_needed(tender.commission)
    if urgency and not urgency_confirmed:
        raise Refused("Confirm the urgency, or return the tender until the considerations are recorded", "urgency_confirmed")
    if urgency:
        urgency = confirm_urgency(urgency, by=by)
    pin_decision(tender, by=by)
    _move(
        tender,
        "publish",
        "published the tender",
        by,
        comment.strip(),
        published_at=clock.now(),
        published_by=by,
        urgency=urgency,
        checked_comment=comment.strip(),
    )
    tell_all(
        {tender.drafted_by, tender.sent_for_checking_by},
        key=f"tender-published:{tender.pk}",
        subject=f"Published: {tender.title}",
        body=(
            f"{by} checked and published “{tender.title}” ({tender.reference}). "
            f"Bids are due by {plain_moment(deadline_of(tender))}."
        ),
        url=reverse("tender", args=[tender.reference]),
        action="See the published tender",
        why="You get this because you drafted the tender or sent it for checking.",
        for_information=True,
    )
    tell_invited(tender)
    return tender


@transaction.atomic
def amend(
    tender: Tender, *, by: User, text: str, new_deadline: datetime | None = None, expected_version: Shown = AS_READ
) -> Amendment:
    """Change a published tender in words, perhaps with a later deadline.

    Those who sent a bid are asked to confirm it, those who are writing one to look at it again.
    """
    tender = locked(tender, expected_version)
    permissions.check_can_amend(by, tender)
    problems = []
    if not text.strip():
        problems.append(("text", "Enter what changes"))
    if new_deadline is not None and new_deadline <= deadline_of(tender):
        problems.append(("new_deadline", f"The new deadline must be later than {plain_moment(deadline_of(tender))}"))
    if problems:
        raise Refused(problems)
    number = tender.amendments.count() + 1
    amendment = Amendment.objects.create(tender=tender, number=number, text=text.strip(), new_deadline=new_deadline, by=by)
    changes = save_changes(tender, deadline=new_deadline) if new_deadline else {}
    if not changes:
        tender.version += 1
        tender.save(update_fields=["version"])
    sentence = f"amended the tender (amendment {number})"
    about = [amendment, tender, tender.commission]
    record("amend", sentence, by=by, about=about, council=tender.council, reason=text.strip(), changes=changes)
    _tell_amended(amendment)
    return amendment


def _tell_amended(amendment: Amendment) -> None:
    """Each bidder's people, in the words for a sent bid or for a draft.

    Who only asked a question has nothing to confirm: to them it is news.
    """
    tender = amendment.tender
    deadline = plain_moment(deadline_of(tender))
    stays = f"The deadline is now {deadline}." if amendment.new_deadline else f"The deadline stays as it was: {deadline}."
    begin = f"The council amended “{tender.title}” ({tender.reference}). {stays}\n\nWhat changed: {amendment.text}\n\n"
    for bid in tender.bids.select_related("supplier").order_by("pk"):
        sent = bid.submissions.filter(withdrawn_at=None).exists()
        if sent:
            subject = f"Confirm your bid: {tender.title} was amended"
            body = (
                "Read what changed, then confirm your bid, or withdraw it and change it. A bid that is not confirmed by the "
                "deadline counts as it was sent, and the record of the opening says that it was not confirmed."
            )
        else:
            subject = f"Look at your draft again: {tender.title} was amended"
            body = "Your bid has not been sent. Read what changed before you send it."
        tell_all(
            people_who(Permission.BID, bid.supplier),
            key=f"amendment:{amendment.pk}:{bid.pk}",
            subject=subject,
            body=begin + body,
            url=reverse("bid-confirm" if sent else "bid", args=[bid.pk]),
            action="Read the amendment and confirm your bid" if sent else "Go to your draft",
            by=deadline_of(tender),
            why=f"You get this because {bid.supplier} {'sent' if sent else 'has begun'} a bid for this tender.",
            council=tender.council,
        )
    tell_all(
        who_only_asked(tender),
        key=f"amendment:{amendment.pk}:asked",
        subject=f"Amended: {tender.title}",
        body=begin.strip(),
        url=reverse("opportunity", args=[tender.reference]),
        action="Read the amendment",
        why="You get this because you asked a question about this tender.",
        council=tender.council,
        for_information=True,
    )


@transaction.atomic
def terminate(tender: Tender, *, by: User, reason: str, expected_version: Shown = AS_READ) -> Tender:
    """End the procurement without an award. Everybody who began a bid is told why."""
    tender = locked(tender, expected_version)
    permissions.check_can_terminate(by, tender)
    check_reason(reason, "Say why the procurement ends")
    _move(
        tender,
        "terminate",
        "ended the procurement without an award",
        by,
        reason.strip(),
        terminated_at=clock.now(),
        terminated_reason=reason.strip(),
    )
    tell_bidders(
        tender,
        key=f"terminated:{tender.pk}",
        subject=f"Ended without an award: {tender.title}",
        body=f"The council ended the procurement “{tender.title}” ({tender.reference}) without an award. The page says why.",
        action="Read why it ended",
    )
    return tender


def close_due(now: datetime) -> int:
    """Close every open tender whose deadline has passed; how many were. Running it again does nothing."""
    due = Tender.objects.filter(status=S.PUBLISHED, deadline__lte=now).values_list("pk", flat=True)
    return sum(_close(pk, now) for pk in list(due))


@transaction.atomic
def _close(pk: int, now: datetime) -> bool:
    tender = locked(Tender(pk=pk), NOTHING_READ)
    if tender.status != S.PUBLISHED or deadline_of(tender) > now:
        return False
    _move(tender, "close", "closed the tender at its deadline", None)
    tell_all(
        people_who(Permission.OPEN_BIDS, tender.council),
        key=f"bids-to-open:{tender.pk}",
        subject=f"Bids to open: {tender.title}",
        body=(
            f"The deadline for “{tender.title}” ({tender.reference}) was {plain_moment(deadline_of(tender))}. The bids "
            f"can be opened from {plain_moment(opens_at(tender))}. They are sealed until two people have opened them: one "
            "begins, another completes it."
        ),
        url=reverse("opening", args=[tender.reference]),
        action="Take part in opening the bids",
        by=planned.first_day(tender.commission, "evaluation"),
        why=f"You get this because you open bids for {tender.council}.",
    )
    return True


@transaction.atomic
def mark(tender: Tender, verb: str, *, by: User) -> Tender:
    """Move the status for a room above, which has done its own checks: one of MARKS."""
    if verb not in MARKS:
        raise ValueError(f"{verb} is not a verb of the rooms above")
    sentences = {
        "open bids": "opened the bids",
        "close evaluation": "closed the evaluation",
        "decide": "recorded the award decision",
        "make contract": "made the contract",
    }
    return _move(locked(tender, NOTHING_READ), verb, sentences[verb], by)


def _refuse(problems: list[str]) -> None:
    if problems:
        raise Refused([(None, problem) for problem in problems])
