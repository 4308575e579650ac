"""Figures as files. What a spreadsheet would run as a formula is opened with an apostrophe."""

from collections.abc import Iterable, Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from socialvalue.common.tables import write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_response(name: str, title: str, rows: Iterable[list]) -> HttpResponse:
    """``rows``: the headings first."""
    lines = iter(rows)
    response = HttpResponse(write_xlsx(next(lines), lines, title=title), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def json_response(name: str, text: str | Iterator[str]) -> HttpResponseBase:
    """``text``: JSON, written already, or its pieces."""
    kind, content_type = (HttpResponse if isinstance(text, str) else StreamingHttpResponse), "application/json; charset=utf-8"
    response = kind(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
