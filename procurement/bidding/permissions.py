"""Who may write a bid, and who may open bids."""

from procurement.bidding.enums import BidStatus
from procurement.bidding.querysets import READERS, having_declared, held_back
from procurement.panel.enums import EvaluationStatus
from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.common.errors import NotAllowed, WrongState


def check_can_bid_for(user, supplier) -> None:
    """Whether this person may write bids in the name of ``supplier``."""
    if supplier is None or supplier.kind != OrganisationKind.SUPPLIER:
        raise NotAllowed("Only a supplier can bid. Register your organisation as a supplier first.")
    user.must_have(Permission.BID, supplier)


def check_can_write(user, bid) -> None:
    """Whether this person may change this bid, and whether it is in a state to be changed."""
    user.must_have(Permission.BID, bid.supplier_id)
    if bid.status == BidStatus.SUBMITTED:
        raise WrongState("This bid has been sent. To change it, withdraw it first, then send it again before the deadline.")
    if bid.status not in (BidStatus.DRAFT, BidStatus.WITHDRAWN):
        raise WrongState(f"This bid can no longer be changed: it is “{bid.get_status_display().lower()}”")


def can_write(user, bid) -> bool:
    return user.can(Permission.BID, bid.supplier_id) and bid.status in (BidStatus.DRAFT, BidStatus.WITHDRAWN)


def check_can_open(user, tender) -> None:
    """Whether this person may take part in opening the tender's bids; the time is checked by the service."""
    user.must_have(Permission.OPEN_BIDS, tender.commission.council_id)


def can_open(user, tender) -> bool:
    return user.can(Permission.OPEN_BIDS, tender.commission.council_id)


def check_can_see_opening(user, tender) -> None:
    """The record of the opening tells who bid: for those who open bids and those who read opened ones."""
    council = tender.commission.council_id
    if not any(user.can(permission, council) for permission in (Permission.OPEN_BIDS, *READERS)):
        raise NotAllowed("Your role does not include: take part in opening sealed bids, or read opened ones")


def check_can_read_whole(user, bid) -> None:
    """Whether this person of the council reads the whole opened bid, price included."""
    if not any(user.can(permission, bid.tender.commission.council_id) for permission in READERS):
        raise NotAllowed("You read the answers that were given to you on your scoring page")
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
    return reader and not awaits_declaring(user, tender) and not _is_held_back(user, tender)


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
