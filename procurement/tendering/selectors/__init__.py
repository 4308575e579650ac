"""Reads: the tree with its points, what keeps a tender from being published, what the pages show."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from django.db.models import Count, Prefetch, Q, QuerySet

from procurement.commissioning.enums import CommissionKind, RequirementUse
from procurement.commissioning.models import Plan, Requirement
from procurement.commissioning.selectors import PLAN_NEEDED_FROM, act_gaps, are_only_outputs, plan_approved
from procurement.tendering.calculations import tree
from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.calculations.missing import Problem, on
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Form, Method
from procurement.tendering.models import Clarification, Criterion, Lot, Tender
from procurement.tendering.selectors import proxy_marking
from procurement.tendering.selectors.division import beside_the_plan, together
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day, plain_money, plain_number
from socialvalue.law.rules import rules_on


@dataclass(frozen=True)
class Weights:
    """The tree with its points of 100, and the same as few parts for one stacked bar."""

    roots: list[tree.Node]
    parts: list[tuple[str, Fraction]]
    share: tree.SocialValueShare
    problems: list[str]

    @property
    def rows(self) -> list[tree.Node]:
        """Every node in the order of the page, parents before children."""
        return list(tree.walk(self.roots))

    @property
    def alt(self) -> str:
        """What the bar shows, in a sentence."""
        parts = ", ".join(f"{label} {plain_number(value)}" for label, value in self.parts)
        return f"Of 100 points: {parts}. {self.share}" if parts else "No weights have been filled in yet."


def weights(tender: Tender, lot: Lot | None = None) -> Weights:
    """The criteria with effective weights: of ``lot``, or of a tender that is not divided.

    Two queries (criteria with questions; requirements), a third for pinned proxy values where a question is marked by them.
    """
    criteria = (
        (lot or tender)
        .criteria.select_related("question__priority", "question__proxy_marking")
        .prefetch_related(
            Prefetch("question__requirements", queryset=Requirement.objects.select_related("measure").order_by("id")),
            "question__proxy_marking__proxies",
        )
        .order_by("order", "id")
    )
    roots = tree.build(criteria)
    return Weights(roots, _parts(roots), tree.social_value_share(roots), tree.weight_problems(roots))


def _parts(roots: list[tree.Node]) -> list[tuple[str, Fraction]]:
    names = {
        (K.PRICE, ""): "Price",
        (K.QUALITY, ""): "Quality",
        (K.SOCIAL_VALUE, Form.SPECIFIED): "Social value, specified",
        (K.SOCIAL_VALUE, Form.OPEN): "Social value, open",
    }
    parts = []
    for (kind, form), name in names.items():
        found = [n.points for n in tree.leaves(roots, kind) if n.criterion.form == form and n.points is not None]
        if found:
            parts.append((name, sum(found, Fraction(0))))
    return parts


def drafting_problems(tender: Tender, found: Weights | None = None) -> list[Problem]:
    """What the drafter still has to do before the tender can be sent for checking; one sentence each."""
    found = found or weights(tender)
    problems = on("tender-criteria", found.problems)
    for node in tree.leaves(found.roots, K.QUALITY, K.SOCIAL_VALUE, K.PASS_FAIL):
        problems += on("criterion-question", question_problems(node.criterion), node.criterion.pk)
    problems += on("tender-criteria", proxy_marking.problems(tender, [node.criterion for node in tree.leaves(found.roots)]))
    if tender.minimum_quality is not None and not tree.leaves(found.roots, K.QUALITY):
        problems += on("tender-details", ["A minimum quality needs quality criteria"])
    if tender.maximum_price is not None and not tree.leaves(found.roots, K.PRICE) and tender.method == Method.GATEWAY:
        problems += on("tender-details", ["A highest price needs a price criterion"])
    return problems + on("tender-scale", _scale_problems(tender)) + on("tender-timetable", _deadline_problems(tender))


def question_problems(criterion: Criterion) -> list[str]:
    """What a question still lacks before it can be sent for checking."""
    question = getattr(criterion, "question", None)
    if question is None:
        return [f"{criterion.title} has no question"]
    if criterion.form == Form.SPECIFIED and not [r for r in question.requirements.all() if r.removed_at is None]:
        return [f"The specified question {criterion.title} states no requirement"]
    if criterion.form == Form.OPEN and question.priority is None:
        return [f"The open question {criterion.title} names no priority"]
    return []


def _scale_problems(tender: Tender) -> list[str]:
    levels = list(tender.scale.all())
    if sorted(level.score for level in levels) != list(range(tender.scale_maximum + 1)):
        return [f"The scoring scale needs one level for each score from 0 to {tender.scale_maximum}"]
    silent = [level for level in levels if not level.wording.strip()]
    return [f"The level {level.score} ({level.label}) does not say what earns it" for level in silent]


def _deadline_problems(tender: Tender) -> list[str]:
    if tender.deadline is None:
        return ["There is no deadline for bids"]
    if tender.deadline <= clock.now():
        return ["The deadline for bids has passed"]
    if tender.contract_starts_on <= tender.deadline.astimezone(clock.LONDON).date():
        return ["The contract would start before the deadline for bids"]
    return []


def problems_before_publishing(tender: Tender, found: Weights | None = None) -> list[Problem]:
    """Everything that keeps the tender from being published: the draft's own gaps, the Act, the plan, the law's periods."""
    of_the_plan = on("plan", _plan_problems(tender) + _exception_problems(tender))
    of_the_act = on("act-record", _act_problems(tender))
    by_law = on("tender-timetable", _period_problems(tender))
    return drafting_problems(tender, found) + of_the_act + of_the_plan + by_law + on("tender", _invited_problems(tender))


def _invited_problems(tender: Tender) -> list[str]:
    if not tender.by_invitation or tender.invitations.exists():
        return []
    return ["Nobody is invited to bid: no supplier is on this lot of the framework agreement today"]


def _act_problems(tender: Tender) -> list[str]:
    return [
        f"The commission has no record of what the Social Value Act asks to be considered: {_small(point.label)}"
        for point in act_gaps(tender.commission)
    ]


def _small(text: str) -> str:
    return text[0].lower() + text[1:]


def _plan_problems(tender: Tender) -> list[str]:
    needed = tender.value_for_the_law >= PLAN_NEEDED_FROM
    if not needed or plan_approved(tender.commission):
        return []
    asked = f"The commissioning plan is not approved. The council asks for this from {plain_money(PLAN_NEEDED_FROM)}."
    return [asked + together(tender)]


def _exception_problems(tender: Tender) -> list[str]:
    """Section 22(3) by the tender's own value and start: the plan may have been judged by a lower value or an older rule set."""
    commission, rules = tender.commission, rules_on(tender.started_on)
    of_this_kind = {"light_touch": commission.light_touch, "works": commission.works}
    covered = commission.kind == CommissionKind.CONTRACT and rules.above_threshold(tender.value_for_the_law, **of_this_kind)
    plan = Plan.objects.filter(commission=commission).first() if covered else None
    exceptions = (
        ()
        if plan is None
        else (
            (plan.no_insurance_before_award, "insurance be asked for before the award"),
            (plan.no_audited_accounts, "audited accounts be asked from those who need not have them"),
        )
    )
    return [
        f"The commissioning plan lets {what}. The law forbids it for a contract of this value (Procurement Act 2023, section "
        f"22(3)). Reopen the plan and remove the exception.{together(tender)}"
        for kept, what in exceptions
        if kept is False
    ]


def _tendering_days(tender: Tender) -> int:
    """Days of the tendering period were it published today: it begins on the day after publication (s.54)."""
    return (deadline_of(tender).astimezone(clock.LONDON).date() - clock.today()).days


def minimum_days(tender: Tender) -> int | None:
    """The law's minimum tendering period; None where it sets none: so for contracts called off under a framework agreement."""
    if tender.by_invitation:
        return None
    commission = tender.commission
    return rules_on(tender.started_on).minimum_tender_days(
        tender.value_for_the_law, light_touch=commission.light_touch, works=commission.works
    )


def _period_problems(tender: Tender) -> list[str]:
    least = minimum_days(tender)
    if tender.deadline is None or least is None or _tendering_days(tender) >= least:
        return []
    earliest = plain_day(clock.today() + timedelta(days=least))
    return [
        f"The law gives bidders at least {least} days (Procurement Act 2023, section 54). "
        f"Published today, the deadline can be {earliest} at the earliest.{together(tender)}"
    ]


def warnings(tender: Tender, found: Weights | None = None) -> list[str]:
    """What is allowed but deserves a second look before publishing."""
    found, rules = found or weights(tender), rules_on(tender.started_on)
    notes = []
    if found.share.total is not None and found.share.total < rules.social_value_guideline and not found.problems:
        notes.append(
            f"Social value has {plain_number(found.share.total)} of 100 points. The council’s guideline is "
            f"{plain_number(rules.social_value_guideline)}."
        )
    if tender.deadline and minimum_days(tender) is None and 0 <= _tendering_days(tender) < rules.tender_days:
        notes.append(
            f"The law sets no minimum period for this tender, but {_tendering_days(tender)} days are short: "
            "small organisations need time to work together."
        )
    criteria = [node.criterion for node in tree.leaves(found.roots)]
    if are_only_outputs(_stated(criteria)):
        notes.append(
            "Only outputs are asked for by the specified questions: things that are done and counted. "
            "Ask for at least one outcome, a change for people or places."
        )
    return notes + beside_the_plan(tender) + proxy_marking.warnings(criteria)


def _stated(criteria) -> list[Requirement]:
    """The live requirements that the specified questions state."""
    questions = [getattr(c, "question", None) for c in criteria if c.form == Form.SPECIFIED]
    return [r for q in questions if q is not None for r in q.requirements.all() if r.removed_at is None]


def tenders_of(user: User, *, status: str = "", search: str = "") -> QuerySet[Tender]:
    """The council's tenders for the list, newest first, with the number of unanswered questions."""
    rows = Tender.objects.inside(user).select_related("commission", "commission__directorate")
    if status:
        rows = rows.filter(status=status)
    if search.strip():
        words = search.strip()
        rows = rows.filter(Q(title__icontains=words) | Q(reference__icontains=words) | Q(commission__title__icontains=words))
    rows = rows.annotate(unanswered=Count("clarifications", filter=Q(clarifications__answered_at=None)))
    return rows.order_by("-created_at", "-id")


def own_open_questions(tender: Tender, user: User) -> QuerySet[Clarification]:
    """What this person's own organisations asked about the tender and is not answered yet; nobody else's, and of no visitor."""
    if not user.is_authenticated:
        return Clarification.objects.none()
    rows = tender.clarifications.filter(answered_at=None, supplier__in=user.organisations_where(Permission.BID))
    return rows.select_related("asked_by")


def obligations_to_report(tender: Tender) -> list[Requirement]:
    """What the successful supplier will report: requirements stated in questions, and the commission's unscored indicators."""
    stated = Q(use=RequirementUse.SCORED, questions__criterion__tender=tender)
    return list(
        Requirement.objects.filter(stated | Q(use=RequirementUse.UNSCORED), commission=tender.commission_id, removed_at=None)
        .distinct()
        .order_by("id")
    )
