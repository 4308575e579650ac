"""Somebody asks for a long file."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Min, Sum
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat

from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.canonical import sha256
from socialvalue.common.errors import Refused
from socialvalue.common.templatetags.formats import plain_day, plain_moment
from socialvalue.exports.documents import Asked, Kind
from socialvalue.exports.enums import Form
from socialvalue.exports.models import LONGEST_QUERY, Export
from socialvalue.exports.services.making import KEPT
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import ask_for
from socialvalue.jobs.workflow import JobStatus

# Rows that are sent at once; more are made in a job
BOUND = 5000
# Of one person at a time, and in the days that a file is kept: the worker has other work, and the disk an end
MOST_WAITING, MOST_ASKED = 5, 20
MOST_BYTES = 1_000_000_000
JOB = "export"
# A moment is said in whole minutes, none of which may be too early
A_MINUTE = timedelta(minutes=1, microseconds=-1)
TOO_LONG = "The filter is too long to be kept. Use fewer filters, then ask again."


@transaction.atomic
def ask(kind: Kind, *, by: User, query: str = "", form: str = Form.CSV) -> Export:
    """Queue the file, once: asked for again before it is made, the same one is answered, and a failed one is tried again.

    Raises NotAllowed and Refused as the table does; Refused where it is sent at once, and when this person has too many.
    """
    if len(query) > LONGEST_QUERY:
        raise Refused(TOO_LONG)
    table = kind.table_for(Asked(by, QueryDict(query)))
    query = table.said(QueryDict(query))
    if len(query) > LONGEST_QUERY:
        raise Refused(TOO_LONG)
    if not table.is_longer_than(BOUND):
        raise Refused(f"This file has no more than {BOUND:,} rows. Download it where you asked for it: it is sent at once.")
    # Of two presses the second waits here, and finds what the first began
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    form = form if form in table.forms else table.forms[0]
    digest = sha256([kind.key, query, str(form)])
    export = Export.objects.filter(by=by, digest=digest, made_at=None).first()
    if export is None:
        _check_may_have_more(by)
        export = Export.objects.create(by=by, kind=kind.key, query=query, form=form, digest=digest, title=table.title[:200])
        what = "an archive" if form == Form.ZIP else "a long file"
        record("asked for a file", f"asked for {what}: {export.title}", by=by, about=export, council=by.council)
    export.job = ask_for(JOB, f"{JOB}:{export.pk}", by=by, arguments={"export": str(export.pk)})
    export.save(update_fields=["job"])
    return export


def _check_may_have_more(by: User) -> None:
    """Deleted files count among those asked for, for their jobs stay; of the bytes those that are still there."""
    waiting = Export.objects.filter(by=by, made_at=None).exclude(job__status=JobStatus.FAILED).count()
    if waiting >= MOST_WAITING:
        raise Refused(f"{MOST_WAITING} of your files are waiting to be made. Ask again when one of them is ready.")
    asked = Job.objects.filter(requested_by=by, kind=JOB, requested_at__gt=clock.now() - KEPT)
    latest = list(asked.order_by("-requested_at").values_list("requested_at", flat=True)[:MOST_ASKED])
    if len(latest) == MOST_ASKED:
        raise Refused(
            f"You have asked for {MOST_ASKED} files in {KEPT.days} days. You can ask for the next one from "
            f"{plain_moment(latest[-1] + KEPT + A_MINUTE)}."
        )
    kept = Export.objects.filter(by=by).exclude(made_at=None).aggregate(bytes=Sum("size"), first=Min("kept_until"))
    if (kept["bytes"] or 0) >= MOST_BYTES:
        raise Refused(
            f"Your files take up {filesizeformat(kept['bytes'])}, and may take up {filesizeformat(MOST_BYTES)}. "
            f"Delete one, or ask again after {plain_day(kept['first'])}, when the oldest is deleted."
        )
