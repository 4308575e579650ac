"""The ZIP package that a Word or Excel file is: one thing from its first byte to its last, and as large as it says.

What a package's list of parts says is held against the parts themselves, since programs differ in which they believe;
parts are unpacked for real, up to a limit, since a list can say ten bytes of six hundred megabytes.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from socialvalue.common.errors import Refused
from socialvalue.documents.services.inside.refusing import FIELD, locked, not_what_it_says, two_files

MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_PARTS = 5_000
# Between two parts stands at most what says how large the first one was
MOST_BETWEEN, HEAD, END = 24, 30, 22
STEP = 1024 * 1024


def parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of each part, one at a time. Raises Refused on ``file`` for a package that is not what it says."""
    unpacked = 0
    for entry, packed in _entries(name, data):
        content = _unpacked(name, entry, packed, MOST_UNPACKED_BYTES - unpacked)
        unpacked += len(content)
        yield entry.filename, content


def _entries(name: str, data: bytes) -> list[tuple[zipfile.ZipInfo, bytes]]:
    if data[:4] != b"PK\x03\x04":
        raise two_files(name) if b"PK\x03\x04" in data else not_what_it_says(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
            directory, comment = archive.start_dir, archive.comment
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        raise not_what_it_says(name) from None
    if len(listed) > MOST_PARTS:
        raise too_much(name)
    if comment or data.rfind(b"PK\x05\x06") != len(data) - END:
        raise two_files(name)
    names = [entry.filename for entry in listed]
    if len({part.lower() for part in names}) != len(names) or not all(_plain(part) for part in names):
        raise not_what_it_says(name)
    found, before = [], 0
    for entry in listed:
        start = _start(name, data, entry)
        end = start + entry.compress_size
        if not 0 <= entry.header_offset - before <= MOST_BETWEEN or end > directory:
            raise not_what_it_says(name)
        found.append((entry, data[start:end]))
        before = end
    if directory - before > MOST_BETWEEN:
        raise not_what_it_says(name)
    return found


def _plain(part: str) -> bool:
    return bool(part) and not part.startswith("/") and "\\" not in part and ".." not in part.split("/")


def _start(name: str, data: bytes, entry: zipfile.ZipInfo) -> int:
    """Where the part's bytes begin, as its own head says, which must agree with the list."""
    head = data[entry.header_offset : entry.header_offset + HEAD]
    if len(head) < HEAD or head[:4] != b"PK\x03\x04":
        raise not_what_it_says(name)
    flags, method = struct.unpack_from("<HH", head, 6)
    name_length, extra_length = struct.unpack_from("<HH", head, 26)
    written = data[entry.header_offset + HEAD : entry.header_offset + HEAD + name_length]
    if flags & 1 or entry.flag_bits & 1:
        raise locked(name)
    if written != entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437") or method != entry.compress_type:
        raise not_what_it_says(name)
    return entry.header_offset + HEAD + name_length + extra_length


def _unpacked(name: str, entry: zipfile.ZipInfo, packed: bytes, most: int) -> bytes:
    if entry.compress_type == zipfile.ZIP_STORED:
        content = packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        content = _inflated(name, packed, most)
    else:
        raise not_what_it_says(name)
    if len(content) > most:
        raise too_much(name)
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise not_what_it_says(name)
    return content


def _inflated(name: str, packed: bytes, most: int) -> bytes:
    unpacker, pieces, size = zlib.decompressobj(-zlib.MAX_WBITS), [], 0
    try:
        while packed and not unpacker.eof:
            piece = unpacker.decompress(packed, STEP)
            size += len(piece)
            if size > most:
                raise too_much(name)
            pieces.append(piece)
            packed = unpacker.unconsumed_tail
    except zlib.error:
        raise not_what_it_says(name) from None
    if not unpacker.eof or unpacker.unused_data:
        raise not_what_it_says(name)
    return b"".join(pieces)


def too_much(name: str) -> Refused:
    return Refused(f"{name} unpacks to far more than a document holds. Save it again, or upload a PDF.", FIELD)
