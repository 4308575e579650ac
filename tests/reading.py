"""A page as somebody reads it, whatever lines its template was written in."""


def as_read(page: object) -> str:
    """The source of ``page`` (a response or text) with every run of white space as one space, as a browser shows it."""
    source = page if isinstance(page, str) else page.content.decode()
    return " ".join(source.split())
