"""The register and the list of contracts as files."""

from itertools import chain

from django.urls import reverse

from contracts.imports.documents.columns import HEADINGS, PUBLIC_HEADINGS, row_of
from contracts.overview.forms import ContractFilter
from contracts.overview.pages.listing import listing
from contracts.overview.selectors import contracts_for
from contracts.register.models import ContractSupplier
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.common.lists.asking import COLUMNS, SORT
from socialvalue.common.lists.asking import FORM as AS
from socialvalue.common.lists.chips import values_of
from socialvalue.common.lists.page import listed_of
from socialvalue.exports.documents import Asked, Table, came_from, names_in

# Contracts read at a time for a file
CHUNK = 500
# The keys of the two
REGISTER, LIST = "contracts", "contracts-list"


def register_table(asked: Asked) -> Table:
    """Every contract of the filter under the headings of the register's own file, so that it can be brought in again."""
    form = ContractFilter(asked.GET or None, user=asked.user)
    found = contracts_for(asked.user, **values_of(form)).select_related("manager", "lead_director")
    found = found.prefetch_related("parties__organisation")
    # Email addresses are for the council's own officers
    headings = HEADINGS if asked.user.can(P.EDIT_CONTRACTS) else PUBLIC_HEADINGS

    def rows():
        return chain([headings], (row_of(contract, headings) for contract in found.iterator(chunk_size=CHUNK)))

    page = came_from(reverse("contracts"), asked.GET)
    return Table("contracts", "The contracts register", rows, [found], names_in(form), page)


def list_table(asked: Asked) -> Table:
    """The list as the page shows it: its filter, its order, its columns."""
    form = ContractFilter(asked.GET or None, user=asked.user)
    listed = listed_of(
        asked,
        listing(supplier=bool(asked.user.supplier)),
        form=form,
        rows=lambda values: contracts_for(asked.user, **values).select_related("manager", "lead_director"),
    )
    page = came_from(reverse("contracts"), asked.GET, AS)
    return Table("contracts", "The list of contracts", listed.table, [listed.rows], names_in(form) | {SORT, COLUMNS}, page)


def opened_by(user: User) -> list[int]:
    """The contracts (keys) that are open to whom somebody delivers as: a link that is taken back takes the file with it."""
    if not user.delivers_as:
        return []
    parties = ContractSupplier.objects.filter(open_to__in=user.delivers_as).order_by("contract", "pk")
    return list(parties.values_list("contract", flat=True))
