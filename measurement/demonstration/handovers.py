"""What both sides settle between the award and the first return. All of it is illustrative."""

from datetime import timedelta
from typing import TYPE_CHECKING

from contracts.handover.enums import Point
from contracts.handover.services import agree_minute, keep_minute
from contracts.obligations import services as commitments
from contracts.obligations.selectors.alike import alike
from contracts.register.models import Contract
from socialvalue.accounts.models import User
from socialvalue.common import clock

if TYPE_CHECKING:
    from measurement.demonstration.register import Registrar


def told_apart(registrar: "Registrar", contract: Contract) -> None:
    """Where two obligations of a contract count the same, the council says before it agrees that other people are meant."""
    for same in alike(contract):
        reason = "The bid names the people it offers beside those the specification asks for (illustrative)"
        commitments.say_counted(same.obligation, by=registrar.cast.manager, part_of=None, reason=reason)


SETTLED: dict[str, str] = {
    Point.MEANING: "Both sides read every obligation. A month counts as begun on its first day.",
    Point.CONTACTS: "The contract manager for the council, the service lead for the supplier. Each names a stand-in for leave.",
    Point.BURDEN: "Figures every six months are enough. Nothing is asked in August.",
    Point.OWN_RECORDS: "The supplier keeps a list of its own and fills in the page from it.",
    Point.ELSEWHERE: "The food hygiene rating is public: it is not asked for again.",
    Point.EVIDENCE: "A list of starts with months, no names. Invoices of local suppliers on request.",
    Point.STORIES: "People sign before their story is used. Their address and age are never written down.",
    Point.TROUBLE: "The supplier rings the contract manager within two days. They look for a way together first.",
}


def kick_off(registrar: "Registrar", contract: Contract, *, days_ago: int, confirmed_by: User) -> None:
    """The meeting in the second week, entered a day later and confirmed by the supplier."""
    with registrar.stage.on(days_ago, 10):
        kept = keep_minute(
            contract,
            by=registrar.cast.manager,
            held_on=clock.today() - timedelta(days=1),
            council_people="Contract manager, commissioner",
            supplier_people="Service lead, kitchen manager",
            answers=SETTLED,
        )
    with registrar.stage.on(days_ago - 2, 15):
        agree_minute(kept, by=confirmed_by)
