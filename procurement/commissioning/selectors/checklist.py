"""The board checklist by value: what an approver wants answered before a plan goes through.

After Kent's procurement plan from £50,000 with its checklist on social value and Kent businesses (Select Committee
report 6.1.2) and the board papers' prompt on social value (Kent's paper to Scrutiny of 2019, 4.3).
"""

from dataclasses import dataclass
from decimal import Decimal

from procurement.commissioning.models import Commission
from procurement.commissioning.selectors.thresholds import threshold_of


@dataclass(frozen=True)
class ChecklistItem:
    key: str
    wording: str
    # Pounds over the term; None: from the law's threshold for a contract of the commission's kind
    from_value: Decimal | None = Decimal(0)


ITEMS = (
    ChecklistItem(
        "heard",
        "Were providers and people who receive the service heard, and does the plan follow what they said?",
    ),
    ChecklistItem("local", "How will local businesses and organisations be able to take part?", Decimal("50000")),
    ChecklistItem(
        "social-value",
        "Was social value considered from the start, and is what is asked relevant and in proportion?",
        Decimal("50000"),
    ),
    ChecklistItem(
        "lose",
        "Is it known what would be lost by buying the service again, and is there an answer to it?",
        Decimal("50000"),
    ),
    ChecklistItem("manage", "Who will manage the contract, and is there time for it?", Decimal("50000")),
    ChecklistItem(
        "options",
        "Were other ways of achieving the outcomes weighed: a grant, in-house, together with others?",
        None,
    ),
    ChecklistItem("equality", "Was the effect on people with protected characteristics assessed?", None),
    ChecklistItem("members", "Were the Cabinet Member and the local members told?", Decimal("1000000")),
)


def checklist_for(commission: Commission) -> list[ChecklistItem]:
    """The items that hold for a commission of this estimated value, by the rule set of the day its plan was drawn up."""
    threshold = threshold_of(commission)
    return [item for item in ITEMS if commission.estimated_value >= (threshold if item.from_value is None else item.from_value)]
