"""A table sent at once, or the page that offers to make it; how each of somebody's files stands."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat

from socialvalue.accounts.models import User
from socialvalue.common.errors import Refused
from socialvalue.common.tables import csv_response, write_xlsx
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.exports.documents import Asked, Table, kind_of
from socialvalue.exports.enums import CONTENT_TYPES, Form
from socialvalue.exports.models import Export
from socialvalue.exports.selectors import exports_of
from socialvalue.exports.services import BOUND, KEPT

# What of an address says in which form the file is wanted
FORM = "file"


def send(request, key: str, **more: str) -> HttpResponseBase:
    """The table of kind ``key`` as this address asks for it: the file, or where it is long a page with a button.

    ``more``: what the table's query says besides, where the address has it before the question mark.

    A filter that cannot be read is a 400: a file of something else would pass for the one asked for.
    """
    kind = kind_of(key)
    assert kind is not None, f"no table is called {key}"
    query = request.GET.copy()
    for name, value in more.items():
        query[name] = value
    form = Form.XLSX if query.pop(FORM, [""])[-1] == Form.XLSX else Form.CSV
    try:
        table = kind.table_for(Asked(request.user, query))
    except Refused as refusal:
        return render(request, "400.html", {"problems": [words for _, words in refusal.problems]}, status=400)
    if not table.is_longer_than(BOUND):
        return _at_once(table, form)
    context = {
        "title": table.title, "kind": key, "query": query.urlencode(), "form": form, "bound": BOUND, "days": KEPT.days,
        "forms": Form,
    }  # fmt: skip
    return render(request, "socialvalue/exports/long.html", context)


def _at_once(table: Table, form: Form) -> HttpResponseBase:
    if form is Form.CSV:
        return csv_response(f"{table.name}.csv", table.rows())
    lines = iter(table.rows())
    headings = [str(heading) for heading in next(lines)]
    response = HttpResponse(write_xlsx(headings, lines, title=table.title), content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{table.name}.xlsx"'
    return response


@dataclass(frozen=True)
class Standing:
    """One file as its person reads of it. ``tag``: its state in a word; ``words``: in a sentence."""

    export: Export
    tag: str
    words: str
    colour: str | None = None
    progress: int | None = None
    may_take: bool = False
    may_try_again: bool = False

    @property
    def size(self) -> str:
        return filesizeformat(self.export.size) if self.export.size is not None else "–"

    @property
    def goes(self) -> str:
        return plain_day(self.export.kept_until) if self.export.kept_until else "–"


def standings(user: User) -> list[Standing]:
    """Everything this person asked for and that is still there, the latest first. A query, and one a kind of table."""
    rows = list(exports_of(user))
    now = {key: _seen_as(key, user) for key in {export.kind for export in rows if export.is_made}}
    return [_standing(export, now.get(export.kind, "")) for export in rows]


def standing(export: Export, user: User) -> Standing:
    return _standing(export, _seen_as(export.kind, user))


def _seen_as(key: str, user: User) -> str:
    kind = kind_of(key)
    return kind.seen_as(user) if kind else ""


def _standing(export: Export, seen_as: str) -> Standing:
    job = export.job
    if export.is_made:
        if export.is_over:
            return Standing(export, "Over", "Its days are over. Ask for it again")
        if export.made_as != seen_as:
            return Standing(export, "Withdrawn", "Your roles have changed since it was made. Ask for it again")
        rows = "1 row" if export.rows == 1 else f"{export.rows:,} rows"
        return Standing(export, "Ready", rows, "green", may_take=True)
    if job is None or job.is_queued:
        return Standing(export, "Waiting", "It starts as soon as a worker is free", progress=0)
    if job.is_failed:
        return Standing(export, "Failed", job.error, "red", may_try_again=True)
    return Standing(export, "Being made", job.step, "blue", progress=job.progress)


def any_coming(found: list[Standing]) -> bool:
    return any(one.progress is not None for one in found)
