"""The documents of contracts that a supplier reads: its own, and what the council shares."""

from collections.abc import Iterator
from typing import Any

from contracts.papers.models import Paper
from contracts.register.documents.own import belongs_to
from socialvalue.accounts.models import User
from socialvalue.exports.documents import Belongs, Files, Part, at, part_of, uploads_of

HEADINGS = [
    "council", "contract", "kind", "title", "whose", "valid from", "valid until", "added by", "added at",
    "replaced by a newer one",
    "set aside at", "set aside because",
]  # fmt: skip


def parts(user: User) -> list[Part]:
    rows = Paper.objects.visible_to(user).select_related("contract__council", "added_by", "replaced_by")
    return [
        part_of(
            "contracts/documents.csv",
            "Documents of contracts that hold for a time: yours, and the council’s that you may read.",
            HEADINGS, rows.order_by("contract", "added_at", "pk"), _paper,
        )
    ]  # fmt: skip


def files(user: User) -> Files:
    return uploads_of(user, Paper.objects.visible_to(user).select_related("contract__council"), _belongs)


def _belongs(one: Paper) -> Belongs:
    contract = one.contract
    words = f"{one.get_kind_display()}: {one.title}"
    return belongs_to(contract, words)


def _paper(one: Paper) -> Iterator[list[Any]]:
    yield [
        str(one.contract.council), one.contract.reference, one.get_kind_display(), one.title, one.whose, one.valid_from,
        one.valid_until, one.added_by.name, at(one.added_at), hasattr(one, "replaced_by"), at(one.set_aside_at),
        one.set_aside_reason,
    ]  # fmt: skip
