"""A version to take away: CSV and XLSX under the headings of the import, JSON as a tree. Bringing the table back gives the same."""

import json
from typing import Any

from socialvalue.common.tables import write_csv, write_xlsx
from socialvalue.framework.calculations.rows import HEADINGS
from socialvalue.framework.models import Crosswalk, FrameworkVersion
from socialvalue.framework.selectors import content_of, rows_of

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
WIDE = {"priority", "outcome", "measure", "evidence", "guidance", "easy read", "priority description"}


def export(version: FrameworkVersion, kind: str) -> bytes:
    """The version as ``kind``, one of KINDS."""
    if kind == "json":
        return json.dumps(as_tree(version), indent=1, ensure_ascii=False).encode()
    rows = [row.cells() for row in rows_of(version)]
    if kind == "csv":
        return write_csv(HEADINGS, rows)
    return write_xlsx(HEADINGS, rows, title=f"{version.framework.code} {version.number}", widths=dict.fromkeys(WIDE, 40))


def as_tree(version: FrameworkVersion) -> dict:
    """Framework, version, and the priorities with all below them; sums of money as text, so that no digit is lost."""
    framework = version.framework
    return {
        "framework": {
            "code": framework.code,
            "name": framework.name,
            "description": framework.description,
            "council": framework.council.name if framework.council else None,
        },
        "version": version.number,
        "status": version.status,
        "published_at": version.published_at.isoformat() if version.published_at else None,
        "source": version.source,
        "licence": version.licence,
        "priorities": [
            {
                **_fields(priority, "code", "name", "description"),
                "outcomes": [
                    {
                        **_fields(outcome, "code", "name"),
                        "strategic_outcome": outcome.strategic_outcome.code if outcome.strategic_outcome else None,
                        "also_serves": [_link(link) for link in outcome.crosswalks.all()],
                        "measures": [
                            {
                                **_fields(
                                    measure, "code", "name", "unit", "direction", "kind", "evidence", "guidance", "easy_read"
                                ),
                                "proxies": [
                                    {"value": str(p.value), **_fields(p, "unit", "source", "licence", "price_year", "area")}
                                    for p in measure.proxies.all()
                                ],
                            }
                            for measure in outcome.measures.all()
                        ],
                    }
                    for outcome in priority.outcomes.all()
                ],
            }
            for priority in content_of(version)
        ],
    }


def _fields(obj, *names: str) -> dict:
    return {name: getattr(obj, name) for name in names}


def _link(link: Crosswalk) -> dict[str, Any]:
    target: dict[str, Any]
    if link.to_goal:
        target = {"goal": link.to_goal.number, "name": link.to_goal.name}
    elif link.to_strategic_outcome:
        target = {"strategic_outcome": link.to_strategic_outcome.code, "name": link.to_strategic_outcome.name}
    else:
        assert link.to_outcome is not None  # a link points at one thing
        other = link.to_outcome.priority.version
        target = {
            "framework": other.framework.code,
            "version": other.number,
            "outcome": link.to_outcome.code,
            "name": link.to_outcome.name,
        }
    return target | ({"note": link.note} if link.note else {})
