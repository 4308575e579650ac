"""The list of suppliers for officers: its columns, and what waits of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from contracts.suppliers.selectors.waiting import Waits, contracts_of, former_names, people_of, waits_for
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.lists import Column, Kind, Listing, linked
from socialvalue.common.templatetags.govuk import tag

NOTHING = mark_safe('<span class="sv-muted">Nothing</span>')


@dataclass(frozen=True)
class SupplierRow:
    supplier: Organisation
    contracts: int
    people: int
    waits: tuple[str, ...]
    formerly: str = ""


def listing(user: User) -> Listing:
    """The list as this officer sees it: contracts and what waits are their council's."""

    def rows(suppliers: Sequence[Organisation]) -> list[SupplierRow]:
        keys = [one.pk for one in suppliers]
        contracts, people, waits, names = contracts_of(user, keys), people_of(keys), waits_for(user), former_names(keys)
        return [
            SupplierRow(one, contracts.get(one.pk, 0), people.get(one.pk, 0), words_of(waits, one.pk), names.get(one.pk, ""))
            for one in suppliers
        ]

    return SUPPLIERS.prepared(rows)


def words_of(waits: Waits, key: int) -> tuple[str, ...]:
    """What waits of this supplier, each as a tag says it."""
    counted = (
        (waits.joins[key], "asks to join", "ask to join"),
        (waits.changes[key], "change to decide", "changes to decide"),
        (waits.links[key], "contract to confirm", "contracts to confirm"),
        (waits.together[key], "joining to decide", "joinings to decide"),
    )
    found = [f"{count} {one if count == 1 else many}" for count, one, many in counted if count]
    return (*found, "to confirm") if key in waits.unconfirmed else tuple(found)


def _name(row: SupplierRow) -> SafeString:
    formerly = f"formerly {row.formerly}" if row.formerly else ""
    under = [words for words in (row.supplier.registration_number, formerly) if words]
    return linked(reverse("supplier", args=[row.supplier.pk]), str(row.supplier), " · ".join(under))


def _waits(row: SupplierRow) -> SafeString:
    return mark_safe(" ".join(tag(words, "yellow") for words in row.waits)) or NOTHING


SUPPLIERS = Listing(
    key="suppliers",
    name="Suppliers",
    one="supplier",
    many="suppliers",
    sort="name",
    columns=(
        Column(
            key="name",
            heading="Supplier",
            read=lambda row: str(row.supplier),
            draw=_name,
            sort="name",
            said="name",
            parts=(
                ("Supplier", lambda row: str(row.supplier)),
                ("Register number", lambda row: row.supplier.registration_number),
            ),
        ),
        Column(
            key="confirmed",
            heading="Who it is",
            read=lambda row: "Confirmed" if row.supplier.is_confirmed else "Not confirmed",
            draw=lambda row: tag("Confirmed", "green") if row.supplier.is_confirmed else tag("Not confirmed", "grey"),
            sort="confirmed_at",
        ),
        Column(key="contracts", heading="Contracts", read=lambda row: row.contracts, kind=Kind.NUMBER),
        Column(key="people", heading="People", read=lambda row: row.people, kind=Kind.NUMBER),
        Column(key="waits", heading="Waiting for you", read=lambda row: "; ".join(row.waits), draw=_waits),
    ),
)
