"""Make, start, describe, publish, retire and discard framework versions."""

from django.db import transaction
from django.db.models import Max, ProtectedError

from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.framework import permissions
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Crosswalk, Framework, FrameworkVersion
from socialvalue.framework.selectors import lacking, links_of, rows_of
from socialvalue.framework.services.filling import fill, restore_links
from socialvalue.framework.workflow import FRAMEWORK_VERSION

# Words that are pages of their own where a framework's code would stand in an address
RESERVED = {"new", "import", "proxy-policy", "strategic-outcomes", "search"}


@transaction.atomic
def create_framework(*, by, council, code: str, name: str, description: str = "") -> Framework:
    """A framework of the council, without a version yet. ``council`` None: for everybody, by the system only."""
    permissions.check_can_create(by, council)
    if code in RESERVED:
        raise Refused("Choose another code: this one is a page of its own", "code")
    if Framework.objects.filter(code__iexact=code).exists():
        raise Refused("Another framework has this code", "code")
    framework = Framework.objects.create(council=council, code=code, name=name, description=description)
    record("create", f"started the framework “{name}”", by=by, about=framework, council=council)
    return framework


def next_version(framework: Framework) -> FrameworkVersion:
    """A new draft with the next number. The framework's row is locked, so that two people do not start two."""
    Framework.objects.select_for_update(of=("self",)).get(pk=framework.pk)
    if framework.versions.filter(status=VersionStatus.DRAFT).exists():
        raise WrongState("There is a draft already")
    last = framework.versions.aggregate(last=Max("number"))["last"] or 0
    return FrameworkVersion.objects.create(framework=framework, number=last + 1)


@transaction.atomic
def start_version(framework: Framework, *, by) -> FrameworkVersion:
    """A new draft, copied from the newest published version with its links, so that only what changes is typed."""
    permissions.check_can_edit(by, framework)
    newest = framework.versions.filter(status=VersionStatus.PUBLISHED).first()
    version = next_version(framework)
    if newest:
        save_changes(version, source=newest.source, licence=newest.licence)
        fill(version, rows_of(newest))
        restore_links(version, links_of(newest))
    record("start version", f"started version {version.number}", by=by, about=[version, framework], council=framework.council)
    return version


@transaction.atomic
def edit_details(version: FrameworkVersion, *, by, expected_version: Shown = AS_READ, **changes) -> FrameworkVersion:
    """Change a draft's ``source`` and ``licence``, and its framework's ``name`` and ``description``."""
    version = locked(version, expected_version)
    permissions.check_can_edit_version(by, version)
    of_framework = {k: changes.pop(k) for k in ("name", "description") if k in changes}
    changed = save_changes(version, **changes)
    changed |= save_changes(version.framework, **of_framework)
    if changed:
        _record("edit", f"described version {version.number}", by, version, changes=changed)
    return version


@transaction.atomic
def publish_version(version: FrameworkVersion, *, by, expected_version: Shown = AS_READ) -> FrameworkVersion:
    """Freeze it. Refused while it has no outcome, or a source and licence are not named."""
    version = locked(version, expected_version)
    permissions.check_can_edit(by, version.framework)
    target = FRAMEWORK_VERSION.target("publish", version.status)
    if problems := lacking(version):
        raise Refused(problems)
    save_changes(version, status=target, published_at=clock.now(), published_by=by)
    _record("publish", f"published version {version.number}", by, version)
    return version


@transaction.atomic
def retire_version(version: FrameworkVersion, *, by, expected_version: Shown = AS_READ) -> FrameworkVersion:
    """No new commission can choose it; those that did keep it."""
    version = locked(version, expected_version)
    permissions.check_can_edit(by, version.framework)
    save_changes(version, status=FRAMEWORK_VERSION.target("retire", version.status))
    _record("retire", f"retired version {version.number}", by, version)
    return version


@transaction.atomic
def discard_version(version: FrameworkVersion, *, by, reason: str, expected_version: Shown = AS_READ) -> bool:
    """Throw a draft away for good; with it a framework that never had another version. True when the framework went too.

    Refused while anything refers to the draft or to what it holds. The audit record keeps who did it and why.
    """
    version = locked(version, expected_version)
    framework = version.framework
    permissions.check_can_discard(by, version)
    check_reason(reason, "Say why it is discarded")
    if Crosswalk.objects.filter(to_outcome__priority__version=version).exists():
        raise Refused("Another framework’s outcome is linked to one of this draft. Remove that link first.")
    alone = not framework.versions.exclude(pk=version.pk).exists()
    sentence = f"discarded the draft of version {version.number}" + (" and the framework with it" if alone else "")
    _record("discard", f"{sentence} of “{framework.name}”" if alone else sentence, by, version, reason=reason.strip())
    try:
        version.delete()
        if alone:
            framework.delete()
    except ProtectedError as used:
        names = sorted({str(obj._meta.verbose_name_plural) for obj in used.protected_objects})
        raise Refused(f"It is used by {' and '.join(names)}, so it cannot be discarded") from None
    return alone


def _record(verb, sentence, by, version, **more) -> None:
    record(verb, sentence, by=by, about=[version, version.framework], council=version.framework.council, **more)
