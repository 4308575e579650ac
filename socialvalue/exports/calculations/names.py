"""Names inside an archive: safe on every system whatever somebody called a file, and never the same twice. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

FOLDER = "files"
LONGEST = 80
LONGEST_ENDING = 12
# What Windows takes for a device, whatever ending follows
DEVICES = re.compile(r"(con|prn|aux|nul|clock\$|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)
# What parts a path, what some systems forbid, and what a shell would read
UNSAFE = re.compile(r'[<>:"/\\|?*`$;&\n]+')


def safe(text: str, fallback: str) -> str:
    """One step of a path: no separator, no letter that nobody sees or that turns the reading around, no dot at either end."""
    plain = unicodedata.normalize("NFC", text)
    # Controls, marks of direction, surrogates and what is not assigned; every space becomes a plain one
    plain = "".join(" " if sign.isspace() else sign for sign in plain if sign.isspace() or unicodedata.category(sign)[0] != "C")
    plain = UNSAFE.sub("-", plain)
    plain = " ".join(plain.split()).strip(". ")
    plain = _cut(plain).strip(". ")
    if not plain.strip("-"):
        return fallback
    return f"_{plain}" if DEVICES.match(plain) else plain


def path_of(folders: Sequence[str], name: str, number: int) -> str:
    """“files/CON-0001/0007-report.pdf”. ``number`` is used once in an archive, so that no two are the same in any letters."""
    steps = [safe(folder, "other") for folder in folders]
    return "/".join([FOLDER, *steps, f"{number:04}-{safe(name, 'file')}"])


def _cut(name: str) -> str:
    """Short enough for every system, and with its ending."""
    if len(name) <= LONGEST:
        return name
    ending = PurePosixPath(name).suffix
    if len(ending) > LONGEST_ENDING:
        ending = ""
    return name[: LONGEST - len(ending)] + ending
