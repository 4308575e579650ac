"""The list of grants and its sum, as a council reports them: how many, how much, the smallest and the largest."""

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from contracts.grants.calculations import state_of
from contracts.grants.enums import EvaluationState
from contracts.grants.pages import COLOURS
from contracts.grants.selectors import Totals, sums_of_contract
from contracts.register.models import Contract
from socialvalue.common import clock
from socialvalue.common.lists import Column, Kind, Listing, linked, with_under
from socialvalue.common.templatetags.formats import day, money, plain_money
from socialvalue.common.templatetags.govuk import tag
from socialvalue.law.periods import financial_year_words

NOT_SAID = mark_safe('<span class="sv-muted">Not said yet</span>')


def totals_words(totals: Totals, year: str = "") -> list[str]:
    """“12 grants, £19,173,673.27 over their terms, from £536.75 to £1,006,305.22.”"""
    if not totals.count:
        return []
    many = "1 grant" if totals.count == 1 else f"{totals.count:,} grants"
    first = many
    if totals.smallest is not None:
        over = "its term" if totals.count == 1 else "their terms"
        first = f"{many}, {plain_money(totals.worth)} over {over}"
        if totals.count > 1:
            first += f", from {plain_money(totals.smallest)} to {plain_money(totals.largest)}"
    when = f" in {financial_year_words(int(year))}" if year else ""
    length = totals.shortest if totals.shortest == totals.longest else f"{totals.shortest} to {totals.longest}"
    return [
        f"{first}.",
        *([f"They run for {length}."] if length and totals.count > 1 else [f"It runs for {length}."] if length else []),
        f"{plain_money(totals.paid)} of them was paid{when}.",
        *(
            [f"{totals.unknown} without a value over the term {'is' if totals.unknown == 1 else 'are'} in no sum."]
            if totals.unknown
            else []
        ),
    ]


def _title(contract: Contract) -> SafeString:
    return linked(
        reverse("contract-grant", args=[contract.pk]), contract.title, f"{contract.reference} · {contract.directorate.name}"
    )


def _purpose(contract: Contract) -> str:
    return contract.grant.purpose if hasattr(contract, "grant") else ""


def evaluation_of(contract: Contract) -> str:
    """How it stands, in a word of the filter; nothing for what ended without one."""
    if contract.evaluation_due_on is None:
        return "Evaluated" if contract.is_active else "None due"
    return str(state_of(contract.evaluation_due_on, clock.today()).label)


def _evaluation(contract: Contract) -> SafeString:
    if contract.evaluation_due_on is None:
        return tag(evaluation_of(contract), "green" if contract.is_active else "grey")
    state: EvaluationState = state_of(contract.evaluation_due_on, clock.today())
    return with_under(
        day(contract.evaluation_due_on), tag(str(state.label), COLOURS[state]) if state != EvaluationState.LATER else ""
    )


GRANTS = Listing(
    key="grants",
    name="Grants",
    one="grant",
    many="grants",
    sort="title",
    columns=(
        Column(
            key="title", heading="Grant", read=lambda one: one.title, draw=_title, sort="title",
            parts=(("Reference", lambda one: one.reference), ("Grant", lambda one: one.title)),
        ),
        Column(key="holder", heading="Who holds it", read=lambda one: one.supplier_words),
        Column(key="purpose", heading="What it is for", read=_purpose, draw=lambda one: _purpose(one) or NOT_SAID),
        Column(
            key="starts", heading="First day", read=lambda one: one.starts_on, kind=Kind.DAY, sort="starts_on", shown=False,
        ),
        Column(key="ends", heading="Last day", read=lambda one: one.end_day, kind=Kind.DAY, sort="ends_on"),
        Column(
            key="value", heading="Value", read=lambda one: one.total_value, draw=lambda one: money(one.total_value),
            kind=Kind.NUMBER, sort="total_value", falls=True, parts=(("Value over the term (£)", lambda one: one.total_value),),
        ),
        Column(
            key="paid", heading="Paid", read=lambda one: sums_of_contract(one).paid, kind=Kind.NUMBER,
            draw=lambda one: money(sums_of_contract(one).paid), parts=(("Paid (£)", lambda one: sums_of_contract(one).paid),),
        ),
        Column(
            key="evaluation", heading="Evaluation", read=evaluation_of, draw=_evaluation, sort="evaluation_due_on",
            said="evaluation due", kind=Kind.DAY,
            parts=(("Evaluation due", lambda one: one.evaluation_due_on), ("Evaluation", evaluation_of)),
        ),
    ),
)  # fmt: skip
