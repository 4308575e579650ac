"""What bidders answer."""

from collections.abc import Iterable

from django.db import transaction

from procurement.commissioning.models import Requirement
from procurement.tendering.models import Criterion, Question
from procurement.tendering.selectors.checks import check_question
from procurement.tendering.services.criterion import noted
from procurement.tendering.services.drafting import locked_for_editing
from socialvalue.accounts.models import User
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.saving import save_changes


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
    expected_version: Shown = AS_READ,
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
    changes = save_changes(question, {"requirements": requirements}, **values)
    if created or changes:
        noted("set question", f"{'wrote' if created else 'changed'} the question of {criterion.title}", by, tender, changes)
    return question
