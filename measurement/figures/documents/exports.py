"""Figures as files. What a spreadsheet would run as a formula is opened with an apostrophe."""

from collections.abc import Iterable

from django.http import HttpResponse

from socialvalue.common.tables import write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_response(name: str, title: str, rows: Iterable[list]) -> HttpResponse:
    """``rows``: the headings first."""
    lines = iter(rows)
    response = HttpResponse(write_xlsx(next(lines), lines, title=title), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def json_response(name: str, text: str) -> HttpResponse:
    """``text``: JSON, written already."""
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
