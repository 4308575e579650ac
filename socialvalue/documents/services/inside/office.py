"""Word and Excel files: no macros, no commands to other programs, nothing fetched from elsewhere, no other files inside.

Links that somebody presses are ordinary, and so is the table of figures that stands behind a chart: it is looked at as
a file of its own.
"""

import re
from collections.abc import Callable
from xml.parsers import expat

from socialvalue.common.errors import Refused
from socialvalue.documents.services.inside import packages
from socialvalue.documents.services.inside.refusing import FIELD, carries, not_what_it_says

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How programs, old documents and packages begin: a part that begins so is a file of its own
FILES = (OLD_OR_LOCKED, b"MZ", b"\x7fELF", b"%PDF-", b"PK\x03\x04")
MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
WITHOUT = "Save it without, or as a PDF, and upload that."
MACROS = ("macros", "Save it without them, or as a PDF, and upload that.")
COMMAND = ("a command to another program (DDE)", WITHOUT)
CONTROL = ("a control that runs a program (ActiveX)", WITHOUT)
OBJECT = ("another file or object", WITHOUT)
TEMPLATE = ("a link to a template elsewhere", "Give it the template “Normal”, or save it as a PDF, and upload that.")
ELSEWHERE = ("a link that fetches something when it is opened", "Break its links, or save it as a PDF, and upload that.")
# By the end of a relation's type
INSIDE = {
    "vbaproject": MACROS,
    "wordvbadata": MACROS,
    "xlmacrosheet": MACROS,
    "xlintlmacrosheet": MACROS,
    "control": CONTROL,
    "activexcontrolbinary": CONTROL,
    "oleobject": OBJECT,
    "afchunk": OBJECT,
}
# Of a part that is read element by element: the text of a book of a thousand pages
MOST_XML_BYTES = 30 * 1024 * 1024
# A template on somebody's own disk is fetched from nowhere
OWN_DISK = re.compile(r"(file:/{2,3})?[a-z]:[\\/]", re.I)
RUNS = re.compile("macroenabled|macrosheet", re.I)
CALLS = re.compile(r"\bDDE(AUTO)?\b", re.I)
Found = tuple[str, str] | None


class _Unlike(Exception):
    """The part is no XML, or says what no document says."""


def check(name: str, data: bytes, *, inner: bool = False) -> None:
    """Raises Refused on ``file`` when ``data`` is not the Word or Excel file that ``name`` says, or carries what it should not.

    ``inner``: the figures behind a chart; nothing further may be inside those.
    """
    if data[:8] == OLD_OR_LOCKED:
        raise Refused(
            f"{name} is protected by a password or in an old format. Save it again without a password, and upload that.", FIELD
        )
    main, paths = MAIN_PARTS["xlsx" if inner else name.rpartition(".")[2].lower()], set()
    try:
        for path, content in packages.parts(name, data):
            paths.add(path)
            _check_part(name, path.lower(), content, inner)
    except _Unlike:
        raise not_what_it_says(name) from None
    if not {"[Content_Types].xml", main} <= paths:
        raise not_what_it_says(name)


def _check_part(name: str, path: str, content: bytes, inner: bool) -> None:
    if "embeddings" in path.split("/") and path.endswith(".xlsx") and not inner:
        check(name, content, inner=True)
        return
    found = _by_place(path, content)
    looks = [look for ending, look in LOOKS if re.search(ending, path)]
    if looks and len(content) > MOST_XML_BYTES:
        raise packages.too_much(name)
    for look in looks:
        found = found or look(content)
    if found:
        raise carries(name, *found)


def _by_place(path: str, content: bytes) -> Found:
    *folders, last = path.split("/")
    if last == "vbaproject.bin" or {"macrosheets", "dialogsheets"} & set(folders):
        return MACROS
    if "activex" in folders:
        return CONTROL
    return OBJECT if "embeddings" in folders or content.startswith(FILES) else None


def _relations(content: bytes) -> Found:
    return _first(content, lambda tag, given: _relation(given) if tag == "Relationship" else None)


def _relation(given: dict[str, str]) -> Found:
    kind = given.get("Type", "").rpartition("/")[2].lower()
    if given.get("TargetMode", "").lower() != "external" or kind == "hyperlink":
        return INSIDE.get(kind)
    if kind == "attachedtemplate":
        return None if OWN_DISK.match(given.get("Target", "")) else TEMPLATE
    return ELSEWHERE


def _kinds_of_parts(content: bytes) -> Found:
    return _first(content, lambda tag, given: MACROS if RUNS.search(given.get("ContentType", "")) else None)


def _links(content: bytes) -> Found:
    return _first(content, lambda tag, given: {"ddeLink": COMMAND, "oleLink": OBJECT}.get(tag))


def _connections(content: bytes) -> Found:
    return _first(content, lambda tag, given: ELSEWHERE if given.get("refreshOnLoad") in ("1", "true") else None)


def _fields(content: bytes) -> Found:
    """A field's command may be parted into many runs; it is put together again from where the field begins."""
    if b"instr" not in content:
        return None
    written: list[str] = []
    open_now: list[str] = []

    def start(tag: str, given: dict[str, str]) -> None:
        open_now.append(tag)
        if tag in ("fldChar", "fldSimple"):
            written.append("\n" + given.get("instr", ""))

    def text(words: str) -> None:
        if open_now and open_now[-1] == "instrText":
            written.append(words)

    _parse(content, start, open_now.pop, text)
    return COMMAND if CALLS.search("".join(written)) else None


def _first(content: bytes, look: Callable[[str, dict[str, str]], Found]) -> Found:
    found: list[tuple[str, str]] = []
    _parse(content, lambda tag, given: found.extend(filter(None, [look(tag, given)])))
    return found[0] if found else None


def _parse(content: bytes, start, end=lambda: None, text=None) -> None:
    """Read XML, naming elements and attributes without their namespaces."""

    def refuse(*_) -> None:
        raise _Unlike

    def begin(tag: str, given: dict[str, str]) -> None:
        start(tag.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in given.items()})

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = begin, lambda _: end()
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise _Unlike from None


LOOKS: tuple[tuple[str, Callable[[bytes], Found]], ...] = (
    (r"\.rels$", _relations),
    (r"^\[content_types\]\.xml$", _kinds_of_parts),
    (r"externallinks/[^/]*\.xml$", _links),
    (r"^xl/connections\.xml$", _connections),
    (r"^word/[^/]*\.xml$", _fields),
)
