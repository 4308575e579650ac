"""WebM: elements in elements, as browsers and phones record. What tells of the recording becomes empty room of the same size."""

from collections.abc import Iterator
from dataclasses import dataclass

from socialvalue.documents.services.media.reading import Cleaned, Unreadable, blank, number

EBML, DOCTYPE, SEGMENT, CLUSTER = 0x1A45DFA3, 0x4282, 0x18538067, 0x1F43B675
INFO, TRACKS, TRACK, TRACK_KIND = 0x1549A966, 0x1654AE6B, 0xAE, 0x83
VOID, CRC = 0xEC, 0xBF
# Of a segment: where to find what, the places of pictures, clusters, chapters
PLAYS = {0x114D9B74, INFO, TRACKS, CLUSTER, 0x1C53BB6B, VOID, CRC}
# Title, day, names of files, keys of the recording; what the two programs are called is asked for, and becomes blanks
TELLS, PROGRAMS = {0x7BA9, 0x4461, 0x7384, 0x73A4, 0x3C83AB, 0x3EB923, CRC}, {0x4D80, 0x5741}
NAME, SEEN, HEARD, READ = 0x536E, 1, 2, 17
MOST = 500_000


@dataclass(frozen=True)
class Element:
    id: int
    start: int
    body: int
    end: int


def cleaned(data: bytes) -> Cleaned:
    top = list(_elements(data, 0, len(data)))
    if [one.id for one in top if one.id != VOID] != [EBML, SEGMENT]:
        raise Unreadable("no WebM")
    head, segment = (one for one in top if one.id != VOID)
    says = [bytes(data[one.body : one.end]).rstrip(b"\0") for one in _elements(data, head.body, head.end) if one.id == DOCTYPE]
    if says != [b"webm"]:
        raise Unreadable("no WebM")
    kept, kinds = bytearray(data), set()
    for part in _elements(data, segment.body, segment.end):
        if part.id == INFO:
            _clean_info(kept, part)
        elif part.id == TRACKS:
            kinds |= _clean_tracks(kept, part)
        elif part.id in (EBML, SEGMENT):
            raise Unreadable("two recordings in one file")
        elif part.id not in PLAYS or part.id == VOID:
            _empty(kept, part)
    for extra in top:
        if extra.id == VOID:
            _empty(kept, extra)
    if not kinds & {SEEN, HEARD}:
        raise Unreadable("neither sound nor picture")
    return Cleaned(bytes(kept), has_video=SEEN in kinds)


def _vint(data: bytes | bytearray, at: int, *, marked: bool, most: int) -> tuple[int, int]:
    """(number, its length) of a number that says its own length; ``marked``: with the bit that says it, as in an id."""
    first = number(data, at, 1)
    length = 9 - first.bit_length()
    if not first or length > most:
        raise Unreadable("a number that is none")
    whole = number(data, at, length)
    return (whole if marked else whole & (1 << 7 * length) - 1), length


def _elements(data: bytes | bytearray, start: int, end: int) -> Iterator[Element]:
    """One after another; an element of unknown size (as recorded live) ends where one of its own level begins."""
    at = seen = 0
    at = start
    while at < end:
        identity, many = _vint(data, at, marked=True, most=4)
        size, more = _vint(data, at + many, marked=False, most=8)
        body = at + many + more
        if size == (1 << 7 * more) - 1:
            stop = _end_of_unknown(data, identity, body, end)
        else:
            stop = body + size
        seen += 1
        if stop > end or seen > MOST:
            raise Unreadable("an element of another size than it says")
        yield Element(identity, at, body, stop)
        at = stop


def _end_of_unknown(data: bytes | bytearray, identity: int, body: int, end: int) -> int:
    if identity == SEGMENT:
        return end
    if identity != CLUSTER:
        raise Unreadable("an element without a size")
    at = body
    while at < end:
        inner, many = _vint(data, at, marked=True, most=4)
        if many == 4:
            # Those within a cluster have shorter names
            return at
        size, more = _vint(data, at + many, marked=False, most=8)
        at += many + more + size
    return at


def _clean_info(data: bytearray, info: Element) -> None:
    for one in list(_elements(data, info.body, info.end)):
        if one.id in TELLS or one.id == VOID:
            _empty(data, one)
        elif one.id in PROGRAMS:
            data[one.body : one.end] = b" " * (one.end - one.body)


def _clean_tracks(data: bytearray, tracks: Element) -> set[int]:
    kinds = set()
    for track in list(_elements(data, tracks.body, tracks.end)):
        if track.id != TRACK:
            _empty(data, track)
            continue
        for one in list(_elements(data, track.body, track.end)):
            if one.id == TRACK_KIND and 0 < one.end - one.body <= 8:
                kinds.add(number(data, one.body, one.end - one.body))
            elif one.id in (NAME, CRC):
                _empty(data, one)
    if kinds - {SEEN, HEARD, READ}:
        raise Unreadable("a track of other data")
    return kinds


def _empty(data: bytearray, one: Element) -> None:
    """Empty room as long as the element, its name and size included."""
    whole = one.end - one.start
    more = 8 if whole >= 9 else 1
    left = whole - 1 - more
    if left < 0:
        raise Unreadable("an element too small to be one")
    data[one.start] = VOID
    data[one.start + 1 : one.start + 1 + more] = (left | 1 << 7 * more).to_bytes(more, "big")
    blank(data, one.start + 1 + more, one.end)
