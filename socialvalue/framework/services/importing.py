"""Bring a framework file in: all of it or nothing, and twice without doubling. The page and the command call this."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.tables import Problem
from socialvalue.framework import permissions
from socialvalue.framework.calculations.comparing import Comparison, compare
from socialvalue.framework.calculations.reading import Reading, read_framework
from socialvalue.framework.calculations.reading_tree import PathProblem, TreeReading, is_tree, read_tree
from socialvalue.framework.calculations.rows import FrameworkRow, settled
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Framework, FrameworkVersion, StrategicOutcome
from socialvalue.framework.selectors import links_of, rows_of
from socialvalue.framework.services.filling import fill, restore_links
from socialvalue.framework.services.resolving import resolved
from socialvalue.framework.services.versions import create_framework, next_version


@dataclass
class Import:
    """What an import did or would do. ``number`` is the version's; ``comparison`` is with what the framework held before."""

    code: str
    name: str = ""
    dry_run: bool = False
    new_framework: bool = False
    version: FrameworkVersion | None = None
    number: int | None = None
    replaces_draft: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    comparison: Comparison | None = None
    problems: Sequence[Problem | PathProblem] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unchanged: bool = False
    # Whether what outcomes also serve would differ
    relinked: bool = False
    # Whether the file is JSON, whose problems have a path instead of line and column
    tree: bool = False

    @property
    def summary(self) -> str:
        """“5 priorities, 11 outcomes, 24 measures, 0 proxies”."""
        return ", ".join(f"{n} {noun if n != 1 else SINGULAR[noun]}" for noun, n in self.counts.items())

    @property
    def refused(self) -> int:
        """Lines (of JSON: values) with at least one problem."""
        return len({p.path if isinstance(p, PathProblem) else p.line for p in self.problems})


SINGULAR = {"priorities": "priority", "outcomes": "outcome", "measures": "measure", "proxies": "proxy"}


class _Undo(Exception):
    pass


def import_framework(
    *,
    by,
    data: bytes,
    name: str,
    framework: Framework | None = None,
    new: dict[str, Any] | None = None,
    source="",
    licence="",
    dry_run=False,
) -> Import:
    """Bring the file ``name`` (CSV, XLSX or JSON) in as a draft of ``framework``, or of a ``new`` one.

    ``new``: {council, code, name}; a JSON file may say code and name itself, and source and licence. With anything bad nothing is
    brought in. A source or licence that nobody says stays what the draft or the newest version has.
    Raises NotAllowed, or Refused when the file cannot be read or the new framework cannot be made.
    """
    new = new or {}
    council = framework.council if framework else new["council"]
    if framework:
        permissions.check_can_edit(by, framework)
    else:
        permissions.check_can_create(by, council)
    reading = _read(data, name, council)
    about, links = {}, None
    if isinstance(reading, TreeReading):
        about, links = reading.about, resolved(reading.links, council, reading.problems)
    if framework is None:
        new = _named(new, about)
    done = Import(
        code=framework.code if framework else new["code"],
        name=framework.name if framework else new["name"],
        dry_run=dry_run,
        new_framework=framework is None,
        problems=reading.problems,
        unknown=reading.unknown,
        tree=links is not None,
    )
    source, licence = source or about.get("source", ""), licence or about.get("licence", "")
    try:
        with transaction.atomic():
            framework = framework or create_framework(by=by, **new)
            if done.problems:
                raise _Undo
            rows = reading.rows
            done.version = import_version(framework, by=by, rows=rows, source=source, licence=licence, links=links, done=done)
            done.number = done.version.number
            if dry_run:
                done.version = None
                raise _Undo
    except _Undo:
        pass
    return done


def _read(data: bytes, name: str, council) -> Reading[Problem] | TreeReading:
    strategic = dict(StrategicOutcome.objects.filter(council=council).values_list("code", "name")) if council else {}
    return read_tree(data, strategic) if is_tree(data, name) else read_framework(data, name, strategic)


def _named(new: dict[str, Any], about: dict[str, str]) -> dict[str, Any]:
    """The new framework with what its file says of it, where nobody said anything else."""
    new = {**new, "code": new.get("code") or about.get("code", "").lower(), "name": new.get("name") or about.get("name", "")}
    missing = [(key, f"Enter the {key} of the new framework, or choose the framework it belongs to") for key in ("name", "code")]
    missing = [(key, text) for key, text in missing if not new[key]]
    if missing:
        raise Refused(missing)
    if slugify(new["code"]) != new["code"] or len(new["code"]) > 30:
        raise Refused("A code has at most 30 characters: small letters, digits and hyphens.", "code")
    if len(new["name"]) > 200:
        raise Refused("The name must be 200 characters or fewer.", "name")
    return new | ({"description": about["description"]} if about.get("description") and not new.get("description") else {})


@transaction.atomic
def import_version(
    framework: Framework,
    *,
    by,
    rows: list[FrameworkRow],
    source: str = "",
    licence: str = "",
    links: dict[str, list[dict]] | None = None,
    done: Import | None = None,
) -> FrameworkVersion:
    """Bring checked rows in as a new draft; the same rows again change nothing, and a draft that exists is filled anew.

    ``rows`` come from a reading without problems. ``links``: what outcomes also serve, by outcome code, where the file tells it
    (the links' fields); outcomes of the same code that it says nothing of keep theirs.
    """
    permissions.check_can_edit(by, framework)
    done = done or Import(code=framework.code)
    draft = framework.versions.filter(status=VersionStatus.DRAFT).first()
    newest = draft or framework.versions.filter(status=VersionStatus.PUBLISHED).first()
    before = rows_of(newest) if newest else []
    rows = settled(rows)
    done.counts = counts_of(rows)
    done.comparison = compare(before, rows)
    done.replaces_draft = draft is not None
    source, licence = source or (newest.source if newest else ""), licence or (newest.licence if newest else "")
    _check_lengths(source, licence)
    had = links_of(newest) if newest else []
    has = [pair for pair in had if pair[0] not in (links or {})] + [
        (code, f) for code, told in (links or {}).items() for f in told
    ]
    done.relinked = not _same(had, has)
    if newest and before == rows and (newest.source, newest.licence) == (source, licence) and not done.relinked:
        done.unchanged = True
        return newest
    version = locked(draft) if draft else next_version(framework)
    save_changes(version, source=source, licence=licence)
    fill(version, rows)
    restore_links(version, has)
    version.version += 1
    version.save(update_fields=["version"])
    sentence = f"imported version {version.number}: {done.summary}"
    record("import", sentence, by=by, about=[version, framework], council=framework.council)
    return version


def _same(had: list[tuple[str, dict]], has: list[tuple[str, dict]]) -> bool:
    """Whether the links are the same, in whatever order."""
    return sorted(map(str, had)) == sorted(map(str, has))


def counts_of(rows: list[FrameworkRow]) -> dict[str, int]:
    return {
        "priorities": len({r.priority_code for r in rows}),
        "outcomes": len({r.outcome_code for r in rows if r.outcome_code}),
        "measures": len({(r.outcome_code, r.measure_code) for r in rows if r.measure_code}),
        "proxies": sum(1 for r in rows if r.proxy_value is not None),
    }


def _check_lengths(source: str, licence: str) -> None:
    for name, text, most in (("source", source, 300), ("licence", licence, 120)):
        if len(text) > most:
            raise Refused(f"The {name} must be {most} characters or fewer.", name)
