"""The headings of the contracts register, for bringing it in and for taking it away."""

from collections.abc import Callable

from django.core.exceptions import ValidationError

from contracts.imports.calculations.headings import ALIASES
from contracts.imports.calculations.parts import joined
from contracts.imports.calculations.words import (
    SILENT,
    is_rolling,
    read_kind_of_supplier,
    read_light_touch,
    read_status,
    route_among,
    route_of,
)
from contracts.register.enums import RegisterStatus, Route
from socialvalue.common.tables import (
    Column,
    is_without_vat,
    read_amount,
    read_choice,
    read_months,
    read_text,
    read_written_date,
    read_yearly,
)
from socialvalue.common.tables.cells import Said
from socialvalue.places.postcodes import clean_postcode


def read_postcode(text: str) -> str:
    """“wr13aa” as “WR1 3AA”. Raises ValueError when it is no postcode."""
    try:
        return clean_postcode(text)
    except ValidationError:
        raise ValueError("must be a full UK postcode, like ME14 1XX") from None


def read_route(text: str) -> str | Said:
    """One of our routes: by its own name, or by what registers call it; with other words beside it, which is told."""
    try:
        return read_choice(Route.choices)(text)
    except ValueError:
        if route := route_of(text):
            return route
        if route := route_among(text):
            return Said(route, f"is read as {Route(route).label.lower()}")
        raise


def read_with_vat(text: str) -> object:
    """An amount of which VAT is a part. Raises ValueError for one that says it comes on top."""
    if is_without_vat(text):
        raise ValueError("is without VAT: enter the value with it, or move it to the total value")
    return read_amount(text)


# In the place of an end date: there is none
NO_END = "no end"


def read_end(text: str) -> object:
    """A day, or NO_END for a word that says there is none. Raises ValueError."""
    return NO_END if is_rolling(text) else read_written_date(text)


# Where “N/A” or “TBC” is no value but says that nothing is known
_OFTEN_SILENT = {
    "sme", "vcse", "start date", "end date", "status", "review date", "annual value", "total value", "irrecoverable vat",
    "value with vat", "light touch", "contract manager", "lead director",
}  # fmt: skip


def _column(name: str, read: Callable[[str], object] = str, *, needed: bool = False) -> Column:
    silent = SILENT if name in _OFTEN_SILENT else frozenset()
    return Column(name, read, needed=needed, aliases=ALIASES.get(name, ()), clears=not needed, silent=silent)


COLUMNS = [
    _column("reference", read_text(40), needed=True),
    _column("title", read_text(200), needed=True),
    _column("description"),
    _column("directorate", read_text(120), needed=True),
    _column("supplier", needed=True),
    _column("supplier number"),
    _column("charity number"),
    _column("sme", read_kind_of_supplier),
    _column("vcse", read_kind_of_supplier),
    _column("start date", read_written_date, needed=True),
    _column("end date", read_end),
    _column("status", read_status),
    _column("review date", read_written_date),
    _column("extension", read_months),
    _column("annual value", read_yearly),
    _column("total value", read_amount),
    _column("irrecoverable vat", read_amount),
    _column("value with vat", read_with_vat),
    _column("light touch", read_light_touch),
    _column("procurement", read_route, needed=True),
    _column("contract manager"),
    _column("lead director"),
    _column("postcode", read_postcode),
    # In exports only: a file does not change who delivered a contract
    _column("earlier suppliers"),
]
# What is only read: a supplier has one number of a register in our files, which says whose it is
READ_ONLY = ("charity number",)
HEADINGS = [column.name for column in COLUMNS if column.name not in READ_ONLY]
# What everybody may read: the same headings without email addresses
PUBLIC_HEADINGS = [name for name in HEADINGS if name not in ("contract manager", "lead director")]


def row_of(contract, headings=HEADINGS) -> list:
    """The contract's line under ``headings``; ``parties__organisation`` prefetched, directorate, manager and director joined."""
    parties = contract.parties_on()
    suppliers = [party.organisation for party in parties]
    single = suppliers[0] if len(suppliers) == 1 else None
    cells = {
        "reference": contract.reference,
        "title": contract.title,
        "description": contract.description,
        "directorate": contract.directorate.name,
        # An in-house service has no supplier but the council itself
        "supplier": joined([party.plain_name for party in parties]) or contract.council.name,
        "supplier number": joined([s.registration_number for s in suppliers])
        if any(s.registration_number for s in suppliers)
        else "",
        "sme": single.sme if single else None,
        "vcse": single.vcse if single else None,
        "start date": contract.starts_on,
        # Of one that was ended early the day it ended: its agreed end is no longer true
        "end date": contract.end_day,
        "status": "live" if contract.standing == RegisterStatus.LIVE else contract.standing.label.lower(),
        "review date": contract.review_on,
        "extension": contract.extension_months,
        "annual value": contract.annual_value,
        "total value": contract.total_value,
        "irrecoverable vat": contract.irrecoverable_vat,
        "value with vat": contract.value_with_vat,
        "light touch": contract.light_touch,
        "procurement": contract.get_route_display().lower(),
        "contract manager": contract.manager.email if contract.manager else "",
        "lead director": contract.lead_director.email if contract.lead_director else "",
        "postcode": single.postcode if single else "",
        "earlier suppliers": joined(
            [f"{party.plain_name} until {party.last_day.isoformat()}" for party in contract.parties_before()]
        ),
    }
    return [cells[name] for name in headings]
