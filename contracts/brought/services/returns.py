"""Past returns of running contracts, imported from a file: each to the due row of its KPI and period."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch
from django.urls import reverse

from contracts.brought.calculations.cells import period_named
from contracts.brought.enums import Stood
from contracts.brought.services.lines import Lines, Work
from contracts.kept.services import keep
from contracts.obligations.models import Kpi
from contracts.performance.composing import MOST, read
from contracts.register.models import Contract
from contracts.register.services import tell_suppliers
from contracts.returns.calculations.answering import FIELD, all_evidence
from contracts.returns.calculations.figures import Figure, settled
from contracts.returns.calculations.period_names import fitting
from contracts.returns.models import Return
from contracts.returns.selectors import earlier_in, questions_about
from contracts.returns.services.bringing_back import figure_in
from contracts.returns.services.bringing_over import Earlier, bring_over
from contracts.returns.services.template import SUB_SCORES
from contracts.schedule.models import DueReturn
from socialvalue.common import clock
from socialvalue.common.tables import Row
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.law.periods import MONTHS_OF
from socialvalue.notifications.services import tell

HEADING_OF = {
    "value": "value",
    "numerator": "numerator",
    "denominator": "denominator",
    "no_cases": "value",
    "target": "target",
    "minimum": "minimum",
    "status": "status",
    "sent_on": "sent on",
    "verified_on": "verified on",
    "starts_on": "start date",
    SUB_SCORES: SUB_SCORES,
} | {f"{FIELD}s{place}": SUB_SCORES for place in range(1, MOST + 1)}


# What the preview and the second person see of a line
SAID = (
    "value",
    "numerator",
    "denominator",
    "target",
    "minimum",
    "status",
    "sent on",
    "verified on",
    "narrative",
    "evidence note",
    SUB_SCORES,
)


class Returns(Lines):
    def __init__(self, work: Work):
        super().__init__(work)
        # What this file says of periods, for the questions about later ones
        self.brought: dict[int, Return] = {}

    def bring(self, contract: Contract, rows: list[Row]) -> None:
        kpis = {kpi.number: kpi for kpi in Kpi.objects.filter(obligation__contract=contract).order_by("number")}
        owed: dict[int, list[DueReturn]] = {kpi.pk: [] for kpi in kpis.values()}
        versions = Prefetch("returns", queryset=Return.objects.order_by("number"))
        found = DueReturn.objects.owed().filter(kpi__in=owed).select_related("kpi__obligation__contract")
        for due in found.prefetch_related(versions).order_by("starts_on", "pk"):
            owed[due.kpi_id].append(due)
        seen: dict[int, int] = {}
        for row in rows:
            meant = self._due_of(row, contract, kpis, owed)
            if meant is None:
                continue
            if meant.pk in seen:
                self.problem(row, "start date", f"this period of KPI {meant.kpi.number} stands on line {seen[meant.pk]} already")
                continue
            seen[meant.pk] = row.line
            if row.line not in self.bad:
                self._bring(row, meant, contract, owed[meant.kpi_id])

    def _due_of(self, row: Row, contract: Contract, kpis: dict[int, Kpi], owed: dict[int, list[DueReturn]]) -> DueReturn | None:
        number, period = row.value("kpi", int), _period(row)
        if number is None or not period:
            return None
        kpi = kpis.get(number)
        if kpi is None:
            self.problem(row, "kpi", f"is no KPI of {contract.reference}: it has {_numbers(kpis)}")
            return None
        rows = owed[kpi.pk]
        if not rows:
            why = "nobody has agreed it yet" if kpi.agreed_at is None else f"it is reported from {plain_day(kpi.reported_from)}"
            self.problem(row, "kpi", f"has no return due: {why}")
            return None
        spans = [(due.starts_on, due.ends_on) for due in rows]
        places = fitting(period, spans, months=MONTHS_OF[kpi.frequency], first_day=contract.starts_on)
        if len(places) == 1:
            return rows[places[0]]
        if places:
            self.problem(row, "start date", f"fits several periods of KPI {number}: {_some([spans[place] for place in places])}")
        else:
            self.problem(row, "start date", f"is no period of KPI {number}. Its periods: {_some(spans)}")
        return None

    def _bring(self, row: Row, due: DueReturn, contract: Contract, of_kpi: list[DueReturn]) -> None:
        verified = row.value("status", str) == Stood.VERIFIED

        def act() -> str:
            earlier = _earlier(row, due)
            did = bring_over(due, earlier, by=self.work.by, verified_by=self.work.verified_by)
            self._ask(row, due, earlier.figure, of_kpi, did)
            return did

        before = len(self.work.outcome.lines)
        period = f"{plain_day(due.starts_on)} to {plain_day(due.ends_on)}"
        self.tried(row, act, contract, f"KPI {due.kpi.number}, {period}", SAID, HEADING_OF)
        came = self.work.outcome.lines[before:]
        self.work.outcome.verified += sum(verified and line.did != "unchanged" for line in came)

    def _ask(self, row: Row, due: DueReturn, figure: Figure, of_kpi: list[DueReturn], did: str) -> None:
        """What would be asked of whoever reported it: told beside the line, and refused to nobody."""
        if did == "unchanged" or figure.no_cases:
            return
        subs = read(due.sub_scores)
        kept = settled(due.kpi.kind, figure, subs, all_evidence(subs))
        before = [(one, self.brought.get(one.pk) or _handed_in(one)) for one in of_kpi if one.starts_on < due.starts_on]
        known = earlier_in([(one, version) for one, version in before if version is not None])
        for question in questions_about(due, kept, known):
            self.work.table.note(row, "value", question)
        self.brought[due.pk] = Return(due=due, **vars(kept))

    def conclude(self) -> None:
        """Figures are kept, once a contract; the supplier and whoever was named as having verified are told."""
        contracts = self.changed()
        if contracts:
            keep(*(contract.pk for contract, _ in contracts))
        for contract, lines in contracts:
            many = "1 past return" if lines == 1 else f"{lines} past returns"
            tell_suppliers(
                contract,
                key=f"brought-over-returns:{contract.pk}:{clock.now().isoformat()}",
                subject=f"{many} brought over from earlier records: {contract.title}",
                body=f"{self.work.by} brought {many} of “{contract.title}” ({contract.reference}) over from the council’s "
                "earlier records. Each says so on its page. If a figure is wrong, begin a correction there or tell "
                "the contract manager.",
                url=reverse("contract-returns", args=[contract.pk]),
                action="See the returns",
            )
        if self.work.verified_by and self.work.outcome.verified:
            self._tell_second(self.work.outcome.verified)

    def _tell_second(self, count: int) -> None:
        assert self.work.verified_by is not None
        many = "1 past return is" if count == 1 else f"{count} past returns are"
        tell(
            self.work.verified_by,
            key=f"brought-over-verified:{self.work.council.pk}:{clock.now().isoformat()}",
            subject=f"{many} recorded as verified by your word",
            body=f"{self.work.by} imported “{self.work.name}”. {many} recorded as brought over from earlier records and "
            "verified by your word. If you did not say so, tell an administrator, and begin corrections.",
            url=reverse("contracts"),
            action="See the contracts",
            why="You get this because you were named as the person who says that these returns were verified.",
            council=self.work.council,
            for_information=True,
        )


def _period(row: Row) -> str:
    return period_named(row.value("start date", str) or "", row.value("end date", str) or "")


def _numbers(kpis: dict[int, Kpi]) -> str:
    return ", ".join(map(str, sorted(kpis))) or "none"


def _some(spans: Sequence[tuple[date, date]]) -> str:
    """The first and the last, where there are many."""
    words = [f"{first.isoformat()} to {last.isoformat()}" for first, last in spans]
    return "; ".join(words if len(words) <= 4 else [words[0], words[1], "…", words[-1]])


def _handed_in(due: DueReturn) -> Return | None:
    return next((version for version in reversed(list(due.returns.all())) if version.first_submitted_at), None)


def _earlier(row: Row, due: DueReturn) -> Earlier:
    """What the line says. Raises Refused where the cells of its figure contradict each other."""
    answer, figure = figure_in(row, due.kpi.kind, read(due.sub_scores))
    return Earlier(
        figure=figure,
        verified=row.value("status", str) == Stood.VERIFIED,
        sent_on=row.value("sent on", date),
        verified_on=row.value("verified on", date),
        target=row.value("target", Decimal),
        minimum=row.value("minimum", Decimal),
        estimated=answer.estimated,
        narrative=row.value("narrative", str) or answer.why,
        evidence_note=row.value("evidence note", str) or "",
    )
