"""The letters of a text file, judged for the whole of it: what does not fit is told, never guessed."""

import re

from socialvalue.common.errors import Refused

# What stands for bytes that are no letter in the file's encoding
UNFIT = "\ufffd"
# A text in UTF-8 that was read as Windows-1252 and written again
TWICE = re.compile("Â[£©®°§ ]|â€[™œ“”˜¦]|Ã[©¨¡³¼±¶]")
SIGNS_OF_16 = (b"\xff\xfe", b"\xfe\xff")


def decoded(data: bytes) -> str:
    """UTF-16 by its mark; UTF-8, also where some bytes do not fit it; otherwise Windows-1252. Raises Refused on ``file``.

    It is UTF-8 when more of its letters beyond ASCII fit than do not; bytes that do not are ``UNFIT``.
    """
    if data[:2] in SIGNS_OF_16:
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise Refused(NOT_READ, "file") from None
    text = data.decode("utf-8-sig", errors="replace")
    unfit = text.count(UNFIT) - data.count(UNFIT.encode())
    if not unfit or sum(letter > "\x7f" for letter in text) - text.count(UNFIT) > unfit:
        return text
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise Refused(NOT_READ, "file") from None


NOT_READ = "The characters in the file cannot be read. Save it as CSV in UTF-8."
