"""Who may recommend, decide, tell the bidders and make the contract."""

from datetime import timedelta

from procurement.award.enums import AwardStatus
from procurement.award.models import Award
from procurement.award.workflow import AWARD
from procurement.evaluation.permissions import check_result_stands
from procurement.panel.enums import EvaluationStatus
from procurement.panel.models import Evaluation
from procurement.panel.permissions import check_can_lead, check_interests_decided, check_not_tied
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Lot, Tender
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.common import clock
from socialvalue.common.errors import WrongState, can
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.law.selectors import proclaimed_days


def _council(award: Award) -> int:
    return award.tender.commission.council_id


def check_can_take_file(user: User, tender: Tender) -> None:
    """The whole file, scores of each evaluator included: who leads or checks, once nothing is scored or sealed any more."""
    council = tender.commission.council_id
    if not user.can(P.LEAD_EVALUATION, council):
        user.must_have(P.CHECK_TENDERS, council)
    check_not_tied(user, tender)
    if tender.status not in (TenderStatus.EVALUATED, TenderStatus.DECIDED, TenderStatus.CONTRACTED, TenderStatus.TERMINATED):
        raise WrongState("The file of a procurement can be taken once its evaluation is closed, or it has ended")


def can_take_file(user: User, tender: Tender) -> bool:
    return can(check_can_take_file, user, tender)


def check_goes_on(award: Award) -> None:
    """Nothing follows from an award once the procurement was ended without one (s.55)."""
    if award.tender.status == TenderStatus.TERMINATED:
        raise WrongState("The procurement was ended without an award, so nothing follows from this one")


def check_award_may_follow(evaluation: Evaluation) -> None:
    """No interest is undecided, and the result rests on no score that was set aside (s.81 to 83)."""
    check_interests_decided(evaluation)
    check_result_stands(evaluation)


def check_can_recommend(user: User, evaluation: Evaluation, lot: Lot | None = None) -> None:
    """The evaluation lead, once the evaluation is closed and while nothing is recommended (or it was returned).

    ``lot`` is left out where the tender is not divided.
    """
    check_can_lead(user, evaluation)
    if evaluation.status != EvaluationStatus.CLOSED:
        raise WrongState("An award can be recommended once the evaluation is closed")
    if evaluation.tender.status != TenderStatus.EVALUATED:
        raise WrongState(f"The tender is “{evaluation.tender.get_status_display()}”")
    award = Award.objects.filter(tender=evaluation.tender_id, **({"lot": lot} if lot else {})).first()
    if award is not None and award.status != AwardStatus.RETURNED:
        raise WrongState(f"An award was recommended already: {award.get_status_display().lower()}")
    check_award_may_follow(evaluation)


def can_recommend(user: User, evaluation: Evaluation, lot: Lot | None = None) -> bool:
    return can(check_can_recommend, user, evaluation, lot)


def check_can_return(user: User, award: Award) -> None:
    """Send the recommendation back: somebody who decides awards and did not recommend this one."""
    user.must_have(P.DECIDE_AWARDS, _council(award))
    check_not_tied(user, award.tender)
    check_goes_on(award)
    AWARD.target("decide", award.status)
    check_another_hand(user, award.recommended_by_id, words="You recommended this award. Somebody else has to decide on it.")


def can_return(user: User, award: Award) -> bool:
    return can(check_can_return, user, award)


def check_can_decide(user: User, award: Award) -> None:
    """Whoever may return it, while nothing stands in the way of an award."""
    check_can_return(user, award)
    check_award_may_follow(award.tender.evaluation)


def can_decide(user: User, award: Award) -> bool:
    return can(check_can_decide, user, award)


def check_can_tell(user: User, award: Award) -> None:
    """Tell the bidders: a procurement officer or an evaluation lead, once the award is decided."""
    council = _council(award)
    if not user.can(P.LEAD_EVALUATION, council):
        user.must_have(P.CHECK_TENDERS, council)
    check_not_tied(user, award.tender)
    check_goes_on(award)
    AWARD.target("tell bidders", award.status)
    check_award_may_follow(award.tender.evaluation)


def can_tell(user: User, award: Award) -> bool:
    return can(check_can_tell, user, award)


def check_can_contract(user: User, award: Award) -> None:
    """Make the contract: whoever edits contracts, and not before the standstill has ended."""
    user.must_have(P.EDIT_CONTRACTS, _council(award))
    check_not_tied(user, award.tender)
    check_goes_on(award)
    AWARD.target("make contract", award.status)
    check_standstill_over(award)


def check_standstill_over(award: Award) -> None:
    """By what the bidders were told, and by every bank holiday entered since: the later day counts, told already or not yet."""
    last = award.standstill_ends_on
    if last < clock.today():
        last = award.last_day_of_standstill(proclaimed_days())
    if last >= clock.today():
        raise WrongState(
            f"The standstill lasts until the end of {plain_day(last)}. "
            f"The contract can be made from {plain_day(last + timedelta(days=1))}."
        )


def can_contract(user: User, award: Award) -> bool:
    return can(check_can_contract, user, award)
