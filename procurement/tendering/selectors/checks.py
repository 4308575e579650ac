"""What a criterion and a question must be. Each check answers with (field, sentence), or raises Refused with all of them."""

from collections.abc import Sequence

from django.utils.text import slugify

from procurement.commissioning.models import Requirement
from procurement.tendering.calculations import tree
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Form, PriceFormula
from procurement.tendering.models import Criterion, Tender
from socialvalue.common.errors import Refused
from socialvalue.framework.models import Priority

DEEPEST = 4
# What is wrong: the field it belongs to, and a sentence
Found = tuple[str, str]


def check_criterion(criterion: Criterion, tender: Tender, existing: list[Criterion]) -> None:
    """Raises Refused with every problem of a criterion as it would be kept among the ``existing`` ones."""
    problems = []
    others = [c for c in existing if c.pk != criterion.pk]
    if not criterion.title.strip():
        problems.append(("title", "Enter a title"))
    if criterion.kind not in K.values:
        raise Refused("Choose a kind of criterion", "kind")
    if criterion.key != slugify(criterion.key) or not criterion.key:
        problems.append(("key", "The key may have small letters, digits and hyphens, like q1"))
    elif any(c.key == criterion.key for c in others):
        problems.append(("key", f"Another criterion has the key {criterion.key}"))
    problems += _check_place(criterion, tender, others)
    problems += check_numbers(criterion, tender)
    if problems:
        raise Refused(problems)


def _check_place(criterion: Criterion, tender: Tender, others: list[Criterion]) -> list[Found]:
    problems = []
    parents = {c.pk: c for c in others}
    if criterion.parent_id:
        parent = parents.get(criterion.parent_id)
        if parent is None or parent.kind != K.GROUP or parent.lot_id != criterion.lot_id:
            return [("parent", "A criterion can stand at the top or in a group of this tender")]
        depth = 1
        while parent is not None:
            depth, parent = depth + 1, parents.get(parent.parent_id) if parent.parent_id else None
        if depth > DEEPEST:
            problems.append(("parent", f"Criteria can be at most {DEEPEST} levels deep"))
    if criterion.kind == K.PRICE and any(c.kind == K.PRICE and c.lot_id == criterion.lot_id for c in others):
        problems.append(("kind", "This tender has a price criterion already; it can have one"))
    return problems


def check_numbers(criterion: Criterion, tender: Tender) -> list[Found]:
    """What a criterion of this kind cannot have, and what it lacks."""
    return [*_of_weight(criterion), *_of_form(criterion), *_of_minimum(criterion, tender), *_of_formula(criterion)]


def _of_weight(criterion: Criterion) -> list[Found]:
    if criterion.weight is None:
        return []
    if criterion.kind == K.PASS_FAIL:
        return [("weight", "Pass or fail has no weight")]
    return [] if 0 < criterion.weight <= 100 else [("weight", "The weight must be more than 0 and at most 100 %")]


def _of_form(criterion: Criterion) -> list[Found]:
    is_social_value = criterion.kind == K.SOCIAL_VALUE
    if is_social_value == bool(criterion.form):
        return []
    return [("form", "Choose specified or open" if is_social_value else "Only social value is specified or open")]


def _of_minimum(criterion: Criterion, tender: Tender) -> list[Found]:
    if criterion.minimum is None:
        return []
    if criterion.kind not in tree.SCORED:
        return [("minimum", "Only a scored criterion can have a minimum score")]
    if 0 <= criterion.minimum <= tender.scale_maximum:
        return []
    return [("minimum", f"The minimum score must be between 0 and {tender.scale_maximum}")]


def _of_formula(criterion: Criterion) -> list[Found]:
    floor, ceiling = criterion.floor, criterion.ceiling
    has_ends = floor is not None or ceiling is not None
    if criterion.kind != K.PRICE:
        return [("formula", "Only price has a formula")] if criterion.formula or has_ends else []
    if criterion.formula == PriceFormula.LINEAR_TO_CEILING:
        if floor is not None and ceiling is not None and 0 <= floor < ceiling:
            return []
        return [("ceiling", "This formula needs a floor and a ceiling above it")]
    return [("ceiling", "A floor and a ceiling belong to the straight line between them only")] if has_ends else []


def check_question(
    criterion: Criterion,
    tender: Tender,
    wording: str,
    word_limit: int | None,
    requirements: Sequence[Requirement],
    priority: Priority | None,
) -> None:
    """Raises Refused with every problem of a question as it would be kept."""
    problems = []
    if criterion.kind in (K.GROUP, K.PRICE):
        raise Refused("A group and the price have no question")
    if not wording.strip():
        problems.append(("wording", "Enter the question"))
    if word_limit is not None and not 1 <= word_limit <= 5000:
        problems.append(("word_limit", "The word limit must be between 1 and 5,000"))
    if any(r.commission_id != tender.commission_id or r.removed_at for r in requirements):
        problems.append(("requirements", "Choose requirements of this commission that have not been removed"))
    if requirements and criterion.form == Form.OPEN:
        problems.append(("requirements", "An open question states no requirements"))
    if priority is not None:
        if criterion.form != Form.OPEN:
            problems.append(("priority", "Only an open question names a priority"))
        elif tender.commission.framework_id and priority.version_id != tender.commission.framework_id:
            problems.append(("priority", "Choose a priority of the commission’s framework"))
    if problems:
        raise Refused(problems)
