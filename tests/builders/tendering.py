"""Tenders for tests, brought to their state by the real services.

The pattern is that of Kent's carers' short breaks: price 40, quality 60, of which social value 20 % (12 of 100 points),
60 to 40 between a specified requirement and an open question.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from procurement.commissioning import services as commissioning
from procurement.commissioning.calculations.details import CommissionDetails, RequirementDetails
from procurement.commissioning.enums import ActPoint
from procurement.commissioning.models import Commission
from procurement.commissioning.selectors.checklist import checklist_for
from procurement.tendering import services
from procurement.tendering.calculations.details import TenderDetails
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Form
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.framework.models import Framework, FrameworkVersion, Measure, Outcome, Priority
from tests.fixtures.remembered import remembered

from .people import council as new_council
from .people import person

_numbers = count(1)
ACT = (ActPoint.IMPROVE, ActPoint.SECURE, ActPoint.PROPORTIONATE, ActPoint.CONSULT)


@remembered
def framework(*, measure: dict | None = None, more: tuple[dict, ...] = ()) -> FrameworkVersion:
    """A published framework that every council may use, with two priorities and, if ``measure`` says it, one outcome with it.

    ``more``: further measures of that outcome.
    """
    number = next(_numbers)
    body = Framework.objects.create(code=f"fw{number}", name=f"Framework {number}")
    version = FrameworkVersion.objects.create(framework=body, number=1)
    priority = Priority.objects.create(version=version, code="LE", name="Local employment", order=1)
    Priority.objects.create(version=version, code="BL", name="Buy local", order=2)
    if measure:
        outcome = Outcome.objects.create(priority=priority, code="O1", name="Own")
        for one in (measure, *more):
            Measure.objects.create(outcome=outcome, **one)
    version.status, version.published_at = "published", clock.now()
    version.save(update_fields=["status", "published_at"])
    return version


@remembered
def commission(*, council=None, by=None, ready: bool = True, **details) -> Commission:
    """A commission of carers' short breaks with one requirement; ``ready``: considered under the Act, its plan approved."""
    council = council or new_council()
    by = by or person(council, Role.COMMISSIONER)
    fields = {
        "title": "Carers’ short breaks",
        "summary": "Breaks for people who care for somebody at home.",
        "people": "Unpaid carers and those they care for",
        "category": "Care and support",
        "estimated_value": Decimal("1200000"),
        "term_months": 36,
        "light_touch": True,
        "directorate": council.directorates.first(),
    }
    fields["framework"] = details.pop("framework", None) or framework()
    body = commissioning.create_commission(CommissionDetails(**{**fields, **details}), by=by, council=council)
    sought = commissioning.seek_outcome(body, by=by, wording="Young people find work in care.", category="communities")
    commissioning.require(
        sought,
        RequirementDetails(
            wording="At least three young people facing disadvantage take up an apprenticeship or a lasting job.",
            measure_text="Apprenticeships or jobs of six months or more",
            unit="people",
            evidence="Start dates and contracts, names removed",
            target=Decimal(3),
            linked_to_subject=True,
            in_area=True,
            in_scale=True,
            strategy="The council’s strategy for carers",
            core_quality_risk="None was found.",
            exclusion_risk="Small providers may share a place.",
        ),
        by=by,
    )
    if ready:
        make_ready(body, by)
    return body


def make_ready(body: Commission, by) -> None:
    """Record what the Act asks to be considered, and have the plan approved by somebody else."""
    for point in ACT:
        commissioning.consider(body, by=by, point=point, text="Considered with carers.", considered_on=clock.today())
    plan = commissioning.edit_plan(
        commissioning.start_plan(body, by=by),
        by=by,
        length_considered="Three years suit both sides.",
        lots_divided=False,
        lots_reason="One service in one place.",
        sme_barriers="None was named.",
        no_insurance_before_award=True,
        no_audited_accounts=True,
        checklist={item.key: {"answer": "yes", "note": ""} for item in checklist_for(body)},
    )
    plan = commissioning.submit_plan(plan, by=by)
    commissioning.approve_plan(plan, by=person(body.council, Role.PROCUREMENT_OFFICER))


@remembered
def draft(body: Commission | None = None, *, by=None, deadline: datetime | None = None, **details) -> Tender:
    """A draft without criteria; the deadline lies 35 days ahead unless given."""
    body = body or commission()
    today: date = clock.today()
    scale = {name: details.pop(name) for name in ("scale_maximum", "scale_levels") if name in details}
    fields = {
        "title": "Carers’ short breaks",
        "description": "Breaks at home and away for people who care for somebody.",
        "value": Decimal("1200000"),
        "contract_starts_on": today + timedelta(days=150),
        "contract_ends_on": today + timedelta(days=150 + 3 * 365),
        "deadline": deadline or clock.now() + timedelta(days=35),
    }
    return services.draft_tender(body, TenderDetails(**{**fields, **details}), by=by or body.lead, **scale)


def with_criteria(tender: Tender) -> Tender:
    """Adds price, two quality questions, one specified and one open social value question; keys price, q1 … q4."""
    by, body = tender.drafted_by, tender.commission
    add = {"tender": tender, "by": by}
    services.add_criterion(**add, kind=K.PRICE, key="price", title="Price", weight=Decimal(40))
    quality = services.add_criterion(**add, kind=K.GROUP, key="quality", title="Quality", weight=Decimal(60))
    q1 = services.add_criterion(
        **add, kind=K.QUALITY, parent=quality, key="q1", title="Delivery", weight=Decimal(50), minimum=Decimal(2)
    )
    q2 = services.add_criterion(**add, kind=K.QUALITY, parent=quality, key="q2", title="People", weight=Decimal(30))
    social = services.add_criterion(
        **add, kind=K.GROUP, parent=quality, key="social-value", title="Social value", weight=Decimal(20)
    )
    q3 = services.add_criterion(
        **add, kind=K.SOCIAL_VALUE, form=Form.SPECIFIED, parent=social, key="q3", title="Apprenticeships", weight=Decimal(60)
    )
    q4 = services.add_criterion(
        **add, kind=K.SOCIAL_VALUE, form=Form.OPEN, parent=social, key="q4", title="Local employment", weight=Decimal(40)
    )
    services.set_question(q1, by=by, wording="How will you deliver the breaks?", word_limit=500)
    services.set_question(q2, by=by, wording="Who will do the work?", word_limit=500)
    services.set_question(
        q3, by=by, wording="How will you meet the requirements?", requirements=body.requirements.filter(use="scored")
    )
    services.set_question(
        q4,
        by=by,
        wording="What else will you do for local employment?",
        priority=body.framework.priorities.get(code="LE"),
        asks_commitments=True,
    )
    return Tender.objects.get(pk=tender.pk)


@remembered
def checking_tender(body: Commission | None = None, **details) -> Tender:
    """A complete tender that its drafter has sent for checking."""
    tender = with_criteria(draft(body, **details))
    return services.send_for_checking(tender, by=tender.drafted_by)


@remembered
def published_tender(*, council=None, commission=None, checker=None, deadline: datetime | None = None, **details) -> Tender:
    """A tender that is open for bids. ``details``: fields of the tender; ``deadline`` an aware moment."""
    body = commission or _commission(council=council)
    tender = checking_tender(body, deadline=deadline, **details)
    return services.publish(tender, by=checker or person(body.council, Role.PROCUREMENT_OFFICER))


@remembered
def closed_tender(**options) -> Tender:
    """A published tender whose deadline has passed and that the clock has closed."""
    with clock.at(clock.now() - timedelta(days=60)):
        tender = published_tender(**options)
    services.close_due(clock.now())
    return Tender.objects.get(pk=tender.pk)


_commission = commission
