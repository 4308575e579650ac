from contracts.register.enums import ContractStatus as S
from socialvalue.common.workflow import Transition, Workflow

CONTRACT = Workflow(
    "contract",
    S,
    S.DRAFT,
    [
        Transition("start", (S.DRAFT,), S.ACTIVE, "contract manager, once both sides agree the obligations"),
        Transition("end", (S.ACTIVE,), S.ENDED, "contract manager, or the clock after the last day"),
        Transition("carry on", (S.ACTIVE, S.ENDED), S.ACTIVE, "contract manager, with a reason"),
    ],
)
