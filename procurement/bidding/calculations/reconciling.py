"""Receipts that were given against bids that are held: pure, every difference with the name it goes by."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from procurement.bidding.enums import Differs, ReceiptKind


@dataclass(frozen=True, kw_only=True)
class Held:
    """A submission as its row stands. ``asked``, ``asked_back``: that it was sent, or withdrawn, since receipts are signed."""

    receipt: str
    sha256: str
    number: int
    withdrawn: bool
    asked: bool = True
    asked_back: bool = True


@dataclass(frozen=True, kw_only=True)
class Given:
    """A receipt as it was signed. ``sound``: signed with a key of this service, and its row says the same."""

    receipt: str
    kind: str
    withdraws: str
    sha256: str
    number: int
    sound: bool


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A bid, and whether its status says that it counts. ``submissions``: the receipts of its submissions, in their order."""

    name: str
    counts: bool
    submissions: tuple[str, ...]


@dataclass(frozen=True, order=True)
class Difference:
    """``name``: the receipt it is about, or of a bid without any what the bid is called."""

    name: str
    what: str

    @property
    def words(self) -> str:
        return Differs(self.what).label.format(name=self.name)


def differences(
    held: Collection[Held], given: Collection[Given], recorded: Collection[str], bids: Iterable[Standing]
) -> list[Difference]:
    """Every difference once, by name. ``recorded``: the receipts of which the record says that they were given."""
    sound = {one.receipt: one for one in given if one.sound}
    rows = {one.receipt: one for one in held}
    taken_back = {one.withdraws for one in sound.values() if one.kind == ReceiptKind.WITHDRAWN}
    sent = {name: one for name, one in sound.items() if one.kind == ReceiptKind.SENT}
    gone = set(recorded) - {one.receipt for one in given}
    found = {Difference(one.receipt, Differs.FORGED) for one in given if not one.sound}
    found |= {Difference(name, Differs.UNRECORDED) for name in set(sound) - set(recorded)}
    found |= {Difference(name, Differs.RECEIPT_GONE) for name in gone}
    found |= {Difference(name, Differs.NO_BID) for name in (set(sent) | taken_back) - set(rows)}
    told = {one.name for one in found}
    for name, row in rows.items():
        if name in sent and (row.sha256, row.number) != (sent[name].sha256, sent[name].number):
            found.add(Difference(name, Differs.OTHER_BID))
        if name not in sent and row.asked and name not in told:
            found.add(Difference(name, Differs.NO_RECEIPT))
        if row.withdrawn and name not in taken_back and row.asked_back:
            found.add(Difference(name, Differs.TAKEN_BACK))
        if name in taken_back and not row.withdrawn:
            found.add(Difference(name, Differs.STANDS_AGAIN))
    for bid in bids:
        last = bid.submissions[-1] if bid.submissions else None
        if bid.counts != (last is not None and not rows[last].withdrawn):
            found.add(Difference(last or bid.name, Differs.STATUS if last else Differs.NOTHING_SENT))
    return sorted(found)
