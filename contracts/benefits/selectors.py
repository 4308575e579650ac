"""What a KPI is asked of who benefited, and what was said of it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist

from contracts.benefits.calculations.parts import UNKNOWN, Group, Shown, check, filled, shown
from contracts.benefits.models import BenefitList, Breakdown
from contracts.obligations.models import Kpi
from socialvalue.accounts.models import Organisation
from socialvalue.common.templatetags.formats import plain_number


def breakdown_of(kpi: Kpi) -> Breakdown | None:
    """What it is or was asked; loaded with ``kpi__breakdown__by_list`` it asks the database nothing."""
    try:
        return kpi.breakdown
    except ObjectDoesNotExist:
        return None


def asked_of(kpi: Kpi, ends_on: date) -> Breakdown | None:
    """What it is asked of the period that ends on this day."""
    found = breakdown_of(kpi)
    return found if found is not None and found.is_asked(ends_on) else None


def lists_of(council: Organisation) -> list[BenefitList]:
    return list(BenefitList.objects.filter(council=council, ended_at=None))


def amounts(kept: Mapping[str, str]) -> dict[str, Decimal]:
    return {key: Decimal(amount) for key, amount in kept.items()}


def kept(said: Mapping[str, Decimal | None]) -> dict[str, str]:
    """As a return keeps it: what was typed, nothing where nothing was."""
    return {key: plain_number(amount, places=4).replace(",", "") for key, amount in said.items() if amount is not None}


def rows_of(asked: Breakdown, whole: Decimal | None, said: Mapping[str, str], *, exact: bool) -> list[Shown]:
    """The parts of one return; none where nothing was said."""
    if whole is None or not said:
        return []
    parts, targets = amounts(said), amounts(asked.targets)
    return shown(asked.by_list.parts, whole, parts, overlaps=asked.by_list.overlaps, targets=targets, exact=exact)


def problem_in(asked: Breakdown, whole: Decimal | None, said: Mapping[str, str]) -> str:
    """Why the parts do not go with the figure, in words; empty where they do."""
    if whole is None or not said:
        return ""
    found = check(whole, amounts(said), overlaps=asked.by_list.overlaps)
    if found.over:
        total = whole + found.over
        return (
            f"Who benefited adds up to {plain_number(total)}, which is {plain_number(found.over)} more than the figure of "
            f"{plain_number(whole)}: correct one of them"
        )
    if found.beyond:
        names = {group.key: group.name for group in [*asked.by_list.parts, Group(UNKNOWN, "Not known")]}
        most = max(amounts(said)[key] - whole for key in found.beyond)
        which = ", ".join(names.get(key, key) for key in found.beyond)
        more = f"by {plain_number(most)} more than the figure of {plain_number(whole)}"
        return f"Who benefited: {which} is {more}: correct one of them"
    return ""


def note_of(asked: Breakdown, whole: Decimal | None, said: Mapping[str, str]) -> str:
    """“Who benefited: nothing said”, “… 3 of 12 not known”; empty where all is said."""
    if not said:
        return f"Who benefited is not said ({asked.by_list.name})"
    if whole is None:
        return ""
    rest = filled(whole, amounts(said), overlaps=asked.by_list.overlaps).get(UNKNOWN)
    return f"Who benefited: {plain_number(rest)} of {plain_number(whole)} not known" if rest else ""
