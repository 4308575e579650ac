"""How a contract comes to be with a supplier. Pure: no database."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

# Only the type check knows the record
if TYPE_CHECKING:
    from socialvalue.accounts.models import Organisation

# What was found by a name alone waits for an officer
SURE = frozenset({"number", "officer", "award", "new", "change"})


@dataclass(frozen=True)
class Link:
    """A supplier to link, and how it was found: a ``LinkedHow``."""

    organisation: "Organisation"
    how: str = "officer"

    @property
    def is_sure(self) -> bool:
        return self.how in SURE
