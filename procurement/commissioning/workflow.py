from procurement.commissioning.enums import PlanStatus, SoughtStatus, Stage
from socialvalue.common.workflow import Transition, Workflow

COMMISSION = Workflow(
    "commission",
    Stage,
    Stage.ANALYSE,
    [
        Transition("plan", (Stage.ANALYSE,), Stage.PLAN, "commissioner"),
        Transition("go back to analyse", (Stage.PLAN,), Stage.ANALYSE, "commissioner"),
        Transition("do", (Stage.PLAN,), Stage.DO, "commissioner, once the plan is approved"),
        Transition("review", (Stage.DO,), Stage.REVIEW, "commissioner"),
        Transition("close", (Stage.ANALYSE, Stage.PLAN, Stage.DO, Stage.REVIEW), Stage.CLOSED, "commissioner"),
    ],
)

PLAN = Workflow(
    "commissioning plan",
    PlanStatus,
    PlanStatus.DRAFT,
    [
        Transition("submit", (PlanStatus.DRAFT, PlanStatus.RETURNED), PlanStatus.SUBMITTED, "commissioner"),
        Transition("return", (PlanStatus.SUBMITTED,), PlanStatus.RETURNED, "somebody else, who approves plans"),
        Transition("approve", (PlanStatus.SUBMITTED,), PlanStatus.APPROVED, "somebody else, who approves plans"),
        Transition("reopen", (PlanStatus.APPROVED,), PlanStatus.DRAFT, "commissioner, while no published tender stands"),
    ],
)

SOUGHT_OUTCOME = Workflow(
    "sought outcome",
    SoughtStatus,
    SoughtStatus.PROVISIONAL,
    [
        Transition("approve", (SoughtStatus.PROVISIONAL,), SoughtStatus.APPROVED, "approval of the plan"),
        Transition("drop", (SoughtStatus.PROVISIONAL, SoughtStatus.APPROVED), SoughtStatus.DROPPED, "commissioner"),
        Transition(
            "take up again",
            (SoughtStatus.DROPPED, SoughtStatus.APPROVED),
            SoughtStatus.PROVISIONAL,
            "commissioner",
        ),
    ],
)
