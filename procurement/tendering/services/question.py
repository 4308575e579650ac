"""What bidders answer."""

from collections.abc import Iterable

from django.db import transaction

from procurement.commissioning.models import Requirement
from procurement.tendering.models import Criterion, Question
from procurement.tendering.selectors.checks import check_question
from procurement.tendering.services.criterion import noted
from procurement.tendering.services.drafting import locked_for_editing
from socialvalue.accounts.models import User


@transaction.atomic
def set_question(
    criterion: Criterion,
    *,
    by: User,
    wording: str,
    guidance: str = "",
    word_limit: int | None = None,
    requirements: Iterable[Requirement] = (),
    priority=None,
    asks_commitments: bool = False,
    expected_version: int | None = None,
) -> Question:
    """What bidders answer. A specified question states requirements of the commission; an open one names a priority."""
    tender = locked_for_editing(criterion.tender, by, expected_version)
    requirements = list(requirements)
    check_question(criterion, tender, wording, word_limit, requirements, priority)
    question, created = Question.objects.get_or_create(criterion=criterion, defaults={"wording": wording})
    values = {
        "wording": wording,
        "guidance": guidance,
        "word_limit": word_limit,
        "priority": priority,
        "asks_commitments": asks_commitments,
    }
    changes = {n: [str(getattr(question, n)), str(v)] for n, v in values.items() if getattr(question, n) != v}
    before = set(question.requirements.values_list("code", flat=True))
    after = {r.code for r in requirements}
    if before != after:
        changes["requirements"] = [", ".join(sorted(before)), ", ".join(sorted(after))]
        question.requirements.set(requirements)
    for name, value in values.items():
        setattr(question, name, value)
    if created or changes:
        question.save()
        noted("set question", f"{'wrote' if created else 'changed'} the question of {criterion.title}", by, tender, changes)
    return question
