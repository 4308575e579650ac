"""The diagnostic report: its entries, and issuing it frozen."""

from collections.abc import Iterable

from django.db import transaction

from procurement.commissioning import permissions
from procurement.commissioning.calculations.details import FINDING_EDITABLE
from procurement.commissioning.documents import contents
from procurement.commissioning.enums import EntryKind
from procurement.commissioning.models import Commission, DiagnosticEntry, FrozenDocument
from procurement.commissioning.services.document import freeze
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.saving import check_editable, locked, save_changes, set_first


@transaction.atomic
def add_entry(
    commission: Commission,
    *,
    by,
    kind: str,
    text: str,
    remarks: Iterable = (),
    evidence: str = "",
    evidence_url: str = "",
    consequence: str = "",
    other_commission: Commission | None = None,
) -> DiagnosticEntry:
    """Add a finding of the analyse stage; ``evidence_url`` is a path on this site."""
    permissions.check_can_edit(by, commission)
    remarks = list(remarks)
    _check_entry(commission, text, kind, remarks, other_commission)
    entry = DiagnosticEntry.objects.create(
        commission=commission,
        kind=kind,
        text=text,
        evidence=evidence,
        evidence_url=evidence_url,
        consequence=consequence,
        other_commission=other_commission,
        order=commission.diagnostic_entries.filter(kind=kind).count(),
    )
    set_first(entry, remarks=remarks)
    record(
        "diagnose",
        f"added to the diagnostic report: {text[:200]}",
        by=by,
        about=[entry, commission],
        council=commission.council,
    )
    return entry


@transaction.atomic
def edit_entry(entry: DiagnosticEntry, *, by, expected_version: Shown = AS_READ, remarks=None, **changes) -> DiagnosticEntry:
    """Change a finding: ``changes`` are fields of FINDING_EDITABLE, None leaves the ``remarks``."""
    check_editable(changes, FINDING_EDITABLE)
    entry = locked(entry, expected_version)
    permissions.check_can_edit(by, entry.commission)
    remarks = None if remarks is None else list(remarks)
    other = changes.get("other_commission", entry.other_commission)
    _check_entry(entry.commission, changes.get("text", entry.text), entry.kind, remarks or [], other)
    changed = save_changes(entry, {"remarks": remarks}, **changes)
    record(
        "edit",
        "changed the diagnostic report",
        by=by,
        about=[entry, entry.commission],
        council=entry.commission.council,
        changes=changed,
    )
    return entry


@transaction.atomic
def remove_entry(entry: DiagnosticEntry, *, by) -> None:
    """Take a finding out; what it said stays in the audit record."""
    entry = locked(entry, AS_READ)
    permissions.check_can_edit(by, entry.commission)
    record(
        "remove",
        "removed a finding from the diagnostic report",
        by=by,
        about=[entry.commission],
        council=entry.commission.council,
        changes={"text": [entry.text, None]},
    )
    entry.delete()


@transaction.atomic
def issue_diagnostic(commission: Commission, *, by) -> FrozenDocument:
    """Freeze the diagnostic report as a numbered document. Refused while it is empty."""
    permissions.check_can_edit(by, commission)
    if not commission.diagnostic_entries.exists():
        raise Refused("The report is empty. Add at least one finding.")
    return freeze(commission, "diagnostic", contents.diagnostic_content(commission), by=by)


def _check_entry(commission: Commission, text: str, kind: str, remarks: list, other: Commission | None) -> None:
    problems = []
    if not text.strip():
        problems.append(("text", "Write what was found"))
    if kind not in EntryKind.values:
        problems.append(("kind", "Choose a section of the report"))
    if any(r.commission_id != commission.pk for r in remarks):
        problems.append(("remarks", "Choose remarks of this commission"))
    if other is not None and (other.council_id != commission.council_id or other.pk == commission.pk):
        problems.append(("other_commission", "Choose another commission of your own council"))
    if problems:
        raise Refused(problems)
