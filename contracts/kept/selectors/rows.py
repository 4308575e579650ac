"""What kept rows say, made from nothing, as (statement, parameters) over some contracts (keys) as of a day.

They are written and checked by these.
"""

from collections.abc import Sequence
from datetime import date

from contracts.kept.calculations.windows import Windows, months_of, quarters_of
from contracts.kept.selectors.contracts import COUNTS, LEAGUE, PLACE, TALLIED, flags
from contracts.kept.selectors.statement import common_over
from contracts.kept.selectors.suppliers import kinds_cte

Statement = tuple[str, list]
SUMS = ("weight", "got", "aimed", "compared", "wanted", "least", "without_minimum", "promised", "promising")
RETURNS = ("expected", "reported", "waiting", "late")
ALIKE = ("priority_id", "measure_id", "unit", "kind", "direction", "client_side")
STANDINGS = COUNTS[1:7]

KPI = (
    "council_id", "period", "directorate_id", "supplier_kind", *ALIKE, "kpi_id", "contract_id", "reference", "number",
    "standing", "place", *RETURNS, "oldest", "cases", *SUMS,
)  # fmt: skip
_OF_JUDGED = {"period": "j.window_code", "council_id": "c.council_id", "place": PLACE, "supplier_kind": "s.supplier_kind"}
JUDGED = f"""SELECT {", ".join(_OF_JUDGED.get(name, f"j.{name}") for name in KPI)}
FROM judged j JOIN contracts_contract c ON c.id = j.contract_id
JOIN kinds s ON s.contract_id = j.contract_id AND s.window_code = j.window_code"""  # noqa: S608

_FLAGS = ("worry", "concern", "unmanaged", "unmeasured", "ending", "attention")
CONTRACT = ("council_id", "period", "directorate_id", "supplier_kind", "contract_id", *COUNTS, "oldest", "ends_on", *_FLAGS)
_OF_LEAGUE = {"period": "l.window_code", "contract_id": "l.id", "supplier_kind": "s.supplier_kind"}
LEAGUED = f"""SELECT {", ".join(_OF_LEAGUE.get(name, f"l.{name}") for name in CONTRACT)}
FROM league l JOIN kinds s ON s.contract_id = l.id AND s.window_code = l.window_code"""  # noqa: S608
# A quarter of a trend is counted only: nobody is asked to look after it
QUARTERS = f"""SELECT c.council_id, t.window_code, c.directorate_id, s.supplier_kind, c.id,
  {", ".join(f"t.{name}" for name in COUNTS)}, t.oldest, COALESCE(c.ends_on, c.planned_until), 0, 0, 1 = 0, 1 = 0, 1 = 0, 1 = 0
FROM tallied t JOIN contracts_contract c ON c.id = t.contract_id
JOIN kinds s ON s.contract_id = t.contract_id AND s.window_code = t.window_code"""  # noqa: S608


def kpis(contracts: Sequence[int], day: date, windows: Windows | None = None) -> Statement:
    """Rows of ``KPI``: each KPI of which something is owed, over each of the standard months, or of ``windows``."""
    judged, params = common_over(marks(contracts), contracts, windows or months_of(day), day)
    kinds, keys = kinds_cte(marks(contracts), contracts)
    return judged + kinds + JUDGED, [*params, *keys]


def over_months(contracts: Sequence[int], day: date, windows: Windows | None = None) -> Statement:
    """Rows of ``CONTRACT``: each contract over each of the standard months, or of ``windows``."""
    some = marks(contracts)
    judged, params = common_over(some, contracts, windows or months_of(day), day)
    kinds, keys = kinds_cte(some, contracts)
    league = LEAGUE.format(contracts=some)
    return judged + league + kinds + LEAGUED, [*params, *contracts, *flags(day), *contracts, *keys]


def over_quarters(contracts: Sequence[int], day: date, windows: Windows | None = None) -> Statement:
    """Rows of ``CONTRACT``: each contract over the quarters (or ``windows``) in which something of it was owed."""
    judged, params = common_over(marks(contracts), contracts, windows or quarters_of(day), day)
    kinds, keys = kinds_cte(marks(contracts), contracts)
    return judged + TALLIED + kinds + QUARTERS, [*params, *keys]


def marks(contracts: Sequence[int]) -> str:
    return ", ".join(["%s"] * len(contracts))
