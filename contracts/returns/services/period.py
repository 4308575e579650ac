"""The returns of one contract and one period: all of them submitted after one look, and taken back together."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.returns.selectors import drafts_of
from contracts.returns.services.handing_in import submit_each
from contracts.returns.services.undoing import undo_submit_each
from socialvalue.accounts.models import User
from socialvalue.common.errors import Conflict

CHANGED = "A return was saved again after you opened this page, or is no longer a draft. Check all again, then submit them"


@transaction.atomic
def submit_period(
    contract: Contract,
    ends_on: date,
    shown: Mapping[int, int],
    *,
    by: User,
    early_reason: str = "",
    change_reason: str = "",
) -> list[Return]:
    """Submit exactly what was checked: the drafts of the period that ends on this day with these keys, in these versions.

    All or none. Drafts that nobody checked stay drafts. Raises Conflict where nothing was shown, or one of those shown is another
    now or no draft any more; Refused with what is missing as ``submit_return`` does.
    """
    drafts = set(drafts_of(by, contract).filter(due__ends_on=ends_on).values_list("pk", flat=True))
    if not shown or not set(shown) <= drafts:
        raise Conflict(CHANGED)
    return submit_each(shown, by=by, early_reason=early_reason, change_reason=change_reason)


@transaction.atomic
def undo_period(contract: Contract, ends_on: date, keys: Sequence[int], *, by: User) -> list[Return]:
    """Take back these returns (keys) of the period, which were submitted together: all or none, within ten minutes."""
    rows = Return.objects.visible_to(by).filter(due__kpi__obligation__contract=contract, due__ends_on=ends_on, pk__in=keys)
    return undo_submit_each(list(rows.select_related("due__kpi__obligation__contract__council__period_lock")), by=by)
