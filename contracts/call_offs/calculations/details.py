"""What a framework agreement, a lot and a direct call-off say, each as one value. Pure: no database."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

# Only the type check knows the records
if TYPE_CHECKING:
    from socialvalue.accounts.models import Directorate, User

# A statement that is offered, to be changed where the agreement says it otherwise
NO_GUARANTEE = (
    "Being on this framework agreement is no guarantee of work. The council does not have to buy anything under it, nor any "
    "least amount."
)


@dataclass(frozen=True, kw_only=True)
class AgreementDetails:
    """The entry of a framework agreement. ``ceiling``: pounds over the whole term, without VAT; an empty ``reference`` is drawn.

    ``ends_on`` is its last day. ``longer_reason``: why it lasts longer than the law lets one usually.
    """

    title: str
    directorate: "Directorate"
    starts_on: date
    ends_on: date
    ceiling: Decimal
    manager: "User"
    lead_director: "User"
    reference: str = ""
    description: str = ""
    is_open: bool = False
    light_touch: bool = False
    longer_reason: str = ""
    no_guarantee: str = NO_GUARANTEE

    def values(self) -> dict[str, Any]:
        """Field → value, the records as they are."""
        return {name: getattr(self, name) for name in EDITABLE}


@dataclass(frozen=True, kw_only=True)
class LotDetails:
    """A part of the agreement. ``ceiling``: pounds of its own, None where the agreement's alone counts."""

    title: str
    ceiling: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Direct:
    """What a call-off without a competition rests on. ``terms``: the clause of the agreement that allows it."""

    ground: str
    terms: str
    reason: str
    called_off_on: date | None = None


EDITABLE = tuple(field.name for field in fields(AgreementDetails))
# What both sides agreed: once it has begun, a change of it needs a reason
AGREED = frozenset({"starts_on", "ends_on", "ceiling", "is_open"})
