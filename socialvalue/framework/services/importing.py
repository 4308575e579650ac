"""Bring a framework file in: all of it or nothing, and twice without doubling. The page and the command call this."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reading import NOTHING_READ
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


# The fields of what outcomes also serve, by the outcome's code
Links = dict[str, list[dict]]
SINGULAR = {"priorities": "priority", "outcomes": "outcome", "measures": "measure", "proxies": "proxy"}


class _Undo(Exception):
    pass


def import_framework(
    *,
    by: User | None,
    data: bytes,
    name: str,
    framework: Framework | None = None,
    new: dict[str, Any] | None = None,
    source: str = "",
    licence: str = "",
    dry_run: bool = False,
) -> Import:
    """Bring the file ``name`` (CSV, XLSX or JSON) in as a draft of ``framework``, or of a ``new`` one.

    ``new``: {council, code, name}; a JSON file may say code and name itself, and source and licence. With anything bad nothing is
    brought in. A source or licence that nobody says stays what the draft or the newest version has.
    Raises NotAllowed, or Refused when the file cannot be read or the new framework cannot be made.
    """
    new = new or {}
    council = _council_of(framework, new, by)
    reading = _read(data, name, council)
    about, links = _told(reading, council)
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


def _council_of(framework: Framework | None, new: dict[str, Any], by: User | None) -> Organisation | None:
    """Whose framework it is or will be, once ``by`` may bring it in."""
    if framework:
        permissions.check_can_edit(by, framework)
        return framework.council
    permissions.check_can_create(by, new["council"])
    return new["council"]


def _told(reading: Reading[Problem] | TreeReading, council: Organisation | None) -> tuple[dict[str, str], Links | None]:
    """What the file says of itself, and what its outcomes also serve; only JSON says either."""
    if not isinstance(reading, TreeReading):
        return {}, None
    return reading.about, resolved(reading.links, council, reading.problems)


def _read(data: bytes, name: str, council: Organisation | None) -> Reading[Problem] | TreeReading:
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
        raise Refused("A code has at most 30 characters: small letters, digits and hyphens", "code")
    if len(new["name"]) > 200:
        raise Refused("The name must be 200 characters or fewer", "name")
    return new | ({"description": about["description"]} if about.get("description") and not new.get("description") else {})


@transaction.atomic
def import_version(
    framework: Framework,
    *,
    by: User | None,
    rows: list[FrameworkRow],
    source: str = "",
    licence: str = "",
    links: Links | None = None,
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
    held = _held(newest)
    wanted = _Content(settled(rows), source or held.source, licence or held.licence, _links_after(held.links, links or {}))
    done.counts = counts_of(wanted.rows)
    done.comparison = compare(held.rows, wanted.rows)
    done.replaces_draft = draft is not None
    _check_lengths(wanted.source, wanted.licence)
    done.relinked = not _same(held.links, wanted.links)
    done.unchanged = newest is not None and wanted.says_what(held) and not done.relinked
    if newest and done.unchanged:
        return newest
    version = locked(draft, NOTHING_READ) if draft else next_version(framework)
    save_changes(version, source=wanted.source, licence=wanted.licence)
    fill(version, wanted.rows)
    restore_links(version, wanted.links)
    version.version += 1
    version.save(update_fields=["version"])
    sentence = f"imported version {version.number}: {done.summary}"
    record("import", sentence, by=by, about=[version, framework], council=framework.council)
    return version


@dataclass(frozen=True)
class _Content:
    """What a version holds. ``links``: (outcome code, the link's fields) for what its outcomes also serve."""

    rows: list[FrameworkRow]
    source: str
    licence: str
    links: list[tuple[str, dict]]

    def says_what(self, other: "_Content") -> bool:
        """Whether it says what the other says, links apart."""
        return (self.rows, self.source, self.licence) == (other.rows, other.source, other.licence)


def _held(version: FrameworkVersion | None) -> _Content:
    if version is None:
        return _Content([], "", "", [])
    return _Content(rows_of(version), version.source, version.licence, links_of(version))


def _links_after(had: list[tuple[str, dict]], told: Links) -> list[tuple[str, dict]]:
    """Outcomes the file says nothing of keep their links; the others have what it says."""
    kept = [(code, fields) for code, fields in had if code not in told]
    return kept + [(code, fields) for code, links in told.items() for fields in links]


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
            raise Refused(f"The {name} must be {most} characters or fewer", name)
