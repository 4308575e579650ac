"""MP3: frames behind each other, with tags in front of them and behind them. Kept are the frames."""

from socialvalue.documents.services.media.reading import Cleaned, Unreadable

HEAD = 4
# kbit a second by index; of version 1 layers I to III, and of versions 2 and 2.5
BITRATES = {
    (1, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
BITRATES[2, 3] = BITRATES[2, 2]
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
LEAST_FRAMES = 3
# Lengths in bytes: an old tag at the end, the longer one before it, the head and the foot of the other kind
OLD_TAG, LONGER, APE = 128, 227, 32


def cleaned(data: bytes) -> Cleaned:
    sound = data[_first(data) : _last(data)].strip(b"\0")
    at = frames = 0
    while at < len(sound):
        size = _frame(sound, at)
        at, frames = at + size, frames + 1
    if frames < LEAST_FRAMES:
        raise Unreadable("no frames of sound")
    return Cleaned(sound)


def _first(data: bytes) -> int:
    """Where the tags in front end."""
    at = 0
    while data[at : at + 3] == b"ID3" and len(data) >= at + 10:
        size = 0
        for byte in data[at + 6 : at + 10]:
            if byte & 0x80:
                raise Unreadable("a tag without its length")
            size = size << 7 | byte
        at += 10 + size + (10 if data[at + 5] & 0x10 else 0)
    return at


def _last(data: bytes) -> int:
    """Where the tags behind begin."""
    end = len(data)
    while True:
        if data[end - OLD_TAG : end - OLD_TAG + 3] == b"TAG" and end >= OLD_TAG:
            end -= OLD_TAG
        elif data[end - LONGER : end - LONGER + 4] == b"TAG+" and end >= LONGER:
            end -= LONGER
        elif data[end - APE : end - APE + 8] == b"APETAGEX" and end >= APE:
            size = int.from_bytes(data[end - APE + 12 : end - APE + 16], "little")
            has_head = int.from_bytes(data[end - APE + 20 : end - APE + 24], "little") & 0x80000000
            end -= size + (APE if has_head else 0)
        else:
            return max(end, 0)


def _frame(sound: bytes, at: int) -> int:
    """How long the frame at ``at`` is, its head included; the last may be cut short."""
    head = sound[at : at + HEAD]
    if len(head) < HEAD:
        # What is left of a recording that was broken off
        return len(sound) - at
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    bitrate, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or version == 1 or layer == 4 or bitrate in (0, 15) or rate == 3:
        raise Unreadable("something that is no frame")
    kbits, hertz = BITRATES[1 if version == 3 else 2, layer][bitrate], RATES[version][rate]
    if layer == 1:
        return (12 * kbits * 1000 // hertz + padding) * 4
    samples = 72 if layer == 3 and version != 3 else 144
    return samples * kbits * 1000 // hertz + padding
