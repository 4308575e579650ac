"""A table that becomes cards on a phone: each cell is told its column's name once, and its part of the table in words.

The style sheet lays rows out as cards there, and some browsers then forget that they were rows: the roles say it again.
"""

import re
from html import unescape

from django.utils.html import escape, strip_tags

# Two columns fit a phone as they are
FROM_COLUMNS = 3
HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
ROW = re.compile(r"<tr\b[^>]*>.*?</tr>", re.DOTALL)
CELL = re.compile(r"<(t[dh])\b([^>]*)>(.*?)</\1>", re.DOTALL)
OPENING = re.compile(r"<(thead|tbody|tfoot|tr|td|th)\b([^>]*)>")
SPANS = re.compile(r"<t[dh]\b[^>]*\s(?:col|row)span=")
HIDDEN = re.compile(r'^\s*<span class="govuk-visually-hidden">[^<]*</span>\s*$')
GROUPS = {"thead": "rowgroup", "tbody": "rowgroup", "tfoot": "rowgroup", "tr": "row"}


def as_cards(content: str) -> str | None:
    """The inside of a ``<table>`` with roles and ``data-label``; None where it is no list of rows that begin with a heading."""
    head = HEAD.search(content)
    if head is None or SPANS.search(content) or head[0].count("<tr") != 1:
        return None
    names = [_name(cell[3]) for cell in CELL.finditer(head[0])]
    rows = [CELL.findall(row) for row in ROW.findall(content, head.end())]
    if len(names) < FROM_COLUMNS or any(len(row) != len(names) for row in rows) or not all(_begins(row) for row in rows):
        return None
    before, body = content[: head.end()], content[head.end() :]
    return OPENING.sub(_with_role, before) + ROW.sub(lambda row: _labelled(row[0], names), OPENING.sub(_with_role, body))


def _begins(row: list[tuple[str, str, str]]) -> bool:
    return row[0][0] == "th"


def _name(heading: str) -> str:
    """The words of a heading; nothing for one that only a screen reader hears."""
    return "" if HIDDEN.match(heading) else " ".join(unescape(strip_tags(heading)).split())


def _with_role(opening: re.Match) -> str:
    tag, attributes = opening[1], opening[2]
    role = GROUPS.get(tag) or ("cell" if tag == "td" else "rowheader" if 'scope="row"' in attributes else "columnheader")
    return f'<{tag}{attributes} role="{role}">'


def _labelled(row: str, names: list[str]) -> str:
    left = iter(names)

    def name(cell: re.Match) -> str:
        label = next(left)
        return f'<{cell[1]}{cell[2]} data-label="{escape(label)}">' if cell[1] == "td" and label else cell[0]

    return re.sub(r"<(td|th)\b([^>]*)>", name, row)
