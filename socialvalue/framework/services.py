"""Make, fill, publish and retire framework versions; the policy on proxies."""

from django.db import transaction
from django.db.models import Max

from socialvalue.accounts.enums import Permission
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.saving import locked, save_changes
from socialvalue.framework import permissions
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import (
    Framework,
    FrameworkVersion,
    Measure,
    Outcome,
    Priority,
    Proxy,
    ProxyPolicy,
    StrategicOutcome,
)
from socialvalue.framework.rows import FrameworkRow
from socialvalue.framework.workflow import FRAMEWORK_VERSION


@transaction.atomic
def create_framework(*, by, council, code: str, name: str, description: str = "") -> Framework:
    """A framework of the council, without a version yet."""
    by.must_have(Permission.EDIT_FRAMEWORKS, council)
    if Framework.objects.filter(code=code).exists():
        raise Refused("Another framework has this code.", "code")
    framework = Framework.objects.create(council=council, code=code, name=name, description=description)
    record("create", f"started the framework “{name}”", by=by, about=framework, council=council)
    return framework


@transaction.atomic
def import_version(framework: Framework, *, by, rows: list[FrameworkRow], source: str, licence: str) -> FrameworkVersion:
    """Bring in a checked file as a new draft version; the same file again changes the draft to the same content.

    ``rows`` come from ``rows.read_rows`` without problems. A draft that exists is filled anew, so that importing twice
    doubles nothing.
    """
    permissions.check_can_edit(by, framework)
    version = framework.versions.filter(status=VersionStatus.DRAFT).first() or _next_version(framework)
    save_changes(version, source=source, licence=licence)
    fill(version, rows)
    record(
        "import",
        f"imported version {version.number} with {len(rows)} rows",
        by=by,
        about=[version, framework],
        council=framework.council,
    )
    return version


def _next_version(framework: Framework) -> FrameworkVersion:
    last = framework.versions.aggregate(last=Max("number"))["last"] or 0
    return FrameworkVersion.objects.create(framework=framework, number=last + 1)


def fill(version: FrameworkVersion, rows: list[FrameworkRow]) -> None:
    """Replace a draft's content by ``rows``."""
    version.priorities.all().delete()
    council_id = version.framework.council_id
    strategic = {s.code: s for s in StrategicOutcome.objects.filter(council_id=council_id)} if council_id else {}
    priorities: dict[str, Priority] = {}
    outcomes: dict[tuple[str, str], Outcome] = {}
    measures: dict[tuple[str, str], Measure] = {}
    for number, row in enumerate(rows):
        code = row.priority_code or row.priority[:20]
        priority = priorities.get(code)
        if priority is None:
            priority = priorities[code] = Priority.objects.create(
                version=version, code=code, name=row.priority, description=row.priority_description, order=len(priorities)
            )
        outcome = outcomes.get((code, row.outcome_code))
        if outcome is None:
            outcome = outcomes[(code, row.outcome_code)] = Outcome.objects.create(
                priority=priority,
                code=row.outcome_code,
                name=row.outcome,
                strategic_outcome=strategic.get(row.strategic_outcome),
                order=number,
            )
        if row.measure:
            measure = measures[(row.outcome_code, row.measure_code)] = Measure.objects.create(
                outcome=outcome,
                code=row.measure_code,
                name=row.measure,
                unit=row.unit,
                direction=row.direction,
                kind=row.kind,
                evidence=row.evidence,
                guidance=row.guidance,
                easy_read=row.easy_read,
                order=number,
            )
            if row.proxy_value is not None:
                Proxy.objects.create(
                    measure=measure,
                    value=row.proxy_value,
                    unit=row.proxy_unit,
                    source=row.proxy_source,
                    licence=row.proxy_licence,
                    price_year=row.price_year,
                    area=row.proxy_area,
                )


@transaction.atomic
def start_version(framework: Framework, *, by) -> FrameworkVersion:
    """A new draft, copied from the newest published version so that only what changes is typed."""
    from socialvalue.framework.selectors import rows_of

    permissions.check_can_edit(by, framework)
    if framework.versions.filter(status=VersionStatus.DRAFT).exists():
        raise WrongState("There is a draft already.")
    newest = framework.versions.filter(status=VersionStatus.PUBLISHED).first()
    version = _next_version(framework)
    if newest:
        save_changes(version, source=newest.source, licence=newest.licence)
        fill(version, rows_of(newest))
    record("start version", f"started version {version.number}", by=by, about=[version, framework], council=framework.council)
    return version


@transaction.atomic
def publish_version(version: FrameworkVersion, *, by) -> FrameworkVersion:
    """Freeze it. Refused while it has no outcome, or a source and licence are not named."""
    version = locked(version)
    permissions.check_can_edit(by, version.framework)
    target = FRAMEWORK_VERSION.target("publish", version.status)
    problems = []
    if not Outcome.objects.filter(priority__version=version).exists():
        problems.append((None, "Add at least one outcome."))
    if not version.source:
        problems.append(("source", "Name the document it comes from."))
    if not version.licence:
        problems.append(("licence", "Name the licence under which it may be used."))
    if problems:
        raise Refused(problems)
    save_changes(version, status=target, published_at=clock.now(), published_by=by)
    record(
        "publish",
        f"published version {version.number}",
        by=by,
        about=[version, version.framework],
        council=version.framework.council,
    )
    return version


@transaction.atomic
def retire_version(version: FrameworkVersion, *, by) -> FrameworkVersion:
    """No new commission can choose it; those that did keep it."""
    version = locked(version)
    permissions.check_can_edit(by, version.framework)
    save_changes(version, status=FRAMEWORK_VERSION.target("retire", version.status))
    record("retire", f"retired version {version.number}", by=by, about=[version, version.framework], council=version.framework.council)
    return version


@transaction.atomic
def decide_proxy_policy(council, *, by, proxies_may_score: bool, justification: str) -> ProxyPolicy:
    """Switch proxy scoring on or off for a council; never without a written justification (measuring principle 12)."""
    by.must_have(Permission.EDIT_FRAMEWORKS, council)
    if len(justification.split()) < 10:
        raise Refused("Justify the decision in at least ten words: suppliers and auditors will read it.", "justification")
    policy = ProxyPolicy.objects.create(
        council=council, proxies_may_score=proxies_may_score, justification=justification, decided_by=by, decided_at=clock.now()
    )
    sentence = "let financial proxies into scoring" if proxies_may_score else "kept financial proxies out of scoring"
    record("proxy policy", sentence, by=by, about=[policy, council], council=council, reason=justification)
    return policy


def proxies_may_score(council) -> bool:
    """Whether the council's newest written decision lets proxies into scoring; without one, no."""
    newest = ProxyPolicy.objects.filter(council=council).first()
    return bool(newest and newest.proxies_may_score)
