from contracts.obligations.enums import AgreementStatus as S
from socialvalue.common.workflow import Transition, Workflow

OBLIGATION = Workflow(
    "obligation",
    S,
    S.PROPOSED,
    [
        Transition("agree", (S.PROPOSED,), S.AGREED, "the second side to agree"),
        Transition("reword", (S.AGREED,), S.PROPOSED, "contract manager, with a reason"),
        Transition("withdraw", (S.PROPOSED,), S.AGREED, "contract manager, who takes back all that was to change"),
        Transition("end", (S.PROPOSED, S.AGREED), S.ENDED, "contract manager, with a reason"),
    ],
)
