"""What of a contract comes along when next year's is started from it, and what no longer fits."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from contracts.obligations.calculations.terms import OWN_UNIT
from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import Kpi, Obligation
from contracts.performance.enums import Kind
from contracts.register.models import Contract
from procurement.commissioning.enums import Period
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common.templatetags.formats import plain_quantity
from socialvalue.framework.models import FrameworkVersion, Measure, Outcome, Priority
from socialvalue.framework.selectors import Counterparts, newest_of


@dataclass(frozen=True)
class Kept:
    """One obligation in the words that both sides agreed last, with its agreed KPIs and what stands for its priority, outcome
    and measure in the version of the framework that is in force."""

    old: Obligation
    kpis: list[Kpi]
    priority: Priority | None = None
    outcome: Outcome | None = None
    measure: Measure | None = None


@dataclass(frozen=True)
class Coming:
    """``changed``: a sentence for everything that is not as it was. ``left``: codes of what was never agreed."""

    obligations: list[Kept] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @property
    def kpis(self) -> list[Kpi]:
        return [kpi for kept in self.obligations for kpi in kept.kpis]

    @property
    def milestones(self) -> list[Kpi]:
        """KPIs that are done by a certain day: the day is asked anew."""
        return [kpi for kpi in self.kpis if kpi.kind == Kind.MILESTONE]


def coming_along(contract: Contract) -> Coming:
    """Obligations that have not ended and that both sides agreed. A constant number of queries a framework."""
    places = [f"{name}__version__framework" for name in ("priority", "outcome__priority", "measure__outcome__priority")]
    rows = contract.obligations.exclude(status=AgreementStatus.ENDED).select_related(*places).order_by("pk")
    kpis = Prefetch("kpis", queryset=Kpi.objects.agreed().order_by("number"))
    versions: dict[int, tuple[FrameworkVersion | None, Counterparts]] = {}
    coming = Coming()
    for old in rows.prefetch_related("versions", kpis):
        if not old.agreed_wording:
            coming.left.append(old.code)
            continue
        kept = _kept(old, versions)
        coming.obligations.append(kept)
        coming.changed.extend(_changed(kept))
    return Coming(coming.obligations, coming.left, [*_replaced(coming.obligations, versions), *coming.changed])


def former_owners(contract: Contract) -> list[User]:
    """Manager and lead director who no longer have the role for it."""
    owners = ((contract.manager, Permission.EDIT_CONTRACTS), (contract.lead_director, Permission.VERIFY_RETURNS))
    return [person for person, permission in owners if person and not person.can(permission, contract.council_id)]


def _version_of(old: Obligation) -> FrameworkVersion | None:
    priority = old.measure.outcome.priority if old.measure else old.outcome.priority if old.outcome else old.priority
    return priority.version if priority else None


def _kept(old: Obligation, versions: dict[int, tuple[FrameworkVersion | None, Counterparts]]) -> Kept:
    kpis = list(old.kpis.all())
    version = _version_of(old)
    if version is None:
        return Kept(old, kpis)
    if version.pk not in versions:
        newest = newest_of(version)
        versions[version.pk] = (newest, Counterparts(newest))
    there = versions[version.pk][1]
    measure = there.measure(old.measure)
    if measure and _in_other_units(kpis, measure):
        measure = None
    outcome = measure.outcome if measure else there.outcome(old.outcome)
    priority = outcome.priority if outcome else there.priority(old.priority)
    return Kept(old, kpis, priority, outcome, measure)


def _in_other_units(kpis: list[Kpi], measure: Measure) -> list[Kpi]:
    """A KPI counts as its measure does, unless it comes from a tender here, which the copy does not."""
    return [kpi for kpi in kpis if kpi.kind not in OWN_UNIT and kpi.unit != measure.unit]


def _replaced(kept: list[Kept], versions: dict[int, tuple[FrameworkVersion | None, Counterparts]]) -> list[str]:
    found = {version.pk: version for one in kept if (version := _version_of(one.old))}
    lines = []
    for pk, version in found.items():
        newest = versions[pk][0]
        if newest is None:
            lines.append(f"{version} is no longer in force and no other version is: obligations keep their words alone")
        elif newest.pk != pk:
            lines.append(f"{version} was replaced by version {newest.number}: measures are those of version {newest.number}")
    return lines


def _changed(kept: Kept) -> list[str]:
    old, lines = kept.old, []
    if old.wording != old.agreed_wording:
        lines.append(f"A new wording of {old.code} waits to be agreed: the copy has the wording that both sides agreed")
    if old.measure and not kept.measure:
        lines.append(
            f"The measure “{old.measure}” of {old.code} is no longer in the framework or counts in another unit: "
            "the copy has no measure"
        )
    lines += [
        f"The target of KPI {kpi.number}, {plain_quantity(kpi.target, kpi.unit)}, is for the whole contract: check it against "
        "the new length"
        for kpi in kept.kpis
        if kpi.per == Period.TERM and kpi.target is not None
    ]
    return lines
