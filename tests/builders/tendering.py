"""Tenders for tests, brought to their state by the real services.

The pattern is that of Kent's carers' short breaks: price 40, quality 60, of which social value 20 % (12 of 100 points),
60 to 40 between a specified requirement and an open question.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from procurement.commissioning.enums import ActPoint, PlanStatus
from procurement.commissioning.models import ActConsideration, Commission, Plan, Requirement, SoughtOutcome
from procurement.tendering import services
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Form
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.framework.models import Framework, FrameworkVersion, Priority

from .people import council as new_council
from .people import person

_numbers = count(1)
ACT = (ActPoint.IMPROVE, ActPoint.SECURE, ActPoint.PROPORTIONATE, ActPoint.CONSULT)


def framework() -> FrameworkVersion:
    """A framework with two priorities."""
    number = next(_numbers)
    body = Framework.objects.create(code=f"fw{number}", name=f"Framework {number}")
    version = FrameworkVersion.objects.create(framework=body, number=1)
    Priority.objects.create(version=version, code="LE", name="Local employment", order=1)
    Priority.objects.create(version=version, code="BL", name="Buy local", order=2)
    return version


def commission(*, council=None, by=None, ready: bool = True, **details) -> Commission:
    """A commission of carers' short breaks with one requirement; ``ready``: considered under the Act and its plan approved."""
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
        "framework": framework(),
    }
    body = Commission.objects.create(
        reference=f"COM-{next(_numbers) + 5000}",
        council=council,
        lead=by,
        directorate=council.directorates.first(),
        created_by=by,
        **{**fields, **details},
    )
    sought = SoughtOutcome.objects.create(commission=body, wording="Young people find work in care.", category="communities")
    Requirement.objects.create(
        commission=body,
        sought=sought,
        code="R1",
        wording="At least three young people facing disadvantage take up an apprenticeship or a lasting job.",
        measure_text="Apprenticeships or jobs of six months or more",
        unit="people",
        evidence="Start dates and contracts, names removed",
        target=3,
    )
    if ready:
        make_ready(body, by)
    return body


def make_ready(body: Commission, by) -> None:
    """Record what the Act asks to be considered, and an approved plan."""
    for point in ACT:
        ActConsideration.objects.create(
            commission=body, point=point, text="Considered with carers.", considered_on=clock.today(), officer=by
        )
    checker = person(body.council, Role.PROCUREMENT_OFFICER)
    Plan.objects.create(
        commission=body,
        status=PlanStatus.APPROVED,
        submitted_at=clock.now(),
        submitted_by=by,
        decided_at=clock.now(),
        decided_by=checker,
    )


def draft(body: Commission | None = None, *, by=None, deadline: datetime | None = None, **details) -> Tender:
    """A draft without criteria; the deadline lies 35 days ahead unless given."""
    body = body or commission()
    today: date = clock.today()
    fields = {
        "title": "Carers’ short breaks",
        "description": "Breaks at home and away for people who care for somebody.",
        "value": Decimal("1200000"),
        "contract_starts_on": today + timedelta(days=150),
        "contract_ends_on": today + timedelta(days=150 + 3 * 365),
        "deadline": deadline or clock.now() + timedelta(days=35),
    }
    return services.draft_tender(body, by=by or body.lead, **{**fields, **details})


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


def checking_tender(body: Commission | None = None, **details) -> Tender:
    """A complete tender that its drafter has sent for checking."""
    tender = with_criteria(draft(body, **details))
    return services.send_for_checking(tender, by=tender.drafted_by)


def published_tender(*, council=None, commission=None, checker=None, deadline: datetime | None = None, **details) -> Tender:
    """A tender that is open for bids. ``details``: fields of the tender; ``deadline`` an aware moment."""
    body = commission or _commission(council=council)
    tender = checking_tender(body, deadline=deadline, **details)
    return services.publish(tender, by=checker or person(body.council, Role.PROCUREMENT_OFFICER))


def closed_tender(**options) -> Tender:
    """A published tender whose deadline has passed and that the clock has closed."""
    with clock.at(clock.now() - timedelta(days=60)):
        tender = published_tender(**options)
    services.close_due(clock.now())
    return Tender.objects.get(pk=tender.pk)


_commission = commission
