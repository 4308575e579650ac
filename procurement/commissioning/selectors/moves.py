"""The steps along the cycle as the pages put them: the question asked, what follows, what is said when it is done."""

from dataclasses import dataclass

from procurement.commissioning import selectors
from procurement.commissioning.models import Commission
from procurement.commissioning.workflow import COMMISSION


@dataclass(frozen=True)
class Move:
    key: str
    verb: str
    label: str
    question: str
    consequence: str
    done: str
    reason: str = "Reason, for the record"
    always_reason: bool = False

    def reason_needed(self, commission: Commission) -> bool:
        return self.always_reason or (self.verb == "plan" and not selectors.diagnostic_issued(commission))


MOVES = {
    move.key: move
    for move in (
        Move(
            "plan",
            "plan",
            "Go on to Plan",
            "Is the analysis finished?",
            "Go on once the diagnostic report is issued: its findings become the provisional outcomes of the plan. "
            "Without one, say why.",
            "The commission is being planned.",
        ),
        Move(
            "back",
            "go back to analyse",
            "Go back to Analyse",
            "Do you want to go back to Analyse?",
            "What was planned stays. The reason is kept on the record.",
            "The commission is being analysed again.",
            "Why it goes back",
            always_reason=True,
        ),
        Move(
            "do",
            "do",
            "Go on to Do",
            "Is the plan ready to be carried out?",
            "From £50,000 an approved commissioning plan is needed, except for an in-house service.",
            "The commission is being carried out.",
        ),
        Move(
            "review",
            "review",
            "Go on to Review",
            "Is it time to review what was achieved?",
            "The review asks what the service proved, and what the next one should take over.",
            "The commission is under review.",
        ),
        Move(
            "close",
            "close",
            "Close the commission",
            "Do you want to close this commission?",
            "Nothing can be changed after that. Its record stays to be read.",
            "The commission is closed.",
            "Why it is closed",
            always_reason=True,
        ),
    )
}


def open_moves(commission: Commission) -> list[Move]:
    """The moves the workflow table allows now."""
    return [move for move in MOVES.values() if COMMISSION.allows(move.verb, commission.stage)]
