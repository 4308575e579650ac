"""Tables as files sent as they are made. What a spreadsheet would run as a formula is opened with an apostrophe."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.http import HttpResponse, StreamingHttpResponse

from socialvalue.common.tables import guarded, write_xlsx

MARK = "\ufeff"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _text(cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.isoformat() if isinstance(cell, date) else str(guarded(cell))


def csv_lines(rows: Iterable[Iterable]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield MARK
    for row in rows:
        writer.writerow([_text(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def csv_response(name: str, rows: Iterable[Iterable]) -> StreamingHttpResponse:
    """UTF-8 with a byte order mark, so that a spreadsheet reads its letters rightly; rows are read while they are sent."""
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


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
