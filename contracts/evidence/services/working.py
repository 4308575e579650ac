"""The working of a return’s score follows its evidence."""

from contracts.performance import composing
from socialvalue.common.saving import save_changes


def work_out_again(kpi_return) -> None:
    """Write value and working anew after evidence came or went; the caller has locked it. Of any other kind nothing changes."""
    if not kpi_return.answers:
        return
    given = frozenset(kpi_return.named.values_list("sub", "kind"))
    worked = composing.work_out(composing.read(kpi_return.due.sub_scores), kpi_return.answers, given)
    save_changes(kpi_return, value=worked.value, no_cases=worked.no_cases, working=worked.plain())
