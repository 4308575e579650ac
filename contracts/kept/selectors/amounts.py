"""What kept rows bring to the sums of a council: in the whole area, and in each district of their contract."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from contracts.kept.calculations.windows import STANDARD
from contracts.kept.selectors.contracts import COUNTS
from contracts.kept.selectors.rows import ALIKE, RETURNS, STANDINGS, SUMS, Statement, marks


@dataclass(frozen=True)
class Amounts:
    """Rows of ``of`` added up in ``to``, told apart by ``dims``. ``counted``: column → expression on a row “k”, never empty."""

    to: str
    of: str
    dims: tuple[str, ...]
    counted: Mapping[str, str]

    @property
    def columns(self) -> str:
        return ", ".join([*self.dims, "district_id", *self.counted])

    @property
    def by(self) -> str:
        return ", ".join(f"k.{name}" for name in self.dims)


OF_KPIS = Amounts(
    "contracts_keptsum",
    "contracts_keptkpi",
    ("council_id", "period", "directorate_id", "supplier_kind", *ALIKE),
    {"kpis": "1"}
    | {name: f"(CASE WHEN k.standing = '{name}' THEN 1 ELSE 0 END)" for name in STANDINGS}
    | {name: f"k.{name}" for name in RETURNS}
    | {name: f"COALESCE(k.{name}, 0)" for name in SUMS},
)
OF_CONTRACTS = Amounts(
    "contracts_kepttally",
    "contracts_keptcontract",
    ("council_id", "period", "directorate_id", "supplier_kind"),
    {name: f"k.{name}" for name in COUNTS}
    | {
        "contracts": "1",
        "attention": "(CASE WHEN k.attention THEN 1 ELSE 0 END)",
        "owing": "(CASE WHEN k.expected > 0 THEN 1 ELSE 0 END)",
        "owing_late": "(CASE WHEN k.late > 0 THEN 1 ELSE 0 END)",
    },
)


def sums(contracts: Sequence[int], sign: str, periods: str = STANDARD) -> Iterable[Statement]:
    """What the rows of some contracts bring to the sums, or (“-”) brought; ``periods``: a condition of ours on ``k.period``."""
    some = f"k.contract_id IN ({marks(contracts)}) AND {periods}"
    for amounts in (OF_KPIS, OF_CONTRACTS):
        yield f"INSERT INTO {amounts.to} ({amounts.columns}) {_added(amounts, sign, some)}", [*contracts, *contracts]


def added_up(council: int, period: str) -> Iterable[Statement]:
    """The sums of a council (key) and period, from all its rows, in the place of those that are there.

    On PostgreSQL one statement a table: what is committed meanwhile is in the rows it reads or adds its own amounts, never both.
    """
    some, keys = "k.council_id = %s AND k.period = %s", [council, period]
    for one in (OF_KPIS, OF_CONTRACTS):
        gone = f"DELETE FROM {one.to} AS k WHERE {some}"  # noqa: S608
        added = f"INSERT INTO {one.to} ({one.columns}) {_added(one, '+', some)}"
        if connection.vendor == "postgresql":
            yield f"WITH gone AS ({gone}) {added}", keys * 3
        else:
            yield gone, keys
            yield added, keys * 2


def _added(one: Amounts, sign: str, some: str) -> str:
    """``some``: a condition on rows “k” that are added up; its parameters stand in it twice."""
    amounts = ", ".join(f"{sign}SUM({expression})" for expression in one.counted.values())
    return (
        f"SELECT {one.by}, CAST(NULL AS BIGINT), {amounts} FROM {one.of} k WHERE {some} "  # noqa: S608 - nothing of a request
        f"GROUP BY {one.by} UNION ALL SELECT {one.by}, d.district_id, {amounts} FROM {one.of} k "
        f"JOIN contracts_keptdistrict d ON d.contract_id = k.contract_id WHERE {some} GROUP BY {one.by}, d.district_id"
    )
