"""The list of contracts: its columns, and what each says of a contract."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from contracts.register.models import Contract, ContractSupplier
from contracts.standing.selectors.kpis import NEED, Attention, usual_attention
from socialvalue.common.lists import Column, Kind, Listing, linked, with_under
from socialvalue.common.templatetags.formats import day, money
from socialvalue.common.templatetags.govuk import tag

NOTHING = mark_safe('<span class="sv-muted">None</span>')
NO_END = mark_safe('<span class="sv-muted">No agreed end</span>')
IN_HOUSE = mark_safe('<span class="sv-muted">In-house</span>')
# Of several by its name, of two after one another by the one that goes on
FIRST_SUPPLIER = Subquery(
    ContractSupplier.objects.filter(contract=OuterRef("pk"), last_day=None).order_by("name_then", "pk").values("name_then")[:1]
)


@dataclass(frozen=True)
class ContractRow:
    """A contract with what needs attention in it over the list's span."""

    contract: Contract
    found: Attention


def listing(*, supplier: bool) -> Listing:
    """The list; a supplier's own people need not read their own name in every row."""

    def rows(contracts: Sequence[Contract]) -> list[ContractRow]:
        found = usual_attention([contract.pk for contract in contracts])
        return [ContractRow(contract, found[contract.pk]) for contract in contracts]

    return (CONTRACTS.without("supplier") if supplier else CONTRACTS).prepared(rows)


def _title(row: ContractRow) -> SafeString:
    contract = row.contract
    illustrative = " · illustrative" if contract.illustrative else ""
    under = f"{contract.reference} · {contract.directorate.name}{illustrative}"
    return linked(reverse("contract", args=[contract.pk]), contract.title, under)


def _suppliers(row: ContractRow) -> str:
    return row.contract.supplier_words


def _ends(row: ContractRow) -> SafeString:
    contract = row.contract
    said, status = day(contract.end_day) if contract.end_day else NO_END, contract.status_words
    if status != "Active":
        said = format_html("{}<br>{}", said, tag(status, "grey"))
    if contract.ended_early and contract.ends_on:
        return with_under(said, format_html("Was to end on {}", day(contract.ends_on)))
    return said


def _value(row: ContractRow) -> SafeString:
    contract = row.contract
    if contract.total_value is not None:
        return money(contract.total_value, "pounds")
    return format_html('{} <span class="sv-muted">a year</span>', money(contract.annual_value, "pounds"))


def _returns(row: ContractRow) -> SafeString | str:
    counts = row.found.counts
    return f"{counts.reported} of {counts.expected}" if counts.expected else mark_safe('<span class="sv-muted">none due</span>')


def _attention(row: ContractRow) -> SafeString:
    found = row.found
    told = [
        (found.counts.late, "late", "red"),
        (found.below_minimum, "below minimum", "red"),
        (found.below_target, "below target", "yellow"),
    ]
    return mark_safe(" ".join(tag(f"{count} {words}", colour) for count, words, colour in told if count)) or NOTHING


CONTRACTS = Listing(
    key="contracts",
    name="Contracts",
    one="contract",
    many="contracts",
    sort="title",
    columns=(
        Column(
            key="title",
            heading="Contract",
            read=lambda row: row.contract.title,
            draw=_title,
            sort="title",
            said="title",
            parts=(("Reference", lambda row: row.contract.reference), ("Contract", lambda row: row.contract.title)),
        ),
        Column(
            key="supplier",
            heading="Supplier",
            read=_suppliers,
            draw=lambda row: _suppliers(row) or IN_HOUSE,
            sort=FIRST_SUPPLIER,
        ),
        Column(key="reference", heading="Reference", read=lambda row: row.contract.reference, sort="reference", shown=False),
        Column(
            key="directorate",
            heading="Directorate",
            read=lambda row: row.contract.directorate.name,
            sort="directorate__name",
            shown=False,
        ),
        Column(key="manager", heading="Manager", read=lambda row: _name(row.contract.manager), sort="manager__name", shown=False),
        Column(
            key="director",
            heading="Lead director",
            read=lambda row: _name(row.contract.lead_director),
            sort="lead_director__name",
            shown=False,
        ),
        Column(
            key="status",
            heading="Status",
            read=lambda row: row.contract.status_words,
            sort="status",
            shown=False,
        ),
        Column(
            key="starts",
            heading="Starts",
            said="start",
            read=lambda row: row.contract.starts_on,
            kind=Kind.DAY,
            sort="starts_on",
            shown=False,
        ),
        Column(
            key="ends",
            heading="Ends",
            said="agreed end",
            read=lambda row: row.contract.end_day,
            draw=_ends,
            kind=Kind.DAY,
            sort="ends_on",
            parts=(("Ends", lambda row: row.contract.end_day), ("Agreed end", lambda row: row.contract.ends_on)),
        ),
        Column(
            key="value",
            heading="Value",
            read=lambda row: row.contract.total_value,
            draw=_value,
            kind=Kind.NUMBER,
            sort="total_value",
            falls=True,
            parts=(
                ("Value over the term (£)", lambda row: row.contract.total_value),
                ("Value a year (£)", lambda row: row.contract.annual_value),
            ),
        ),
        Column(
            key="yearly",
            heading="Value a year",
            read=lambda row: row.contract.annual_value,
            draw=lambda row: money(row.contract.annual_value, "pounds"),
            kind=Kind.NUMBER,
            sort="annual_value",
            falls=True,
            shown=False,
        ),
        Column(key="route", heading="Procurement route", read=lambda row: row.contract.get_route_display(), shown=False),
        Column(
            key="returns",
            heading="Returns verified",
            read=lambda row: row.found.counts.reported,
            draw=_returns,
            kind=Kind.NUMBER,
            parts=(
                ("Returns verified", lambda row: row.found.counts.reported),
                ("Returns due", lambda row: row.found.counts.expected),
            ),
        ),
        Column(
            key="attention",
            heading="Attention",
            read=lambda row: row.found.counts.late,
            draw=_attention,
            kind=Kind.NEED,
            sort=NEED,
            falls=True,
            parts=(
                ("Returns late", lambda row: row.found.counts.late),
                ("KPIs below minimum", lambda row: row.found.below_minimum),
                ("KPIs below target", lambda row: row.found.below_target),
            ),
        ),
    ),
)


def _name(person) -> str:
    return str(person) if person else ""
