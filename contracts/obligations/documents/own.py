"""What a supplier takes out of what was agreed: obligations with both sides' agreement, earlier wordings, KPIs."""

from collections.abc import Iterator
from typing import Any

from contracts.obligations.calculations.sub_scores import written
from contracts.obligations.enums import Frequency
from contracts.obligations.models import AgreedText, Baseline, Kpi, KpiChange, Objection, Obligation, ObligationVersion
from contracts.performance.composing import read
from contracts.register.documents.own import belongs_to
from socialvalue.accounts.models import User
from socialvalue.exports.documents import Belongs, Files, Part, at, name_of, part_of, uploads_of

CONTRACT = "obligation__contract__council"
OBLIGATIONS = [
    "council", "contract", "obligation", "wording", "status", "origin", "kind", "where it is written", "priority",
    "outcome", "measure",
    "agreed by the council at", "agreed for the council by", "agreed by the supplier at", "agreed for the supplier by",
    "agreed on",
    "counted", "counted because", "ended because",
]  # fmt: skip
EARLIER = [
    "council", "contract", "obligation", "version", "wording", "changed at", "changed by", "reason",
    "both sides had agreed it",
    "agreed by the council at", "agreed for the council by", "agreed by the supplier at", "agreed for the supplier by",
    "agreed on",
]  # fmt: skip
# As a file of running contracts has them, so that it can be read there
KPIS = [
    "contract", "obligation", "wording", "origin", "kind", "agreed on", "priority", "measure", "unit", "kpi", "kpi wording",
    "kpi kind", "direction", "target", "per", "minimum", "frequency", "days to report", "reported from", "done by",
    "client side",
    "sub-scores", "agreed at", "council",
]  # fmt: skip
CHANGES = ["council", "contract", "kpi", "what changes", "reason", "proposed at", "proposed by", "outcome", "decided at"]
BEFORE = [
    "council", "contract", "kpi", "value", "unit", "from", "to", "what is known", "source", "said by", "said at",
]  # fmt: skip
OBJECTIONS = [
    "council", "contract", "obligation", "the words objected to", "objection", "at", "by", "outcome",
    "the council’s answer", "closed at",
]  # fmt: skip
RHYTHMS = {
    Frequency.MONTH: "monthly", Frequency.QUARTER: "quarterly", Frequency.HALF_YEAR: "half-yearly", Frequency.YEAR: "yearly",
}  # fmt: skip


def parts(user: User) -> list[Part]:
    obligations = Obligation.objects.visible_to(user).select_related(
        "contract__council", "priority", "outcome", "measure", "part_of", "council_agreed_by", "supplier_agreed_by"
    )
    seen = Obligation.objects.visible_to(user).order_by().values("pk")
    earlier = ObligationVersion.objects.filter(obligation__in=seen).select_related(
        CONTRACT, "by", "council_agreed_by", "supplier_agreed_by"
    )
    kpis = Kpi.objects.visible_to(user).select_related(CONTRACT, "obligation__priority", "obligation__measure")
    before = Baseline.objects.filter(kpi__in=Kpi.objects.visible_to(user).order_by().values("pk"))
    before = before.select_related(f"kpi__{CONTRACT}", "set_by").order_by("kpi__obligation__contract", "kpi__number", "kpi")
    changes = KpiChange.objects.visible_to(user).select_related(f"kpi__{CONTRACT}", "by")
    objections = Objection.objects.visible_to(user).select_related(CONTRACT, "by")
    return [
        part_of(
            "contracts/obligations.csv",
            "What each contract obliges you or the council to do, and who agreed it for each side, when.",
            OBLIGATIONS, obligations.order_by("contract", "pk"), _obligation,
        ),
        part_of(
            "contracts/earlier-obligations.csv", "How obligations were worded before they were changed, by whom and why.",
            EARLIER,
            earlier.order_by("obligation__contract", "obligation", "number"), _earlier,
        ),
        part_of(
            "contracts/kpis.csv",
            "What is measured of each obligation, with its target, minimum and how often it is reported.", KPIS,
            kpis.order_by("obligation__contract", "number", "pk"), _kpi,
        ),
        part_of(
            "contracts/kpis-before.csv",
            "Where KPIs stood before the contract, in the unit of each for one reporting period, and whose word that is.",
            BEFORE, before, _before,
        ),
        part_of(
            "contracts/kpi-changes.csv", "Changes of KPIs that the council proposed, and what became of them.", CHANGES,
            changes.order_by("kpi__obligation__contract", "at", "pk"), _change,
        ),
        part_of(
            "contracts/objections.csv",
            "Where you said that an obligation is not what you offered, and what the council answered.",
            OBJECTIONS, objections.order_by("obligation__contract", "at", "pk"), _objection,
        ),
    ]  # fmt: skip


def files(user: User) -> Files:
    """The PDFs of agreed texts."""
    return uploads_of(user, AgreedText.objects.visible_to(user).select_related("contract__council"), _text)


def _text(one: AgreedText) -> Belongs:
    contract = one.contract
    return belongs_to(contract, f"Agreed text {one.number}")


def _agreed(one: Obligation | ObligationVersion) -> list[Any]:
    return [
        at(one.council_agreed_at), name_of(one.council_agreed_by), at(one.supplier_agreed_at), name_of(one.supplier_agreed_by),
        one.agreed_on,
    ]  # fmt: skip


def _obligation(one: Obligation) -> Iterator[list[Any]]:
    counted = ""
    if one.counted_at is not None:
        counted = f"within {one.part_of.code}" if one.part_of else "on top of the other obligations"
    yield [
        str(one.contract.council), one.contract.reference, one.code, one.wording, one.get_status_display(), one.basis,
        one.kind,
        one.source_note, _code(one.priority), _code(one.outcome), _code(one.measure), *_agreed(one), counted,
        one.counted_reason,
        one.ended_reason,
    ]  # fmt: skip


def _earlier(one: ObligationVersion) -> Iterator[list[Any]]:
    contract = one.obligation.contract
    yield [
        str(contract.council), contract.reference, one.obligation.code, one.number, one.wording, at(one.at), name_of(one.by),
        one.reason, one.was_agreed, *_agreed(one),
    ]  # fmt: skip


def _kpi(kpi: Kpi) -> Iterator[list[Any]]:
    body = kpi.obligation
    yield [
        body.contract.reference, body.code, body.wording, body.basis, body.kind, body.agreed_on, _code(body.priority),
        _code(body.measure), kpi.unit, kpi.number, kpi.wording, kpi.kind, kpi.direction, kpi.target, kpi.per, kpi.minimum,
        "" if kpi.milestone_on else RHYTHMS.get(Frequency(kpi.frequency), ""), kpi.days_to_report, kpi.reported_from,
        kpi.milestone_on, kpi.client_side, written(read(kpi.sub_scores), " | "), at(kpi.agreed_at),
        str(body.contract.council),
    ]  # fmt: skip


def _before(one: Baseline) -> Iterator[list[Any]]:
    contract = one.kpi.obligation.contract
    yield [
        str(contract.council), contract.reference, one.kpi.number, one.value, one.kpi.unit, one.starts_on, one.ends_on,
        one.get_basis_display(), one.source, one.set_by.name, at(one.set_at),
    ]  # fmt: skip


def _change(one: KpiChange) -> Iterator[list[Any]]:
    contract = one.kpi.obligation.contract
    terms = "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in one.terms.items() if name != "sub_scores")
    if "sub_scores" in one.terms:
        terms = "; ".join(filter(None, [terms, f"sub-scores: {written(read(one.terms['sub_scores']), ' | ')}"]))
    yield [
        str(contract.council), contract.reference, one.kpi.number, terms, one.reason, at(one.at), name_of(one.by),
        one.get_outcome_display(), at(one.decided_at),
    ]  # fmt: skip


def _objection(one: Objection) -> Iterator[list[Any]]:
    contract = one.obligation.contract
    yield [
        str(contract.council), contract.reference, one.obligation.code, one.wording, one.words, at(one.at), name_of(one.by),
        one.get_outcome_display(), one.answer, at(one.closed_at),
    ]  # fmt: skip


def _code(record: Any) -> str:
    return record.code if record else ""
