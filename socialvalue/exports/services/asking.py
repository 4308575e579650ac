"""Somebody asks for a long file."""

from django.db import transaction
from django.http import QueryDict

from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.canonical import sha256
from socialvalue.common.errors import Refused
from socialvalue.exports.documents import Asked, Kind
from socialvalue.exports.enums import Form
from socialvalue.exports.models import LONGEST_QUERY, Export
from socialvalue.jobs.services import ask_for
from socialvalue.jobs.workflow import JobStatus

# Rows that are sent at once; more are made in a job
BOUND = 5000
# Of one person at a time: the worker has other work, and the disk an end
MOST_WAITING = 5
JOB = "export"


@transaction.atomic
def ask(kind: Kind, *, by: User, query: str = "", form: str = Form.CSV) -> Export:
    """Queue the file, once: asked for again before it is made, the same one is answered, and a failed one is tried again.

    Raises NotAllowed and Refused as the table does; Refused when too many of this person's wait already.
    """
    if len(query) > LONGEST_QUERY:
        raise Refused("The filter is too long to be kept. Use fewer filters, then ask again.")
    table = kind.table_for(Asked(by, QueryDict(query)))
    # Of two presses the second waits here, and finds what the first began
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    digest = sha256([kind.key, query, str(form)])
    export = Export.objects.filter(by=by, digest=digest, made_at=None).first()
    if export is None:
        waiting = Export.objects.filter(by=by, made_at=None).exclude(job__status=JobStatus.FAILED).count()
        if waiting >= MOST_WAITING:
            raise Refused(f"{MOST_WAITING} of your files are waiting to be made. Ask again when one of them is ready.")
        export = Export.objects.create(by=by, kind=kind.key, query=query, form=form, digest=digest, title=table.title[:200])
        record("asked for a file", f"asked for a long file: {export.title}", by=by, about=export, council=by.council)
    export.job = ask_for(JOB, f"{JOB}:{export.pk}", by=by, arguments={"export": str(export.pk)})
    export.save(update_fields=["job"])
    return export
