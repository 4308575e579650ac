"""A part of a file, as a browser asks for it: a phone seeks in a recording, and plays none without it (RFC 9110, section 14)."""

import re
from dataclasses import dataclass
from typing import IO

ONE = re.compile(r"^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """``first`` to ``last``, both included; neither where what was asked for is not in the file."""

    first: int | None = None
    last: int | None = None

    @property
    def is_there(self) -> bool:
        return self.first is not None

    @property
    def length(self) -> int:
        return self.last - self.first + 1 if self.first is not None and self.last is not None else 0

    def words(self, size: int) -> str:
        return f"bytes {self.first}-{self.last}/{size}" if self.is_there else f"bytes */{size}"


def asked(header: str, size: int) -> Asked | None:
    """What of a file of ``size`` bytes is asked for; None is the whole: nothing asked, several parts, or nothing understood."""
    found = ONE.match(header)
    if not found or not any(found.groups()):
        return None
    first, last = (int(part[:20]) if part else None for part in found.groups())
    if first is None:
        # The last so many
        many = min(last or 0, size)
        return Asked(size - many, size - 1) if many else Asked()
    if last is not None and last < first:
        return None
    return Asked(first, min(size - 1 if last is None else last, size - 1)) if first < size else Asked()


class Part:
    """What is asked for of an open file, read as a file is."""

    def __init__(self, file: IO[bytes], asked: Asked):
        self.file, self.left = file, asked.length
        file.seek(asked.first or 0)

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()
