"""Who sees a return and what hangs on it, as one rule; of its stories those without consent have a narrower one."""

from django.db.models import Q

from contracts.register.enums import Side
from contracts.register.querysets import contracts_rule, delivers
from contracts.schedule.enums import ReturnStatus
from socialvalue.accounts.enums import Permission


def returns_rule(user, prefix: str = "") -> Q:
    """A draft is seen by the side that writes it, everything else by whoever sees the contract.

    A filter on returns or, with ``prefix`` (“kpi_return__”), on what belongs to one.
    """
    contract, due = f"{prefix}due__kpi__obligation__contract__", f"{prefix}due__due_on"
    seen = contracts_rule(user, contract, due)
    councils = user.organisations_where(Permission.EDIT_CONTRACTS) if user.is_authenticated else []
    theirs = delivers(user, contract, due) | Q(**{f"{contract}service_head": user.pk})
    own_draft = theirs & Q(**{f"{prefix}side": Side.SUPPLIER}) | Q(
        **{f"{prefix}side": Side.COUNCIL, f"{contract}council__in": councils}
    )
    return seen & (~Q(**{f"{prefix}status": ReturnStatus.DRAFT}) | own_draft)


def stories_rule(user) -> Q:
    """A story is seen with its return where the person agreed; without consent by those who must read it to vouch for it.

    They are the supplier's own people, who heard it, and the council's contract managers and those who verify returns.
    Others who see the contract, members among them, see none of it.
    """
    if not user.is_authenticated:
        return Q(pk__in=[])
    contract = "kpi_return__due__kpi__obligation__contract__"
    councils = {*user.organisations_where(Permission.EDIT_CONTRACTS), *user.organisations_where(Permission.VERIFY_RETURNS)}
    vouching = delivers(user, contract, "kpi_return__due__due_on") | Q(**{f"{contract}council__in": councils})
    return returns_rule(user, "kpi_return__") & (Q(consent=True) | vouching)
