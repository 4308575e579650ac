"""Reads on frameworks."""

from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Framework, FrameworkVersion, Measure, Outcome
from socialvalue.framework.rows import FrameworkRow


def rows_of(version: FrameworkVersion) -> list[FrameworkRow]:
    """A version as rows: what an export writes and a new version starts from. A second proxy makes a second row."""
    rows = []
    outcomes = (
        Outcome.objects.filter(priority__version=version)
        .select_related("priority", "strategic_outcome")
        .prefetch_related("measures__proxies")
        .order_by("priority__order", "priority__code", "order", "code")
    )
    for outcome in outcomes:
        base = {
            "priority": outcome.priority.name,
            "priority_code": outcome.priority.code,
            "priority_description": outcome.priority.description,
            "outcome_code": outcome.code,
            "outcome": outcome.name,
            "strategic_outcome": outcome.strategic_outcome.code if outcome.strategic_outcome else "",
        }
        measures = list(outcome.measures.all())
        if not measures:
            rows.append(FrameworkRow(line=len(rows) + 2, **base))
        for measure in measures:
            own = {
                "measure_code": measure.code,
                "measure": measure.name,
                "unit": measure.unit,
                "direction": measure.direction,
                "kind": measure.kind,
                "evidence": measure.evidence,
                "guidance": measure.guidance,
                "easy_read": measure.easy_read,
            }
            proxies = [
                {
                    "proxy_value": p.value,
                    "proxy_unit": p.unit,
                    "proxy_source": p.source,
                    "proxy_licence": p.licence,
                    "price_year": p.price_year,
                    "proxy_area": p.area,
                }
                for p in measure.proxies.all()
            ] or [{}]
            rows += [FrameworkRow(line=len(rows) + 2 + i, **base, **own, **proxy) for i, proxy in enumerate(proxies)]
    return rows


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


def own_framework(council) -> Framework | None:
    """The council's own framework, if it has one with a published version."""
    return Framework.objects.filter(council=council, versions__status=VersionStatus.PUBLISHED).distinct().first()
