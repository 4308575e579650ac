"""The return template of a contract, taken away as XLSX or CSV; and how a provider's own report is headed, kept for next time."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Prefetch

from contracts.benefits.calculations.parts import UNKNOWN, Group
from contracts.benefits.selectors import asked_of
from contracts.obligations.models import Kpi
from contracts.performance.composing import read
from contracts.register.models import Contract
from contracts.returns.calculations.answering import to_fill
from contracts.returns.calculations.turning import period_columns
from contracts.returns.models import Return, ReturnMapping
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.tables import raw_table, suggested_headings

SUB_SCORES = "sub-scores"
HEADINGS = [
    "reference", "period", "due", "wording", "unit", "target",
    "value", "numerator", "denominator", "no cases", "estimated", "narrative", "evidence note", SUB_SCORES,
]  # fmt: skip
WIDTHS = {SUB_SCORES: 60, "wording": 50, "period": 26, "narrative": 60, "evidence note": 40, "value": 14, "unit": 18}
# What must be found in a provider's own report, and what may be
MAPPED = ("reference", "period", "value", "numerator", "denominator", "narrative", "evidence note")
# What providers call these, as met in their reports: suggested, never taken without being asked
SUGGESTED = {
    "reference": ("kpi", "kpi no", "kpi number", "ref", "indicator", "measure", "kpi reference"),
    "period": ("period", "reporting period", "quarter", "month", "when"),
    "value": ("actual", "achieved", "result", "outturn", "delivered", "performance", "figure"),
    "numerator": ("numerator", "how many", "met"),
    "denominator": ("denominator", "out of", "total", "of"),
    "narrative": ("comments", "comment", "commentary", "notes", "what happened"),
    "evidence note": ("evidence", "source"),
}


def reference_of(kpi: Kpi) -> str:
    return f"K{kpi.number}"


def period_text(due: DueReturn) -> str:
    return f"{due.starts_on.isoformat()} to {due.ends_on.isoformat()}"


def due_rows(contract: Contract, user: User, until: date | None = None) -> list[DueReturn]:
    """Owed rows of the contract that this person sees, whose period has begun by ``until`` (today), loaded."""
    return list(
        DueReturn.objects.visible_to(user)
        .owed()
        .filter(kpi__obligation__contract=contract, starts_on__lte=until or clock.today())
        .select_related("kpi__obligation__contract__council__period_lock", "kpi__breakdown__by_list")
        .prefetch_related(Prefetch("returns", queryset=Return.objects.order_by("number")))
        .order_by("starts_on", "kpi__number")
    )


def benefit_headings(dues: Iterable[DueReturn]) -> dict[str, dict[str, str]]:
    """“benefited Under 18” → of each list (its key) the group it is: what the KPIs of these rows are asked for, in order."""
    found: dict[str, dict[str, str]] = {}
    for due in dues:
        asked = asked_of(due.kpi, due.ends_on)
        if asked is None:
            continue
        for group in [*asked.by_list.parts, Group(UNKNOWN, "not known")]:
            found.setdefault(f"benefited {group.name}", {})[str(asked.by_list_id)] = group.key
    return found


def template_headings(contract: Contract, user: User) -> list[str]:
    return [*HEADINGS, *benefit_headings(due_rows(contract, user))]


def template_rows(contract: Contract, user: User) -> list[list]:
    """One row a KPI and period that is still to be handed in, with empty cells for what is reported."""
    rows: list[list] = []
    dues = due_rows(contract, user)
    more = [None] * len(benefit_headings(dues))
    for due in dues:
        returns = list(due.returns.all())
        if returns and returns[-1].status in (ReturnStatus.SUBMITTED, ReturnStatus.VERIFIED):
            continue
        kpi = due.kpi
        told = [reference_of(kpi), period_text(due), due.due_on, kpi.wording, kpi.unit, due.target]
        rows.append([*told, None, None, None, "", "", "", "", to_fill(read(due.sub_scores)), *more])
    return rows


def headings_for(rows: list[list], headings: list[str] = HEADINGS) -> tuple[list[str], list[list]]:
    """Headings and rows of the template as it is taken away: without the sub-scores, where no KPI has any."""
    at = HEADINGS.index(SUB_SCORES)
    if any(row[at] for row in rows):
        return headings, rows
    return [*headings[:at], *headings[at + 1 :]], [[*row[:at], *row[at + 1 :]] for row in rows]


def headings_of(data: bytes, name: str) -> list[str]:
    """The headings of a provider's own report, for the page that maps them."""
    return raw_table(data, name).headings


def suggested(headings: list[str]) -> dict[str, str]:
    """Our column → the heading that probably is it; a heading is suggested once."""
    return suggested_headings(headings, {ours: (ours, *names) for ours, names in SUGGESTED.items()}, once=True)


def needed_of(headings: list[str]) -> tuple[str, ...]:
    """Which of ours must be among the headings; a table with a column a period needs neither period nor value."""
    return ("reference",) if period_columns(headings) else ("reference", "period")


def keep_mapping(contract: Contract, *, by: User, mapping: dict[str, str]) -> ReturnMapping:
    """Remember how this provider's report is headed: our column → their heading. Only what may be mapped is kept."""
    kept = {ours: theirs for ours, theirs in mapping.items() if ours in MAPPED and theirs}
    with transaction.atomic():
        row, _ = ReturnMapping.objects.update_or_create(
            contract=contract, defaults={"mapping": kept, "by": by, "at": clock.now()}
        )
        record("map headings", "kept how this provider’s report is headed", by=by, about=contract, council=contract.council)
    return row


def kept_mapping(contract: Contract) -> dict[str, str]:
    """How this provider's report is headed, as somebody said before; empty if nobody has."""
    kept = ReturnMapping.objects.filter(contract=contract).first()
    return kept.mapping if kept else {}
