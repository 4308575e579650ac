"""Who sees a return and what hangs on it, as one rule; of its stories by what the person agreed to."""

from django.db.models import Q

from contracts.evidence.enums import SHOWN, Use
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


def vouching_rule(user, prefix: str = "") -> Q:
    """Stories that somebody must read whole to vouch for them: the supplier's own people, who heard them, and the council's
    contract managers and those who verify returns. ``prefix`` (“story__”): of what belongs to one."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    due = f"{prefix}kpi_return__due__"
    councils = {*user.organisations_where(Permission.EDIT_CONTRACTS), *user.organisations_where(Permission.VERIFY_RETURNS)}
    by_council = Q(**{f"{due}kpi__obligation__contract__council__in": councils})
    vouching = delivers(user, f"{due}kpi__obligation__contract__", f"{due}due_on") | by_council
    return returns_rule(user, f"{prefix}kpi_return__") & vouching


def stories_rule(user, prefix: str = "") -> Q:
    """A story is seen with its return, by whom the person agreed to; without consent by those who vouch for it alone.

    For the council only: its officers. They see the record of commissions, which members do not. What was withdrawn says
    nothing any more, and only those who vouched for it see that it was there.
    """
    if not user.is_authenticated:
        return Q(pk__in=[])
    council = f"{prefix}kpi_return__due__kpi__obligation__contract__council__in"
    officers = Q(**{f"{prefix}use": Use.COUNCIL, council: user.organisations_where(Permission.VIEW_COMMISSIONS)})
    agreed = Q(**{f"{prefix}use__in": SHOWN}) | officers
    return returns_rule(user, f"{prefix}kpi_return__") & agreed | vouching_rule(user, prefix)


def individuals_rule(user, prefix: str = "") -> Q:
    """Due rows (or, with ``prefix`` “due__”, what belongs to them) of which somebody reads what each person reached.

    The supplier's people their own; those who manage or verify once the return was handed in, or where the council made it.
    """
    if not user.is_authenticated:
        return Q(pk__in=[])
    contract = f"{prefix}kpi__obligation__contract__"
    councils = {*user.organisations_where(Permission.EDIT_CONTRACTS), *user.organisations_where(Permission.VERIFY_RETURNS)}
    sent = [status for status in ReturnStatus if status != ReturnStatus.DRAFT]
    told = Q(**{f"{prefix}returns__status__in": sent}) | Q(**{f"{prefix}returns__side": Side.COUNCIL})
    return delivers(user, contract, f"{prefix}due_on") | Q(**{f"{contract}council__in": councils}) & told
