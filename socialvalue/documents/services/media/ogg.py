"""Ogg with Opus or Vorbis: pages with a checksum each. What is said of the recording stands in the second packet of a stream.

It keeps its length: the name of the program becomes blanks as long as everything that stood there, with no word after it.
"""

from dataclasses import dataclass, field

from socialvalue.documents.services.media.reading import Cleaned, Unreadable, number

HEAD, CRC_AT = 27, 22
# How the first packet of a stream begins → how its second does, and what ends that
CODECS = {b"OpusHead": (b"OpusTags", b""), b"\x01vorbis": (b"\x03vorbis", b"\x01")}
# More than this says nothing about a recording
MOST_WORDS = 16 * 1024 * 1024


@dataclass
class _Stream:
    """The packets at the beginning of one stream: each as the places of its pieces, (first byte, length)."""

    packets: list[list[tuple[int, int]]] = field(default_factory=lambda: [[]])

    @property
    def is_read(self) -> bool:
        return len(self.packets) > 2


def cleaned(data: bytes) -> Cleaned:
    pages: list[tuple[int, int]] = []
    streams: dict[int, _Stream] = {}
    at = 0
    while at < len(data):
        start, at = at, _page(data, at, streams)
        pages.append((start, at))
    if not streams or not all(stream.is_read for stream in streams.values()):
        raise Unreadable("no stream of sound")
    kept, touched = bytearray(data), set()
    for stream in streams.values():
        touched |= _blank_words(kept, stream)
    for start, end in pages:
        if any(start <= place < end for place in touched):
            _sum(kept, start, end)
    return Cleaned(bytes(kept))


def _page(data: bytes, at: int, streams: dict[int, _Stream]) -> int:
    """Note the packets that begin on this page; where it ends."""
    if data[at : at + 5] != b"OggS\0":
        raise Unreadable("no page")
    begins, serial, pieces = data[at + 5] & 2 if len(data) > at + 5 else 0, number(data, at + 14, 4), number(data, at + 26, 1)
    lengths = data[at + HEAD : at + HEAD + pieces]
    place = at + HEAD + pieces
    end = place + sum(lengths)
    if len(lengths) < pieces or end > len(data):
        raise Unreadable("a page that ends too early")
    if begins:
        if serial in streams:
            raise Unreadable("a stream that begins twice")
        streams[serial] = _Stream()
    stream = streams.get(serial)
    if stream is None:
        raise Unreadable("a stream without a beginning")
    for length in lengths:
        if stream.is_read:
            break
        stream.packets[-1].append((place, length))
        place += length
        if length < 255:
            stream.packets.append([])
    return end


def _blank_words(data: bytearray, stream: _Stream) -> set[int]:
    """Write over what the second packet says; the places of its pieces."""
    first, second = (b"".join(bytes(data[p : p + n]) for p, n in packet) for packet in stream.packets[:2])
    known = next((words for begins, words in CODECS.items() if first.startswith(begins)), None)
    if known is None or not second.startswith(known[0]) or len(second) > MOST_WORDS:
        raise Unreadable("neither Opus nor Vorbis")
    begins, ends = known
    room = len(second) - len(begins) - len(ends) - 8
    if room < 0:
        raise Unreadable("a packet that ends too early")
    silent = begins + room.to_bytes(4, "little") + b" " * room + bytes(4) + ends
    for place, length in stream.packets[1]:
        data[place : place + length], silent = silent[:length], silent[length:]
    return {place for place, _ in stream.packets[1]}


def _table() -> list[int]:
    found = []
    for byte in range(256):
        rest = byte << 24
        for _ in range(8):
            rest = (rest << 1 ^ 0x04C11DB7 if rest & 0x80000000 else rest << 1) & 0xFFFFFFFF
        found.append(rest)
    return found


TABLE = _table()


def checksum(page: bytes) -> int:
    """Of a page whose own four bytes for it are nought."""
    rest = 0
    for byte in page:
        rest = (rest << 8 & 0xFFFFFFFF) ^ TABLE[rest >> 24 ^ byte]
    return rest


def _sum(data: bytearray, start: int, end: int) -> None:
    data[start + CRC_AT : start + CRC_AT + 4] = bytes(4)
    data[start + CRC_AT : start + CRC_AT + 4] = checksum(bytes(data[start:end])).to_bytes(4, "little")
