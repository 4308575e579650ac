"""The headings of the contracts register, for bringing it in and for taking it away."""

from django.core.exceptions import ValidationError

from contracts.imports.calculations.parts import joined
from contracts.register.enums import Route
from socialvalue.common.tables import Column, read_choice, read_date, read_money, read_text, read_whole, read_yes_no
from socialvalue.places.postcodes import clean_postcode


def read_postcode(text: str) -> str:
    """“wr13aa” as “WR1 3AA”. Raises ValueError when it is no postcode."""
    try:
        return clean_postcode(text)
    except ValidationError:
        raise ValueError("must be a full UK postcode, like ME14 1XX") from None


COLUMNS = [
    Column("reference", read_text(40), needed=True),
    Column("title", read_text(200), needed=True),
    Column("description"),
    Column("directorate", read_text(120), needed=True),
    Column("supplier", needed=True),
    Column("supplier number"),
    Column("sme", read_yes_no),
    Column("vcse", read_yes_no),
    Column("start date", read_date, needed=True),
    Column("end date", read_date, needed=True),
    Column("review date", read_date),
    Column("extension", read_whole, aliases=("extension months",)),
    Column("annual value", read_money),
    Column("total value", read_money),
    Column("irrecoverable vat", read_money),
    Column("procurement", read_choice(Route.choices), needed=True, aliases=("route",)),
    Column("contract manager"),
    Column("lead director"),
    Column("postcode", read_postcode),
    # In exports only: a file does not change who delivered a contract
    Column("earlier suppliers"),
]
HEADINGS = [column.name for column in COLUMNS]
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
        "end date": contract.ends_on,
        "review date": contract.review_on,
        "extension": contract.extension_months,
        "annual value": contract.annual_value,
        "total value": contract.total_value,
        "irrecoverable vat": contract.irrecoverable_vat,
        "procurement": contract.get_route_display().lower(),
        "contract manager": contract.manager.email if contract.manager else "",
        "lead director": contract.lead_director.email if contract.lead_director else "",
        "postcode": single.postcode if single else "",
        "earlier suppliers": joined(
            [f"{party.plain_name} until {party.last_day.isoformat()}" for party in contract.parties_before()]
        ),
    }
    return [cells[name] for name in headings]
