"""MP4, M4A and what phones film (QuickTime): boxes in boxes, with places by number, so nothing may move.

Boxes that tell of place, maker and owner become empty room; times of recording become nought; tracks that are neither seen,
heard nor read as captions are written over with what they hold, such as the position at each moment.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from socialvalue.documents.services.media.reading import Cleaned, Unreadable, blank, number

# Of the file itself what plays it stays; in a movie and in a track everything but these does
PLAYS = {b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"styp", b"ssix", b"pdin"}
EMPTY = {b"free", b"skip", b"wide"}
TELLS = {b"udta", b"meta", b"uuid"}
SEEN, HEARD, CAPTIONS = b"vide", b"soun", {b"text", b"sbtl", b"subt", b"clcp"}
MOST_BOXES = 200_000


@dataclass(frozen=True)
class Box:
    kind: bytes
    start: int
    body: int
    end: int


def cleaned(data: bytes) -> Cleaned:
    if data[4:8] != b"ftyp":
        raise Unreadable("no MP4")
    kept, has_video, tracks = bytearray(data), False, 0
    for box in _boxes(data, 0, len(data), last_to_end=True):
        if box.kind == b"moov":
            for found in _movie(kept, box):
                tracks, has_video = tracks + 1, has_video or found == SEEN
        elif box.kind == b"moof":
            _blank_within(kept, box, deep=(b"traf",))
        elif box.kind in EMPTY:
            blank(kept, box.body, box.end)
        elif box.kind not in PLAYS:
            _empty(kept, box)
    if not tracks:
        raise Unreadable("neither sound nor picture")
    return Cleaned(bytes(kept), has_video=has_video)


def _boxes(data: bytes | bytearray, start: int, end: int, *, last_to_end: bool = False) -> Iterator[Box]:
    at = start
    while at < end:
        # QuickTime ends a list of small boxes with four bytes of nought
        if not last_to_end and end - at < 8 and not any(data[at:end]):
            return
        size, head = number(data, at, 4), 8
        kind = bytes(data[at + 4 : at + 8])
        if size == 1:
            size, head = number(data, at + 8, 8), 16
        elif size == 0 and last_to_end:
            size = end - at
        if size < head or at + size > end or len(kind) < 4:
            raise Unreadable("a box of another size than it says")
        yield Box(kind, at, at + head, at + size)
        at += size


def _movie(data: bytearray, moov: Box) -> Iterator[bytes]:
    """Clean it; what each track that stays is: seen, heard or read."""
    fragmented = any(box.kind == b"mvex" for box in _boxes(data, moov.body, moov.end))
    for box in list(_boxes(data, moov.body, moov.end)):
        if box.kind == b"mvhd":
            _forget_times(data, box)
        elif box.kind == b"trak":
            kind = _track(data, box, fragmented)
            if kind in (SEEN, HEARD):
                yield kind
        elif box.kind in TELLS:
            _empty(data, box)
        elif box.kind in EMPTY:
            blank(data, box.body, box.end)


def _track(data: bytearray, trak: Box, fragmented: bool) -> bytes:
    parts = {box.kind: box for box in _boxes(data, trak.body, trak.end)}
    if not {b"tkhd", b"mdia"} <= set(parts):
        raise Unreadable("a track without its head")
    media = {box.kind: box for box in _boxes(data, parts[b"mdia"].body, parts[b"mdia"].end)}
    if not {b"mdhd", b"hdlr", b"minf"} <= set(media):
        raise Unreadable("a track without its media")
    handler = media[b"hdlr"]
    kind = bytes(data[handler.body + 8 : handler.body + 12])
    if kind not in (SEEN, HEARD) and kind not in CAPTIONS:
        if fragmented:
            raise Unreadable("a track of other data, in pieces")
        _forget_samples(data, media[b"minf"])
        _empty(data, trak)
        return b""
    _forget_times(data, parts[b"tkhd"])
    _forget_times(data, media[b"mdhd"])
    # Who made the program, and what it calls the track
    blank(data, handler.body + 12, handler.end)
    _blank_within(data, trak, deep=(b"mdia", b"minf"))
    return kind


def _blank_within(data: bytearray, outer: Box, *, deep: tuple[bytes, ...]) -> None:
    for box in list(_boxes(data, outer.body, outer.end)):
        if box.kind in TELLS:
            _empty(data, box)
        elif box.kind in EMPTY:
            blank(data, box.body, box.end)
        elif box.kind in deep:
            _blank_within(data, box, deep=deep)


def _empty(data: bytearray, box: Box) -> None:
    data[box.start + 4 : box.start + 8] = b"free"
    blank(data, box.body, box.end)


def _forget_times(data: bytearray, box: Box) -> None:
    """When it was made and changed: two numbers at the beginning, of four or of eight bytes."""
    size = 8 if number(data, box.body, 1) == 1 else 4
    if box.body + 4 + 2 * size > box.end:
        raise Unreadable("a head that ends too early")
    blank(data, box.body + 4, box.body + 4 + 2 * size)


def _forget_samples(data: bytearray, minf: Box) -> None:
    table = next((box for box in _boxes(data, minf.body, minf.end) if box.kind == b"stbl"), None)
    if table is None:
        raise Unreadable("a track without its table")
    parts = {box.kind: box for box in _boxes(data, table.body, table.end)}
    places = parts.get(b"stco") or parts.get(b"co64")
    if places is None or b"stsz" not in parts or b"stsc" not in parts:
        raise Unreadable("a track without its places")
    wide = 8 if places.kind == b"co64" else 4
    chunks = [number(data, places.body + 8 + wide * n, wide) for n in range(_count(data, places, 4, wide))]
    sizes, runs = _sizes(data, parts[b"stsz"]), _runs(data, parts[b"stsc"])
    sample = 0
    for index, start in enumerate(chunks, start=1):
        many = next((count for first, count in reversed(runs) if first <= index), 0)
        length = sum(sizes[sample : sample + many])
        sample += many
        if start + length > len(data):
            raise Unreadable("a sample outside the file")
        blank(data, start, start + length)


def _count(data: bytearray, box: Box, at: int, width: int) -> int:
    """How many entries follow; no more than the box has room for."""
    many = number(data, box.body + at, 4)
    if many > MOST_BOXES or box.body + at + 4 + many * width > box.end:
        raise Unreadable("a table longer than its box")
    return many


def _sizes(data: bytearray, box: Box) -> list[int]:
    same = number(data, box.body + 4, 4)
    many = _count(data, box, 8, 0 if same else 4)
    return [same or number(data, box.body + 12 + 4 * n, 4) for n in range(many)]


def _runs(data: bytearray, box: Box) -> list[tuple[int, int]]:
    """(first chunk, samples in each from there on)."""
    many = _count(data, box, 4, 12)
    return [(number(data, box.body + 8 + 12 * n, 4), number(data, box.body + 12 + 12 * n, 4)) for n in range(many)]
