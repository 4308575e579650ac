"""Who may draft, check and publish, ask and answer. ``check_can_x`` raises with a reason, ``can_x`` answers."""

from datetime import date

from django.db.models import Q

from procurement.commissioning.models import Commission
from procurement.commissioning.permissions import check_can_edit as check_can_edit_commission
from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.enums import TenderStatus as S
from procurement.tendering.models import Tender
from procurement.tendering.workflow import TENDER
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.law import days

EDITABLE = (S.DRAFT, S.RETURNED)
# The council's policy, not the law's: the last day for questions lies this many of its own working days before the deadline,
# so that the answer can still be used
QUESTIONS_END_WORKING_DAYS = 3


def check_can_draft(user: User, council) -> None:
    user.must_have(P.EDIT_COMMISSIONS, council)


def check_can_copy(user: User, tender: Tender) -> None:
    """Start another tender from this one, however far this one came: whoever drafts in its council."""
    check_can_draft(user, tender.council)


def can_copy(user: User, tender: Tender) -> bool:
    return can(check_can_copy, user, tender)


def check_can_copy_into(user: User, tender: Tender, commission: Commission) -> None:
    """Start it for this commission: one of the same council that is not closed."""
    check_can_copy(user, tender)
    if commission.council_id != tender.commission.council_id:
        raise NotAllowed("A tender is copied inside one council")
    check_can_edit_commission(user, commission)


def can_copy_into(user: User, tender: Tender, commission: Commission) -> bool:
    return can(check_can_copy_into, user, tender, commission)


def check_can_edit(user: User, tender: Tender) -> None:
    """The drafter's side, while the tender is a draft or was returned."""
    user.must_have(P.EDIT_COMMISSIONS, tender.council)
    if tender.status == S.CHECKING:
        raise WrongState("The tender is being checked. It can be changed when it has been returned.")
    if tender.status not in EDITABLE:
        raise WrongState("What was published stays as it is. To change it, amend the tender: bidders are then told.")


def can_edit(user: User, tender: Tender) -> bool:
    return can(check_can_edit, user, tender)


def check_can_send(user: User, tender: Tender) -> None:
    user.must_have(P.EDIT_COMMISSIONS, tender.council)
    TENDER.target("send for checking", tender.status)


def check_can_check(user: User, tender: Tender) -> None:
    """Return or publish: a procurement officer, and neither the person who drafted it nor the one who sent it."""
    user.must_have(P.CHECK_TENDERS, tender.council)
    TENDER.target("publish", tender.status)
    sent = "You sent this tender for checking. Somebody else has to check it."
    check_another_hand(user, tender.sent_for_checking_by_id, words=sent)
    check_another_hand(user, tender.drafted_by_id, words="You drafted this tender. Somebody else has to check it.")


def can_check(user: User, tender: Tender) -> bool:
    return can(check_can_check, user, tender)


def check_can_amend(user: User, tender: Tender) -> None:
    user.must_have(P.CHECK_TENDERS, tender.council)
    if not accepts_bids(tender):
        raise WrongState("Only a tender that is open for bids can be amended")


def can_amend(user: User, tender: Tender) -> bool:
    return can(check_can_amend, user, tender)


def check_can_terminate(user: User, tender: Tender) -> None:
    user.must_have(P.CHECK_TENDERS, tender.council)
    TENDER.target("terminate", tender.status)


def can_terminate(user: User, tender: Tender) -> bool:
    return can(check_can_terminate, user, tender)


def check_can_answer(user: User, tender: Tender) -> None:
    """Answers go out while the tender is open; afterwards nobody could use them."""
    if not user.can(P.EDIT_COMMISSIONS, tender.council):
        user.must_have(P.CHECK_TENDERS, tender.council)
    if not accepts_bids(tender):
        raise WrongState("The tender is no longer open, so answers can no longer be published")


def can_answer(user: User, tender: Tender) -> bool:
    return can(check_can_answer, user, tender)


def check_invited(tender: Tender, supplier: Organisation) -> None:
    """Of a tender by invitation: this supplier, or one that was joined to it, was asked to bid."""
    if not tender.by_invitation:
        return
    if not tender.invitations.filter(Q(supplier=supplier) | Q(supplier__part_of=supplier)).exists():
        raise NotAllowed("Only suppliers that were invited can bid for this tender")


def check_can_ask(user: User, tender: Tender, supplier: Organisation) -> None:
    """Somebody who bids for the supplier, up to the last day for questions."""
    user.must_have(P.BID, supplier)
    check_invited(tender, supplier)
    if not accepts_bids(tender):
        raise WrongState("This tender is not open for bids, so questions can no longer be asked")
    if clock.today() > questions_until(tender):
        raise WrongState("The last day for questions has passed, so that everybody can still use the answers")


def can_ask(user: User, tender: Tender) -> bool:
    return user.is_authenticated and user.supplier is not None and can(check_can_ask, user, tender, user.supplier)


def accepts_bids(tender: Tender) -> bool:
    """Whether a bid may be submitted now: published, and strictly before the deadline."""
    return tender.status == S.PUBLISHED and clock.now() < deadline_of(tender)


def questions_until(tender: Tender) -> date:
    """The last day on which suppliers may ask, by the council's own working days.

    No proclaimed day moves it: a day that suppliers were told never comes earlier.
    """
    return days.add_council_days(deadline_of(tender).astimezone(clock.LONDON).date(), -QUESTIONS_END_WORKING_DAYS, {})
