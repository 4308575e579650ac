"""A table sent at once, or the page that offers to make it; how each of somebody's files stands."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from socialvalue.accounts.models import User
from socialvalue.common.errors import Refused
from socialvalue.common.tables import csv_response, write_xlsx
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.exports.documents import Asked, Kind, Table, kind_of
from socialvalue.exports.enums import CONTENT_TYPES, Form
from socialvalue.exports.models import Export
from socialvalue.exports.selectors import exports_of
from socialvalue.exports.services import BOUND, KEPT, can_be_read, too_long_for_a_workbook

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
        assert isinstance(table, Table), f"{key} is never sent at once"
    except Refused as refusal:
        return render(request, "400.html", {"problems": [words for _, words in refusal.problems]}, status=400)
    return _offer(request, table, key, query.urlencode(), form) if table.is_longer_than(BOUND) else _at_once(table, form)


def again(request, kind: Kind, query: str, form: str) -> HttpResponse:
    """The page that offers a file as it was asked for before, with no word of how many rows it has today.

    Raises NotAllowed and Refused as the table does.
    """
    table = kind.table_for(Asked(request.user, QueryDict(query)))
    if not isinstance(table, Table):
        # Its own page says what is in it
        return redirect(table.page)
    return _offer(request, table, kind.key, query, form, is_long=table.is_longer_than(BOUND))


def _offer(request, table: Table, kind: str, query: str, form: str, *, is_long: bool = True) -> HttpResponse:
    form = form if form in table.forms else table.forms[0]
    context = {
        "title": table.title, "kind": kind, "query": query, "form": form, "bound": BOUND, "is_long": is_long, "days": KEPT.days,
        "forms": table.forms, "list_url": table.page,
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
    """One file as its person reads of it. ``tag``: its state in a word; ``words``: more of it, "" where that says it all.

    ``again_url``: the page that offers it once more, called ``again``.
    """

    export: Export
    tag: str
    words: str
    colour: str | None = None
    progress: int | None = None
    may_take: bool = False
    may_try_again: bool = False
    again: str = ""
    again_url: str = ""

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
    return [_standing(export, user, now.get(export.kind, "")) for export in rows]


def latest_of(user: User, key: str) -> Standing | None:
    """How the file of this kind stands that they asked for last; None where there is none. For a page that offers it."""
    export = exports_of(user).filter(kind=key).first()
    return standing(export, user) if export else None


def standing(export: Export, user: User) -> Standing:
    return _standing(export, user, _seen_as(export.kind, user))


def _seen_as(key: str, user: User) -> str:
    kind = kind_of(key)
    return kind.seen_as(user) if kind else ""


def _standing(export: Export, user: User, seen_as: str) -> Standing:
    job = export.job
    if export.is_made:
        if export.is_over:
            return _once_more(export, user, "Expired", "This file has expired", "Make it again")
        if export.made_as != seen_as:
            return _once_more(export, user, "Withdrawn", "What you may see has changed since this file was made", "Make it again")
        rows = "1 row" if export.rows == 1 else f"{export.rows:,} rows"
        return Standing(export, "Ready", rows, "green", may_take=True)
    if job is None or job.is_queued:
        return Standing(export, "Waiting its turn", "", "yellow", progress=0)
    if job.is_failed:
        return _failed(export, user, job.error)
    return Standing(export, "Being made", job.step, "blue", progress=job.progress)


def _failed(export: Export, user: User, error: str) -> Standing:
    """With what can succeed: the same again, another form, or nothing."""
    if not can_be_read(export, user):
        return Standing(export, "Failed", error, "red")
    if too_long_for_a_workbook(export.form, export.rows):
        return _once_more(export, user, "Failed", error, "Make it as CSV instead", form=Form.CSV, colour="red")
    return Standing(export, "Failed", error, "red", may_try_again=True)


def _once_more(
    export: Export, user: User, tag: str, words: str, again: str, *, form: str = "", colour: str | None = None
) -> Standing:
    """With the link, unless this person's roles do not include the table any more."""
    kind = kind_of(export.kind)
    if kind is None or not kind.is_for(user):
        return Standing(export, tag, words, colour)
    query = urlencode({"kind": export.kind, "query": export.query, "form": form or export.form})
    return Standing(export, tag, words, colour, again=again, again_url=f"{reverse('export-new')}?{query}")


def coming(found: list[Standing]) -> list[Standing]:
    return [one for one in found if one.progress is not None]


def followed(found: list[Standing], before: set[str]) -> list[Standing]:
    """Those of the files with the keys ``before``, which were on their way when the page was drawn."""
    return [one for one in found if str(one.export.pk) in before]


def said(found: list[Standing], before: set[str] | None = None) -> str:
    """One sentence: how many are on their way, or what has become of those that were; "" where nothing has."""
    on_their_way = coming(found)
    if before is None:
        count = len(on_their_way)
        return f"{count} file{'s are' if count > 1 else ' is'} being made." if count else ""
    ended = [one for one in followed(found, before) if one not in on_their_way]
    return "; ".join(f"{one.tag}: {one.export.title}" for one in ended)
