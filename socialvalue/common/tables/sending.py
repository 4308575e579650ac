"""Tables sent as they are made. What a spreadsheet would run as a formula is opened with an apostrophe."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

from socialvalue.common.tables.writing import csv_text, guarded

MARK = "\ufeff"


def csv_lines(rows: Iterable[Iterable]) -> Iterator[str]:
    """The lines of a file, one at a time, after a byte order mark; ``rows``: the headings first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield MARK
    for row in rows:
        writer.writerow(["" if cell is None else csv_text(guarded(cell)) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def csv_response(name: str, rows: Iterable[Iterable]) -> StreamingHttpResponse:
    """UTF-8 with a byte order mark, so that a spreadsheet reads its letters rightly; rows are read while they are sent."""
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
