"""How far a council's figures are while they are made from nothing, as after an upgrade or a restored database."""

from typing import Any

from contracts.kept.selectors.days import prepared_so_far
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock


def preparing(council: int) -> dict[str, Any]:
    """What the page and the home say of a council (key). Three queries."""
    done, of = prepared_so_far(council)
    return {"council": Organisation.objects.get(pk=council), "done": done, "of": of, "at": clock.now()}
