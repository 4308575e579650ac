"""Add, change and remove what a draft holds. A draft is one document: its version counts every change of its content.

Every change of a draft's content passes ``_draft``, which refuses a version that is no draft.
"""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, Manager, Max, QuerySet

from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ
from socialvalue.common.saving import locked
from socialvalue.framework import permissions
from socialvalue.framework.models import FrameworkVersion, Measure, Outcome, Priority, Proxy

Part = Priority | Outcome | Measure | Proxy
P = TypeVar("P", bound=Part)
PROXY_NEEDS = ("value", "unit", "source", "licence", "price_year")


def version_of(part: Part) -> FrameworkVersion:
    """The version a part belongs to."""
    if isinstance(part, Proxy):
        part = part.measure
    if isinstance(part, Measure):
        part = part.outcome
    if isinstance(part, Outcome):
        part = part.priority
    return part.version


@transaction.atomic
def add_priority(
    version: FrameworkVersion, *, by, code: str, name: str, description: str = "", expected_version=AS_READ
) -> Priority:
    version = _draft(version, by, expected_version)
    return _add(version, by, Priority(version=version, code=code, name=name, description=description), version.priorities)


@transaction.atomic
def add_outcome(priority: Priority, *, by, code: str, name: str, strategic_outcome=None, expected_version=AS_READ) -> Outcome:
    """``strategic_outcome``: one of the framework's council."""
    version = _draft(priority.version, by, expected_version)
    outcome = Outcome(priority=priority, code=code, name=name, strategic_outcome=strategic_outcome)
    return _add(version, by, outcome, priority.outcomes)


@transaction.atomic
def add_measure(outcome: Outcome, *, by, expected_version=AS_READ, **fields) -> Measure:
    """``fields``: code, name, unit, and if wanted direction, kind, evidence, guidance, easy_read."""
    version = _draft(version_of(outcome), by, expected_version)
    return _add(version, by, Measure(outcome=outcome, **fields), outcome.measures)


@transaction.atomic
def add_proxy(measure: Measure, *, by, expected_version=AS_READ, **fields) -> Proxy:
    """``fields``: value in pounds, unit, source, licence, price_year, and if wanted area. A proxy comes whole or not at all."""
    version = _draft(version_of(measure), by, expected_version)
    return _add(version, by, Proxy(measure=measure, **fields))


@transaction.atomic
def edit_part(part: Part, *, by, expected_version=AS_READ, **changes) -> Part:
    """Change a priority, outcome, measure or proxy of a draft."""
    version = _draft(version_of(part), by, expected_version)
    part = type(part).objects.get(pk=part.pk)
    before = {name: str(getattr(part, name)) for name in changes}
    for name, value in _tidy(changes).items():
        setattr(part, name, value)
    _check(version, part)
    part.save(update_fields=list(changes))
    changed = {name: [before[name], str(getattr(part, name))] for name in changes if before[name] != str(getattr(part, name))}
    if changed:
        _changed(version, "edit", f"changed the {part._meta.verbose_name} “{part}”", by, changes=changed)
    return part


@transaction.atomic
def remove_part(part: Part, *, by, expected_version=AS_READ) -> None:
    """Take a priority, outcome, measure or proxy out of a draft, with all below it."""
    version = _draft(version_of(part), by, expected_version)
    sentence = f"removed the {part._meta.verbose_name} “{part}”"
    part.delete()
    _changed(version, "remove", sentence, by)


def _draft(version: FrameworkVersion, by, expected_version) -> FrameworkVersion:
    version = locked(version, expected_version)
    permissions.check_can_edit_version(by, version)
    return version


def _add(version: FrameworkVersion, by, part: P, siblings: Manager[Any] | None = None) -> P:
    for name, value in _tidy({f.attname: getattr(part, f.attname) for f in part._meta.concrete_fields}).items():
        setattr(part, name, value)
    _check(version, part)
    if siblings is not None and not isinstance(part, Proxy):
        last = siblings.aggregate(last=Max("order"))["last"]
        part.order = 0 if last is None else last + 1
    part.save()
    _changed(version, "add", f"added the {part._meta.verbose_name} “{part}”", by)
    return part


def _tidy(values: dict) -> dict:
    """Texts as a file would bring them, so that an export brought back is the same."""
    return {k: v.replace("\r\n", "\n").strip() if isinstance(v, str) else v for k, v in values.items()}


def _check(version: FrameworkVersion, part: Part) -> None:
    """Codes stand once: a priority's and an outcome's in the version, a measure's in its outcome."""
    if isinstance(part, Proxy):
        _check_proxy(part)
        return
    required = ("code", "name", "unit") if isinstance(part, Measure) else ("code", "name")
    missing = [(name, f"Enter the {name}") for name in required if not getattr(part, name)]
    if missing:
        raise Refused(missing)
    others = _among(version, part).exclude(pk=part.pk)
    if others.filter(code=part.code).exists():
        raise Refused(f"Another {part._meta.verbose_name} has this code", "code")
    if isinstance(part, Priority) and others.filter(name=part.name).exists():
        raise Refused("Another priority has this name", "name")
    strategic = part.strategic_outcome if isinstance(part, Outcome) else None
    if strategic and strategic.council_id != version.framework.council_id:
        raise Refused("This is another council’s strategic outcome", "strategic_outcome")


def _among(version: FrameworkVersion, part: Priority | Outcome | Measure) -> QuerySet[Any]:
    """Those whose codes differ from each other."""
    if isinstance(part, Priority):
        return Priority.objects.filter(version=version)
    if isinstance(part, Outcome):
        return Outcome.objects.filter(priority__version=version)
    return Measure.objects.filter(outcome=part.outcome)


def _check_proxy(proxy: Proxy) -> None:
    missing = [name for name in PROXY_NEEDS if getattr(proxy, name) in (None, "")]
    if missing:
        raise Refused([(name, "A proxy needs this: without it nobody can judge the value") for name in missing])
    if not 1990 <= proxy.price_year <= 2100:
        raise Refused("Price year must be between 1990 and 2100", "price_year")
    same = {name: getattr(proxy, name) for name in (*PROXY_NEEDS, "area")}
    if proxy.measure.proxies.exclude(pk=proxy.pk).filter(**same).exists():
        raise Refused("This proxy is there already", "value")


def _changed(version: FrameworkVersion, verb: str, sentence: str, by, **more) -> None:
    FrameworkVersion.objects.filter(pk=version.pk).update(version=F("version") + 1)
    record(
        verb,
        f"{sentence} in version {version.number}",
        by=by,
        about=[version, version.framework],
        council=version.framework.council,
        **more,
    )
