"""Bring a contracts register in: all of it or nothing, and twice without doubling. The page and the command call this."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import transaction

from contracts.imports.calculations.mapping import Meaning
from contracts.imports.calculations.parts import parted
from contracts.imports.documents.outcomes import Outcome
from contracts.imports.services.reading import read_register
from contracts.imports.services.suppliers import FILLED_IN, Suppliers
from contracts.obligations.services import change_dates
from contracts.register.calculations.details import ContractDetails
from contracts.register.calculations.links import Link
from contracts.register.enums import Route
from contracts.register.models import Contract
from contracts.register.permissions import check_can_register_contract
from contracts.register.services import edit_contract, register_contract, start_contract
from contracts.schedule.services import end_contract
from procurement.commissioning.enums import CommissionKind
from socialvalue.accounts.models import Directorate, Organisation, User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import DomainError, Refused
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.tables import Row, Table
from socialvalue.suppliers.calculations.numbers import is_placeholder

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
    "manager": "contract manager",
    "lead_director": "lead director",
}


# Our field → their heading, for what is taken as it was read
AS_READ = {
    "title": "title",
    "starts_on": "start date",
    "ends_on": "end date",
    "review_on": "review date",
    "annual_value": "annual value",
    "total_value": "total value",
    "irrecoverable_vat": "irrecoverable vat",
    "route": "procurement",
}


class Abandoned(Exception):
    """Whoever waits for it has given it up: nothing more is read."""


class _Undo(Exception):
    pass


def import_contracts(
    *,
    by: User,
    council: Organisation,
    data: bytes,
    name: str,
    dry_run: bool = False,
    answers: dict[str, str] | None = None,
    tell: Callable[[int, int], None] | None = None,
    meaning: Meaning | None = None,
) -> Outcome:
    """Bring in the register file ``name`` for ``council``. With any bad row or open question nothing is brought in.

    ``answers``: which supplier is meant, for each question of the outcome (``Asked.key`` → one of its ``choices``).

    Matched on the reference. A heading that the file lacks leaves what is stored as it is. Contracts in force or over
    are started (and ended): a register holds signed contracts. Raises NotAllowed, or Refused when the file cannot be read.

    ``meaning``: what was said of the file’s headings and words. An empty cell leaves what is stored; “none” clears it.

    ``tell(line, of)``: a dry run is made a part at a time, each undone by itself, so that it can say how far it is and hold up
    nobody else; what ``tell`` raises ends it.
    """
    check_can_register_contract(by, council)
    meaning = meaning or Meaning()
    table = read_register(data, name, meaning)
    outcome = Outcome(unknown=table.unknown, dry_run=dry_run, passed=table.passed)
    importer = _Importer(by, council, table, outcome, answers or {})
    if dry_run and tell is not None:
        importer.try_in_parts(tell)
    else:
        _bring(importer, by, council, name, outcome, meaning)
    outcome.right = len(outcome.lines)
    if not outcome.is_ready:
        outcome.lines = []
    return outcome


def _bring(importer: "_Importer", by: User, council: Organisation, name: str, outcome: Outcome, meaning: Meaning) -> None:
    """All of it in one transaction, undone where something is wrong or it was a dry run."""
    try:
        with transaction.atomic():
            importer.run()
            if outcome.dry_run or not outcome.is_ready:
                raise _Undo
            record(
                "import contracts",
                f"imported “{name}”: {outcome.summary}",
                by=by,
                about=council,
                council=council,
                changes={part: [None, said] for part, said in meaning.told.items()},
            )
    except _Undo:
        pass


def _parts(row: Row, heading: str) -> list[str]:
    """What a cell says, parted at semicolons; empty parts keep their place. Nothing when the file lacks the heading."""
    return parted(row.value(heading, str) or "") if heading in row.values else []


class _Importer:
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
        self.existing = {c.reference: c for c in existing}
        self.seen: dict[str, int] = {}
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
                    raise _Undo
            except _Undo:
                self.suppliers.begin_again()
        tell(len(rows), len(rows))
        self.finish()

    def lines(self, rows: Iterable[Row]) -> None:
        for row in rows:
            reference = row.value("reference", str) or ""
            if reference in self.seen:
                self.table.problem(row, "reference", f"stands on line {self.seen[reference]} already")
                continue
            if reference:
                self.seen[reference] = row.line
            known = len(self.table.problems)
            fields, suppliers = self.fields_of(row), self.suppliers_of(row, self.existing.get(reference))
            if row.line in self.bad or row.line in self.waits or len(self.table.problems) > known:
                continue
            try:
                with transaction.atomic():
                    self.outcome.lines.append((row.line, reference, self.bring(row, fields, suppliers)))
            except DomainError as refusal:
                self.tell(row, refusal)

    def finish(self) -> None:
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
        if "extension" in given:
            fields["extension_months"] = given["extension"] or 0
        if given.get("directorate"):
            fields["directorate"] = self.directorate(row)
        for field_name, heading in (("manager", "contract manager"), ("lead_director", "lead director")):
            if heading in given:
                fields[field_name] = self.person(row, heading)
        start, end = row.value("start date", date), row.value("end date", date)
        if start and end and end < start:
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
        numbers = _parts(row, "supplier number")
        # One “N/A” may stand for all of them
        if len(numbers) != len(names) and not all(is_placeholder(number) for number in numbers):
            many = "1 number" if len(numbers) == 1 else f"{len(numbers)} numbers"
            self.table.problem(row, "supplier number", f"there are {len(names)} suppliers and {many}")
            return []
        found = {}
        for index, name in enumerate(names):
            if name.casefold() == self.council.name.casefold():
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

    def bring(self, row: Row, fields: dict[str, Any], suppliers: list[Link]) -> str:
        reference = row.value("reference", str) or ""
        contract = self.existing.get(reference)
        if contract is None:
            contract = register_contract(
                ContractDetails(reference=reference, kind=KIND_OF.get(fields["route"], CommissionKind.CONTRACT), **fields),
                by=self.by,
                council=self.council,
                suppliers=suppliers,
                source=f"Line {row.line} of an imported register",
            )
            contract = start_contract(contract, by=self.by, expected_version=NOTHING_READ, in_force_already=True)
            if contract.ends_on < clock.today():
                end_contract(contract, by=self.by, expected_version=NOTHING_READ)
            return "created"
        return self.change(row, contract, fields, suppliers)

    def change(self, row: Row, contract: Contract, fields: dict[str, Any], suppliers: list[Link]) -> str:
        changed = {name: value for name, value in fields.items() if getattr(contract, name) != value}
        before = {party.organisation_id: str(party.organisation) for party in contract.parties_on()}
        others = {link.organisation.pk for link in suppliers} != set(before)
        if others and before:
            now = ", ".join(str(link.organisation) for link in suppliers) or "nobody"
            self.outcome.other_suppliers.append((row.line, contract.reference, ", ".join(before.values()), now))
        if not changed and not others:
            return "unchanged"
        dates = {name: changed.pop(name) for name in ("starts_on", "ends_on") if name in changed}
        if dates:
            contract = change_dates(
                contract, by=self.by, expected_version=NOTHING_READ, reason="The imported register says so", **dates
            )
        if changed or others:
            edit_contract(contract, by=self.by, expected_version=NOTHING_READ, suppliers=suppliers if others else None, **changed)
        return "updated"
