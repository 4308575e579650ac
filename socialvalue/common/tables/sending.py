"""Tables sent as they are made."""

from collections.abc import Iterable

from django.http import StreamingHttpResponse

from socialvalue.common.tables.writing import csv_lines


def csv_response(name: str, rows: Iterable[Iterable]) -> StreamingHttpResponse:
    """UTF-8 with a byte order mark, so that a spreadsheet reads its letters rightly; rows are read while they are sent."""
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
