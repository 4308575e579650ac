"""Crosswalks and the council's strategic outcomes.

A crosswalk is an annotation: it says what an outcome also serves and changes nothing of the outcome, so editors may
add one to a published version too.
"""

from django.db import transaction
from django.db.models import Max, Q

from socialvalue.accounts.enums import Permission
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.saving import locked, save_changes
from socialvalue.framework import permissions
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Crosswalk, Goal, Outcome, StrategicOutcome
from socialvalue.framework.services.content import version_of


@transaction.atomic
def add_crosswalk(outcome: Outcome, *, by, to: Goal | StrategicOutcome | Outcome, note: str = "") -> Crosswalk:
    """Say that ``outcome`` also serves ``to``: a UN goal, a strategic outcome of its council, or another framework's outcome."""
    version = locked(version_of(outcome), NOTHING_READ)
    permissions.check_can_edit(by, version.framework)
    if isinstance(to, StrategicOutcome) and to.council_id != version.framework.council_id:
        raise Refused("This is another council’s strategic outcome", "to")
    if isinstance(to, Outcome):
        other = version_of(to)
        if other.framework_id == version.framework_id:
            raise Refused("Choose an outcome of another framework", "to")
        if other.status == VersionStatus.DRAFT:
            raise Refused("That version is a draft: it may still change", "to")
    field = {Goal: "to_goal", StrategicOutcome: "to_strategic_outcome", Outcome: "to_outcome"}[type(to)]
    if outcome.crosswalks.filter(**{field: to}).exists():
        raise Refused("This link is there already", "to")
    link = Crosswalk.objects.create(outcome=outcome, note=note, **{field: to})
    _record("link", f"linked outcome {outcome.code} to “{to}”", by, version)
    return link


@transaction.atomic
def remove_crosswalk(link: Crosswalk, *, by) -> None:
    version = locked(version_of(link.outcome), NOTHING_READ)
    permissions.check_can_edit(by, version.framework)
    to = link.to_outcome or link.to_strategic_outcome or link.to_goal
    link.delete()
    _record("unlink", f"removed the link of outcome {link.outcome.code} to “{to}”", by, version)


@transaction.atomic
def add_strategic_outcome(council, *, by, code: str, name: str, document: str = "", parent=None) -> StrategicOutcome:
    """What the council as a whole wants to achieve. ``parent``: the one it supports, itself without a parent."""
    by.must_have(Permission.EDIT_FRAMEWORKS, council)
    if StrategicOutcome.objects.filter(council=council, code__iexact=code).exists():
        raise Refused("Another strategic outcome has this code", "code")
    if parent and (parent.council_id != council.pk or parent.parent_id):
        raise Refused("Choose one of this council’s main strategic outcomes", "parent")
    last = StrategicOutcome.objects.filter(council=council).aggregate(last=Max("order"))["last"]
    made = StrategicOutcome.objects.create(
        council=council, code=code, name=name, document=document, parent=parent, order=0 if last is None else last + 1
    )
    record("add", f"added the strategic outcome “{name}”", by=by, about=[made, council], council=council)
    return made


@transaction.atomic
def edit_strategic_outcome(strategic: StrategicOutcome, *, by, name: str, document: str = "") -> StrategicOutcome:
    """Put its wording right. Its code stays: framework files name it by that."""
    strategic = locked(strategic, AS_READ)
    by.must_have(Permission.EDIT_FRAMEWORKS, strategic.council)
    if not name.strip():
        raise Refused("Enter the strategic outcome", "name")
    changed = save_changes(strategic, name=name.strip(), document=document.strip())
    if changed:
        sentence = f"changed the strategic outcome {strategic.code}"
        record("edit", sentence, by=by, about=[strategic, strategic.council], council=strategic.council, changes=changed)
    return strategic


@transaction.atomic
def remove_strategic_outcome(strategic: StrategicOutcome, *, by) -> None:
    """Take it off the council's list. Refused while anything refers to it: an outcome in any version, a link, a supporting one."""
    strategic = locked(strategic, AS_READ)
    by.must_have(Permission.EDIT_FRAMEWORKS, strategic.council)
    serving = Outcome.objects.filter(Q(strategic_outcome=strategic) | Q(crosswalks__to_strategic_outcome=strategic))
    first = serving.select_related("priority__version__framework").order_by("pk").first()
    if first:
        raise Refused(f"Outcome {first.code} of {first.priority.version} serves it. Framework versions keep what they serve.")
    if strategic.supporting.exists():
        raise Refused("Other strategic outcomes support it. Remove them first.")
    sentence = f"removed the strategic outcome {strategic.code} “{strategic.name}”"
    record("remove", sentence, by=by, about=[strategic.council], council=strategic.council)
    strategic.delete()


def _record(verb, sentence, by, version) -> None:
    record(verb, sentence, by=by, about=[version, version.framework], council=version.framework.council)
