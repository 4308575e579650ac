"""One font file is one font. WeasyPrint 70 takes files of the same family, weight and style for one font, writes the glyph
numbers of all of them into it, and so draws and says other letters than were typed: a bold that has no Tamil borrows the
Tamil of the regular file under the name of the bold."""

import io
from functools import cache, lru_cache
from hashlib import md5
from pathlib import Path

FONTS_KEPT = 20


@cache
def keep_apart() -> None:
    """Make WeasyPrint tell fonts apart by their file as well. Once for a process; the same document keeps the same bytes."""
    from weasyprint.pdf import stream
    from weasyprint.text.ffi import ffi
    from weasyprint.text.fonts import get_pango_font_hb_face

    known_key = stream.get_pango_font_key

    class FontOfOneFile(stream.Font):
        name: bytes
        hash: str

        def __init__(self, pango_font, description, font_size):
            super().__init__(pango_font, description, font_size)
            content = md5(self.file_content, usedforsecurity=False).hexdigest()
            digest = md5(f"{self.hash} {self.index} {content}".encode(), usedforsecurity=False).digest()
            # Six capitals, as PDF wants before the name of a font of which only some letters are kept
            mark = "".join(chr(65 + byte % 26) for byte in digest[:6])
            self.name = self.name.replace(self.hash.encode(), mark.encode(), 1)
            self.hash = mark

    def key_with_file(pango_font):
        key, description, font_size = known_key(pango_font)
        return (key, int(ffi.cast("uintptr_t", get_pango_font_hb_face(pango_font)))), description, font_size

    stream.Font, stream.get_pango_font_key = FontOfOneFile, key_with_file


def read(font: Path) -> bytes:
    """The font in ``font``, unpacked where it is packed for the web: unpacking takes longer than drawing the document."""
    return _unpacked(font, font.stat().st_mtime_ns) if font.suffix == ".woff2" else font.read_bytes()


@lru_cache(maxsize=FONTS_KEPT)
def _unpacked(font: Path, _changed: int) -> bytes:
    from fontTools.ttLib import woff2

    whole = io.BytesIO()
    woff2.decompress(io.BytesIO(font.read_bytes()), whole)
    return whole.getvalue()
