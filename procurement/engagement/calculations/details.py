"""What a remark says and who said it, as one value. Pure: no database."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Protocol


class OfCommission(Protocol):
    """What belongs to a commission."""

    @property
    def commission_id(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class RemarkDetails:
    """``group`` is who spoke; the name in ``said_by`` is kept only with the person's agreement.

    ``question`` is the key of a key question, or empty; ``event`` the event of the same commission at which it was said.
    """

    text: str
    group: str
    said_on: date
    method: str
    question: str = ""
    event: OfCommission | None = None
    said_by: str = ""
    agreed_to_be_named: bool = False

    def values(self) -> dict[str, Any]:
        """Field → value, as the model takes them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


# What may be corrected. What was done about a remark has a verb of its own
REMARK_EDITABLE = frozenset(field.name for field in fields(RemarkDetails))
# An event is advertised and cancelled by verbs
EVENT_EDITABLE = frozenset(
    {
        "kind",
        "title",
        "description",
        "starts_at",
        "ends_at",
        "place",
        "public_transport",
        "easy_read_agenda",
        "extra_time",
        "other_arrangements",
        "how_to_join",
        "notes",
    }
)
