"""What is opened: every page and list that a register of many contracts could make slow, by somebody who opens it."""

from dataclasses import dataclass

from django.urls import reverse

from contracts.obligations.models import Kpi
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from measurement.bench.copies import Original
from procurement.commissioning.models import Commission
from procurement.panel.models import Evaluation
from procurement.tendering.models import Tender
from socialvalue.framework.models import Measure, Priority

ROLES = ("commissioner", "procurement", "evaluator1", "lead", "manager", "director", "member", "admin", "supplier1", "partner")
MONTHS = (3, 6, 12, 24)


@dataclass(frozen=True)
class Visit:
    """``kind``: page or export; ``who`` is an account of the demonstration, empty for somebody who is not signed in."""

    name: str
    who: str
    path: str
    kind: str = "page"


def visits(original: Original) -> list[Visit]:
    """The same at every size: nothing is opened that is there at one size only."""
    return [*_public(), *_homes(), *_oversight(original), *_contracts(original), *_procurement(), *_around()]


def _public() -> list[Visit]:
    plain = ("opportunities", "forward-plan", "public-events", "public-you-said-list", "open-data", "frameworks")
    files = ("forward-plan-csv", "forward-plan-ics", "open-data-csv", "open-data-json")
    pages = [Visit(_words(name), "", reverse(name)) for name in plain]
    return [Visit("home, not signed in", "", "/"), *pages, *(Visit(_words(name), "", reverse(name), "export") for name in files)]


def _words(name: str) -> str:
    return name.replace("-", " ").replace(" csv", ".csv").replace(" ics", ".ics").replace(" json", ".json")


def _homes() -> list[Visit]:
    return [Visit(f"home of {role}", role, "/") for role in ROLES]


def _oversight(original: Original) -> list[Visit]:
    board = reverse("oversight")
    priority = Priority.objects.filter(obligations__contract__council=original.council).order_by("pk").first()
    measure = Measure.objects.filter(obligations__contract__council=original.council).order_by("pk").first()
    directorate = original.council.directorates.order_by("pk").first()
    if priority is None or measure is None or directorate is None:
        raise RuntimeError("the ten contracts have priorities, measures and a directorate")
    found = [Visit(f"oversight, {months} months", "member", f"{board}?months={months}") for months in MONTHS]
    found += [
        Visit("oversight, one directorate", "member", f"{board}?directorate={directorate.pk}"),
        Visit("a priority", "member", reverse("oversight-priority", args=[priority.pk])),
        Visit("a directorate", "member", reverse("oversight-directorate", args=[directorate.pk])),
        Visit("contracts side by side", "member", reverse("oversight-contracts")),
        Visit("contracts side by side, by title", "member", reverse("oversight-contracts") + "?sort=title"),
        Visit("behind a figure: the council", "member", reverse("figure", args=["council", original.council.pk])),
        Visit("behind a figure: a priority", "member", reverse("figure", args=["priority", priority.pk])),
        Visit("behind a figure: a measure", "member", reverse("figure", args=["measure", measure.pk])),
    ]
    return found + [
        Visit(f"figures.{form}", "member", reverse("oversight-export", args=[form]), "export") for form in ("csv", "xlsx")
    ]


def _contracts(original: Original) -> list[Visit]:
    contract = Contract.objects.get(pk=original.ranges[Contract].first)
    kpi = Kpi.objects.filter(obligation__contract=contract).order_by("pk").first()
    due = Return.objects.filter(due__kpi=kpi, status=ReturnStatus.VERIFIED).order_by("pk").first()
    if kpi is None or due is None:
        raise RuntimeError("the first of the ten contracts has verified returns")
    listing, one = reverse("contracts"), [contract.pk]
    return [
        Visit("contracts", "manager", listing),
        Visit("contracts, a search", "manager", f"{listing}?q=Highway"),
        Visit("contracts, overdue", "manager", f"{listing}?attention=late"),
        Visit("contracts of a supplier", "supplier1", listing),
        Visit("contracts.csv", "procurement", reverse("contracts-export"), "export"),
        Visit("a contract", "manager", reverse("contract", args=one)),
        Visit("a contract's returns", "manager", reverse("contract-returns", args=one)),
        Visit("a contract's handover", "manager", reverse("contract-handover", args=one)),
        Visit("returns template.xlsx", "supplier1", reverse("returns-template", args=[contract.pk, "xlsx"]), "export"),
        Visit("a KPI", "manager", reverse("kpi", args=[kpi.pk])),
        Visit("a return", "manager", reverse("return", args=[due.due_id])),
        Visit("a promise followed", "member", reverse("obligation-chain", args=[kpi.obligation_id])),
        Visit("returns, manager", "manager", reverse("returns")),
        Visit("returns, director", "director", reverse("returns")),
        Visit("returns, supplier", "supplier1", reverse("returns")),
        Visit("returns to verify", "manager", reverse("returns-to-verify")),
        Visit("suppliers", "manager", reverse("suppliers")),
        Visit("a supplier", "manager", reverse("supplier", args=[original.supplier.pk])),
    ]


def _procurement() -> list[Visit]:
    commission = Commission.objects.order_by("pk").first()
    tender = Tender.objects.order_by("pk").first()
    evaluation = Evaluation.objects.order_by("pk").first()
    if commission is None or tender is None or evaluation is None:
        raise RuntimeError("the demonstration has all three")
    about, under = [commission.reference], [evaluation.tender.reference]
    return [
        Visit("commissions", "commissioner", reverse("commissions")),
        Visit("a commission", "commissioner", reverse("commission", args=about)),
        Visit("a commission followed", "commissioner", reverse("chain", args=about)),
        Visit("tenders", "procurement", reverse("tenders")),
        Visit("a tender", "procurement", reverse("tender", args=[tender.reference])),
        Visit("diary", "procurement", reverse("diary")),
        Visit("evaluations", "lead", reverse("evaluations")),
        Visit("an evaluation", "lead", reverse("evaluation", args=under)),
        Visit("bids", "supplier1", reverse("bids")),
    ]


def _around() -> list[Visit]:
    return [
        Visit("search", "manager", reverse("search") + "?q=highway"),
        Visit("reports", "member", reverse("reports")),
        Visit("messages", "manager", reverse("messages")),
        Visit("account", "manager", reverse("account")),
        Visit("people", "admin", reverse("administration-people")),
        Visit("audit", "admin", reverse("administration-audit")),
        Visit("jobs", "admin", reverse("administration-jobs")),
    ]
