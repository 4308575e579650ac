"""Who sees a return and everything that hangs on it, as one rule."""

from django.db.models import Q

from contracts.register.enums import Side
from contracts.register.models import Contract
from contracts.schedule.enums import ReturnStatus
from socialvalue.accounts.enums import Permission


def returns_rule(user, prefix: str = "") -> Q:
    """A draft is seen by the side that writes it, everything else by whoever sees the contract.

    A filter on returns or, with ``prefix`` (“kpi_return__”), on what belongs to one.
    """
    contract = f"{prefix}due__kpi__obligation__contract__"
    seen = Q(**{f"{contract}in": Contract.objects.visible_to(user)})
    suppliers = user.organisations_where(Permission.BID) if user.is_authenticated else []
    councils = user.organisations_where(Permission.EDIT_CONTRACTS) if user.is_authenticated else []
    own_draft = Q(**{f"{prefix}side": Side.SUPPLIER, f"{contract}suppliers__in": suppliers}) | Q(
        **{f"{prefix}side": Side.COUNCIL, f"{contract}council__in": councils}
    )
    return seen & (~Q(**{f"{prefix}status": ReturnStatus.DRAFT}) | own_draft)
