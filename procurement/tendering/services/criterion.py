"""Edits of the tree of criteria. Every edit locks the tender and raises its version."""

from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify

from procurement.commissioning.enums import RequirementUse
from procurement.commissioning.models import Commission, Requirement
from procurement.tendering.calculations import tree
from procurement.tendering.calculations.details import TenderDetails
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Form, PriceFormula
from procurement.tendering.enums.patterns import PATTERNS, Part
from procurement.tendering.models import Criterion, Lot, Question, Tender
from procurement.tendering.selectors.checks import check_criterion, check_numbers
from procurement.tendering.services.drafting import draft_tender, locked_for_editing, touch
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.saving import set_first

EDITABLE = ("key", "title", "weight", "form", "minimum", "formula", "ceiling", "floor")


def noted(verb: str, sentence: str, by: User, tender: Tender, changes: dict | None = None) -> None:
    """Raise the tender's version and write down what was done to its tree."""
    touch(tender)
    record(verb, sentence, by=by, about=[tender, tender.commission], council=tender.council, changes=changes)


@transaction.atomic
def add_criterion(
    tender: Tender,
    *,
    by: User,
    kind: str,
    title: str,
    parent: Criterion | None = None,
    lot: Lot | None = None,
    key: str = "",
    weight: Decimal | None = None,
    form: str = "",
    minimum: Decimal | None = None,
    formula: str = "",
    ceiling: Decimal | None = None,
    floor: Decimal | None = None,
    order: int | None = None,
    expected_version: Shown = AS_READ,
) -> Criterion:
    """A criterion below ``parent``, in its lot; at the top of ``lot`` without one. ``weight`` is its percentage of the parent.

    Without either it stands in the only lot of a tender that is not divided. Without ``key`` one is suggested (q1, price).
    Raises Refused with every problem, Conflict, NotAllowed, WrongState.
    """
    tender = locked_for_editing(tender, by, expected_version)
    existing = list(tender.criteria.all())
    if kind == K.PRICE and not formula:
        formula = PriceFormula.LOWEST_OVER_BID
    lot = _lot_for(tender, parent, lot)
    criterion = Criterion(
        tender=tender,
        lot=lot,
        parent=parent,
        kind=kind,
        key=key or tree.suggested_key(kind, {c.key for c in existing}, slugify(title)),
        title=title,
        weight=weight,
        form=form,
        minimum=minimum,
        formula=formula,
        ceiling=ceiling,
        floor=floor,
        order=_siblings_of(existing, lot, parent) + 1 if order is None else order,
    )
    check_criterion(criterion, tender, existing)
    criterion.save()
    noted("add criterion", f"added the criterion {criterion.title}", by, tender)
    return criterion


def _lot_for(tender: Tender, parent: Criterion | None, lot: Lot | None) -> Lot:
    """Where a criterion stands. Refused for a lot of another tender, or another lot than the group's."""
    where = parent.lot if parent else lot or tender.only_lot
    if where.tender_id != tender.pk or (lot is not None and lot != where):
        raise Refused("A criterion can stand at the top or in a group of this tender", "parent")
    return where


def _siblings_of(existing: list[Criterion], lot: Lot, parent: Criterion | None) -> int:
    """How many stand beside it already."""
    return len([c for c in existing if c.lot_id == lot.pk and c.parent_id == (parent.pk if parent else None)])


@transaction.atomic
def edit_criterion(criterion: Criterion, *, by: User, expected_version: Shown = AS_READ, **changes) -> Criterion:
    """Change fields named in EDITABLE. The kind stays: remove the criterion and add another instead."""
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise TypeError(f"unknown fields {sorted(unknown)}")
    tender = locked_for_editing(criterion.tender, by, expected_version)
    criterion = Criterion.objects.get(pk=criterion.pk, tender=tender)
    done = {n: [str(getattr(criterion, n)), str(v)] for n, v in changes.items() if getattr(criterion, n) != v}
    for name, value in changes.items():
        setattr(criterion, name, value)
    check_criterion(criterion, tender, list(tender.criteria.all()))
    if done:
        criterion.save(update_fields=list(done))
        noted("edit criterion", f"changed the criterion {criterion.title}", by, tender, done)
    return criterion


@transaction.atomic
def set_weights(tender: Tender, *, by: User, weights: dict[int, Decimal | None], expected_version: Shown = AS_READ) -> Tender:
    """Weights of several criteria at once, by id: percentages of their parents. Totals are not asked for yet.

    Refused with the field ``weight-<id>`` for a weight out of range.
    """
    tender = locked_for_editing(tender, by, expected_version)
    criteria = {c.pk: c for c in tender.criteria.all()}
    changes, problems = {}, []
    for pk, weight in weights.items():
        criterion = criteria.get(pk)
        if criterion is None or criterion.weight == weight:
            continue
        changes[f"weight of {criterion.title}"] = [str(criterion.weight), str(weight)]
        criterion.weight = weight
        problems += [(f"weight-{pk}", text) for name, text in check_numbers(criterion, tender) if name == "weight"]
    if problems:
        raise Refused(problems)
    if changes:
        Criterion.objects.bulk_update(criteria.values(), ["weight"])
        noted("set weights", "changed weights", by, tender, changes)
    return tender


@transaction.atomic
def remove_criterion(criterion: Criterion, *, by: User, expected_version: Shown = AS_READ) -> None:
    """Remove a criterion with all that hangs below it, questions included."""
    tender = locked_for_editing(criterion.tender, by, expected_version)
    title = criterion.title
    Criterion.objects.get(pk=criterion.pk, tender=tender).delete()
    noted("remove criterion", f"removed the criterion {title}", by, tender)


@transaction.atomic
def move_criterion(criterion: Criterion, *, by: User, up: bool, expected_version: Shown = AS_READ) -> None:
    """Change places with the sibling before (``up``) or after; nothing happens at the end of the row."""
    tender = locked_for_editing(criterion.tender, by, expected_version)
    siblings = list(tender.criteria.filter(lot=criterion.lot_id, parent=criterion.parent_id))
    at = next(i for i, c in enumerate(siblings) if c.pk == criterion.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(siblings):
        return
    siblings[at], siblings[to] = siblings[to], siblings[at]
    for place, sibling in enumerate(siblings, start=1):
        sibling.order = place
    Criterion.objects.bulk_update(siblings, ["order"])
    noted("move criterion", f"moved the criterion {criterion.title} {'up' if up else 'down'}", by, tender)


@transaction.atomic
def apply_pattern(tender: Tender, *, by: User, pattern: str, expected_version: Shown = AS_READ) -> Tender:
    """Start the tree from one of PATTERNS; only where there are no criteria yet.

    The commission's scored requirements are put into the specified question; the priority of the open one is left to choose.
    """
    if pattern not in PATTERNS:
        raise Refused("Choose one of the patterns", "pattern")
    tender = locked_for_editing(tender, by, expected_version)
    if tender.criteria.exists():
        raise Refused("This tender has criteria already. Remove them before you start from a pattern.", "pattern")
    lot = tender.only_lot
    scored = list(tender.commission.requirements.filter(use=RequirementUse.SCORED, removed_at=None))
    for order, part in enumerate(PATTERNS[pattern].parts, start=1):
        _add_part(lot, part, None, order, scored)
    noted("apply pattern", f"started the criteria from the pattern “{PATTERNS[pattern].name}”", by, tender)
    return tender


@transaction.atomic
def start_tender(commission: Commission, details: TenderDetails, *, by: User, pattern: str = "none") -> Tender:
    """``draft_tender`` and, unless ``pattern`` is "none", ``apply_pattern``, both or neither."""
    tender = draft_tender(commission, details, by=by)
    return tender if pattern == "none" else apply_pattern(tender, by=by, pattern=pattern, expected_version=NOTHING_READ)


def _add_part(lot: Lot, part: Part, parent: Criterion | None, order: int, scored: list[Requirement]) -> None:
    criterion = Criterion.objects.create(
        tender=lot.tender,
        lot=lot,
        parent=parent,
        kind=part.kind,
        form=part.form,
        key=part.key,
        title=part.title,
        weight=Decimal(part.weight),
        formula=part.formula,
        order=order,
    )
    if part.question:
        question = Question.objects.create(
            criterion=criterion, wording=part.question, asks_commitments=part.form == Form.OPEN, word_limit=750
        )
        if part.form == Form.SPECIFIED:
            set_first(question, requirements=scored)
    for place, child in enumerate(part.parts, start=1):
        _add_part(lot, child, criterion, place, scored)
