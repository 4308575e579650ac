"""What the contract manager says of the evidence of a scorecard’s lines. Illustrative."""

from contracts.returns.calculations.lines import to_answer
from contracts.returns.models import Return
from contracts.returns.services import Said
from contracts.schedule.models import DueReturn

NOT_SHOWN = Said(shows=False, why="The staff list is of last year and does not say who works on this contract")
SHOWN = Said(shows=True)


def said_of(due: DueReturn, handed_in: Return) -> dict[str, Said]:
    """Each line that claims its top level: shown, but for the first line of the KPI’s second period."""
    keys = [sub.key for sub in to_answer(handed_in.working)]
    if not keys:
        return {}
    second = due.kpi.due_returns.filter(starts_on__lt=due.starts_on).count() == 1
    return dict.fromkeys(keys, SHOWN) | ({keys[0]: NOT_SHOWN} if second else {})
