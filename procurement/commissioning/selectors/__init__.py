"""Reads on commissions: what is missing, what the frozen documents say."""

from decimal import Decimal

from django.db.models import Prefetch, Q

from procurement.commissioning.enums import (
    ActPoint,
    CommissionKind,
    PlanStatus,
    RequirementUse,
    SoughtStatus,
)
from procurement.commissioning.models import ActConsideration, Commission, FrozenDocument, Plan, Requirement, SoughtOutcome
from procurement.commissioning.selectors.checklist import checklist_for
from procurement.commissioning.selectors.thresholds import barriers_source, is_covered, lots_source
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common.reasons import problem_with_reason
from socialvalue.framework.enums import MeasureKind
from socialvalue.places.models import District

# Kent's rule: a procurement plan from £50,000 (Select Committee report, 6.1.2)
PLAN_NEEDED_FROM = Decimal("50000")
ACT_POINTS = (ActPoint.IMPROVE, ActPoint.SECURE, ActPoint.PROPORTIONATE, ActPoint.CONSULT)


def plan_needed(commission: Commission) -> bool:
    """Council policy asks for an approved plan from £50,000, and never for an in-house service."""
    return commission.kind != CommissionKind.IN_HOUSE and commission.estimated_value >= PLAN_NEEDED_FROM


def plan_approved(commission: Commission) -> bool:
    return Plan.objects.filter(commission=commission, status=PlanStatus.APPROVED).exists()


def diagnostic_issued(commission: Commission) -> bool:
    return commission.frozen_documents.filter(kind="diagnostic").exists()


def act_gaps(commission: Commission) -> list[ActPoint]:
    """Points of section 1 not yet recorded; none when urgency under section 1(8) was recorded with its reason."""
    recorded = set(ActConsideration.objects.filter(commission=commission).values_list("point", flat=True))
    if ActPoint.URGENCY in recorded:
        return []
    return [point for point in ACT_POINTS if point not in recorded]


def urgency_needed(commission: Commission) -> ActConsideration | None:
    """The urgency a tender published now would rest on: the newest recorded, while a point of section 1 is not on record."""
    rows = list(ActConsideration.objects.filter(commission=commission).select_related("officer", "confirmed_by", "commission"))
    if {row.point for row in rows} >= set(ACT_POINTS):
        return None
    return next((row for row in rows if row.point == ActPoint.URGENCY), None)


def urgency_relied_on(commission: Commission) -> ActConsideration | None:
    """As ``urgency_needed``, or the one that was published on, which stays on the page when the points are recorded later."""
    used = commission.act_considerations.filter(confirmed_at__isnull=False).select_related("officer", "confirmed_by")
    return used.first() or urgency_needed(commission)


def councils_of(user) -> list[int]:
    """Ids of the councils whose commissions ``user`` may see."""
    return user.organisations_where(Permission.VIEW_COMMISSIONS)


def categories(*councils) -> list[str]:
    """The categories in use, for choosing one again."""
    rows = Commission.objects.filter(council__in=councils).order_by("category")
    return list(rows.values_list("category", flat=True).distinct())


def districts_of(council):
    """The districts of the county the council is named after; all of them where no county is."""
    counties = [c for c in District.objects.order_by().values_list("county", flat=True).distinct() if c and c in council.name]
    return District.objects.filter(county__in=counties) if counties else District.objects.all()


def possible_leads(council, commission: Commission | None = None):
    """Whoever drafts commissions of the council, and the commission's present lead."""
    drafters = User.objects.holding(Permission.EDIT_COMMISSIONS, council)
    return User.objects.filter(Q(pk__in=drafters.values("pk")) | Q(pk=commission.lead_id if commission else None))


FILTERED = {"stage": "stage", "directorate": "directorate", "category": "category", "district": "districts"}


def narrowed(rows, user, **wanted):
    """``rows`` narrowed by the values of the list's filter, each of which may be absent: ``lead`` is "me"."""
    for name, column in FILTERED.items():
        if name in wanted:
            rows = rows.filter(**{column: wanted[name]})
    if wanted.get("lead") == "me":
        rows = rows.filter(lead=user)
    return search(rows, wanted.get("q", ""))


def search(rows, words: str):
    """``rows`` in which every word stands somewhere: title, reference, summary or who it is for."""
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(title__icontains=word) | Q(reference__icontains=word) | Q(summary__icontains=word) | Q(people__icontains=word)
        )
    return rows


def newest_documents(commission: Commission) -> dict[str, FrozenDocument]:
    """The newest issued document of each kind."""
    rows = commission.frozen_documents.order_by("number")
    return {document.kind: document for document in rows}


def live_requirements(commission: Commission):
    """Requirements that were not removed, with what the pages show of them."""
    return commission.requirements.filter(removed_at=None).select_related("sought", "measure", "sought__outcome")


def outcomes_to_show(commission: Commission) -> list[SoughtOutcome]:
    """Outcomes that were not dropped; each with ``live``, its requirements, and its remarks loaded."""
    live = Requirement.objects.filter(removed_at=None).select_related("measure").prefetch_related("versions")
    return list(
        commission.sought_outcomes.exclude(status=SoughtStatus.DROPPED)
        .select_related("outcome__priority")
        .prefetch_related("remarks", Prefetch("requirements", queryset=live, to_attr="live"))
    )


def only_outputs(commission: Commission) -> bool:
    """Whether the commission's requirements, together, ask for outputs alone."""
    return are_only_outputs(live_requirements(commission))


def are_only_outputs(requirements) -> bool:
    """Whether each requirement with a measure counts something done and none a change for people (principle 2)."""
    kinds = {r.measure.kind for r in requirements if r.measure}
    return bool(kinds) and MeasureKind.OUTCOME not in kinds


def plan_problems(plan: Plan) -> list[str]:
    """Everything that keeps a plan from being submitted, each a sentence that says what to do."""
    commission = plan.commission
    problems = []
    requirements = list(live_requirements(commission))
    if not requirements:
        problems.append("Add at least one requirement")
    for r in requirements:
        where = f"Requirement {r.code}: "
        tests = [r.linked_to_subject, r.in_area, r.in_scale]
        if any(t is None for t in tests):
            problems.append(f"{where}answer the three questions on relevance and proportion")
        elif not all(tests) and r.use == RequirementUse.SCORED:
            problems.append(
                f"{where}it fails a test of relevance or proportion, so it cannot be scored. Change it, or make it an unscored KPI."
            )
        if r.use == RequirementUse.SCORED and not r.strategy.strip():
            problems.append(f"{where}name the documented strategy that supports it")
        if not r.core_quality_risk.strip() or not r.exclusion_risk.strip():
            problems.append(f"{where}answer the two risk questions")
    missing = [
        (plan.length_considered, "Say what was considered about the length of the contract"),
        (
            plan.lots_reason,
            f"Say how the contract is divided into lots, or why it is not ({lots_source(commission)})",
        ),
        (
            plan.sme_barriers,
            f"Say which barriers small organisations may face and what was done about them ({barriers_source(commission)})",
        ),
    ]
    problems += [text for value, text in missing if not value.strip()]
    if plan.lots_divided is None:
        problems.append("Say whether the contract is divided into lots")
    problems += _barrier_problems(plan)
    for item in checklist_for(commission):
        given = plan.checklist.get(item.key, {})
        if not given.get("answer"):
            problems.append(f"Board checklist: answer “{item.wording}”")
        elif given["answer"] != "yes":
            say = f"Board checklist: say why the answer is not yes to “{item.wording}”"
            problems += filter(None, [problem_with_reason(given.get("note") or "", say)])
    return problems


def _barrier_problems(plan: Plan) -> list[str]:
    """Section 22(3): absolute for a public contract; elsewhere council policy, from which a written reason may depart."""
    covered, problems = is_covered(plan.commission), []
    for kept, reason, forbidden, what in (
        (
            plan.no_insurance_before_award,
            plan.insurance_reason,
            "no insurance is asked for before the award",
            "insurance is asked for before the award",
        ),
        (
            plan.no_audited_accounts,
            plan.accounts_reason,
            "no audited accounts are asked from those who need not have them",
            "audited accounts are asked from those who need not have them",
        ),
    ):
        if kept is True:
            continue
        if covered:
            problems.append(f"Confirm that {forbidden} (section 22(3))")
        elif kept is None:
            problems.append(f"Say whether {what}. The law does not forbid it here; council policy does.")
        elif problem := problem_with_reason(reason, f"Say why {what}, because council policy asks for a reason"):
            problems.append(problem)
    return problems
