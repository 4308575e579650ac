"""A ZIP archive in pieces: each member is packed while it is read, and nothing of it is kept."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

# Bytes handed on at a time
PIECE = 64 * 1024


@dataclass(frozen=True)
class Member:
    """``size`` where it is known: beyond 2 gigabytes the archive has to say so before the first byte."""

    name: str
    pieces: Iterable[str | bytes]
    size: int = 0


def zipped(members: Iterable[Member], at: datetime) -> Iterator[bytes]:
    """The archive's bytes. ``at``: the day and time that each member bears."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            about = zipfile.ZipInfo(member.name, date_time=at.timetuple()[:6])
            about.compress_type, about.file_size = zipfile.ZIP_DEFLATED, member.size
            about.external_attr = 0o644 << 16
            with archive.open(about, "w") as entry:
                for piece in member.pieces:
                    entry.write(piece.encode() if isinstance(piece, str) else piece)
                    if sink.holds(PIECE):
                        yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Where the archive is written to: it cannot go back, and what was taken is gone."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.kept += data
        return len(data)

    def holds(self, bytes_: int) -> bool:
        return len(self.kept) >= bytes_

    def taken(self) -> bytes:
        data, self.kept = bytes(self.kept), bytearray()
        return data
