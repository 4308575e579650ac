"""Who may write a bid, and who may open bids."""

from procurement.bidding.enums import BidStatus
from procurement.bidding.querysets import READERS, having_declared, held_back
from procurement.panel.enums import EvaluationStatus
from procurement.panel.permissions import check_no_ties, check_not_tied
from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.permissions import check_another_hand, check_not_granted_by
from socialvalue.common.errors import NotAllowed, WrongState, can


def check_can_bid_for(user, supplier) -> None:
    """Whether this person may write bids in the name of ``supplier``."""
    if supplier is None or supplier.kind != OrganisationKind.SUPPLIER:
        raise NotAllowed("Only a supplier can bid. Register your organisation as a supplier first.")
    user.must_have(Permission.BID, supplier)
    if supplier.part_of_id:
        raise NotAllowed(
            f"{supplier} was joined with {supplier.part_of}, which bids from now on. Its people decide whether you act for it."
        )


def check_can_write(user, bid) -> None:
    """Whether this person may change this bid, and whether it is in a state to be changed."""
    user.must_have(Permission.BID, bid.supplier_id)
    if bid.status == BidStatus.SUBMITTED and not bid.is_being_changed:
        raise WrongState("This bid has been sent. To change it, open your bid and choose “Change your bid”.")
    if bid.status not in (BidStatus.DRAFT, BidStatus.WITHDRAWN, BidStatus.SUBMITTED):
        raise WrongState(f"This bid can no longer be changed: it is “{bid.get_status_display().lower()}”")


def can_write(user, bid) -> bool:
    return can(check_can_write, user, bid)


def check_can_replace(user, bid) -> None:
    """Whether this person may open, or give up, a copy of this bid while what was sent counts."""
    user.must_have(Permission.BID, bid.supplier_id)
    if bid.status in (BidStatus.DRAFT, BidStatus.WITHDRAWN):
        raise WrongState("This bid has not been sent: change it as it is, then send it")
    if bid.status != BidStatus.SUBMITTED:
        raise WrongState(f"This bid can no longer be changed: it is “{bid.get_status_display().lower()}”")


def can_replace(user, bid) -> bool:
    return can(check_can_replace, user, bid)


def check_can_open(user, tender) -> None:
    """Whether this person may take part in opening the tender's bids; the time is checked by the service.

    Not somebody with a bidder, or with it within two years, nor whom a declared interest bars.
    """
    user.must_have(Permission.OPEN_BIDS, tender.commission.council_id)
    check_not_tied(user, tender)


def can_open(user, tender) -> bool:
    return can(check_can_open, user, tender)


BEGAN = "You began this opening. Somebody else has to complete it: two people open the bids together."


def check_can_complete(user, opening) -> None:
    """The second person: another hand than the first, and neither of the two gave the other a role lately."""
    check_can_open(user, opening.tender)
    check_another_hand(user, opening.first_by_id, words=BEGAN)
    check_not_granted_by(user, opening.first_by, opening.tender.commission.council_id)


def can_complete(user, opening) -> bool:
    return can(check_can_complete, user, opening)


def check_can_see_opening(user, tender) -> None:
    """The record of the opening tells who bid: for those who open bids and those who read opened ones."""
    council = tender.commission.council_id
    if not any(user.can(permission, council) for permission in (Permission.OPEN_BIDS, *READERS)):
        raise NotAllowed("Your role does not include: take part in opening sealed bids, or read opened ones")


def check_can_read_whole(user, bid) -> None:
    """Whether this person of the council reads the whole opened bid, price included."""
    if not any(user.can(permission, bid.tender.commission.council_id) for permission in READERS):
        raise NotAllowed("You read the answers that were given to you on your scoring page")
    check_no_ties(user, bid.tender)
    if awaits_declaring(user, bid.tender):
        raise NotAllowed(
            "You read these bids once you have declared in their evaluation whether you have an interest, as its panel does"
        )
    if _is_held_back(user, bid.tender):
        raise NotAllowed(
            "You are on the panel of this tender. Until scoring is over you read the answers given to you, on your scoring "
            "page, and no price."
        )


def may_read_whole(user, tender) -> bool:
    """Whether somebody who may see the record of the opening may read the opened bids as well."""
    council = tender.commission.council_id
    reader = any(user.can(permission, council) for permission in READERS)
    return reader and can(check_no_ties, user, tender) and not awaits_declaring(user, tender) and not _is_held_back(user, tender)


def _is_held_back(user, tender) -> bool:
    return held_back(user).filter(evaluation__tender=tender.pk).exists()


def awaits_declaring(user, tender) -> bool:
    """Whether this person reads bids only as one who leads evaluations, and has not declared their interests in this one yet."""
    council = tender.commission.council_id
    if any(user.can(one, council) for one in (Permission.DECIDE_AWARDS, Permission.CHECK_TENDERS)):
        return False
    evaluation = getattr(tender, "evaluation", None)
    if evaluation is None:
        return True
    return evaluation.status != EvaluationStatus.CLOSED and not having_declared(user).filter(evaluation=evaluation).exists()


def can_count_bids(user, tender) -> bool:
    """Before the opening the council is told one number, and only who checks the tender is told it."""
    return user.can(Permission.CHECK_TENDERS, tender.commission.council_id)
