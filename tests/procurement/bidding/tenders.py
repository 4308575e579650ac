"""A tender with one question of each kind, for the tests of this room."""

from datetime import date, datetime
from decimal import Decimal

from procurement.commissioning.models import Commission
from procurement.tendering.models import Criterion, Question, Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.clock import LONDON
from socialvalue.common.references import next_reference
from tests.builders import people

DEADLINE = datetime(2026, 11, 20, 14, 0, tzinfo=LONDON)


def open_tender(council=None, deadline: datetime = DEADLINE) -> Tender:
    """Published, open for bids: a quality question (50 words), a social value question with commitments, a declaration, a price."""
    council = council or people.council()
    officer = people.person(council, Role.COMMISSIONER)
    commission = Commission.objects.create(
        reference=next_reference("COM"), council=council, title="Carers’ short breaks", summary="Breaks for carers.", lead=officer,
        directorate=council.directorates.get(), people="Carers", category="Care and support", estimated_value=Decimal("400000"),
        term_months=48, created_by=officer,
    )  # fmt: skip
    tender = Tender.objects.create(
        reference=next_reference("T"), commission=commission, title="Carers’ short breaks", description="Breaks for carers.",
        status="published", started_on=date(2026, 10, 1), value=Decimal("400000"), contract_starts_on=date(2027, 4, 1),
        contract_ends_on=date(2031, 3, 31), deadline=deadline, drafted_by=officer, published_at=clock.now(),
    )  # fmt: skip

    def criterion(key, title, kind, weight, **more):
        return Criterion.objects.create(
            tender=tender, key=key, title=title, kind=kind, weight=weight, order=tender.criteria.count(), **more
        )

    criterion("price", "Price", "price", 40, formula="lowest_over_bid")
    Question.objects.create(
        criterion=criterion("q1", "Breaks that carers want", "quality", 48), wording="How will you plan breaks?", word_limit=50
    )
    Question.objects.create(
        criterion=criterion("q2", "Work for local people", "social_value", 12, form="open"),
        wording="What will you offer?",
        asks_commitments=True,
    )
    Question.objects.create(criterion=criterion("q3", "Modern slavery statement", "pass_fail", None), wording="Do you have one?")
    return tender
