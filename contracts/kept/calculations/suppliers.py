"""Of which kind the suppliers of a contract are, over some days. Pure; the statement has it in SQL, and a test compares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.kept.enums import SupplierKind


@dataclass(frozen=True)
class Party:
    """A supplier of a contract: what is recorded of it, and on which days it delivers (None: from or to the contract’s own)."""

    vcse: bool | None
    sme: bool | None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def kind(self) -> SupplierKind:
        """A VCSE of any size is one; of anything else the size is said once both are known."""
        if self.vcse:
            return SupplierKind.VCSE
        if self.vcse is None or self.sme is None:
            return SupplierKind.UNKNOWN
        return SupplierKind.SME if self.sme else SupplierKind.LARGE

    def delivers_between(self, first: date, last: date) -> bool:
        return (self.first_day is None or self.first_day <= last) and (self.last_day is None or self.last_day >= first)


def kind_over(parties: Sequence[Party], span: tuple[date, date], term: tuple[date, date], *, in_house: bool) -> SupplierKind:
    """The one kind of everybody who delivers on a day of ``span``; ``term``: first and last day of the contract.

    Of a span before or after the contract’s term: of those it begins or ends with.
    """
    first, last = (min(max(day, term[0]), term[1]) for day in span)
    kinds = {party.kind for party in parties if party.delivers_between(first, last)}
    if not kinds:
        return SupplierKind.IN_HOUSE if in_house else SupplierKind.UNKNOWN
    if len(kinds) == 1:
        return kinds.pop()
    return SupplierKind.UNKNOWN if SupplierKind.UNKNOWN in kinds else SupplierKind.SEVERAL
