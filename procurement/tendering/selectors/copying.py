"""What of a tender comes along when another is started from it, for which commission, and what no longer fits there."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from procurement.commissioning.models import Commission, Requirement
from procurement.tendering.models import Criterion, Question, Tender
from socialvalue.accounts.models import User
from socialvalue.common.counting import listed
from socialvalue.framework.models import Priority
from socialvalue.framework.selectors import Counterparts


@dataclass(frozen=True)
class Asked:
    """A question with the requirements and the priority that it has in the other commission."""

    old: Question
    requirements: list[Requirement] = field(default_factory=list)
    priority: Priority | None = None


@dataclass(frozen=True)
class Kept:
    """``criteria``: parents before their children. ``questions``: by the key of the old criterion. ``changed``: a sentence
    for everything that is not as it was."""

    criteria: list[Criterion]
    questions: dict[int, Asked]
    changed: list[str]


def target_of(source: Tender, user: User) -> Commission:
    """For which commission it is most likely meant: the newest that was started from that of ``source``, or its own."""
    copies = Commission.objects.visible_to(user).filter(copied_from=source.commission_id).select_related("council")
    return copies.order_by("-created_at", "-pk").first() or source.commission


def kept_of(source: Tender, commission: Commission) -> Kept:
    """The whole tree. Requirements are those of ``commission`` with the same words; priorities those of its framework."""
    questions = Question.objects.select_related("priority", "proxy_marking").prefetch_related(
        Prefetch("requirements", queryset=Requirement.objects.order_by("pk"))
    )
    rows = source.criteria.order_by("order", "pk").prefetch_related(Prefetch("question", queryset=questions))
    there = {one.wording: one for one in commission.requirements.filter(removed_at=None).order_by("-pk")}
    priorities = Counterparts(commission.framework)
    criteria, found, changed = _from_the_top(list(rows)), {}, []
    for criterion in criteria:
        old = getattr(criterion, "question", None)
        if old is not None:
            asked = [there[one.wording] for one in old.requirements.all() if one.wording in there]
            priority = priorities.priority(old.priority) if commission.framework_id else old.priority
            found[criterion.pk] = Asked(old, asked, priority)
            changed += _of(criterion, found[criterion.pk], commission)
    return Kept(criteria, found, changed + [line for one in criteria for line in _of_price(one)])


def _from_the_top(rows: list[Criterion]) -> list[Criterion]:
    """Parents before their children, siblings in their order."""
    below: dict[int | None, list[Criterion]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    found, waiting = [], list(below.get(None, []))
    while waiting:
        one = waiting.pop(0)
        found.append(one)
        waiting = below.get(one.pk, []) + waiting
    return found


def _of(criterion: Criterion, asked: Asked, commission: Commission) -> list[str]:
    lines = []
    missing = [r.code for r in asked.old.requirements.all() if r.wording not in {one.wording for one in asked.requirements}]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        lines.append(
            f"“{criterion.title}” asks for {listed(missing)}, which {verb} not in {commission.reference} in these words: "
            "choose its requirements again"
        )
    if asked.old.priority and not asked.priority:
        lines.append(
            f"The priority “{asked.old.priority}” is not in the framework of {commission.reference}: "
            f"choose one for “{criterion.title}”"
        )
    if criterion.proxy_marking:
        lines.append(f"“{criterion.title}” was marked by proxy values: choose them again from the values in force")
    return lines


def _of_price(criterion: Criterion) -> list[str]:
    if criterion.ceiling is None:
        return []
    return [f"“{criterion.title}” scores prices between a floor and a ceiling of that time: check both"]
