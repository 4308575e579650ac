"""Fill a draft with rows, and give it back the links its outcomes had."""

from socialvalue.common.errors import WrongState
from socialvalue.framework.calculations.rows import FrameworkRow
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import (
    Crosswalk,
    FrameworkVersion,
    Measure,
    Outcome,
    Priority,
    Proxy,
    StrategicOutcome,
)


def fill(version: FrameworkVersion, rows: list[FrameworkRow]) -> None:
    """Replace a draft's content by ``rows``. A few statements whatever the number of rows; nothing else is checked here.

    Raises WrongState when the version is no draft.
    """
    if version.status != VersionStatus.DRAFT:
        raise WrongState("A published version is frozen. Start a new version to change it.")
    version.priorities.all().delete()
    council_id = version.framework.council_id
    strategic = {s.code: s for s in StrategicOutcome.objects.filter(council_id=council_id)} if council_id else {}
    priorities: dict[str, Priority] = {}
    outcomes: dict[tuple[str, str], Outcome] = {}
    measures: dict[tuple[str, str], Measure] = {}
    proxies: list[Proxy] = []
    for number, row in enumerate(rows):
        priority = priorities.setdefault(
            row.priority_code,
            Priority(
                version=version,
                code=row.priority_code,
                name=row.priority,
                description=row.priority_description,
                order=len(priorities),
            ),
        )
        if not row.outcome_code:
            continue
        outcome = outcomes.setdefault(
            (row.priority_code, row.outcome_code),
            Outcome(
                priority=priority,
                code=row.outcome_code,
                name=row.outcome,
                strategic_outcome=strategic.get(row.strategic_outcome),
                order=number,
            ),
        )
        if not row.measure_code:
            continue
        measure = measures.setdefault(
            (row.outcome_code, row.measure_code),
            Measure(
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
            ),
        )
        if row.proxy_value is not None:
            assert row.price_year is not None  # a reading refuses a proxy without one
            proxies.append(
                Proxy(
                    measure=measure,
                    value=row.proxy_value,
                    unit=row.proxy_unit,
                    source=row.proxy_source,
                    licence=row.proxy_licence,
                    price_year=row.price_year,
                    area=row.proxy_area,
                )
            )
    Priority.objects.bulk_create(priorities.values())
    Outcome.objects.bulk_create(outcomes.values())
    Measure.objects.bulk_create(measures.values())
    Proxy.objects.bulk_create(proxies)


def restore_links(version: FrameworkVersion, links: list[tuple[str, dict]]) -> None:
    """Give outcomes of the same code their links again. ``links``: (outcome code, the link's fields)."""
    outcomes = {o.code: o for o in Outcome.objects.filter(priority__version=version)}
    Crosswalk.objects.bulk_create(Crosswalk(outcome=outcomes[code], **fields) for code, fields in links if code in outcomes)
