"""Tenders to measure with, brought to their state by the services: with so many questions, open for bids until a moment.

Of many bids the first is written by the services, and the others are its copies under their own seal: each is sealed for itself,
so that a copy of its row would not open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal as D
from functools import partial

from measurement.bench.rows import Crowd
from procurement.bidding import selectors as bids
from procurement.bidding import services as bidding
from procurement.bidding.calculations import document
from procurement.bidding.models import Bid
from procurement.commissioning import services as commissioning
from procurement.commissioning.calculations.details import CommissionDetails, RequirementDetails
from procurement.commissioning.enums import ActPoint
from procurement.commissioning.models import Commission
from procurement.commissioning.selectors.checklist import checklist_for
from procurement.tendering import services as tendering
from procurement.tendering.calculations.details import TenderDetails
from procurement.tendering.enums import CriterionKind, Form
from procurement.tendering.models import Criterion, Tender
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation, User
from socialvalue.common import clock
from socialvalue.framework.models import FrameworkVersion
from socialvalue.law.days import add_months

TERM = 36
WHOLE = D(100)
CONSIDERED = "Considered with the people who use the service (illustrative)."
ANSWER = (
    "A named worker plans the service with each person before it starts and asks them after the first week what to change. "
    "Every quarter the people who use it see what was changed, and why the rest was not."
)
OFFER = {
    "outcome_text": "People who receive care try out paid work with support",
    "measure_id": None,
    "measure_text": "Supported placements",
    "unit": "placements",
    "quantity": "4",
    "per": "year",
    "place": "Swale and Thanet",
    "evidence": "Placement agreements and a short account by each person, twice a year",
    "involvement": "Twelve people who use the service chose it in two evenings.",
}

REQUIRED = RequirementDetails(
    wording="At least three young people take up an apprenticeship or a lasting job.",
    measure_text="Apprenticeships or jobs of six months or more",
    unit="people",
    evidence="Start dates and contracts, names removed",
    target=D(3),
    linked_to_subject=True,
    in_area=True,
    in_scale=True,
    strategy="The council’s strategy for carers",
    core_quality_risk="None was found.",
    exclusion_risk="Small providers may share a place.",
)


@dataclass(frozen=True)
class Staff:
    """Who plans, checks and leads: accounts of the demonstration."""

    commissioner: User
    procurement: User
    lead: User
    council: Organisation
    framework: FrameworkVersion


def open_tender(staff: Staff, title: str, *, questions: int, deadline: datetime) -> Tender:
    """A tender with so many questions for bidders, published today, with bids due at ``deadline``."""
    by = staff.commissioner
    commission = _planned(staff, title)
    starts = add_months(clock.today(), 6)
    details = TenderDetails(
        title=title,
        description="A service that exists to measure with (illustrative).",
        value=D(1200000),
        contract_starts_on=starts,
        contract_ends_on=add_months(starts, TERM) - timedelta(days=1),
        deadline=deadline,
    )
    tender = tendering.draft_tender(commission, details, by=by)
    _ask(tender, by, questions, staff.framework)
    tender = tendering.send_for_checking(Tender.objects.get(pk=tender.pk), by=by)
    return tendering.publish(tender, by=staff.procurement, comment="Checked against the plan.")


def _planned(staff: Staff, title: str) -> Commission:
    """A commission whose plan is approved."""
    by = staff.commissioner
    details = CommissionDetails(
        title=title,
        summary="A service that exists to measure with.",
        people="Those who measure",
        category="Care and support",
        estimated_value=D(1200000),
        term_months=TERM,
        light_touch=True,
        directorate=staff.council.directorates.earliest("pk"),
        framework=staff.framework,
        illustrative=True,
    )
    commission = commissioning.create_commission(details, by=by, council=staff.council)
    sought = commissioning.seek_outcome(commission, by=by, wording="Young people find work in care.", category="communities")
    commissioning.require(sought, REQUIRED, by=by)
    for point in (ActPoint.IMPROVE, ActPoint.SECURE, ActPoint.PROPORTIONATE, ActPoint.CONSULT):
        commissioning.consider(commission, by=by, point=point, text=CONSIDERED, considered_on=clock.today())
    plan = commissioning.edit_plan(
        commissioning.start_plan(commission, by=by),
        by=by,
        length_considered="Three years suit both sides.",
        lots_divided=False,
        lots_reason="One service in one place.",
        sme_barriers="None was named.",
        no_insurance_before_award=True,
        no_audited_accounts=True,
        checklist={item.key: {"answer": "yes", "note": ""} for item in checklist_for(commission)},
    )
    commissioning.approve_plan(commissioning.submit_plan(plan, by=by), by=staff.procurement)
    return commission


def _ask(tender: Tender, by: User, questions: int, framework: FrameworkVersion) -> None:
    """A price, and so many questions: the last is the open one about social value."""
    add = partial(tendering.add_criterion, tender=tender, by=by)
    add(kind=CriterionKind.PRICE, key="price", title="Price", weight=D(40))
    quality = add(kind=CriterionKind.GROUP, key="quality", title="Quality", weight=D(60))
    delivery = add(kind=CriterionKind.GROUP, parent=quality, key="delivery", title="Delivery", weight=D(80))
    social = add(kind=CriterionKind.GROUP, parent=quality, key="social-value", title="Social value", weight=D(20))
    for number, weight in enumerate(shares(questions - 1), start=1):
        one = add(kind=CriterionKind.QUALITY, parent=delivery, key=f"q{number}", title=f"Question {number}", weight=weight)
        tendering.set_question(one, by=by, wording=f"How will you deliver part {number} of the service?", word_limit=500)
    last = add(
        kind=CriterionKind.SOCIAL_VALUE,
        form=Form.OPEN,
        parent=social,
        key=f"q{questions}",
        title="Local employment",
        weight=WHOLE,
    )
    priority = framework.priorities.get(code="LE")
    tendering.set_question(last, by=by, wording="What else will you do?", priority=priority, asks_commitments=True)


def shares(of: int) -> list[D]:
    """100 in so many parts of two decimals; the last takes what is left over."""
    each = (WHOLE / of).quantize(D("0.01"))
    return [each] * (of - 1) + [WHOLE - each * (of - 1)]


def suppliers(crowd: Crowd, name: str, count: int) -> list[tuple[Organisation, User]]:
    """So many suppliers, each with somebody who bids for it."""
    names = [f"{name} {number}" for number in range(1, count + 1)]
    bodies = Organisation.objects.bulk_create(crowd.supplier(one) for one in names)
    return list(zip(bodies, crowd.people(names, bodies, Role.SUPPLIER), strict=True))


def complete_drafts(tender: Tender, bidders: Sequence[tuple[Organisation, User]]) -> list[Bid]:
    """A bid of each, complete and not sent."""
    drafts = [bidding.start_bid(tender, by=user, supplier=body) for body, user in bidders]
    first = _written(drafts[0], bidders[0][1])
    content = bids.draft_of(first)
    for number, bid in enumerate(drafts[1:], start=1):
        content["price"] = str(900_000 + 100 * number)
        bid.sealed_draft = bid.seal(document.canonical(content), "draft")
        bid.version = first.version
    Bid.objects.bulk_update(drafts[1:], ["sealed_draft", "version"])
    return [first, *drafts[1:]]


def _written(bid: Bid, by: User) -> Bid:
    for question in bids.questions(bid.tender):
        bid = bidding.save_answer(bid, by=by, question=question, text=ANSWER)
        if question.asks_commitments:
            bid = bidding.save_commitments(bid, by=by, question=question, commitments=[OFFER])
    return bidding.save_price(bid, by=by, price=D(900_000))


def questions_of(tender: Tender) -> list[Criterion]:
    return list(Criterion.objects.filter(tender=tender, question__isnull=False).order_by("pk"))
