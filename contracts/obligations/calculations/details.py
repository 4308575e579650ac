"""What an obligation says and where it comes from, as one value. Pure: no database."""

from dataclasses import dataclass

from contracts.obligations.enums import Basis


@dataclass(frozen=True, kw_only=True)
class ObligationDetails:
    """``basis``: required (from a ``requirement``), offered (from a ``commitment``) or variation.

    ``answer`` is the bid's answer that carries a requirement. ``source_note`` says where it is written when there was
    no tender here. ``priority``, ``outcome`` and ``measure`` are of the framework.
    """

    basis: str
    wording: str
    priority: object = None
    outcome: object = None
    measure: object = None
    requirement: object = None
    commitment: object = None
    answer: object = None
    source_note: str = ""

    def problems(self) -> list[tuple[str, str]]:
        """(field, message) for everything that is wrong with it."""
        if not self.wording.strip():
            return [("wording", "Say what has to be done")]
        both = self.basis == Basis.REQUIRED and self.commitment or self.basis == Basis.OFFERED and self.requirement
        if both:
            return [("basis", "An obligation comes from a requirement or from an offered commitment, not from both")]
        return []
