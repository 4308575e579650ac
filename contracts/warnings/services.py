"""The clock tells what contracts warn of: each warning once to each person, and again when what it speaks of has changed.

``Contract.look_on`` says on which day a contract is next to be looked at, so a run finds by index what is due and nothing else.
``Contract.told`` is what stood when it was last looked at, and for whom. It works set by set: a killed run has lost nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse

from contracts.kept.services import keep
from contracts.papers.models import Paper
from contracts.register.models import Contract
from contracts.register.services import lacks_owner
from contracts.warnings.calculations.due import Notice, next_look, notices
from contracts.warnings.calculations.words import said
from contracts.warnings.enums import Kind
from contracts.warnings.selectors import about, facts_of, owners_told
from socialvalue.accounts.enums import Duty, Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import load_memberships, people_by_organisation
from socialvalue.common.timed import day_of
from socialvalue.jobs.services.turns import set_by_set
from socialvalue.notifications.services import tell_each

# Contracts a transaction
SET = 200
OF_OWNERS = "You get this because you answer for this contract."
OF_SUPPLIERS = "You get this because you act for the supplier whose document this is."


def warn(now: datetime) -> int:
    """Tell what contracts in force warn of today and was not told yet; the number of new messages.

    A run that comes late tells the stage it finds, not the ones it missed. One statement where there is nothing to look at;
    another run that is still at it is left to finish alone.
    """
    today = day_of(now)
    if Contract.objects.to_look_at(today).values("look_on").first() is None:
        return 0
    return set_by_set("warnings of contracts", partial(_one_set, today))


@dataclass
class Look:
    """One contract as it is looked at: what stands, to whom each is told."""

    contract: Contract
    told: list[tuple[Notice, User, bool]]

    @property
    def words(self) -> list[str]:
        """What stands, for whom, as ``told`` keeps it."""
        return sorted(f"{notice.fact}:{user.pk}" for notice, user, _ in self.told)


@transaction.atomic
def _one_set(today: date) -> int | None:
    """Look at the next contracts; how many messages that was. None when none is left."""
    rows = (
        Contract.objects.to_look_at(today).select_for_update(of=("self",)).select_related("manager", "lead_director", "council")
    )
    contracts = list(rows.prefetch_related("parties").order_by("look_on", "pk")[:SET])
    if not contracts:
        return None
    differ = []
    for contract in contracts:
        if contract.unowned != (lacks := lacks_owner(contract)):
            contract.unowned = lacks
            differ.append(contract.pk)
    facts = facts_of(contracts, today)
    looks = _looks(contracts, {key: notices(found, today) for key, found in facts.items()})
    load_memberships([user for look in looks for _, user, _ in look.told])
    count = tell_each(_letters(looks, today))
    for look in looks:
        look.contract.told, look.contract.look_on = look.words, next_look(facts[look.contract.pk], today)
        look.contract.warns = bool(notices(facts[look.contract.pk], today))
    Contract.objects.bulk_update(contracts, ["told", "look_on", "warns", "unowned"])
    if differ:
        keep(*differ)
    return count


def _looks(contracts: list[Contract], standing: dict[int, list[Notice]]) -> list[Look]:
    people = _suppliers_people([one for found in standing.values() for one in found])
    return [
        Look(
            contract,
            [
                pair
                for notice in standing[contract.pk]
                for pair in (
                    *((notice, user, True) for user in owners_told(contract, notice)),
                    *((notice, user, False) for user in people.get(notice.paper.key if notice.paper else 0, [])),
                )
            ],
        )
        for contract in contracts
    ]


def _suppliers_people(found: list[Notice]) -> dict[int, list[User]]:
    """Who acts for the supplier of each of these documents, by the document's key. Two queries."""
    keys = [one.paper.key for one in found if one.paper and one.paper.of_supplier]
    if not keys:
        return {}
    rows = list(Paper.objects.filter(pk__in=keys).values_list("pk", "supplier", "supplier__part_of"))
    # What was joined to a supplier counts with it
    people = people_by_organisation(Permission.BID, {body for _, *both in rows for body in both if body})
    return {pk: [user for body in both if body for user in people[body]] for pk, *both in rows}


def _letters(looks: list[Look], today: date) -> Iterator[tuple[User, Any]]:
    for look in looks:
        before = set(look.contract.told)
        for notice, user, at_council in look.told:
            if f"{notice.fact}:{user.pk}" not in before and notice.is_news(today):
                yield user, _message(look.contract, notice, today, at_council)


def _message(contract: Contract, notice: Notice, today: date, at_council: bool) -> dict[str, Any]:
    words = said(notice, about(contract), today)
    return {
        "key": f"contract-warning:{contract.pk}:{contract.version}:{notice.fact}",
        "subject": words.subject,
        "body": words.body,
        "url": address(contract, notice),
        "action": words.action,
        "by": notice.day if notice.day and notice.day >= today else None,
        "why": OF_OWNERS if at_council else OF_SUPPLIERS,
        "council": contract.council,
    } | ({"duty": Duty.CONTRACTS} if at_council else {})


def address(contract: Contract, notice: Notice) -> str:
    """Where what it asks for is done."""
    at = {Kind.PAPER: "contract-papers", Kind.EVALUATION: "contract-grant"}
    return reverse(at.get(notice.kind, "contract"), args=[contract.pk])
