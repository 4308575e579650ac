"""The public list of grants: what each is for, how much, when it is paid, and what came of it. No draft, and nobody's name."""

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from contracts.grants.models import Grant, GrantEvaluation
from contracts.grants.selectors import sums_of_contract
from contracts.register.models import Contract
from measurement.opendata.documents.register import contracts
from procurement.commissioning.enums import CommissionKind

HEADINGS = {
    "reference": "As in the contracts register",
    "title": "Title of the grant",
    "council": "Who gives it",
    "directorate": "Council department responsible",
    "holder": "Who holds it; several are separated by semicolons",
    "holder number": "Companies House, charity or other register number",
    "purpose": "What it is for; empty where that is not recorded",
    "outcomes": "Outcomes it seeks, by the council’s framework; separated by semicolons",
    "conditions": "What has to be so for it to be paid and kept",
    "start date": "Year-month-day",
    "end date": "Year-month-day",
    "total value": "Pounds over the whole term",
    "paid": "Pounds paid so far",
    "to be paid": "Pounds planned and not paid yet",
    "evaluation due": "Year-month-day; empty once a second person has agreed to the evaluation",
    "evaluated on": "The day of the latest evaluation that a second person agreed to",
    "did what it was for": "Yes, in part or no, by that evaluation",
    "what next": "Continue, change or end, by that evaluation",
}


def grants(council: int | None = None) -> QuerySet[Contract]:
    agreed = GrantEvaluation.objects.filter(accepted=True).order_by("-decided_at", "-pk")
    return (
        contracts(council)
        .filter(kind=CommissionKind.GRANT)
        .prefetch_related(
            "grant_payments",
            Prefetch("grant_evaluations", agreed, to_attr="agreed_evaluations"),
            Prefetch("grant", Grant.objects.prefetch_related("outcomes")),
        )
    )


def rows(council: int | None = None) -> Iterator[list]:
    """The headings, then a row a grant; read in batches while they are sent."""
    yield list(HEADINGS)
    for contract in grants(council).iterator(chunk_size=200):
        yield _row(contract)


def _row(contract: Contract) -> list:
    grant = getattr(contract, "grant", None)
    sums, parties = sums_of_contract(contract), contract.parties_on()
    latest = next(iter(contract.agreed_evaluations), None)  # type: ignore[attr-defined]  # prefetched under this name
    return [
        contract.reference,
        contract.title,
        contract.council.name,
        contract.directorate.name,
        "; ".join(party.plain_name for party in parties),
        "; ".join(party.number_then for party in parties if party.number_then),
        grant.purpose if grant else "",
        "; ".join(outcome.name for outcome in grant.outcomes.all()) if grant else "",
        grant.conditions if grant else "",
        contract.starts_on,
        contract.end_day,
        contract.total_value,
        sums.paid,
        sums.to_pay,
        contract.evaluation_due_on,
        latest.decided_at.date() if latest else None,
        latest.get_did_display() if latest else "",
        latest.get_proposes_display() if latest else "",
    ]
