"""What kept rows say, made from nothing, as (statement, parameters) over some contracts (keys) as of a day.

They are written and checked by these.
"""

from collections.abc import Sequence
from datetime import date

from contracts.kept.calculations.windows import MONTHS, months_of, quarters_of, windows_of
from contracts.kept.selectors.contracts import COUNTS, LEAGUE, PLACE, TALLIED, flags
from contracts.kept.selectors.statement import common_over

Statement = tuple[str, list]
SUMS = ("weight", "got", "aimed", "compared", "wanted", "least", "without_minimum", "promised", "promising")
RETURNS = ("expected", "reported", "waiting", "late")
ALIKE = ("priority_id", "measure_id", "unit", "kind", "direction", "client_side")
STANDINGS = COUNTS[1:7]

KPI = (
    "council_id", "period", "directorate_id", *ALIKE, "kpi_id", "contract_id", "reference", "number", "standing", "place",
    *RETURNS, "oldest", "cases", *SUMS,
)  # fmt: skip
_OF_JUDGED = {"period": "j.window_code", "council_id": "c.council_id", "place": PLACE}
JUDGED = f"""SELECT {", ".join(_OF_JUDGED.get(name, f"j.{name}") for name in KPI)}
FROM judged j JOIN contracts_contract c ON c.id = j.contract_id"""  # noqa: S608

_FLAGS = ("worry", "concern", "unmanaged", "unmeasured", "ending", "attention")
CONTRACT = ("council_id", "period", "directorate_id", "contract_id", *COUNTS, "oldest", "ends_on", *_FLAGS)
_OF_LEAGUE = {"period": "l.window_code", "contract_id": "l.id"}
LEAGUED = f"SELECT {', '.join(_OF_LEAGUE.get(name, f'l.{name}') for name in CONTRACT)} FROM league l"  # noqa: S608
# A quarter of a trend is counted only: nobody is asked to look after it
QUARTERS = f"""SELECT c.council_id, t.window_code, c.directorate_id, c.id, {", ".join(f"t.{name}" for name in COUNTS)}, t.oldest,
  c.ends_on, 0, 0, 1 = 0, 1 = 0, 1 = 0, 1 = 0
FROM tallied t JOIN contracts_contract c ON c.id = t.contract_id"""  # noqa: S608

_MONTHS = ", ".join(f"'m{months}'" for months in MONTHS)
# One reading of the due rows fills both tables: PostgreSQL alone lets a part of a statement write
AT_ONCE = f""", kept_kpis AS (
  INSERT INTO contracts_keptkpi ({", ".join(KPI)}) {JUDGED} WHERE j.window_code IN ({_MONTHS})
), kept_quarters AS (
  INSERT INTO contracts_keptcontract ({", ".join(CONTRACT)}) {QUARTERS} WHERE t.window_code NOT IN ({_MONTHS})
)
INSERT INTO contracts_keptcontract ({", ".join(CONTRACT)}) {LEAGUED} WHERE l.window_code IN ({_MONTHS})"""


def written_at_once(contracts: Sequence[int], day: date) -> Statement:
    """What the three below say, as one statement that writes it. PostgreSQL only."""
    some = marks(contracts)
    judged, params = common_over(some, contracts, windows_of(day), day)
    return judged + LEAGUE.format(contracts=some) + AT_ONCE, [*params, *contracts, *flags(day), *contracts]


def kpis(contracts: Sequence[int], day: date) -> Statement:
    """Rows of ``KPI``: each KPI of which something is owed, over each of the standard months."""
    judged, params = common_over(marks(contracts), contracts, months_of(day), day)
    return judged + JUDGED, params


def over_months(contracts: Sequence[int], day: date) -> Statement:
    """Rows of ``CONTRACT``: each contract over each of the standard months."""
    some = marks(contracts)
    judged, params = common_over(some, contracts, months_of(day), day)
    return judged + LEAGUE.format(contracts=some) + LEAGUED, [*params, *contracts, *flags(day), *contracts]


def over_quarters(contracts: Sequence[int], day: date) -> Statement:
    """Rows of ``CONTRACT``: each contract over the quarters in which something of it was owed."""
    judged, params = common_over(marks(contracts), contracts, quarters_of(day), day)
    return judged + TALLIED + QUARTERS, params


def marks(contracts: Sequence[int]) -> str:
    return ", ".join(["%s"] * len(contracts))
