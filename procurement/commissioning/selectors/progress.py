"""How far a commission has come, read for the four-step bar and the line of what is next."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, prefetch_related_objects

from procurement.commissioning.calculations.cycle import AWARDS_IN_ORDER, CONTRACTS_IN_ORDER, ENDED, IN_ORDER, Facts
from procurement.commissioning.calculations.start import first_possible
from procurement.commissioning.enums import CommissionKind, Stage
from procurement.commissioning.models import Commission
from procurement.commissioning.selectors import plan_needed
from socialvalue.common.clock import LONDON
from socialvalue.law.rules import rules_on

# From a tender: of each of its lots
AWARD = "lots__award"
CONTRACT = f"{AWARD}__contract"
OF_A_CONTRACT = ("pk", "reference", "status", "starts_on", "manager__name")
OF_A_TENDER = (
    "pk", "reference", "status", "deadline", "started_on", "sent_for_checking_by", "evaluation__status", "evaluation__score_by",
    "evaluation__lead__name", *(f"{AWARD}__{name}" for name in ("pk", "status", "recommended_by", "may_sign_from")),
    *(f"{CONTRACT}__{name}" for name in OF_A_CONTRACT),
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
    contract_reference: str
    standstill: bool

    def start_lost(self, today: date) -> date | None:
        """The day on which the contract was to start, where that cannot be kept any more."""
        if self.starts_on is None or self.facts.stage not in (Stage.ANALYSE, Stage.PLAN, Stage.DO):
            return None
        if self.facts.contract not in ("", "draft"):
            # It has begun, whatever day that was
            return None
        return self.starts_on if self.starts_on < first_possible(self.facts, today, standstill=self.standstill) else None


def progress_of(commission: Commission, tender: int | None = None) -> Progress:
    """Of the commission, or of the one of its tenders with this key. Five to seven queries.

    Of several tenders the one that is least far counts, of those that go on; while it is analysed or planned, none.
    """
    return progresses_of([(commission, tender)])[0]


def progresses_of(wanted: Sequence[tuple[Commission, int | None]]) -> list[Progress]:
    """``progress_of`` each commission and key of a tender, in order, with the same five to seven queries however many there are."""
    each = {commission.pk: commission for commission, _ in wanted}
    prefetch_related_objects(list(each.values()), "stage_changes", "phases")
    keys = list(each)
    own, tenders, contracts = _own(keys), _each(keys, "tenders", OF_A_TENDER), _each(keys, "contracts", OF_A_CONTRACT)
    return [_progress(each[one.pk], own[one.pk], _tender(one, tenders[one.pk], only), contracts[one.pk]) for one, only in wanted]


def starts_lost(commissions: Sequence[Commission], today: date) -> set[int]:
    """Those of ``commissions``, by key, whose contract cannot start any more on the day it was to. Five to seven queries."""
    found = progresses_of([(commission, None) for commission in commissions])
    return {c.pk for c, progress in zip(commissions, found, strict=True) if progress.start_lost(today)}


def _progress(commission: Commission, own: dict, found: dict, contracts: list[dict]) -> Progress:
    contract = _contract(found, contracts)
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
        opens=rules_on(found["started_on"]).opens_at(found["deadline"]) if found.get("deadline") else None,
        evaluation=found.get("evaluation__status") or "",
        evaluation_lead=found.get("evaluation__lead__name") or "",
        score_by=found.get("evaluation__score_by"),
        award=found.get(f"{AWARD}__status") or "",
        award_by=found.get(f"{AWARD}__recommended_by"),
        may_sign_from=found.get(f"{AWARD}__may_sign_from"),
        contract=contract.get("status") or "",
        contract_starts=contract.get("starts_on"),
        manager=contract.get("manager__name") or "",
        to_verify=contract.get("to_verify", 0),
        # The council's own service is reported on by the manager, as a rule
        made_by_manager=commission.kind == CommissionKind.IN_HOUSE,
    )
    return Progress(
        facts=facts,
        moves=[(change.stage, change.at.astimezone(LONDON).date()) for change in commission.stage_changes.all()],
        planned=planned_of(commission),
        starts_on=commission.starts_on,
        tender=found.get("reference", ""),
        award=found.get(f"{AWARD}__pk"),
        contract=contract.get("pk"),
        contract_reference=contract.get("reference", ""),
        standstill=commission.kind == CommissionKind.CONTRACT,
    )


def planned_of(commission: Commission) -> dict[str, date]:
    """By when analysing and planning have to be finished, where the timetable says so. One query, none if prefetched."""
    phases = {phase.phase: phase.ends_on for phase in commission.phases.all()}
    ends = {Stage.ANALYSE: phases.get("engagement"), Stage.PLAN: phases.get("notice")}
    return {stage: day for stage, day in ends.items() if day}


def _own(keys: list[int]) -> dict[int, dict]:
    itself = Commission.objects.filter(pk=OuterRef("pk"))
    rows = Commission.objects.filter(pk__in=keys).annotate(
        heard=Exists(itself.filter(remarks__isnull=False)),
        found=Exists(itself.filter(diagnostic_entries__isnull=False)),
        diagnostic=Exists(itself.filter(frozen_documents__kind="diagnostic")),
        learned=Exists(itself.filter(lessons__isnull=False)),
    )
    names = ("pk", "heard", "found", "diagnostic", "learned", "lead__name", "plan__status", "plan__submitted_by")
    return {row["pk"]: row for row in rows.values(*names)}


def _each(keys: list[int], what: str, names: tuple[str, ...]) -> dict[int, list[dict]]:
    """The lots of the tenders of each commission, or its contracts, the first made first, with how many returns wait.

    Their rooms are above this one: read from here.
    """
    order = [f"{what}__pk"] if what == "contracts" else [f"{what}__pk", f"{what}__lots__number"]
    rows = Commission.objects.filter(pk__in=keys, **{f"{what}__isnull": False}).order_by(*order)
    found = defaultdict(list)
    for commission, *values in rows.values_list("pk", *(f"{what}__{name}" for name in names)):
        found[commission].append(dict(zip(names, values, strict=True)))
    each = [row for mine in found.values() for row in mine]
    contract = "pk" if what == "contracts" else f"{CONTRACT}__pk"
    waiting = _waiting(what if what == "contracts" else f"{what}__{CONTRACT}", {row[contract] for row in each} - {None})
    for row in each:
        row["to_verify"] = waiting.get(row[contract], 0)
    return found


def _waiting(contract: str, keys: set[int]) -> dict[int, int]:
    """How many returns wait of each of these contracts. One query, none without contracts.

    Asked of keys: joined to their commissions, PostgreSQL would read the returns of every contract there is.
    """
    if not keys:
        return {}
    due = f"{contract}__obligations__kpis__due_returns"
    waiting = {f"{due}__returns__status": "submitted", f"{due}__waived_at": None}
    rows = Commission.objects.filter(**{f"{contract}__pk__in": sorted(keys)}, **waiting).order_by()
    return dict(rows.values_list(f"{contract}__pk").annotate(Count(f"{due}__returns")))


def _tender(commission: Commission, rows: list[dict], only: int | None) -> dict:
    """Of a lot of the tender that is meant: of several lots the one that is least far."""
    if only is not None:
        return min((row for row in rows if row["pk"] == only), key=_how_far)
    if commission.stage in (Stage.ANALYSE, Stage.PLAN):
        return {}
    going_on = [row for row in rows if row["status"] != ENDED]
    return min(going_on, key=_how_far, default={"status": ENDED} if rows else {})


def _how_far(row: dict) -> tuple[int, int, int]:
    tender, award, contract = row["status"], row[f"{AWARD}__status"] or "", row[f"{CONTRACT}__status"] or ""
    return (
        IN_ORDER.index(tender) if tender in IN_ORDER else len(IN_ORDER),
        AWARDS_IN_ORDER.index(award),
        CONTRACTS_IN_ORDER.index(contract),
    )


def _contract(tender: dict, rows: list[dict]) -> dict:
    """The contract of the tender, or of a commission without one: the one that is least far."""
    if tender.get("status") in IN_ORDER:
        made = {name: tender[f"{CONTRACT}__{name}"] for name in OF_A_CONTRACT} | {"to_verify": tender["to_verify"]}
        return made if made["pk"] else {}
    return min(rows, key=lambda row: CONTRACTS_IN_ORDER.index(row["status"]), default={})
