"""A council enters rules between its measures, and ends them. What breaks one is found at the next turn of the clock."""

from collections.abc import Sequence

from django.db import transaction

from contracts.follow_up.models import MeasureRule
from contracts.follow_up.permissions import check_can_rule
from contracts.kept.models import Kept
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes, set_first
from socialvalue.framework.models import Measure


@transaction.atomic
def enter_rule(
    council: Organisation, *, by: User, compares: str, parts: Sequence[Measure], whole: Measure, because: str
) -> MeasureRule:
    """What ``parts`` make together is at most, or exactly, ``whole``, in each period of each contract. Raises Refused."""
    check_can_rule(by, council)
    if not parts:
        raise Refused("Choose at least one measure", "part_1")
    if whole in parts:
        raise Refused("Choose another measure: this one is among those it is compared with", "whole")
    if len({measure.unit for measure in (*parts, whole)}) > 1:
        raise Refused("Choose measures that are counted in the same unit", "part_1")
    check_reason(because, "Say why this has to be so", "because")
    made = MeasureRule.objects.create(council=council, compares=compares, whole=whole, because=because.strip(), made_by=by)
    set_first(made, parts=parts)
    record("enter measure rule", f"entered a rule: {made.sentence}", by=by, about=[made], council=council, reason=because)
    _look_through(council)
    return made


@transaction.atomic
def end_rule(rule: MeasureRule, *, by: User, expected_version: Shown = AS_READ) -> MeasureRule:
    """From now on nothing is held to it; what it found leaves the list."""
    fresh = locked(rule, expected_version)
    check_can_rule(by, fresh.council)
    if fresh.ended_at is not None:
        raise WrongState("This rule was ended already")
    save_changes(fresh, ended_at=clock.now(), ended_by=by)
    record("end measure rule", f"ended a rule: {fresh.sentence}", by=by, about=[fresh], council=fresh.council)
    _look_through(fresh.council)
    return fresh


def _look_through(council: Organisation) -> None:
    Kept.objects.filter(council=council).update(follow_on=clock.today())
