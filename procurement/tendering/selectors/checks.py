"""What a criterion and a question must be. Each check answers with (field, sentence), or raises Refused with all of them."""

from django.utils.text import slugify

from procurement.tendering.calculations import tree
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Form, PriceFormula
from procurement.tendering.models import Criterion, Tender
from socialvalue.common.errors import Refused

DEEPEST = 4


def check_criterion(criterion: Criterion, tender: Tender, existing: list[Criterion]) -> None:
    problems = []
    others = [c for c in existing if c.pk != criterion.pk]
    if not criterion.title.strip():
        problems.append(("title", "Enter a title"))
    if criterion.kind not in K.values:
        raise Refused("Choose a kind of criterion.", "kind")
    if criterion.key != slugify(criterion.key) or not criterion.key:
        problems.append(("key", "The key may have small letters, digits and hyphens, like q1"))
    elif any(c.key == criterion.key for c in others):
        problems.append(("key", f"Another criterion has the key {criterion.key}"))
    problems += _check_place(criterion, tender, others)
    problems += check_numbers(criterion, tender)
    if problems:
        raise Refused(problems)


def _check_place(criterion: Criterion, tender: Tender, others: list[Criterion]) -> list[tuple[str, str]]:
    problems = []
    parents = {c.pk: c for c in others}
    if criterion.parent_id:
        parent = parents.get(criterion.parent_id)
        if parent is None or parent.kind != K.GROUP:
            return [("parent", "A criterion can stand at the top or in a group of this tender")]
        depth = 1
        while parent is not None:
            depth, parent = depth + 1, parents.get(parent.parent_id)
        if depth > DEEPEST:
            problems.append(("parent", f"Criteria can be at most {DEEPEST} levels deep"))
    if criterion.kind == K.PRICE and any(c.kind == K.PRICE for c in others):
        problems.append(("kind", "This tender has a price criterion already; it can have one"))
    return problems


def check_numbers(criterion: Criterion, tender: Tender) -> list[tuple[str, str]]:
    problems, kind = [], criterion.kind
    if kind == K.PASS_FAIL:
        if criterion.weight is not None:
            problems.append(("weight", "Pass or fail has no weight"))
    elif criterion.weight is not None and not 0 < criterion.weight <= 100:
        problems.append(("weight", "The weight must be more than 0 and at most 100 %"))
    if (kind == K.SOCIAL_VALUE) != bool(criterion.form):
        text = "Choose specified or open" if kind == K.SOCIAL_VALUE else "Only social value is specified or open"
        problems.append(("form", text))
    if criterion.minimum is not None:
        if kind not in tree.SCORED:
            problems.append(("minimum", "Only a scored criterion can have a minimum score"))
        elif not 0 <= criterion.minimum <= tender.scale_maximum:
            problems.append(("minimum", f"The minimum score must be between 0 and {tender.scale_maximum}"))
    ends = (criterion.ceiling, criterion.floor)
    if kind != K.PRICE:
        if criterion.formula or ends != (None, None):
            problems.append(("formula", "Only price has a formula"))
    elif criterion.formula == PriceFormula.LINEAR_TO_CEILING:
        if None in ends or criterion.floor < 0 or criterion.ceiling <= criterion.floor:
            problems.append(("ceiling", "This formula needs a floor and a ceiling above it"))
    elif ends != (None, None):
        problems.append(("ceiling", "A floor and a ceiling belong to the straight line between them only"))
    return problems


def check_question(criterion, tender, wording, word_limit, requirements, priority) -> None:
    problems = []
    if criterion.kind in (K.GROUP, K.PRICE):
        raise Refused("A group and the price have no question.")
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
