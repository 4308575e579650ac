"""Obligations and KPIs of running contracts, imported from a file. What anybody changed here since is never overwritten."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse

from contracts.brought.models import BroughtLine
from contracts.brought.services.framework import Framework
from contracts.brought.services.lines import Lines, Work
from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.enums import Worth
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.services import add_kpi, add_obligation, agreed_here, bring_over_agreement
from contracts.performance.enums import Kind
from contracts.register.models import Contract
from contracts.register.services import tell_suppliers
from socialvalue.common import clock
from socialvalue.common.errors import DomainError, Refused, WrongState
from socialvalue.common.tables import Row

# Of an obligation; its other lines may leave them blank, and may not say otherwise
OF_OBLIGATION = ("wording", "origin", "kind", "agreed on", "priority", "measure")
CHANGED = "Stands here otherwise than this line says: change it on its page, so that both sides agree it"
ADDED_TO_AGREED = "Both sides agreed this obligation here: add the KPI on its page, so that both agree it again"


HEADING_OF = {
    "wording": "wording",
    "basis": "origin",
    "kind": "kind",
    "priority": "priority",
    "measure": "measure",
    "code": "obligation",
    "agreed_on": "agreed on",
}
HEADING_OF_KPI = {
    "wording": "kpi wording",
    "kind": "kpi kind",
    "unit": "unit",
    "direction": "direction",
    "target": "target",
    "minimum": "minimum",
    "per": "per",
    "frequency": "frequency",
    "reported_from": "reported from",
    "milestone_on": "done by",
    "number": "kpi",
    "agreed_on": "agreed on",
    "sub_scores": "sub-scores",
}


# What the preview and the second reader see of a line
SAID = ("kpi wording", "target", "per", "minimum", "frequency", "reported from", "agreed on", "sub-scores")


class _Nothing(Exception):
    """No KPI of a new obligation came in: neither does the obligation."""


class Obligations(Lines):
    def __init__(self, work: Work):
        super().__init__(work)
        self.framework = Framework(work.council)

    def bring(self, contract: Contract, rows: list[Row]) -> None:
        """Obligation by obligation, so that both sides' agreement covers all of its KPIs."""
        numbers: dict[int, int] = {}
        codes: dict[str, list[Row]] = {}
        for row in rows:
            number = row.value("kpi", int)
            if number in numbers:
                self.problem(row, "kpi", f"stands on line {numbers[number]} already")
            elif number is not None:
                numbers[number] = row.line
            if code := row.value("obligation", str):
                codes.setdefault(code, []).append(row)
        for code, some in codes.items():
            self._obligation(contract, code, some)

    def _obligation(self, contract: Contract, code: str, rows: list[Row]) -> None:
        """An obligation with those of its KPIs that are right, or nothing of it."""
        self._agree_with_first(code, rows)
        first, said = rows[0], _said_of(rows[0])
        details = self._details(first, said)
        good = [row for row in rows if row.line not in self.bad]
        if details is None:
            self._spread(rows, first)
            return
        before = len(self.work.outcome.lines)
        try:
            with transaction.atomic():
                self._bring(contract, code, details, good, said)
        except _Nothing:
            pass
        except DomainError as refusal:
            del self.work.outcome.lines[before:]
            self.refuse(first, refusal, HEADING_OF)
            self._spread(rows, first)

    def _bring(self, contract: Contract, code: str, details: ObligationDetails, rows: list[Row], said: dict[str, Any]) -> None:
        obligation = contract.obligations.filter(code=code).select_related("measure").first()
        new = obligation is None
        if obligation is None:
            obligation = add_obligation(contract, details, by=self.work.by, code=code)
        added = self._kpis(contract, obligation, details, rows, said)
        if new and not added:
            raise _Nothing
        if added and said["agreed on"]:
            bring_over_agreement(obligation, by=self.work.by, agreed_on=said["agreed on"])

    def _spread(self, rows: list[Row], first: Row) -> None:
        """What is wrong with an obligation holds for all of its lines."""
        for row in rows:
            if row.line != first.line and row.line not in self.bad:
                self.problem(row, "obligation", f"is refused with line {first.line}")

    def _agree_with_first(self, code: str, rows: list[Row]) -> None:
        for row in rows[1:]:
            for name in OF_OBLIGATION:
                if row.values.get(name) is not None and row.values[name] != rows[0].values.get(name):
                    self.problem(row, name, f"is otherwise on line {rows[0].line}, which is {code} of this contract too")

    def _details(self, row: Row, said: dict[str, Any]) -> ObligationDetails | None:
        """What the line says of its obligation; None where it cannot be one, which stands at the line."""
        before = len(self.work.table.problems)
        for name in ("wording", "origin"):
            if not row.texts.get(name):
                self.problem(row, name, "this is needed")
        priority, measure = self.framework.found(
            said["priority"], said["measure"], lambda name, words: self.problem(row, name, words)
        )
        if not said["measure"] and not said["priority"]:
            self.problem(row, "measure", "this is needed, or the priority and the unit")
        if said["agreed on"] and said["agreed on"] > clock.today():
            self.problem(row, "agreed on", "this day has not come yet")
        cells = {problem.column for problem in self.work.table.problems if problem.line == row.line}
        if len(self.work.table.problems) > before or not cells.isdisjoint(OF_OBLIGATION):
            return None
        kind = said["kind"] or (Worth.ADDED if said["origin"] == "offered" else "")
        note = f"Earlier records: line {row.line} of “{self.work.name}”"[:300]
        return ObligationDetails(
            basis=said["origin"], wording=said["wording"], kind=kind, priority=priority, measure=measure, source_note=note
        )

    def _kpis(
        self, contract: Contract, obligation: Obligation, details: ObligationDetails, rows: list[Row], said: dict[str, Any]
    ) -> int:
        """Each line by itself; how many were added."""
        known = {kpi.number: kpi for kpi in Kpi.objects.filter(obligation__contract=contract).select_related("obligation")}
        before = self.work.outcome.count("created")
        for row in rows:
            number = row.value("kpi", int)
            assert number is not None, "a line without its number is bad"
            kept = {**_plain(said), **_plain(_said_of_kpi(row))}
            if kpi := known.get(number):
                act = partial(self._there, kpi, obligation, kept, details, row)
            else:
                act = partial(self._add, obligation, row, number, details, kept)
            self.tried(row, act, contract, f"KPI {number} of {obligation.code}", SAID, HEADING_OF_KPI)
        return self.work.outcome.count("created") - before

    def _add(self, obligation: Obligation, row: Row, number: int, details: ObligationDetails, kept: dict[str, Any]) -> str:
        fresh = Obligation.objects.get(pk=obligation.pk)
        if agreed_here(fresh):
            raise WrongState(ADDED_TO_AGREED)
        terms = _terms(row, details)
        kpi = add_kpi(fresh, terms, by=self.work.by, number=number, brought_over_on=clock.today())
        BroughtLine.objects.create(kpi=kpi, said=kept, name=self.work.name[:200], line=row.line, by=self.work.by)
        return "created"

    def _there(self, kpi: Kpi, obligation: Obligation, kept: dict[str, Any], details: ObligationDetails, row: Row) -> str:
        """The same line again changes nothing, whatever was changed here since; another one only what nobody has agreed."""
        if kpi.obligation_id != obligation.pk:
            raise Refused(f"This is a KPI of {kpi.obligation.code} here", "number")
        before = BroughtLine.objects.filter(kpi=kpi).first()
        if before is not None and before.said == kept:
            return "unchanged"
        if before is not None and self._now_agreed(obligation, before, kept):
            BroughtLine.objects.filter(pk=before.pk).update(said=kept)
            return "updated"
        if before is None and _equal(kpi, obligation, details, _terms(row, details)):
            return "unchanged"
        raise WrongState(CHANGED)

    def _now_agreed(self, obligation: Obligation, before: BroughtLine, kept: dict[str, Any]) -> bool:
        """What was brought over as proposed is now known to have been agreed: nothing else of the line is new."""
        agreed_on = kept["agreed on"]
        if not agreed_on or {**before.said, "agreed on": agreed_on} != kept:
            return False
        if obligation.is_proposed:
            bring_over_agreement(obligation, by=self.work.by, agreed_on=date.fromisoformat(agreed_on))
            obligation.refresh_from_db()
        return _text(obligation.agreed_on) == agreed_on

    def conclude(self) -> None:
        for contract, lines in self.changed():
            many = "1 KPI" if lines == 1 else f"{lines} KPIs"
            tell_suppliers(
                contract,
                key=f"brought-over-obligations:{contract.pk}:{clock.now().isoformat()}",
                subject=f"{many} brought over from earlier records: {contract.title}",
                body=f"{self.work.by} brought {many} of “{contract.title}” ({contract.reference}) over from the council’s "
                "earlier records. Nobody of yours is said to have agreed them here. If anything is wrong, tell the "
                "contract manager.",
                url=reverse("contract-handover", args=[contract.pk]),
                action="Read what was brought over",
            )


def _said_of(row: Row) -> dict[str, Any]:
    return {name: row.values.get(name) for name in OF_OBLIGATION}


SUB_SCORES = "sub-scores"
OF_KPI = (
    "unit", "kpi wording", "kpi kind", "direction", "target", "per", "minimum", "frequency", "days to report", "reported from",
    "done by", "client side",
)  # fmt: skip


def _said_of_kpi(row: Row) -> dict[str, Any]:
    said = {name: row.values.get(name) for name in OF_KPI}
    # Lines that were kept before there were any stay equal
    return said | ({SUB_SCORES: found} if (found := row.values.get(SUB_SCORES)) else {})


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    """As JSON keeps it, so that the same line is equal whatever file it stands in."""
    return {name: _text(value) for name, value in said.items()}


def _text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def _terms(row: Row, details: ObligationDetails) -> KpiTerms:
    kind = row.value("kpi kind", str) or Kind.SUM
    measure = details.measure
    unit = row.value("unit", str) or (measure.unit if measure else "")
    return KpiTerms(
        wording=row.value("kpi wording", str) or "",
        unit=unit,
        frequency=row.value("frequency", str) or "",
        direction=row.value("direction", str) or (measure.direction if measure else "higher"),
        target=row.value("target", Decimal),
        minimum=row.value("minimum", Decimal),
        per=row.value("per", str) or "",
        kind=kind,
        days_to_report=20 if (days := row.value("days to report", int)) is None else days,
        client_side=bool(row.value("client side", bool)),
        reported_from=row.value("reported from", date),
        milestone_on=row.value("done by", date),
        sub_scores=row.value(SUB_SCORES, list) or [],
    )


def _equal(kpi: Kpi, obligation: Obligation, details: ObligationDetails, terms: KpiTerms) -> bool:
    """Whether what was entered here by hand says the same as the line; a blank first day says nothing."""
    tidy, stands = terms.tidy(), kpi.terms()
    same = {name: value for name, value in tidy.values().items() if value is not None}
    if any(getattr(stands, name) != value for name, value in same.items()):
        return False
    return obligation.wording == details.wording and obligation.basis == details.basis
