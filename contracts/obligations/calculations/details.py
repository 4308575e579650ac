"""What an obligation says and where it comes from, as one value. Pure: no database."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.obligations.enums import Basis, Worth

# Only the type check knows the records; nothing here asks them anything that a database answers
if TYPE_CHECKING:
    from procurement.bidding.models import Answer, OfferedCommitment
    from procurement.commissioning.models import Requirement
    from socialvalue.framework.models import Measure, Outcome, Priority


@dataclass(frozen=True, kw_only=True)
class ObligationDetails:
    """``basis``: required (from a ``requirement``), offered (from a ``commitment``) or variation.

    ``kind``: core or added; empty where nobody said. ``answer`` is the bid's answer that carries a requirement. ``source_note``
    says where it is written when there was no tender here. ``priority``, ``outcome`` and ``measure`` are of the framework.
    """

    basis: str
    wording: str
    kind: str = ""
    priority: "Priority | None" = None
    outcome: "Outcome | None" = None
    measure: "Measure | None" = None
    requirement: "Requirement | None" = None
    commitment: "OfferedCommitment | None" = None
    answer: "Answer | None" = None
    source_note: str = ""

    def problems(self) -> list[tuple[str, str]]:
        """(field, message) for everything that is wrong with it."""
        if not self.wording.strip():
            return [("wording", "Say what has to be done")]
        both = self.basis == Basis.REQUIRED and self.commitment or self.basis == Basis.OFFERED and self.requirement
        if both:
            return [("basis", "An obligation comes from a requirement or from an offered commitment, not from both")]
        if self.basis == Basis.OFFERED and self.kind == Worth.CORE:
            return [("kind", "What was offered is always added: the specification did not demand it")]
        return []
