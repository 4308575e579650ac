"""A page as somebody reads it, whatever lines its template was written in."""

from lxml import html


def as_read(page: object) -> str:
    """The source of ``page`` (a response or text) with every run of white space as one space, as a browser shows it."""
    source = page if isinstance(page, str) else page.content.decode()
    return " ".join(source.split())


def tables_in(page: object) -> dict[str, list[list[str]]]:
    """The tables of ``page`` by caption: the cells of each row below the headings, as they are read, hidden words too."""
    source = page if isinstance(page, str) else page.content.decode()
    found = {}
    for table in html.fromstring(source).iter("table"):
        rows = table.xpath(".//tbody/tr")
        caption = table.findtext("caption") or ""
        found[as_read(caption)] = [[as_read(str(cell.text_content())) for cell in row.xpath("./th|./td")] for row in rows]
    return found
