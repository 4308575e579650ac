"""The people of a period, for those who may read what each of them reached, and the part on the page of the return."""

from django.urls import reverse

from contracts.evidence.calculations.individuals import FEWEST, months_kept
from contracts.evidence.models import Individual
from contracts.evidence.permissions import can_enter_people, can_set_scale, contract_of
from contracts.evidence.selectors.individuals import Reached, reached_in, scale_of
from contracts.evidence.visibility import individuals_rule
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.common.templatetags.formats import plain_number


def vouches_for(due: DueReturn, user: User) -> bool:
    return DueReturn.objects.filter(individuals_rule(user), pk=due.pk).exists()


def people_part(due: DueReturn, user: User) -> dict:
    """On the page of a return: the figures as this person may read them, and the way to the people."""
    scale = scale_of(due.kpi)
    if scale is None:
        return {"reached": None, "may_set_scale": can_set_scale(user, due.kpi)}
    vouches = vouches_for(due, user)
    handed_in = vouches or due.returns.exclude(status=ReturnStatus.DRAFT).exists()
    reached = reached_in(due, scale, vouches=vouches) if handed_in else None
    return {
        "reached": reached,
        "lines": lines_of(reached) if reached else [],
        "few": FEWEST,
        "vouches": vouches,
        "may_enter": vouches and can_enter_people(user, due),
        "may_set_scale": False,
    }


def lines_of(reached: Reached) -> list[tuple[str, str]]:
    """(what, how many) as a page reads it; too few are said to be too few."""
    found = reached.whole or reached.shown
    if found is None:
        return []
    middle = found.middle
    rows = [
        ("Improved", _many(found.improved, found.people)),
        ("Stayed the same", _many(found.same, found.people)),
        ("Fell", _many(found.fell, found.people)),
        (
            "Change in the middle (median)",
            "Not shown" if middle is None else f"{'+' if middle > 0 else ''}{plain_number(middle)}",
        ),
    ]
    if reached.whole and reached.whole.not_yet:
        rows.append(("Not measured again yet", str(reached.whole.not_yet)))
    return rows


def _many(count: int | None, people: int) -> str:
    return "Not shown: too few" if count is None else f"{count} of {people}"


def people_page(due: DueReturn, user: User) -> dict:
    contract = contract_of(due)
    return {
        "due": due,
        "kpi": due.kpi,
        "contract": contract,
        "people": Individual.objects.visible_to(user).filter(due=due),
        "people_part": people_part(due, user),
        "months": months_kept(due.ends_on),
        "breadcrumbs": [
            (contract.title, reverse("contract", args=[contract.pk])),
            ("Return", reverse("return", args=[due.pk])),
        ],
    }
