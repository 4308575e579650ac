"""The five-minute tour: what each role can do here, in the order in which it is done."""

from dataclasses import dataclass

from socialvalue.accounts.enums import Role


@dataclass(frozen=True)
class Step:
    """``route`` names the page it leads to; ``picture`` is a file of that page in ``static/src/img``, with what it shows."""

    title: str
    words: str
    route: str
    link: str
    picture: str
    shows: str

    @property
    def image(self) -> str:
        return f"img/tour-{self.picture}.png"


HOME = Step(
    "Start with what needs you",
    "The start page lists what is waiting for you, the most urgent first. Each line leads straight to the work.",
    "home",
    "Open your start page",
    "home",
    "The start page with a list of tasks",
)
OVERSIGHT = Step(
    "See what was promised and what came of it",
    "Oversight sets every promise beside what was delivered. Follow any figure down to the returns it was counted from.",
    "oversight",
    "Open oversight",
    "oversight",
    "The oversight page with the council’s priorities",
)
REPORTS = Step(
    "Read the Cabinet reports",
    "Each report is fixed on the day it is made, with the sources of every figure, and approved by a second person.",
    "reports",
    "Open reports",
    "reports",
    "The list of reports",
)
CONTRACTS = Step(
    "Look into a contract",
    "A contract’s page says what was promised, whether it was required or offered, and how each promise stands.",
    "contracts",
    "Open contracts",
    "contracts",
    "The list of contracts",
)
DIARY = Step(
    "Look ahead",
    "The diary shows the whole year of purchases. It marks where two of them ask the same people at the same time.",
    "diary",
    "Open the diary",
    "diary",
    "The diary with a year of purchases",
)
PLAN = Step(
    "See what is planned",
    "The forward plan says what will be bought, where, and when bids will be asked for.",
    "forward-plan",
    "Open the forward plan",
    "forward-plan",
    "The forward plan",
)
COMMISSIONS = Step(
    "Plan a purchase",
    "Begin a commission: ask the key questions, note what people said, draft the outcomes. A second person approves the plan.",
    "commissions",
    "Open commissions",
    "commissions",
    "The list of commissions",
)
FRAMEWORKS = Step(
    "Choose from the framework",
    "The framework holds the council’s priorities, outcomes and measures. What you choose from it can be compared later.",
    "frameworks",
    "Open frameworks",
    "frameworks",
    "The list of frameworks",
)
TENDERS = Step(
    "Take it to tender",
    "Weights must add up before a tender can be published, and a second person checks it first.",
    "tenders",
    "Open tenders",
    "tenders",
    "The list of tenders",
)
SCORING = Step(
    "Score what you are given",
    "You see the published question, the answer and the scale. Give each score a reason. Nobody else on the panel sees it yet.",
    "evaluations",
    "Open scoring",
    "evaluations",
    "The list of evaluations",
)
OPPORTUNITIES = Step(
    "Find an opportunity",
    "What councils want to buy, with the deadline first. Anybody may read it; to ask a question or to bid you are signed in.",
    "opportunities",
    "Open opportunities",
    "opportunities",
    "The list of opportunities",
)
RETURNS = Step(
    "Report what you delivered",
    "Every return is listed from the start. Give a figure, say how you know, and attach evidence. The council checks it.",
    "returns",
    "Open returns",
    "returns",
    "The list of returns",
)

STEPS: dict[str, tuple[Step, ...]] = {
    Role.COMMISSIONER: (HOME, COMMISSIONS, FRAMEWORKS, TENDERS, OVERSIGHT),
    Role.PROCUREMENT_OFFICER: (HOME, TENDERS, SCORING, OPPORTUNITIES, DIARY),
    Role.EVALUATOR: (HOME, SCORING),
    Role.EVALUATION_LEAD: (HOME, TENDERS, SCORING),
    Role.CONTRACT_MANAGER: (HOME, CONTRACTS, RETURNS, OVERSIGHT, REPORTS),
    Role.LEAD_DIRECTOR: (HOME, COMMISSIONS, SCORING, OVERSIGHT, REPORTS),
    Role.MEMBER: (OVERSIGHT, CONTRACTS, REPORTS, PLAN),
    Role.SUPPLIER: (
        OPPORTUNITIES,
        Step(
            "Bid",
            "Answers are saved as you type. Your bid stays sealed until the deadline has passed and two people open it.",
            "bids",
            "Open your bids",
            "bids",
            "The list of a supplier’s bids",
        ),
        CONTRACTS,
        RETURNS,
        PLAN,
    ),
    Role.PARTNER: (
        Step(
            "Post an opportunity",
            "Say what your organisation wants to buy. The council approves it before anybody can read it.",
            "postings",
            "Open what you posted",
            "postings",
            "The list of posted opportunities",
        ),
        OPPORTUNITIES,
        PLAN,
    ),
    Role.ADMINISTRATOR: (
        Step(
            "Look after people",
            "Add people, change what they may do, and end their access. Say who answers questions, too.",
            "administration",
            "Open administration",
            "administration",
            "The administration page",
        ),
        Step(
            "Know what each role may do",
            "The table of permissions is the one that the service itself asks.",
            "administration-permissions",
            "Open the table of permissions",
            "permissions",
            "The table of roles and permissions",
        ),
        Step(
            "Read the record",
            "Who did what, when and why. Nobody can change or remove an entry.",
            "administration-audit",
            "Open the record",
            "audit",
            "The record of what was done",
        ),
        OVERSIGHT,
    ),
}
