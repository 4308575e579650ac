"""PDFs: nothing in one may run, start a program, call out by itself, or carry another file.

Every object is looked at, those packed into streams of objects too, and not only what the pages lead to: programs
that show PDFs differ in what they follow. Links that somebody presses, and forms without a program, are ordinary.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from socialvalue.common.errors import Refused
from socialvalue.documents.services.inside.refusing import FIELD, carries, locked, not_what_it_says, two_files

# Viewers forgive a few bytes at either end; what is longer is another file
MOST_BEFORE, MOST_AFTER = 8, 64
# Where the table of objects begins, and the end: as every program writes it, and each addition to a document again
END = re.compile(rb"startxref\s+\d+\s*%%EOF")
MOST_OBJECTS = 200_000
PRINT = "Print it to a new PDF, and upload that."
SAVE = "Save it as PDF without attachments, and upload it again."
PROGRAM, STARTS, ATTACHED = "a program (JavaScript)", "a command that starts a program", "another file"
PLAYED, FORM, REACHES = "a film, sound or model that runs", "a form of the kind XFA", "a command that runs when it is opened"
# What may happen by itself when a document or page is opened: going to a place in the same document
BY_ITSELF = {"/GoTo", "/Named"}
KINDS_OF_ACTION = {
    "/JavaScript": (PROGRAM, PRINT),
    "/Launch": (STARTS, PRINT),
    "/GoToE": (ATTACHED, SAVE),
    "/Rendition": (PLAYED, PRINT),
}
KINDS_OF_NOTE = {
    "/FileAttachment": (ATTACHED, SAVE),
    "/RichMedia": (PLAYED, PRINT),
    "/Screen": (PLAYED, PRINT),
    "/Movie": (PLAYED, PRINT),
    "/Sound": (PLAYED, PRINT),
    "/3D": (PLAYED, PRINT),
}
KINDS_OF_STREAM = {"/EmbeddedFile": (ATTACHED, SAVE)}


def check(name: str, data: bytes) -> None:
    """Raises Refused on ``file`` when ``data`` is no PDF, is locked, or carries what it should not."""
    import pikepdf

    start = data[:1024].find(b"%PDF-")
    if start < 0:
        raise not_what_it_says(name)
    _check_ends(name, data, start)
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if not len(document.pages):
                raise not_what_it_says(name)
            _look(name, document)
    except pikepdf.PasswordError:
        raise locked(name) from None
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError):
        raise not_what_it_says(name) from None


def _check_ends(name: str, data: bytes, start: int) -> None:
    ends = list(END.finditer(data))
    if not ends:
        raise not_what_it_says(name)
    behind = data[ends[-1].end() :].strip(b"\0\t\n\f\r ")
    if start > MOST_BEFORE or data[:start].strip(b"\xef\xbb\xbf\t\n\r ") or len(behind) > MOST_AFTER:
        raise two_files(name)
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise two_files(name)


def _look(name: str, document: Any) -> None:
    """Raises Refused for the first thing found."""
    import pikepdf

    kinds = (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream)
    for seen, item in enumerate(_everything(document, kinds)):
        if seen > MOST_OBJECTS:
            raise Refused(f"{name} has more parts than a document needs. {PRINT}", FIELD)
        if not isinstance(item, pikepdf.Array) and (found := _found(item, pikepdf)):
            raise carries(name, *found)


def _everything(document: Any, kinds: tuple) -> Iterator[Any]:
    """Every dictionary, array and stream of the file, each once; those that are written inside another after it."""
    pending = [document.trailer]
    for item in document.objects:
        if isinstance(item, kinds):
            pending.append(item)
        while pending:
            one = pending.pop()
            yield one
            values = one.as_list() if isinstance(one, kinds[1]) else one.values()
            pending += [value for value in values if isinstance(value, kinds) and not value.is_indirect]


def _found(item: Any, pikepdf: Any) -> tuple[str, str] | None:
    """What this one dictionary carries, and what to do; None where it is ordinary."""
    if "/JavaScript" in item:
        return PROGRAM, PRINT
    file = item.get("/EF")
    if "/EmbeddedFiles" in item or (isinstance(file, pikepdf.Dictionary) and {"/F", "/UF", "/DOS", "/Mac", "/Unix"} & set(file)):
        return ATTACHED, SAVE
    if "/XFA" in item:
        return FORM, PRINT
    for key, kinds in (("/S", KINDS_OF_ACTION), ("/Subtype", KINDS_OF_NOTE), ("/Type", KINDS_OF_STREAM)):
        if key in item and (found := kinds.get(str(item[key]) if isinstance(item[key], pikepdf.Name) else "")):
            return found
    return _by_itself(item, pikepdf)


def _by_itself(item: Any, pikepdf: Any) -> tuple[str, str] | None:
    """What happens when the document or a page is opened, where that is more than showing a place in it."""
    given = [item.get("/OpenAction")]
    triggers = item.get("/AA")
    if isinstance(triggers, pikepdf.Dictionary):
        given += triggers.values()
    for action in given:
        if isinstance(action, pikepdf.Dictionary):
            kind = str(action.get("/S"))
            # One that leads to another needs no more than one step, and a ring of them has no end
            if kind not in BY_ITSELF or "/Next" in action:
                return KINDS_OF_ACTION.get(kind, (REACHES, PRINT))
    return None
