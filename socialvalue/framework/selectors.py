"""Reads on frameworks."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Manager, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from socialvalue.framework.calculations.rows import FrameworkRow
from socialvalue.framework.enums import MeasureKind, VersionStatus
from socialvalue.framework.models import (
    Crosswalk,
    Framework,
    FrameworkVersion,
    Goal,
    Measure,
    Outcome,
    Priority,
    Proxy,
    ProxyPolicy,
    StrategicOutcome,
)


def rows_of(version: FrameworkVersion) -> list[FrameworkRow]:
    """A version as rows: what an export writes and a new version starts from. A second proxy makes a second row."""
    rows: list[FrameworkRow] = []
    for priority in content_of(version):
        of_priority: dict[str, Any] = {
            "priority": priority.name,
            "priority_code": priority.code,
            "priority_description": priority.description,
        }
        if not priority.outcomes.all():
            rows.append(FrameworkRow(line=len(rows) + 2, **of_priority))
        for outcome in priority.outcomes.all():
            rows += _rows_of_outcome(outcome, of_priority, len(rows) + 2)
    return rows


def _rows_of_outcome(outcome: Outcome, of_priority: dict[str, Any], line: int) -> list[FrameworkRow]:
    base = of_priority | {
        "outcome_code": outcome.code,
        "outcome": outcome.name,
        "strategic_outcome": outcome.strategic_outcome.code if outcome.strategic_outcome else "",
    }
    rows: list[FrameworkRow] = []
    for measure in outcome.measures.all():
        own = base | {
            "measure_code": measure.code,
            "measure": measure.name,
            "unit": measure.unit,
            "direction": measure.direction,
            "kind": measure.kind,
            "evidence": measure.evidence,
            "guidance": measure.guidance,
            "easy_read": measure.easy_read,
        }
        proxies: list[dict[str, Any]] = [
            {
                "proxy_value": p.value,
                "proxy_unit": p.unit,
                "proxy_source": p.source,
                "proxy_licence": p.licence,
                "price_year": p.price_year,
                "proxy_area": p.area,
            }
            for p in measure.proxies.all()
        ]
        rows += [FrameworkRow(line=line + len(rows) + i, **own, **proxy) for i, proxy in enumerate(proxies or [{}])]
    return rows or [FrameworkRow(line=line, **base)]


def content_of(version: FrameworkVersion) -> list[Priority]:
    """Priorities with outcomes, measures, proxies and links, in a constant number of queries.

    Each priority says in ``only_outputs`` whether it has measures and none of them is an outcome (principle 2).
    """
    links = Crosswalk.objects.select_related(
        "to_goal", "to_strategic_outcome", "to_outcome__priority__version__framework"
    ).order_by(F("to_goal__number").asc(nulls_last=True), "pk")
    outcomes = Outcome.objects.select_related("strategic_outcome").order_by("order", "code", "pk")
    measures = Measure.objects.order_by("order", "code", "pk")
    priorities = version.priorities.order_by("order", "code", "pk").prefetch_related(
        Prefetch("outcomes", queryset=outcomes),
        Prefetch("outcomes__measures", queryset=measures),
        Prefetch("outcomes__measures__proxies", queryset=Proxy.objects.order_by("price_year", "pk")),
        Prefetch("outcomes__crosswalks", queryset=links),
    )
    found = list(priorities)
    for priority in found:
        kinds = {measure.kind for outcome in priority.outcomes.all() for measure in outcome.measures.all()}
        priority.only_outputs = bool(kinds) and MeasureKind.OUTCOME not in kinds
    return found


@dataclass
class Served:
    """Something that outcomes serve: a strategic outcome, a goal, another framework's outcome; and those that serve it."""

    target: StrategicOutcome | Goal | Outcome
    outcomes: list[tuple[Outcome, str]]  # with the link's note


def served_by(priorities: list[Priority]) -> dict[str, list[Served]]:
    """The crosswalk read from its other end, under ``strategic``, ``goals`` and ``elsewhere``. ``priorities``: of content_of."""
    found: dict[str, dict[int, Served]] = {"strategic": {}, "goals": {}, "elsewhere": {}}

    def serve(where: str, target, outcome: Outcome, note: str = "") -> None:
        found[where].setdefault(target.pk, Served(target, [])).outcomes.append((outcome, note))

    for outcome in (o for p in priorities for o in p.outcomes.all()):
        if outcome.strategic_outcome:
            serve("strategic", outcome.strategic_outcome, outcome)
        for link in outcome.crosswalks.all():
            if link.to_goal:
                serve("goals", link.to_goal, outcome, link.note)
            elif link.to_strategic_outcome:
                serve("strategic", link.to_strategic_outcome, outcome, link.note)
            else:
                serve("elsewhere", link.to_outcome, outcome, link.note)
    orders = {
        "strategic": lambda s: s.target.code,
        "goals": lambda s: s.target.number,
        "elsewhere": lambda s: (str(s.target.priority.version), s.target.code),
    }
    return {where: sorted(served.values(), key=orders[where]) for where, served in found.items()}


def links_of(version: FrameworkVersion) -> list[tuple[str, dict]]:
    """The version's links as (outcome code, the link's fields), for the same outcomes of another version."""
    links = Crosswalk.objects.filter(outcome__priority__version=version).select_related("outcome").order_by("pk")
    names = ("to_goal_id", "to_strategic_outcome_id", "to_outcome_id", "note")
    return [(link.outcome.code, {name: getattr(link, name) for name in names}) for link in links]


def lacking(version: FrameworkVersion) -> list[tuple[str | None, str]]:
    """What a draft still needs before it can be published, as (field, what to do)."""
    problems: list[tuple[str | None, str]] = []
    if not Outcome.objects.filter(priority__version=version).exists():
        problems.append((None, "Add at least one outcome"))
    if not version.source:
        problems.append(("source", "Name the document it comes from"))
    if not version.licence:
        problems.append(("licence", "Name the licence under which it may be used"))
    return problems


@dataclass(frozen=True)
class Shelf:
    """A framework on the list, with the versions this person may see, newest first."""

    framework: Framework
    versions: list[FrameworkVersion]


def library(user) -> list[Shelf]:
    """Every framework ``user`` may see; each version knows how many priorities, outcomes and measures it holds."""
    versions = _counted(FrameworkVersion.objects.visible_to(user)).order_by("-number")
    frameworks = Framework.objects.visible_to(user).select_related("council")
    shelves = [Shelf(f, list(f.versions.all())) for f in frameworks.prefetch_related(Prefetch("versions", queryset=versions))]
    return sorted(shelves, key=lambda s: (s.framework.council_id is None, s.framework.name.casefold()))


def _counted(versions: QuerySet) -> QuerySet:
    def number(rows: Manager[Any], path: str, **only) -> Coalesce:
        counted = rows.filter(**{path: OuterRef("pk")}, **only).order_by().values(path).annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted), 0)

    return versions.annotate(
        n_priorities=number(Priority.objects, "version"),
        n_outcomes=number(Outcome.objects, "priority__version"),
        n_measures=number(Measure.objects, "outcome__priority__version"),
        n_changes=number(Measure.objects, "outcome__priority__version", kind=MeasureKind.OUTCOME),
        n_outputs=number(Measure.objects, "outcome__priority__version", kind=MeasureKind.OUTPUT),
    )


def search_measures(user, words: str) -> QuerySet:
    """Measures of published versions in which every word of ``words`` stands: in name, easy-read wording, guidance or outcome."""
    found = Measure.objects.filter(
        outcome__priority__version__in=FrameworkVersion.objects.visible_to(user).filter(status=VersionStatus.PUBLISHED)
    )
    for word in words.split()[:10]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(easy_read__icontains=word)
            | Q(guidance__icontains=word)
            | Q(outcome__name__icontains=word)
            | Q(outcome__priority__name__icontains=word)
        )
    return found.select_related("outcome__priority__version__framework__council").order_by(
        "outcome__priority__version__framework__name", "outcome__priority__order", "outcome__order", "order", "pk"
    )


def policy_in_force(council) -> ProxyPolicy | None:
    """The council's newest written decision on proxies, if there is one."""
    return ProxyPolicy.objects.filter(council=council).select_related("decided_by").first() if council else None


def strategic_outcomes_of(council) -> list[StrategicOutcome]:
    """The council's main strategic outcomes, each with its supporting ones, with ``n_outcomes`` in force that serve it, and
    with ``removable``: nothing refers to it."""
    in_force = Q(outcomes__priority__version__status=VersionStatus.PUBLISHED)
    here = OuterRef("pk")
    counted = StrategicOutcome.objects.annotate(
        n_outcomes=Count("outcomes", filter=in_force, distinct=True),
        removable=~Exists(Outcome.objects.filter(strategic_outcome=here))
        & ~Exists(Crosswalk.objects.filter(to_strategic_outcome=here))
        & ~Exists(StrategicOutcome.objects.filter(parent=here)),
    ).order_by("order", "code")
    return list(counted.filter(council=council, parent=None).prefetch_related(Prefetch("supporting", queryset=counted)))


def outcomes_to_link(version: FrameworkVersion) -> QuerySet:
    """Outcomes of other frameworks in force, which an outcome of ``version`` may be linked to."""
    return (
        Outcome.objects.filter(priority__version__status=VersionStatus.PUBLISHED)
        .exclude(priority__version__framework=version.framework_id)
        .select_related("priority__version__framework")
        .order_by("priority__version__framework__name", "priority__version__number", "priority__order", "order", "pk")
    )


def versions_to_choose(council) -> list[FrameworkVersion]:
    """Published versions of the council's own frameworks first, then those everybody may use."""
    versions = FrameworkVersion.objects.filter(status=VersionStatus.PUBLISHED).select_related("framework")
    own = versions.filter(framework__council=council)
    shared = versions.filter(framework__council=None)
    return [*own, *shared]


def measures_of(version: FrameworkVersion | None):
    """The measures a requirement may choose from, with outcome and priority."""
    if version is None:
        return Measure.objects.none()
    return Measure.objects.filter(outcome__priority__version=version).select_related("outcome__priority")


def newest_of(version: FrameworkVersion) -> FrameworkVersion | None:
    """The newest published version of the same framework; None where there is none in force."""
    return version.framework.versions.filter(status=VersionStatus.PUBLISHED).order_by("-number").first()


class Counterparts:
    """Where the priorities, outcomes and measures of other versions stand in ``version``, by their codes. Three queries."""

    def __init__(self, version: FrameworkVersion | None):
        inside = {"priority__version": version}
        outcomes = Outcome.objects.filter(**inside).select_related("priority")
        measures = Measure.objects.filter(outcome__priority__version=version).select_related("outcome__priority")
        self._priorities = {p.code: p for p in Priority.objects.filter(version=version)} if version else {}
        self._outcomes = {(o.priority.code, o.code): o for o in outcomes} if version else {}
        self._measures = {(m.outcome.priority.code, m.outcome.code, m.code): m for m in measures} if version else {}

    def priority(self, old: Priority | None) -> Priority | None:
        return self._priorities.get(old.code) if old else None

    def outcome(self, old: Outcome | None) -> Outcome | None:
        return self._outcomes.get((old.priority.code, old.code)) if old else None

    def measure(self, old: Measure | None) -> Measure | None:
        return self._measures.get((old.outcome.priority.code, old.outcome.code, old.code)) if old else None
