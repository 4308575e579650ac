"""Who may set up, sit, declare and decide on interests. ``check_can_x`` raises with the reason, ``can_x`` answers."""

from procurement.panel.enums import EvaluationStatus as S
from procurement.panel.models import Evaluation, Panellist
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import Organisation
from socialvalue.accounts.permissions import check_another_hand, check_not_with
from socialvalue.common import clock
from socialvalue.common.counting import listed
from socialvalue.common.errors import NotAllowed, Tied, WrongState, can

# From publication until the bids are evaluated
SET_UP_WHILE = (TenderStatus.PUBLISHED, TenderStatus.CLOSED, TenderStatus.OPENED)


BARRED = "You declared an interest in this tender, so it goes on without you. Its prices, ranks and award are closed to you."


def _council(evaluation: Evaluation) -> int:
    return evaluation.tender.commission.council_id


def is_barred(user, evaluation: Evaluation) -> bool:
    """Whether an interest of theirs, decided on or not, keeps them out of this evaluation."""
    return evaluation.panel.barred().filter(user=user).exists()


def bidders_in(tender) -> set[int]:
    """Ids of the suppliers in this tender: who began a bid, and after the deadline who sent one and did not withdraw it.

    Asked through the tender's relations: this room stands beneath bidding, and needs to know only that there is a bid.
    """
    rows = Organisation.objects.filter(bids__tender=tender)
    if tender.deadline is not None and clock.now() >= tender.deadline:
        rows = Organisation.objects.filter(
            bids__tender=tender, bids__submissions__isnull=False, bids__submissions__withdrawn_at=None
        )
    return set(rows.values_list("pk", flat=True))


def check_not_tied(user, tender) -> None:
    """Whoever acts on a tender or its bids is, and within two years was, with no bidder, and no declared interest bars them.

    The one rule for opening, leading, scoring, moderating, recommending, deciding, telling and reading (s.81 to 83).
    """
    check_no_ties(user, tender)
    if Panellist.objects.barred().filter(user=user, evaluation__tender=tender).exists():
        raise Tied(BARRED)


def check_no_ties(user, tender) -> None:
    """Nearly nobody has ties: then the bidders are not asked for."""
    if user.ties:
        check_not_with(user, bidders_in(tender))


def check_can_set_up(user, tender) -> None:
    """An evaluation lead with no tie to a bidder, from publication until the bids are being evaluated."""
    user.must_have(P.LEAD_EVALUATION, tender.commission.council_id)
    check_not_tied(user, tender)
    if tender.status not in SET_UP_WHILE:
        raise WrongState(f"A panel can be set up once a tender is published. This one is “{tender.get_status_display()}”.")


def check_can_lead(user, evaluation: Evaluation) -> None:
    """Lead: whoever leads evaluations in this council, unless a declared interest or a tie to a bidder bars them."""
    user.must_have(P.LEAD_EVALUATION, _council(evaluation))
    if is_barred(user, evaluation):
        raise Tied("You declared an interest in this tender, so somebody else has to lead its evaluation")
    check_no_ties(user, evaluation.tender)


def check_has_declared(user, evaluation: Evaluation) -> None:
    """Whoever acts as the lead has declared like the panel: the agreed score is theirs to write (s.81 to 83)."""
    if not evaluation.panel.filter(user=user, declared_at__isnull=False).exists():
        raise NotAllowed("Declare first whether you have an interest in this tender. The lead declares like the panel.")


def check_can_change_panel(user, evaluation: Evaluation) -> None:
    check_can_lead(user, evaluation)
    if evaluation.status not in (S.PREPARING, S.SCORING):
        raise WrongState("The panel stays as it is once moderation has begun")


def check_can_name_scorer(user, evaluation: Evaluation) -> None:
    """Give a question to somebody else in moderation. Whether a question needs it, the service asks."""
    check_can_lead(user, evaluation)
    check_has_declared(user, evaluation)
    if evaluation.status != S.MODERATING:
        raise WrongState("Another scorer is named during moderation. Before it the panel itself is changed.")


def check_interests_decided(evaluation: Evaluation) -> None:
    """Nothing that leads to an award goes on while an interest is undecided (s.81 to 83)."""
    names = [str(place) for place in evaluation.panel.undecided().select_related("user")]
    if names:
        raise WrongState(
            f"{listed(names)} declared an interest, and nobody has decided on it. Another evaluation lead or a lead director "
            "decides: they find it on their home page, and in the panel on the page of the evaluation."
        )


def check_can_sit(user, panellist: Panellist) -> None:
    """It is their own place on the panel, and they still score bids, or lead evaluations, for this council."""
    if panellist.user_id != user.pk:
        raise NotAllowed("This is another panellist’s place")
    if not user.can(P.LEAD_EVALUATION, _council(panellist.evaluation)):
        user.must_have(P.SCORE_BIDS, _council(panellist.evaluation))


def _check_not_told(evaluation: Evaluation) -> None:
    if evaluation.status == S.CLOSED and Evaluation.objects.told().filter(pk=evaluation.pk).exists():
        raise WrongState("The bidders were told of the award, so interests are neither declared nor decided here any more")


def check_can_declare(user, panellist: Panellist) -> None:
    """At any time before the bidders are told: an interest may come to light late (s.82)."""
    check_can_sit(user, panellist)
    _check_not_told(panellist.evaluation)


def check_can_decide_interest(user, panellist: Panellist) -> None:
    """Somebody else, who leads evaluations or decides on awards in this council, before the bidders are told."""
    council = _council(panellist.evaluation)
    if not user.can(P.DECIDE_AWARDS, council):
        user.must_have(P.LEAD_EVALUATION, council)
    check_another_hand(user, panellist.user_id, words="This is your own interest. Somebody else has to decide on it.")
    if is_barred(user, panellist.evaluation):
        raise Tied("You declared an interest in this tender yourself. Somebody without one decides on this.")
    check_no_ties(user, panellist.evaluation.tender)
    if panellist.has_interest is not True:
        raise WrongState("No interest was declared")
    _check_not_told(panellist.evaluation)


def can_set_up(user, tender) -> bool:
    return can(check_can_set_up, user, tender)


def can_lead(user, evaluation: Evaluation) -> bool:
    return can(check_can_lead, user, evaluation)


def can_name_scorer(user, evaluation: Evaluation) -> bool:
    return can(check_can_name_scorer, user, evaluation)


def can_declare(user, panellist: Panellist) -> bool:
    return can(check_can_declare, user, panellist)


def can_decide_interest(user, panellist: Panellist) -> bool:
    return can(check_can_decide_interest, user, panellist)
