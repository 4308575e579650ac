"""Is a file what its name says, and no more? Facts about bytes only; who may bring what is asked elsewhere."""

import io
import logging
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.template.defaultfilters import filesizeformat

from socialvalue.common.errors import Refused
from socialvalue.documents.models import told_of
from socialvalue.documents.services import infected, media, pictures, scanning
from socialvalue.documents.services.inside import office, pdfs
from socialvalue.documents.services.inside.refusing import FIELD, not_what_it_says, two_files

log = logging.getLogger(__name__)
ALLOWED = (
    "PDF, Word (docx), Excel (xlsx), CSV, text, PNG, JPEG, HEIC, GIF, WebP, TIFF, MP3, M4A, WAV, Ogg, Opus, MP4, MOV or WebM"
)
# Said wherever files are added
PHOTOGRAPHS = "Where and when a photograph was taken is removed."


def clean_name(name: str) -> str:
    """The last part of ``name`` without control, direction and path characters, at most 150 characters, ending kept."""
    name = unicodedata.normalize("NFC", name or "").replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and c not in '"<>|:*?')
    name = " ".join(name.split()).lstrip(". ")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return name[:150]
    return f"{stem[: 149 - len(ending)].rstrip()}.{ending}" if len(ending) <= 10 else name[:150]


def ending(name: str) -> str:
    """“docx” of “Plan.DOCX”; empty without one."""
    return name.rpartition(".")[2].lower() if "." in name else ""


@dataclass(frozen=True)
class Admitted:
    """A file as it may be kept. ``changed``: what was changed of it, as a sentence for the person; empty where nothing was."""

    name: str
    content_type: str
    data: bytes
    changed: str = ""
    # The scanner did not answer: nobody may open it until it has
    held: bool = False

    @property
    def told(self) -> str:
        """What the person is told beside that it was added; empty where there is nothing."""
        return told_of(self)


def received(upload, *, by, most: int, kinds: Iterable[str] = (), other_kinds: str = "") -> Admitted:
    """The uploaded file ``upload`` (a Django File with ``name`` and ``size``), looked at whole.

    ``by``: whoever uploads it. ``most``: bytes. ``kinds``: endings, where not every kind will do; ``other_kinds`` is what is
    said of another.
    Raises Refused on ``file`` when it is empty, too large, of a kind not allowed, not what its name says, carries what
    runs, reaches out or hides, or the scanner finds something in it, as it came or as it would be kept.
    """
    name = clean_name(getattr(upload, "name", "") or "")
    if not name:
        raise Refused("The file has no name. Save it with a name, and upload that.", FIELD)
    if not upload.size:
        raise Refused("The file is empty. Choose the file again.", FIELD)
    if upload.size > most:
        raise Refused(f"The file is {filesizeformat(upload.size)}. It must be {filesizeformat(most)} or smaller.", FIELD)
    if kinds and ending(name) not in kinds:
        raise Refused(other_kinds, FIELD)
    upload.seek(0)
    data = upload.read()
    kept = admitted(name, data)
    try:
        found = scanning.found_in(data) or (scanning.found_in(kept.data) if kept.data != data else "")
    except scanning.NoAnswer as problem:
        log.warning("The virus scanner does not answer, so a file is held until it does: %s", problem)
        return replace(kept, held=True)
    if found:
        raise infected.refused(name, found, by=by)
    return kept


def admitted(name: str, data: bytes) -> Admitted:
    """``data`` called ``name`` as it may be kept: of a picture only what is seen, of a recording what is heard and seen.

    Raises Refused on ``file`` when it is not allowed, not what it says, or carries what it should not.
    """
    kind = ending(name)
    if kind in MACROS:
        raise Refused(f"{name} may contain macros. Save it as docx or xlsx, or as a PDF, and upload that.", FIELD)
    if kind in UNREAD_PICTURES:
        raise Refused(f"{name} is a picture as some phones keep it. Save it as JPEG, and upload that.", FIELD)
    if kind in PICTURES:
        return _picture(name, data, *PICTURES[kind])
    if kind in media.KINDS:
        return _recording(name, data, kind)
    if kind not in KINDS:
        raise Refused(f"This kind of file cannot be uploaded. Choose a {ALLOWED} file.", FIELD)
    mime, check = KINDS[kind]
    check(name, data)
    return Admitted(name, mime, data)


def _is_text(name: str, data: bytes) -> None:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Tab, line feed, form feed and return belong to text; the other control characters to programs
        if not any(c < " " and c not in "\t\n\f\r" for c in text):
            return
    raise Refused(f"{name} is not plain text. If it is another kind of document, give it its own ending.", FIELD)


def _picture(name: str, data: bytes, mime: str, image_format: str) -> Admitted:
    try:
        kept = pictures.without_traces(data, image_format)
    except pictures.Unreadable:
        raise not_what_it_says(name) from None
    except pictures.TooLarge as size:
        raise Refused(f"{name} is too large a picture ({size}). Save it smaller, and upload that.", FIELD) from None
    as_jpeg = " as JPEG" if image_format == "HEIF" else ""
    without = " without its position" if pictures.had_position(data, image_format) else ""
    if as_jpeg:
        name = f"{name.rpartition('.')[0]}.jpg"
    return Admitted(name, mime, kept, f"The photograph was saved{as_jpeg}{without}." if as_jpeg or without else "")


def _recording(name: str, data: bytes, kind: str) -> Admitted:
    # A package may stand in what a player passes over
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise two_files(name)
    try:
        kept = media.without_traces(data, kind)
    except media.Unreadable:
        raise not_what_it_says(name) from None
    return Admitted(name, kept.content_type, kept.data, kept.changed)


MACROS = {"docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURES = {
    "png": ("image/png", "PNG"),
    "jpg": ("image/jpeg", "JPEG"),
    "jpeg": ("image/jpeg", "JPEG"),
    "gif": ("image/gif", "GIF"),
    "webp": ("image/webp", "WEBP"),
    "tif": ("image/tiff", "TIFF"),
    "tiff": ("image/tiff", "TIFF"),
    "heic": ("image/jpeg", "HEIF"),
    "heif": ("image/jpeg", "HEIF"),
}
UNREAD_PICTURES = {"avif"}
KINDS: dict[str, tuple[str, Callable[[str, bytes], None]]] = {
    "pdf": ("application/pdf", pdfs.check),
    "docx": (_WORD, office.check),
    "xlsx": (_EXCEL, office.check),
    "csv": ("text/csv", _is_text),
    "txt": ("text/plain", _is_text),
}
