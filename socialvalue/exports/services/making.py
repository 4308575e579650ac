"""The worker makes a long file, in constant memory, and says that it is ready."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404, QueryDict
from django.urls import reverse

from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.errors import DomainError, Refused, WrongState
from socialvalue.common.tables import csv_lines, write_xlsx
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.documents.services.making import written
from socialvalue.exports.documents import Asked, Bundle, Kind, Table, kind_of
from socialvalue.exports.enums import Form
from socialvalue.exports.models import Export, export_path
from socialvalue.exports.services.archiving import archived
from socialvalue.exports.services.counting import Counted, Progress
from socialvalue.jobs.models import Job
from socialvalue.notifications.services import tell

# Also on the last of these days
KEPT = timedelta(days=7)
# A row less than a sheet has, for the headings
MOST_IN_A_SHEET = 1_048_575
CHANGED = "What you may see changed while this file was made: ask for it again"
GONE = "What this file is about can no longer be found"


def make(key: str, progress: Progress = lambda percent, step: None) -> Export | None:
    """Write the file as its person may see the table now; the one that is there, where it was made before.

    None where its person deleted it meanwhile. Raises NotAllowed, Refused or WrongState with what to do, the last
    also where they see by something else when it is done.
    """
    export = Export.objects.filter(pk=key).first()
    if export is None or export.is_made:
        return export
    person = User.objects.get(pk=export.by_id)
    kind = _kind(export)
    made_as, table = kind.seen_as(person), _table(kind, export, person)
    progress(1, "Counting rows")
    total = table.count()
    # Before it may be refused: its person's page then offers what can succeed
    Export.objects.filter(pk=export.pk, made_at=None).update(rows=total)
    if too_long_for_a_workbook(export.form, total):
        raise Refused(f"A workbook takes at most {MOST_IN_A_SHEET:,} rows, and this has {total:,}")
    counted = Counted(total, progress, "rows" if isinstance(table, Table) else "rows and files")
    name, path = f"{table.name}.{export.form}", export_path(export, "")
    size, digest = written(path, _pieces(export, table, person, counted), name)
    if kind.seen_as(User.objects.get(pk=person.pk)) != made_as:
        # Nobody would be given it, and nobody is told that it is ready
        default_storage.delete(path)
        raise WrongState(CHANGED)
    return _keep(
        export, made_as=made_as, name=name, file=path, size=size, sha256=digest, rows=counted.rows,
    )  # fmt: skip


def can_be_read(export: Export, person: User) -> bool:
    """Whether its person may see the table today, and it is still there."""
    try:
        _table(_kind(export), export, person)
    except DomainError:
        return False
    return True


def too_long_for_a_workbook(form: str, rows: int | None) -> bool:
    """False while nobody has counted the rows (None)."""
    return form == Form.XLSX and rows is not None and rows > MOST_IN_A_SHEET


def _kind(export: Export) -> Kind:
    kind = kind_of(export.kind)
    if kind is None:
        raise WrongState(GONE)
    return kind


def _table(kind: Kind, export: Export, person: User) -> Table | Bundle:
    try:
        return kind.table_for(Asked(person, QueryDict(export.query)))
    except Http404:
        raise WrongState(GONE) from None


@transaction.atomic
def _keep(export: Export, **facts) -> Export | None:
    """Under its lock, for its person may delete it and another worker may have made it."""
    found = Export.objects.select_for_update(of=("self",)).select_related("by").filter(pk=export.pk).first()
    if found is None:
        default_storage.delete(facts["file"])
        return None
    if found.is_made:
        return found
    kept_until = clock.today() + KEPT
    for name, value in (facts | {"made_at": clock.now(), "kept_until": kept_until}).items():
        setattr(found, name, value)
    found.save()
    rows = "1 row" if found.rows == 1 else f"{found.rows:,} rows"
    tell(found.by, key=f"export-ready:{found.pk}", subject=f"Your file is ready: {found.title}",
         body=f"The file has {rows}. Download it by {plain_day(kept_until)}. We then delete it.",
         url=reverse("exports"), action="Go to your exports", why="You get this because you asked for the file.",
         council=found.by.council)  # fmt: skip
    return found


def tell_of_failure(job: Job) -> None:
    """Tell whoever asked why there is no file; once a failure."""
    export = Export.objects.filter(pk=job.arguments["export"]).select_related("by").first()
    if export is None:
        return
    assert job.finished_at is not None, "a failed job says when it ended"
    tell(export.by, key=f"export-failed:{job.pk}:{job.finished_at.isoformat()}",
         subject=f"Your file could not be made: {export.title}", body=f"The reason: {job.error}",
         url=reverse("exports"), action="Go to your exports", why="You get this because you asked for the file.",
         council=export.by.council)  # fmt: skip


def _pieces(export: Export, table: Table | Bundle, person: User, counted: Counted) -> Iterable[str | bytes]:
    if isinstance(table, Bundle):
        return archived(table, person, counted)
    rows = counted.through(table.rows())
    if export.form == Form.XLSX:
        return [write_xlsx(list(next(rows)), rows, title=table.title)]
    return csv_lines(rows)
