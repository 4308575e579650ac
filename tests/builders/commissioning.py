"""Commissions for tests, brought to their state by the real services."""

from decimal import Decimal

from procurement.commissioning import services
from procurement.commissioning.calculations.details import CommissionDetails, RequirementDetails
from procurement.commissioning.enums import ActPoint
from procurement.commissioning.models import Commission, Plan, Requirement, SoughtOutcome
from procurement.commissioning.selectors import ACT_POINTS
from procurement.commissioning.selectors.checklist import checklist_for
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.framework.enums import MeasureKind
from socialvalue.framework.models import Framework, FrameworkVersion, Measure, Outcome, Priority
from tests.fixtures.remembered import remembered

from . import people

SOUND = {
    "wording": "Three young people keep a job in care for six months or more.",
    "measure_text": "Jobs kept for six months",
    "unit": "people",
    "evidence": "Start dates, without names",
    "target": Decimal(3),
    "linked_to_subject": True,
    "in_area": True,
    "in_scale": True,
    "strategy": "The council’s strategy for work",
    "core_quality_risk": "No: on top of trained staff.",
    "exclusion_risk": "No: small providers were asked.",
}


@remembered
def framework(council=None, *, kind=MeasureKind.OUTCOME, second=None, status="published") -> FrameworkVersion:
    """A framework of one priority, one outcome and one measure of ``kind``; ``second``: the kind of another measure, LE1.2."""
    number = Framework.objects.count() + 1
    body = Framework.objects.create(code=f"trial{number}", name=f"Framework {number}", council=council)
    version = FrameworkVersion.objects.create(framework=body, number=1)
    priority = Priority.objects.create(version=version, code="LE", name="Local employment")
    outcome = Outcome.objects.create(priority=priority, code="LE1", name="People are in lasting work")
    Measure.objects.create(outcome=outcome, code="LE1.1", name="Jobs kept", unit="people", kind=kind, evidence="Payroll")
    if second:
        Measure.objects.create(outcome=outcome, code="LE1.2", name="Jobs kept a year", unit="people", kind=second)
    # One after the other, as in life: the database lets no draft be retired
    for step in {"published": ["published"], "retired": ["published", "retired"]}.get(status, []):
        version.status, version.published_at = step, version.published_at or clock.now()
        version.save(update_fields=["status", "published_at"])
    return version


@remembered
def commissioner(council=None):
    return people.person(council or people.council(), Role.COMMISSIONER)


@remembered
def commission(*, by=None, council=None, **details) -> Commission:
    """A commission of £1,000,000 over 48 months in its analyse stage."""
    by = by or commissioner(council)
    council = council or by.council
    fields = {
        "title": "Carers’ short breaks",
        "summary": "Breaks for people who care for somebody.",
        "directorate": council.directorates.first(),
        "people": "Unpaid carers of adults",
        "category": "Care and support",
        "estimated_value": Decimal("1000000"),
        "term_months": 48,
    }
    return services.create_commission(CommissionDetails(**{**fields, **details}), by=by, council=council)


@remembered
def outcome(body: Commission, **details) -> SoughtOutcome:
    fields = {"wording": "Young people are in lasting work.", "category": "communities"}
    return services.seek_outcome(body, by=body.lead, **{**fields, **details})


@remembered
def requirement(body: Commission, sought: SoughtOutcome | None = None, **details) -> Requirement:
    """A requirement that passes every test."""
    return services.require(sought or outcome(body), RequirementDetails(**{**SOUND, **details}), by=body.lead)


def considered(body: Commission) -> Commission:
    """Everything section 1 of the 2012 Act asks for is on record."""
    for point in ACT_POINTS:
        services.consider(body, by=body.lead, point=ActPoint(point), text="Considered.", considered_on=clock.today())
    return body


def complete_plan(body: Commission) -> Plan:
    """A draft plan without anything missing; a requirement is added when there is none."""
    if not body.requirements.filter(removed_at=None).exists():
        requirement(body)
    return services.edit_plan(
        services.start_plan(body, by=body.lead),
        by=body.lead,
        length_considered="Four years, reviewed each year.",
        lots_divided=False,
        lots_reason="One small service.",
        sme_barriers="Forms were cut.",
        no_insurance_before_award=True,
        no_audited_accounts=True,
        checklist={item.key: {"answer": "yes", "note": ""} for item in checklist_for(body)},
    )


@remembered
def approver(council):
    return people.person(council, Role.LEAD_DIRECTOR)


@remembered
def submitted_plan(body: Commission | None = None, **details) -> Plan:
    body = body or commission(**details)
    return services.submit_plan(complete_plan(body), by=body.lead)


@remembered
def commission_with_approved_plan(*, move: bool = True, **details) -> Commission:
    """Considered under the Act, its plan approved by a director; ``move``: on to *do* as well."""
    body = considered(commission(**details))
    if move:
        body = services.move_stage(body, "plan", by=body.lead, reason="The analysis was made elsewhere.")
    services.approve_plan(submitted_plan(body), by=approver(body.council))
    if move:
        services.move_stage(body, "do", by=body.lead)
    return Commission.objects.get(pk=body.pk)
