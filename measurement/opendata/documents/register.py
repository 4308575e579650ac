"""The public contracts register under the headings of the register's import, so that what is downloaded can be brought back.

Fields after the Local Government Transparency Code 2015; no email address, no contract still being agreed.
"""

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from contracts.imports.documents.columns import PUBLIC_HEADINGS, row_of
from contracts.register.models import Contract, ContractSupplier
from socialvalue.common.canonical import canonical
from socialvalue.common.tables.writing import csv_lines

KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
MEANINGS = {
    "reference": "Unique for each council",
    "title": "Title of the agreement",
    "description": "What is provided",
    "directorate": "Council department responsible",
    "supplier": "Name; several are separated by semicolons",
    "supplier number": "Companies House, charity or other register number",
    "sme": "Small or medium-sized: yes, no, or empty where it is not known",
    "vcse": "Voluntary, community or social enterprise: yes, no, or empty where it is not known",
    "start date": "Year-month-day",
    "end date": "Year-month-day; empty where none was agreed",
    "status": "To begin, live, past its end (it runs on without a new last day) or ended",
    "review date": "Year-month-day, or empty",
    "extension": "Months of extension available",
    "annual value": "Pounds a year",
    "total value": "Pounds over the whole term",
    "irrecoverable vat": "Pounds of VAT that cannot be recovered",
    "value with vat": "Pounds over the whole term, VAT and extensions included; empty where it is not known",
    "light touch": "Whether the lighter rules for some services to people apply: yes or no",
    "procurement": "Procurement route: tender, quotation, direct award, framework, grant or in-house",
    "postcode": "The supplier’s",
    "earlier suppliers": "Who delivered it before, each until which day; several are separated by semicolons",
}


def contracts(council: int | None = None) -> QuerySet[Contract]:
    """What the register publishes: in force or ended, of one council or of all."""
    rows = (
        Contract.objects.public()
        .select_related("directorate", "council", "manager", "lead_director")
        .prefetch_related(Prefetch("parties", ContractSupplier.objects.select_related("organisation")))
        .order_by("council__name", "reference")
    )
    return rows.filter(council=council) if council else rows


def rows(found: QuerySet[Contract]) -> Iterator[list]:
    """The headings, then a row a contract; read in batches while they are sent."""
    yield PUBLIC_HEADINGS
    for contract in found.iterator(chunk_size=500):
        yield row_of(contract, PUBLIC_HEADINGS)


def pieces(kind: str, council: int | None = None) -> Iterator[str | bytes]:
    """The register as a file of ``kind`` ("csv" or "json"), in pieces as it is read."""
    found = rows(contracts(council))
    return csv_lines(found) if kind == "csv" else _json(found)


def _json(found: Iterator[list]) -> Iterator[bytes]:
    """One JSON list, an object a contract."""
    names = next(found)
    yield b"["
    for n, row in enumerate(found):
        yield (b",\n" if n else b"\n") + canonical(dict(zip(names, row, strict=True)))
    yield b"\n]\n"
