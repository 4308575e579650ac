"""Several names in one cell: parted at semicolons, and a name with a semicolon of its own in quotes. Pure."""

from socialvalue.suppliers.calculations.names import without_entities


def parted(cell: str) -> list[str]:
    """What a cell says, part by part; empty parts keep their place. Entities (“&amp;”) are the signs they stand for.

    A part in double quotes is one part whatever stands in it; a quote inside it is doubled.
    """
    parts, rest = [], without_entities(cell)
    while True:
        part, rest, more = _first(rest.strip())
        parts.append(part)
        if not more:
            return parts


def _first(text: str) -> tuple[str, str, bool]:
    """(the first part, what follows it, whether anything follows)."""
    if text.startswith('"'):
        end = _closing(text)
        after = text[end + 1 :].lstrip() if end else ""
        if end and (not after or after.startswith(";")):
            return text[1:end].replace('""', '"').strip(), after[1:], bool(after)
    part, mark, rest = text.partition(";")
    return part.strip(), rest, bool(mark)


def _closing(text: str) -> int:
    """Where the quote that opened at 0 closes; 0 where it does not."""
    at = 1
    while at < len(text):
        if text[at] == '"':
            if text[at + 1 : at + 2] != '"':
                return at
            at += 1
        at += 1
    return 0


def joined(names: list[str]) -> str:
    """Names in one cell, so that ``parted`` gives them back as they are."""
    return "; ".join(_quoted(name) if ";" in name or name.startswith('"') else name for name in names)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
