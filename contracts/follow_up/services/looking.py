"""The list is made contract by contract: where something changed, and where a return became late. Nothing of it on a page."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.db import transaction

from contracts.follow_up.calculations.finding import Found, stands_again
from contracts.follow_up.models import FollowUp
from contracts.follow_up.selectors.looking import found_in
from contracts.kept.models import Kept
from socialvalue.common import clock
from socialvalue.common.timed import day_of
from socialvalue.jobs.services.turns import set_by_set

# Contracts a transaction
SET = 100
WRITTEN = ("fact", "sentence", "found_on", "returned", "gone_at", "done_at", "done_by", "done_words", "version")


def follow(now: datetime) -> int:
    """Look through the returns of every contract that is to be looked at; how much is new or came back.

    One statement where there is none.
    """
    today = day_of(now)
    if Kept.objects.filter(follow_on__lte=today).values("follow_on").first() is None:
        return 0
    return set_by_set("list to follow up", partial(_one_set, today))


@transaction.atomic
def _one_set(today: date) -> int | None:
    rows = Kept.objects.select_for_update().filter(follow_on__lte=today).order_by("follow_on", "contract")
    heads = list(rows[:SET])
    if not heads:
        return None
    found, late = found_in([head.pk for head in heads], today)
    count = _write({head.pk: head.council_id for head in heads}, found, today)
    for head in heads:
        head.follow_on = late.get(head.pk)
    Kept.objects.bulk_update(heads, ["follow_on"])
    return count


def _write(councils: dict[int, int], found: dict[int, list[Found]], today: date) -> int:
    """New ones are added, those that stand again come back, those that no longer stand are marked. Four statements at most."""
    known = {
        (row.due_id, row.question, row.rule): row for row in FollowUp.objects.select_for_update().filter(contract__in=councils)
    }
    new, changed, count = [], [], 0
    for contract, rows in found.items():
        for one in _once(rows):
            row = known.pop(one.key, None)
            if row is None:
                new.append(_made(councils[contract], contract, one, today))
            elif _refreshed(row, one, today):
                changed.append(row)
                count += row.is_open and row.found_on == today
    for row in known.values():
        if row.gone_at is None:
            row.gone_at, row.version = clock.now(), row.version + 1
            changed.append(row)
    FollowUp.objects.bulk_create(new)
    FollowUp.objects.bulk_update(changed, WRITTEN)
    return count + len(new)


def _once(rows: Iterable[Found]) -> Iterable[Found]:
    return {one.key: one for one in rows}.values()


def _made(council: int, contract: int, one: Found, today: date) -> FollowUp:
    return FollowUp(
        council_id=council, contract_id=contract, due_id=one.due, question=one.question, rule=one.rule, fact=one.fact,
        sentence=one.sentence, found_on=today,
    )  # fmt: skip


def _refreshed(row: FollowUp, one: Found, today: date) -> bool:
    """Whether the row has to be written: it says something else now, or comes back."""
    gone = row.gone_at is not None
    closed = gone or row.done_at is not None
    if closed and stands_again(fact=row.fact, found_fact=one.fact, gone=gone):
        row.gone_at = row.done_at = row.done_by = None
        row.done_words, row.found_on, row.returned = "", today, row.returned + 1
    elif (row.fact, row.sentence) == (one.fact, one.sentence):
        return False
    row.fact, row.sentence, row.version = one.fact, one.sentence, row.version + 1
    return True
