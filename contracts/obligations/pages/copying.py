"""What the page says before next year's contract is started from this one."""

from contracts.obligations.selectors.copying import Coming, former_owners
from contracts.register.models import Contract
from socialvalue.common import clock
from socialvalue.common.copying import Preview
from socialvalue.common.counting import listed, many
from socialvalue.common.templatetags.formats import plain_day


def preview(source: Contract, coming: Coming) -> Preview:
    suppliers = listed(source.suppliers_on())
    dated = len(coming.milestones)
    left = [
        "Returns, evidence, case studies and how each KPI stands",
        "The agreement of both sides: the supplier and the council agree every obligation again",
        "Its dates, its procurement route, its review and its possible extension",
        "The award, the tender and the commission that it came from",
    ]
    if coming.left:
        left.append(f"What was never agreed by both sides: {listed(coming.left)}")
    return Preview(
        along=[
            f"The supplier {suppliers}, the directorate and the districts" if suppliers else "The directorate and the districts",
            f"{many(len(coming.obligations), 'obligation')} in the words that both sides agreed, as drafts",
            f"{many(len(coming.kpis), 'KPI')} with targets and minimums"
            + (f", {dated} of them once you enter the new day" if dated else ""),
        ],
        left=left,
        changed=[*_of_dates(source), *_of_owners(source), *coming.changed],
    )


def _of_dates(source: Contract) -> list[str]:
    if source.last_day >= clock.today():
        return []
    return [f"{source.reference} ended on {plain_day(source.last_day)}: enter the new dates and the new value"]


def _of_owners(source: Contract) -> list[str]:
    return [f"{person} can no longer be named for this contract: choose somebody else" for person in former_owners(source)]
