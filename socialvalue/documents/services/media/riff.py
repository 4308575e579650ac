"""WAV: chunks behind each other. Kept are the three that make the sound; notes, broadcast and tag chunks go."""

from socialvalue.documents.services.media.reading import Cleaned, Unreadable, number

SOUND = (b"fmt ", b"fact", b"data")
# Plain numbers, floating point, the two telephone codes, and the form that names one of them in its own words
FORMATS = {1, 3, 6, 7, 0xFFFE}
HEAD, CHUNK = 12, 8


def cleaned(data: bytes) -> Cleaned:
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise Unreadable("no WAV")
    if number(data, 4, 4, order="little") + CHUNK not in (len(data), len(data) - 1):
        raise Unreadable("of another length than it says")
    kept, at = {}, HEAD
    while at + CHUNK <= len(data):
        name, size = data[at : at + 4], number(data, at + 4, 4, order="little")
        body = data[at + CHUNK : at + CHUNK + size]
        if len(body) != size:
            raise Unreadable("a chunk that ends too early")
        if name in SOUND:
            if name in kept:
                raise Unreadable("two of one chunk")
            kept[name] = body
        at += CHUNK + size + size % 2
    if at not in (len(data), len(data) + 1) or not {b"fmt ", b"data"} <= set(kept):
        raise Unreadable("no sound")
    if len(kept[b"fmt "]) < 16 or number(kept[b"fmt "], 0, 2, order="little") not in FORMATS:
        raise Unreadable("no kind of sound that is known")
    body = b"".join(
        name + len(kept[name]).to_bytes(4, "little") + kept[name] + b"\0" * (len(kept[name]) % 2)
        for name in SOUND
        if name in kept
    )
    return Cleaned(b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WAVE" + body)
