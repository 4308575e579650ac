"""Is a file what its name says? Facts about bytes only; who may bring what is asked elsewhere."""

import io
import unicodedata
import zipfile
from collections.abc import Callable

import puremagic

from socialvalue.common.errors import Refused
from socialvalue.documents.services import pdf, pictures

FIELD = "file"
ALLOWED = "PDF, Word (docx), Excel (xlsx), CSV, text, PNG, JPEG, GIF, WebP, TIFF, MP3, M4A or MP4"
# Said wherever files are added
PHOTOGRAPHS = "Where and when a photograph was taken is removed."
# A small file that unpacks to this much is an attack, not a document
MOST_UNPACKED_BYTES = 500 * 1024 * 1024


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


def admitted(name: str, data: bytes) -> tuple[str, bytes]:
    """(content type, bytes to keep) of ``data`` called ``name``: of a picture only what is seen, anything else as it is.

    Raises Refused on ``file`` when it is not allowed or not what it says.
    """
    kind = ending(name)
    if kind in MACROS:
        raise Refused(f"{name} may contain macros. Save it as docx or xlsx, or as a PDF, and upload that.", FIELD)
    if kind in UNREAD_PICTURES:
        raise Refused(f"{name} is a picture as some phones keep it. Save it as JPEG, and upload that.", FIELD)
    if kind in PICTURES:
        mime, image_format = PICTURES[kind]
        return mime, _picture(name, data, image_format)
    if kind not in KINDS:
        raise Refused(f"This kind of file cannot be uploaded. Choose a {ALLOWED} file.", FIELD)
    mime, check = KINDS[kind]
    check(name, data)
    return mime, data


def _refuse(name: str) -> Refused:
    return Refused(
        f"{name} is not what its ending says, or is damaged. Open it, save it again as {ending(name).upper()}, and upload that.",
        FIELD,
    )


def _guesses(data: bytes) -> set[str]:
    try:
        return {match.extension.lstrip(".") for match in puremagic.magic_string(data)}
    except (puremagic.PureError, ValueError):
        return set()


def _is_pdf(name: str, data: bytes) -> None:
    if "pdf" not in _guesses(data) and b"%PDF-" not in data[:1024]:
        raise _refuse(name)
    state = pdf.condition(data)
    if state == "locked":
        raise Refused(f"{name} is protected by a password. Upload a copy without one.", FIELD)
    if state != "readable":
        raise _refuse(name)


def _is_office(main_part: str) -> Callable[[str, bytes], None]:
    def check(name: str, data: bytes) -> None:
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise Refused(
                f"{name} is protected by a password or in an old format. Save it again without a password, and upload that.",
                FIELD,
            )
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise _refuse(name) from None
        names = {part.filename for part in parts}
        if "[Content_Types].xml" not in names or main_part not in names:
            raise _refuse(name)
        if any(part.rsplit("/", 1)[-1].lower() == "vbaproject.bin" for part in names):
            raise Refused(f"{name} contains macros. Save it without them, or as a PDF, and upload that.", FIELD)
        if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
            raise Refused(f"{name} unpacks to far more than a document holds. Save it again, or upload a PDF.", FIELD)

    return check


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


def _picture(name: str, data: bytes, image_format: str) -> bytes:
    try:
        return pictures.without_traces(data, image_format)
    except pictures.Unreadable:
        raise _refuse(name) from None
    except pictures.TooLarge as size:
        raise Refused(f"{name} is too large a picture ({size}). Save it smaller, and upload that.", FIELD) from None


def _is_one_of(*extensions: str) -> Callable[[str, bytes], None]:
    def check(name: str, data: bytes) -> None:
        if not _guesses(data) & set(extensions):
            raise _refuse(name)

    return check


MACROS = {"docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MP4 = _is_one_of("mp4", "m4v", "mov", "qt")
PICTURES = {
    "png": ("image/png", "PNG"),
    "jpg": ("image/jpeg", "JPEG"),
    "jpeg": ("image/jpeg", "JPEG"),
    "gif": ("image/gif", "GIF"),
    "webp": ("image/webp", "WEBP"),
    "tif": ("image/tiff", "TIFF"),
    "tiff": ("image/tiff", "TIFF"),
}
UNREAD_PICTURES = {"heic", "heif", "avif"}
KINDS: dict[str, tuple[str, Callable[[str, bytes], None]]] = {
    "pdf": ("application/pdf", _is_pdf),
    "docx": (_WORD, _is_office("word/document.xml")),
    "xlsx": (_EXCEL, _is_office("xl/workbook.xml")),
    "csv": ("text/csv", _is_text),
    "txt": ("text/plain", _is_text),
    "mp3": ("audio/mpeg", _is_one_of("mp3", "mpga")),
    "m4a": ("audio/mp4", _is_one_of("m4a", "f4a", "mp4")),
    "mp4": ("video/mp4", _MP4),
}
