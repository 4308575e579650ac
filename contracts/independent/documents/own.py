"""What somebody outside found of verified returns, as far as the supplier reads it."""

from collections.abc import Iterator
from typing import Any

from contracts.independent.models import Confirmation
from contracts.schedule.documents.own import FIRST, first
from socialvalue.accounts.models import User
from socialvalue.exports.documents import Part, at, part_of

DUE = "kpi_return__due__kpi__obligation__contract__council"
HEADINGS = [
    *FIRST, "version", "who looked", "finding", "how",
    "what was looked at", "words",
    "answered at", "what followed", "settled at",
]  # fmt: skip


def parts(user: User) -> list[Part]:
    rows = Confirmation.objects.visible_to(user).select_related(DUE, "asked_of").order_by("kpi_return", "pk")
    return [
        part_of(
            "returns/independent-checks.csv",
            "What somebody outside the contract found when they looked at a verified return.",
            HEADINGS, rows, _confirmation,
        )
    ]  # fmt: skip


def _confirmation(one: Confirmation) -> Iterator[list[Any]]:
    yield [
        *first(one.kpi_return.due), one.kpi_return.number, one.who,
        one.get_finding_display(), one.get_how_display(), one.looked_at, one.words, at(one.answered_at), one.settled_words,
        at(one.settled_at),
    ]  # fmt: skip
