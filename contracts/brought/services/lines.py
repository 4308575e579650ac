"""What obligations and returns have in common when they are imported: contract by contract, a line or nothing of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from contracts.brought.documents.outcome import Did, Outcome
from contracts.register.models import Contract
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.errors import DomainError
from socialvalue.common.tables import Row, Table


@dataclass
class Work:
    """One file: who brings it, what was read of it, what comes of it."""

    by: User
    council: Organisation
    table: Table
    outcome: Outcome
    name: str
    verified_by: User | None = None


class Lines:
    """The lines of a file; ``bad`` are the numbers of those that do not come in."""

    def __init__(self, work: Work):
        self.work = work
        self.bad = {problem.line for problem in work.table.problems}

    def groups(self) -> Iterator[tuple[Contract, list[Row]]]:
        """The lines of each contract, by rising key so that two files never wait for each other. Others become problems."""
        by_reference = {_plain(c.reference): c for c in self.work.council.contracts_let.order_by("pk")}
        found: dict[int, list[Row]] = {}
        for row in self.work.table.rows:
            reference = row.value("contract", str)
            if not reference:
                continue
            contract = by_reference.get(_plain(reference))
            if contract is None:
                self.problem(
                    row, "contract", f"is the reference of no contract of {self.work.council}: import the register first"
                )
            else:
                found.setdefault(contract.pk, []).append(row)
        contracts = {contract.pk: contract for contract in by_reference.values()}
        for pk in sorted(found):
            self.work.outcome.titles[contracts[pk].reference] = contracts[pk].title
            yield contracts[pk], found[pk]

    def problem(self, row: Row, column: str, message: str) -> None:
        self.bad.add(row.line)
        self.work.table.problem(row, column, message)

    def refuse(self, row: Row, refusal: DomainError, headings: dict[str, str]) -> None:
        """What refuses a line stands at it. ``headings``: a field that a service refuses → the heading it comes from."""
        for field, message in refusal.problems:
            self.problem(row, headings.get(field or "", ""), message)

    def tried(
        self, row: Row, act: Callable[[], str], contract: Contract, what: str, said: Iterable[str], headings: dict[str, str]
    ) -> None:
        """Do one line or nothing of it. ``said``: the columns whose texts tell what it says."""
        try:
            with transaction.atomic():
                did = act()
        except DomainError as refusal:
            self.refuse(row, refusal, headings)
            return
        self.work.outcome.lines.append(Did(row.line, contract.reference, what, _texts(row, said), did))

    def changed(self) -> list[tuple[Contract, int]]:
        """The contracts of which something came in or was changed, by rising key, and how many lines that were."""
        counts = Counter(line.contract for line in self.work.outcome.lines if line.did != "unchanged")
        contracts = self.work.council.contracts_let.filter(reference__in=counts).select_related("council").order_by("pk")
        return [(contract, counts[contract.reference]) for contract in contracts]

    def bring(self, contract: Contract, rows: list[Row]) -> None:
        """The lines of one contract."""
        raise NotImplementedError

    def conclude(self) -> None:
        """Once all is imported: figures are kept, and those whom it concerns are told."""
        raise NotImplementedError


def _texts(row: Row, columns: Iterable[str]) -> str:
    """“sent on: 2024-07-12; value: 3”: what stands in these cells, as it is written."""
    return "; ".join(f"{name}: {row.texts[name]}" for name in columns if row.texts.get(name))


def _plain(reference: str) -> str:
    return "".join(reference.split()).casefold()
