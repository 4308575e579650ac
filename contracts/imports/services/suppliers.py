"""Which suppliers a line means: found by the one rule, asked where it asks, made where they are new."""

from dataclasses import replace
from typing import Any

from contracts.imports.documents.outcomes import MAKE_NEW, Asked
from contracts.register.calculations.links import Link
from contracts.register.enums import LinkedHow
from contracts.register.models import Contract
from socialvalue.accounts.models import Organisation, User
from socialvalue.suppliers.calculations.linking import Known, Linked, New, Question, link
from socialvalue.suppliers.calculations.names import cleaned, normalised
from socialvalue.suppliers.calculations.numbers import readings
from socialvalue.suppliers.selectors.linking import register_of_suppliers
from socialvalue.suppliers.services.identity import declare_number, make_supplier

FILLED_IN = ("sme", "vcse", "postcode")


class Suppliers:
    """The suppliers of one file. ``answers``: what the officer said of each question, by its key."""

    def __init__(self, by: User, answers: dict[str, str]):
        self.by, self.answers = by, answers
        # What this import makes, with its name, and what it asks, each once
        self.made: dict[str, Link] = {}
        self.named: dict[str, str] = {}
        self.asked: dict[str, Asked] = {}
        self.begin_again()

    def begin_again(self) -> None:
        """What was made is undone: who there is, is read anew."""
        self.register = register_of_suppliers()
        self.known = Organisation.objects.suppliers().in_bulk()
        self.made.clear()

    def find(self, name: str, number: str, line: int, contract: Contract | None) -> Link | None:
        """The supplier that ``name`` and ``number`` mean on this line; None while that is a question."""
        name = cleaned(name)
        key = f"{normalised(name)}|{'|'.join(map(str, readings(number)))}"
        if contract and (kept := self.of_contract(contract, name, number)):
            return kept
        if key in self.made:
            return self.made[key]
        meant = link(name, number, self.register)
        if isinstance(meant, Linked):
            return Link(self.known[meant.key], LinkedHow.NUMBER if meant.how == "number" else LinkedHow.NAME)
        if isinstance(meant, New):
            return self.make(key, name, number)
        return self.ask(key, name, number, meant, line)

    def of_contract(self, contract: Contract, name: str, number: str) -> Link | None:
        """The supplier the contract is with already, where the line says the same: nothing changes then."""
        numbers = readings(number)
        for party in contract.parties_on():
            # What was joined to another supplier is known as that one
            one = self.register.known.get(party.organisation.part_of_id or party.organisation_id)
            if one is None or normalised(name) not in {normalised(text) for text in (party.name_then, *one.names)}:
                continue
            free = not self.register.holding(numbers) and not one.conflicts(numbers)
            if not numbers or one.holds(numbers) or free:
                return Link(party.organisation, party.linked_how)
        return None

    def make(self, key: str, name: str, number: str) -> Link:
        numbers = readings(number)
        body = make_supplier(name, numbers[0] if numbers else None, by=self.by)
        self.known[body.pk] = body
        self.register.add(Known(key=body.pk, names=(body.name,), numbers=frozenset(numbers[:1])))
        self.made[key], self.named[key] = Link(body, LinkedHow.NEW), str(body)
        return self.made[key]

    def ask(self, key: str, name: str, number: str, meant: Question, line: int) -> Link | None:
        asked = self.asked.get(key)
        if asked is None:
            candidates = [self.known[one] for one in meant.candidates]
            asked = self.asked[key] = Asked(key, name, number, meant.why, candidates, self.answers.get(key, ""))
        asked.lines.append(line)
        if not asked.is_answered:
            return None
        if asked.answer == MAKE_NEW:
            return self.make(key, name, number)
        return Link(self.known[int(asked.answer)], LinkedHow.OFFICER)

    def complete(self, found: Link, number: str, details: dict[str, Any]) -> None:
        """What is known of an organisation that others share is completed, never overwritten."""
        body = found.organisation
        gained = {key: value for key, value in details.items() if value not in (None, "") and getattr(body, key) in (None, "")}
        for key, value in gained.items():
            setattr(body, key, value)
        if gained:
            body.save(update_fields=list(gained))
        numbers = readings(number)
        one = self.register.known[body.pk]
        if numbers and not self.register.holding(numbers) and not one.conflicts(numbers):
            declare_number(body, numbers[0], by=self.by)
            held = one.numbers | {numbers[0]}
            self.register.add(replace(one, numbers=held))
