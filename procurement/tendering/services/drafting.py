"""Drafting: the tender itself, its dates, its scale."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from procurement.commissioning.models import Commission
from procurement.tendering import permissions
from procurement.tendering.calculations.details import EDITABLE, TenderDetails
from procurement.tendering.enums import Method
from procurement.tendering.enums.patterns import default_levels
from procurement.tendering.models import Lot, ScaleLevel, Tender
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.references import next_reference
from socialvalue.common.saving import check_editable, locked, save_changes

HIGHEST_SCALE = 10


def locked_for_editing(tender: Tender, by: User, expected_version: Shown = AS_READ) -> Tender:
    """The tender under a lock, when ``by`` may change it now. Raises Conflict, NotAllowed, WrongState."""
    fresh = locked(tender, expected_version)
    permissions.check_can_edit(by, fresh)
    return fresh


def touch(tender: Tender) -> None:
    """Raise the version: whoever edits another part of the same tender is told that it changed."""
    tender.version += 1
    tender.save(update_fields=["version"])


@transaction.atomic
def draft_tender(
    commission: Commission,
    details: TenderDetails,
    *,
    by: User,
    scale_maximum: int = 5,
    scale_levels: Iterable[tuple[int, str, str]] | None = None,
) -> Tender:
    """A draft tender of ``commission`` with a scoring scale and one lot: it is not divided.

    ``scale_levels``: (score, label, wording) from 0 to ``scale_maximum``; the usual wording when left out.
    Raises Refused and NotAllowed.
    """
    permissions.check_can_draft(by, commission.council)
    given = details.values() | {"started_on": details.started_on or clock.today()}
    tender = Tender(commission=commission, scale_maximum=scale_maximum, drafted_by=by, **given)
    _check_details(tender)
    levels = _checked_levels(default_levels(scale_maximum) if scale_levels is None else scale_levels, scale_maximum)
    tender.reference = next_reference("T")
    tender.save()
    Lot.objects.create(tender=tender, value=tender.value)
    ScaleLevel.objects.bulk_create(ScaleLevel(tender=tender, score=s, label=label, wording=w) for s, label, w in levels)
    record("draft", f"drafted the tender {tender.reference}", by=by, about=[tender, commission], council=tender.council)
    return tender


@transaction.atomic
def edit_tender(tender: Tender, *, by: User, expected_version: Shown = AS_READ, **changes) -> Tender:
    """Change fields named in EDITABLE while the tender is a draft or was returned."""
    check_editable(changes, EDITABLE)
    tender = locked_for_editing(tender, by, expected_version)
    changed = _changed_copy(tender, changes)
    _check_details(changed)
    done = save_changes(tender, **changes)
    if "value" in done:
        save_changes(tender.only_lot, value=tender.value)
    if done:
        record(
            "edit", "changed the tender’s details", by=by, about=[tender, tender.commission], council=tender.council, changes=done
        )
    return tender


def set_deadline(tender: Tender, *, by: User, deadline: datetime, expected_version: Shown = AS_READ) -> Tender:
    """When bids must be in, an aware moment."""
    return edit_tender(tender, by=by, expected_version=expected_version, deadline=deadline)


@transaction.atomic
def set_scale(
    tender: Tender, *, by: User, levels: Iterable[tuple[int, str, str]], maximum: int | None = None, expected_version=AS_READ
) -> Tender:
    """Replace the scale: (score, label, wording) for every whole score from 0 to the maximum."""
    tender = locked_for_editing(tender, by, expected_version)
    maximum = tender.scale_maximum if maximum is None else maximum
    levels = _checked_levels(levels, maximum)
    too_high = [c.title for c in tender.criteria.all() if c.minimum is not None and c.minimum > maximum]
    if too_high:
        raise Refused(f"The minimum of {too_high[0]} is above the highest score of this scale. Lower the minimum first.")
    before = {level.score: f"{level.label}: {level.wording}" for level in tender.scale.all()}
    after = {score: f"{label}: {wording}" for score, label, wording in levels}
    if before == after and maximum == tender.scale_maximum:
        return tender
    tender.scale.all().delete()
    ScaleLevel.objects.bulk_create(ScaleLevel(tender=tender, score=s, label=label, wording=w) for s, label, w in levels)
    tender.scale_maximum = maximum
    tender.version += 1
    tender.save(update_fields=["scale_maximum", "version"])
    changes = {f"level {s}": [before.get(s), after.get(s)] for s in {*before, *after} if before.get(s) != after.get(s)}
    about = [tender, tender.commission]
    record("edit scale", "changed the scoring scale", by=by, about=about, council=tender.council, changes=changes)
    return tender


def _changed_copy(tender: Tender, changes: dict) -> Tender:
    values = {f.attname: getattr(tender, f.attname) for f in Tender._meta.concrete_fields}
    return Tender(**{**values, **changes})


def _check_details(tender: Tender) -> None:
    problems = []
    for name, label in (("title", "a title"), ("description", "what is wanted")):
        if not getattr(tender, name).strip():
            problems.append((name, f"Enter {label}"))
    if tender.value is None or tender.value <= 0:
        problems.append(("value", "The value must be more than £0"))
    if tender.contract_ends_on <= tender.contract_starts_on:
        problems.append(("contract_ends_on", "The contract must end after it starts"))
    if tender.started_on > clock.today():
        problems.append(("started_on", "The day the procurement started must not lie in the future"))
    if tender.method == Method.GATEWAY:
        if tender.minimum_quality is None and tender.maximum_price is None:
            problems.append(("minimum_quality", "A gateway needs a minimum quality, a highest price, or both"))
    elif tender.minimum_quality is not None or tender.maximum_price is not None:
        problems.append(("method", "A minimum quality and a highest price belong to the gateway method only"))
    if tender.minimum_quality is not None and not 0 <= tender.minimum_quality <= 100:
        problems.append(("minimum_quality", "The minimum quality must be between 0 and 100 %"))
    if tender.maximum_price is not None and tender.maximum_price <= 0:
        problems.append(("maximum_price", "The highest price must be more than £0"))
    if problems:
        raise Refused(problems)


def _checked_levels(levels: Iterable[tuple[int, str, str]], maximum: int) -> list[tuple[int, str, str]]:
    levels = [(int(score), label.strip(), wording.strip()) for score, label, wording in levels]
    if not 1 <= maximum <= HIGHEST_SCALE:
        raise Refused(f"The highest score must be between 1 and {HIGHEST_SCALE}", "scale_maximum")
    if sorted(score for score, _, _ in levels) != list(range(maximum + 1)):
        raise Refused(f"The scale needs one level for each score from 0 to {maximum}")
    if any(not label for _, label, _ in levels):
        raise Refused("Every level of the scale needs a name")
    return levels
