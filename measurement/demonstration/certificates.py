"""Documents of contracts that run out: one that is in force, one that runs out soon, one that has run out, one that was replaced.

All of it is illustrative; each file says so.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.papers import services
from contracts.papers.enums import PaperKind
from contracts.papers.models import Paper
from contracts.papers.services import PaperDetails
from contracts.register.models import Contract

if TYPE_CHECKING:
    from measurement.demonstration.register import Registrar


@dataclass(frozen=True)
class Certificate:
    """Of the contract with this number. Days from today: ``added``, ``until`` and ``newer``, that of the one that replaces it."""

    number: int
    kind: PaperKind
    title: str
    added: int
    until: int | None
    newer: int | None = None
    of_council: bool = False


CERTIFICATES = (
    Certificate(1, PaperKind.INSURANCE, "Public liability insurance, £10 million", -320, 45),
    Certificate(1, PaperKind.SIGNED, "The contract as signed", -400, None, of_council=True),
    Certificate(2, PaperKind.ACCREDITATION, "Living Wage employer", -350, -6),
    Certificate(2, PaperKind.INSURANCE, "Employers’ liability insurance, £5 million", -380, -20, newer=345),
    Certificate(3, PaperKind.SAFEGUARDING, "Safeguarding policy", -200, 170),
)


def plan(registrar: "Registrar") -> None:
    """Each is added on its day, by its side; contracts without a supplier have none here."""
    for one in CERTIFICATES:
        contract = Contract.objects.filter(reference=f"{registrar.called}-{one.number:04d}").first()
        if contract is not None and contract.suppliers.exists():
            day = max(registrar.stage.today + timedelta(days=one.added), contract.starts_on)
            registrar.later(day, partial(_add, registrar, contract, one))
            if one.newer is not None:
                registrar.later(registrar.stage.today - timedelta(days=25), partial(_replace, registrar, contract, one))


def _add(registrar: "Registrar", contract: Contract, one: Certificate) -> None:
    by = registrar.cast.manager if one.of_council else registrar.reporter(contract)
    services.add_paper(contract, _details(registrar, one, one.until), by=by, upload=_file(one))


def _replace(registrar: "Registrar", contract: Contract, one: Certificate) -> None:
    old = Paper.objects.get(contract=contract, title=one.title, replaced_by=None)
    services.replace_paper(old, _details(registrar, one, one.newer), by=registrar.reporter(contract), upload=_file(one))


def _details(registrar: "Registrar", one: Certificate, until: int | None) -> PaperDetails:
    last: date | None = None if until is None else registrar.stage.today + timedelta(days=until)
    return PaperDetails(kind=one.kind, title=one.title, valid_until=last, shared=one.of_council)


def _file(one: Certificate) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{one.kind}.txt", f"{one.title}\n\nInvented for the demonstration.\n".encode())
