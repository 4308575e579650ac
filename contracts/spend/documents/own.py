"""What a supplier takes out of what its contracts cost."""

from collections.abc import Iterator
from typing import Any

from contracts.spend.models import YearSpent
from socialvalue.accounts.models import User
from socialvalue.exports.documents import Part, at, part_of

SPENT = ["council", "contract", "financial year", "spent (£)", "up to", "source", "note", "said by", "said at"]


def parts(user: User) -> list[Part]:
    rows = YearSpent.objects.visible_to(user).select_related("contract__council", "said_by").order_by("contract", "year")
    return [
        part_of(
            "contracts/spent.csv", "What the council says it spent under each contract, by financial year, without VAT.",
            SPENT, rows, _year,
        )
    ]  # fmt: skip


def _year(one: YearSpent) -> Iterator[list[Any]]:
    yield [
        str(one.contract.council), one.contract.reference, one.year_words, one.amount, one.up_to, one.get_source_display(),
        one.note, one.said_by.name, at(one.said_at),
    ]  # fmt: skip
