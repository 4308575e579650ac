"""How far a commission has come, read for the four-step bar and the line of what is next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from procurement.commissioning.calculations.cycle import ENDED, IN_ORDER, Facts
from procurement.commissioning.enums import CommissionKind, Stage
from procurement.commissioning.models import Commission
from procurement.commissioning.selectors import plan_needed
from socialvalue.common.clock import LONDON

OF_A_TENDER = (
    "pk", "reference", "status", "deadline", "sent_for_checking_by", "evaluation__status", "evaluation__score_by",
    "evaluation__lead__name", "award__pk", "award__status", "award__recommended_by", "award__may_sign_from",
    "award__contract__pk", "award__contract__status", "award__contract__starts_on", "award__contract__manager__name",
)  # fmt: skip


@dataclass(frozen=True)
class Progress:
    """What the bar says and what its links are made of; a reference is empty and a key None where there is no such thing."""

    facts: Facts
    moves: list[tuple[str, date]]
    planned: dict[str, date]
    starts_on: date | None
    tender: str
    award: int | None
    contract: int | None


def progress_of(commission: Commission, tender: int | None = None) -> Progress:
    """Of the commission, or of the one of its tenders with this key. Five queries.

    Of several tenders the one that is least far counts, of those that go on; while it is analysed or planned, none.
    """
    moves = [(change.stage, change.at.astimezone(LONDON).date()) for change in commission.stage_changes.all()]
    own = _own(commission)
    found = _tender(commission, tender)
    contract = _contract(commission, found)
    facts = Facts(
        stage=commission.stage,
        lead=own["lead__name"],
        bought=commission.kind != CommissionKind.IN_HOUSE,
        heard=own["heard"] or own["found"],
        diagnostic=own["diagnostic"],
        plan_needed=plan_needed(commission),
        plan=own["plan__status"] or "",
        plan_by=own["plan__submitted_by"],
        lessons=own["learned"],
        tender=found.get("status", ""),
        tender_by=found.get("sent_for_checking_by"),
        deadline=found.get("deadline"),
        evaluation=found.get("evaluation__status") or "",
        evaluation_lead=found.get("evaluation__lead__name") or "",
        score_by=found.get("evaluation__score_by"),
        award=found.get("award__status") or "",
        award_by=found.get("award__recommended_by"),
        may_sign_from=found.get("award__may_sign_from"),
        contract=contract.get("status") or "",
        contract_starts=contract.get("starts_on"),
        manager=contract.get("manager__name") or "",
    )
    return Progress(
        facts, moves, planned_of(commission), commission.starts_on, found.get("reference", ""), found.get("award__pk"), contract.get("pk")
    )


def planned_of(commission: Commission) -> dict[str, date]:
    """By when analysing and planning have to be finished, where the timetable says so. One query, none if prefetched."""
    phases = {phase.phase: phase.ends_on for phase in commission.phases.all()}
    ends = {Stage.ANALYSE: phases.get("engagement"), Stage.PLAN: phases.get("notice")}
    return {stage: day for stage, day in ends.items() if day}


def _own(commission: Commission) -> dict:
    itself = Commission.objects.filter(pk=OuterRef("pk"))
    rows = Commission.objects.filter(pk=commission.pk).annotate(
        heard=Exists(itself.filter(remarks__isnull=False)),
        found=Exists(itself.filter(diagnostic_entries__isnull=False)),
        diagnostic=Exists(itself.filter(frozen_documents__kind="diagnostic")),
        learned=Exists(itself.filter(lessons__isnull=False)),
    )
    return rows.values("heard", "found", "diagnostic", "learned", "lead__name", "plan__status", "plan__submitted_by").get()


def _tender(commission: Commission, only: int | None) -> dict:
    rows = list(commission.tenders.order_by("pk").values(*OF_A_TENDER))
    if only is not None:
        return next(row for row in rows if row["pk"] == only)
    if commission.stage in (Stage.ANALYSE, Stage.PLAN):
        return {}
    going_on = [row for row in rows if row["status"] != ENDED]
    return min(going_on, key=lambda row: IN_ORDER.index(row["status"]), default={"status": ENDED} if rows else {})


def _contract(commission: Commission, tender: dict) -> dict:
    """The contract of the tender, or of a commission without one: the one that is least far."""
    made = {name: tender.get(f"award__contract__{name}") for name in ("pk", "status", "starts_on", "manager__name")}
    rows = list(commission.contracts.order_by("pk").values("pk", "status", "starts_on", "manager__name"))
    if tender.get("status") in IN_ORDER:
        return made if made["pk"] else {}
    return min(rows, key=lambda row: ("draft", "active", "ended").index(row["status"]), default={})
