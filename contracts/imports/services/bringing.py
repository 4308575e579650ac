"""The lines of a register: what each says of its contract, and the contract made or changed by the register's own services."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import transaction

from contracts.imports.calculations.parts import parted
from contracts.imports.calculations.references import plain_reference
from contracts.imports.calculations.standing import ENDED, Meant
from contracts.imports.calculations.words import names_nobody
from contracts.imports.documents.outcomes import Outcome
from contracts.imports.services.standing import begin, meant_by, move
from contracts.imports.services.suppliers import FILLED_IN, Suppliers
from contracts.register.calculations.details import ContractDetails
from contracts.register.calculations.links import Link
from contracts.register.enums import Route
from contracts.register.models import Contract
from contracts.register.services import edit_contract, missing_owners, register_contract
from procurement.commissioning.enums import CommissionKind
from socialvalue.accounts.models import Directorate, Organisation, User
from socialvalue.common.errors import DomainError, Refused
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.tables import Problem, Row, Table
from socialvalue.suppliers.calculations.numbers import CHARITY, in_scheme, is_placeholder

# Lines that a dry run in parts tries before it undoes them: a few seconds
PART = 200
KIND_OF = {Route.GRANT: CommissionKind.GRANT, Route.IN_HOUSE: CommissionKind.IN_HOUSE}
# Our field → their heading, for fields a service may refuse
HEADING_OF = {
    "reference": "reference",
    "title": "title",
    "directorate": "directorate",
    "suppliers": "supplier",
    "starts_on": "start date",
    "ends_on": "end date",
    "review_on": "review date",
    "annual_value": "annual value",
    "total_value": "total value",
    "irrecoverable_vat": "irrecoverable vat",
    "value_with_vat": "value with vat",
    "light_touch": "light touch",
    "manager": "contract manager",
    "lead_director": "lead director",
}


# Our field → their heading, for what is taken as it was read
AS_READ = {
    "title": "title",
    "starts_on": "start date",
    "review_on": "review date",
    "annual_value": "annual value",
    "total_value": "total value",
    "irrecoverable_vat": "irrecoverable vat",
    "value_with_vat": "value with vat",
    "route": "procurement",
}


class Undo(Exception):
    """Everything of it is taken back."""


def _parts(row: Row, heading: str) -> list[str]:
    """What a cell says, parted at semicolons; empty parts keep their place. Nothing when the file lacks the heading."""
    return parted(row.value(heading, str) or "") if heading in row.values else []


def _numbers(row: Row, suppliers: int) -> list[str]:
    """The register number of each supplier, in their order: its company number, or its charity number with its register named."""
    numbers, charities = _parts(row, "supplier number"), _parts(row, "charity number")
    if all(is_placeholder(number) for number in charities):
        return numbers
    found = [in_scheme(CHARITY, number) for number in charities]
    told = [str(number) if number else text for number, text in zip(found, charities, strict=True)]
    if all(is_placeholder(number) for number in numbers):
        return told
    if len(numbers) == len(told) == suppliers:
        return [text if is_placeholder(number) else number for number, text in zip(numbers, told, strict=True)]
    return numbers


class Importer:
    """One file, line by line: what each says, checked and brought in by the register's own services."""

    def __init__(self, by: User, council: Organisation, table: Table, outcome: Outcome, answers: dict[str, str]):
        self.by, self.council, self.table, self.outcome = by, council, table, outcome
        self.directorates = {d.name.casefold(): d for d in council.directorates.all()}
        self.directorates |= {d.code.casefold(): d for d in council.directorates.all()}
        self.suppliers = Suppliers(by, answers)
        # Lines that a question about a supplier keeps waiting
        self.waits: set[int] = set()
        people = User.objects.filter(memberships__organisation=council, memberships__ended_at=None, is_active=True).distinct()
        self.people = {u.email.casefold(): u for u in people}
        existing = council.contracts_let.select_related("manager", "lead_director").prefetch_related("parties__organisation")
        self.existing: dict[str, list[Contract]] = {}
        for contract in existing.order_by("pk"):
            self.existing.setdefault(plain_reference(contract.reference), []).append(contract)
        self.seen: dict[str, Row] = {}
        self.bad = {p.line for p in table.problems}

    def run(self) -> None:
        self.lines(self.table.rows)
        self.finish()

    def try_in_parts(self, tell: Callable[[int, int], None]) -> None:
        """As ``run``, each part undone before the next: suppliers that are new are made again where they come again."""
        rows = self.table.rows
        for start in range(0, len(rows), PART):
            tell(start, len(rows))
            try:
                with transaction.atomic():
                    self.lines(rows[start : start + PART])
                    raise Undo
            except Undo:
                self.suppliers.begin_again()
        tell(len(rows), len(rows))
        self.finish()

    def lines(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.line(row)

    def line(self, row: Row) -> None:
        reference = row.value("reference", str) or ""
        key, known = plain_reference(reference), len(self.table.problems)
        if key in self.seen:
            self.table.problem(row, "reference", self.twice(key, row))
            return
        if key:
            self.seen[key] = row
        contract = self.contract_of(row, reference)
        fields, suppliers, found = self.fields_of(row), self.suppliers_of(row, contract), meant_by(row, self.table, contract)
        if row.line in self.bad or row.line in self.waits or len(self.table.problems) > known:
            return
        try:
            with transaction.atomic():
                did = (
                    self.change(row, contract, fields, suppliers, found) if contract else self.make(row, fields, suppliers, found)
                )
                self.outcome.lines.append((row.line, contract.reference if contract else reference, did))
        except DomainError as refusal:
            self.tell(row, refusal)

    def twice(self, key: str, row: Row) -> str:
        """What to do about a reference that another line has. Registers often give each supplier of a contract a line."""
        first = self.seen[key]
        words = f"stands on line {first.line} already"
        if first.texts.get("title") == row.texts.get("title") and first.texts.get("supplier") != row.texts.get("supplier"):
            words += ": enter all suppliers of a contract in one line, with ; between them"
        return words

    def contract_of(self, row: Row, reference: str) -> Contract | None:
        """The contract of this reference, however it is spelled; of several that one that is spelled the same."""
        found = self.existing.get(plain_reference(reference), [])
        same = [one for one in found if one.reference == reference]
        if len(same or found) > 1:
            names = ", ".join(one.reference for one in found)
            self.table.problem(row, "reference", f"may be any of {names}: spell it as one of them")
            return None
        return next(iter(same or found), None)

    def finish(self) -> None:
        if not self.outcome.good_lines:
            self.table.problems += self.outcome.missing
        self.outcome.problems = sorted(self.table.problems, key=lambda p: p.line)
        self.outcome.notes = self.table.notes
        self.outcome.asked = list(self.suppliers.asked.values())
        self.outcome.new_suppliers = list(self.suppliers.named.values())

    def tell(self, row: Row, refusal: DomainError) -> None:
        problems = refusal.problems if isinstance(refusal, Refused) else [(refusal.field, refusal.message)]
        for name, message in problems:
            self.table.problem(row, HEADING_OF.get(name or "", ""), message)

    def fields_of(self, row: Row) -> dict[str, Any]:
        """The contract's fields that this file has, ready for the register's services."""
        given = {heading: value for heading, value in row.values.items() if row.says(heading)}
        fields: dict[str, Any] = {name: given[heading] for name, heading in AS_READ.items() if heading in given}
        if "description" in given:
            fields["description"] = given["description"] or ""
        if "light touch" in given:
            fields["light_touch"] = bool(given["light touch"])
        if "extension" in given:
            fields["extension_months"] = given["extension"] or 0
        if given.get("directorate"):
            fields["directorate"] = self.directorate(row)
        for field_name, heading in (("manager", "contract manager"), ("lead_director", "lead director")):
            if heading in given:
                fields[field_name] = self.person(row, heading)
        start, end = row.value("start date", date), given.get("end date")
        if start and isinstance(end, date) and end < start:
            self.table.problem(row, "end date", "lies before the start date")
        return fields

    def directorate(self, row: Row) -> Directorate | None:
        found = self.directorates.get((row.value("directorate", str) or "").casefold())
        if found is None:
            names = sorted({d.name for d in self.directorates.values()})
            self.table.problem(row, "directorate", f"is not one of this council’s: {', '.join(names)}")
        return found

    def person(self, row: Row, heading: str) -> User | None:
        address = row.value(heading, str)
        if not address:
            return None
        found = self.people.get(address.casefold())
        if found is None:
            self.table.problem(row, heading, "is nobody’s email address in this council")
        return found

    def suppliers_of(self, row: Row, contract: Contract | None) -> list[Link]:
        """The suppliers named, made where they are new. The council itself is no supplier of its own service."""
        names = [name for name in _parts(row, "supplier") if name]
        numbers = _numbers(row, len(names))
        # One “N/A” may stand for all of them
        if len(numbers) != len(names) and not all(is_placeholder(number) for number in numbers):
            many = "1 number" if len(numbers) == 1 else f"{len(numbers)} numbers"
            self.table.problem(row, "supplier number", f"there are {len(names)} suppliers and {many}")
            return []
        found = {}
        for index, name in enumerate(names):
            if name.casefold() == self.council.name.casefold():
                continue
            if names_nobody(name):
                if row.values.get("procurement") != Route.IN_HOUSE:
                    self.table.problem(row, "supplier", "names nobody: enter each supplier by name, with ; between them")
                continue
            if len(name) > 200:
                self.table.problem(row, "supplier", "a supplier’s name must be 200 characters or fewer")
                continue
            number = numbers[index] if index < len(numbers) else ""
            meant = self.suppliers.find(name, number, row.line, contract)
            if meant is None:
                self.waits.add(row.line)
                continue
            details = {key: row.values.get(key) for key in FILLED_IN} if len(names) == 1 else {}
            self.suppliers.complete(meant, number, details)
            found[meant.organisation.pk] = meant
        return list(found.values())

    def make(self, row: Row, fields: dict[str, Any], suppliers: list[Link], found: Meant | None) -> str:
        """A contract that is not there yet. Owners whom a large one lacks are told; they may come later."""
        assert found is not None
        kind = KIND_OF.get(fields["route"], CommissionKind.CONTRACT)
        details = ContractDetails(reference=row.value("reference", str), kind=kind, ends_on=found.ends_on, **fields)
        contract = register_contract(
            details,
            by=self.by,
            council=self.council,
            suppliers=suppliers,
            source=f"Line {row.line} of an imported register",
            owners_may_miss=True,
        )
        begin(contract, found, by=self.by)
        for field in missing_owners(details):
            label = HEADING_OF[field]
            words = f"A contract of £50,000 or more needs a named {label}"
            self.outcome.missing.append(Problem(row.line, label, row.texts.get(label, ""), words))
        return "created"

    def change(self, row: Row, contract: Contract, fields: dict[str, Any], suppliers: list[Link], found: Meant | None) -> str:
        starts_on = fields.pop("starts_on", None)
        changed = {name: value for name, value in fields.items() if getattr(contract, name) != value}
        before = {party.organisation_id: str(party.organisation) for party in contract.parties_on()}
        others = {link.organisation.pk for link in suppliers} != set(before)
        if others and before:
            now = ", ".join(str(link.organisation) for link in suppliers) or "nobody"
            self.outcome.other_suppliers.append((row.line, contract.reference, ", ".join(before.values()), now))
        # What is to end is changed before, and what goes on again after it does
        ending = found is not None and found.status == ENDED
        moved = not ending and move(contract, found, starts_on=starts_on, said=row.says("status"), by=self.by)
        if changed or others:
            edit_contract(contract, by=self.by, expected_version=NOTHING_READ, suppliers=suppliers if others else None, **changed)
        moved = moved or (ending and move(contract, found, starts_on=starts_on, said=row.says("status"), by=self.by))
        return "updated" if moved or changed or others else "unchanged"
