"""Recordings made byte by byte, as the published formats have them, with and without what they carry beside the sound."""

import io
import struct
import wave

from socialvalue.documents.services.media.ogg import checksum

PLACE = b"+51.2787+000.5217+012.3/"
SECRET = b"SECRET"


def wav(*extra: tuple[bytes, bytes], seconds: float = 0.1) -> bytes:
    """A wave file; ``extra`` chunks (name, body) behind the sound."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1), file.setsampwidth(2), file.setframerate(8000)
        file.writeframes(b"\x01\x02" * int(8000 * seconds))
    body = out.getvalue()[12:]
    for name, data in extra:
        body += name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


def mp3_frames(many: int = 10) -> bytes:
    """Version 1, layer III, 128 kbit a second, 44.1 kHz: 417 bytes a frame."""
    return (b"\xff\xfb\x90\x00" + b"\x55" * 413) * many


def mp3(many: int = 10, *, tagged: bool = False) -> bytes:
    if not tagged:
        return mp3_frames(many)
    body = b"TXXX" + struct.pack(">I", 20) + b"\0\0" + SECRET + PLACE
    size = bytes([0, 0, len(body) >> 7, len(body) & 0x7F])
    old = (b"TAG" + SECRET).ljust(128, b"\0")
    ape = b"APETAGEX" + struct.pack("<IIII", 2000, 32 + len(SECRET), 1, 0) + bytes(8)
    return b"ID3\x04\x00\x00" + size + body + mp3_frames(many) + SECRET + ape + old


def page(packets: list[bytes], *, serial: int = 7, sequence: int = 0, begins: bool = False) -> bytes:
    lacing = b"".join(b"\xff" * (len(p) // 255) + bytes([len(p) % 255]) for p in packets)
    head = b"OggS\0" + bytes([2 if begins else 0]) + bytes(8) + struct.pack("<II", serial, sequence) + bytes(4)
    whole = head + bytes([len(lacing)]) + lacing + b"".join(packets)
    return whole[:22] + struct.pack("<I", checksum(whole)) + whole[26:]


def comments(*said: bytes, begins: bytes = b"OpusTags", ends: bytes = b"", vendor: bytes = b"Phone of Sam") -> bytes:
    each = b"".join(struct.pack("<I", len(one)) + one for one in said)
    return begins + struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", len(said)) + each + ends


def opus(*said: bytes) -> bytes:
    head = b"OpusHead" + bytes([1, 1]) + struct.pack("<HIH", 312, 48000, 0) + b"\0"
    return page([head], begins=True) + page([comments(*said)], sequence=1) + page([b"\xfc\xff\xfe"] * 20, sequence=2)


def vorbis(*said: bytes) -> bytes:
    head = b"\x01vorbis" + bytes(22) + b"\x01"
    words = comments(*said, begins=b"\x03vorbis", ends=b"\x01")
    return page([head], begins=True) + page([words, b"\x05vorbis" + bytes(30)], sequence=1) + page([b"\x01\x02"] * 9, sequence=2)


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def full(kind: bytes, *parts: bytes, version: int = 0) -> bytes:
    return box(kind, bytes([version, 0, 0, 0]), *parts)


WHEN = struct.pack(">II", 3_800_000_000, 3_800_000_001)


def track(handler: bytes, *, chunk: int = 0, size: int = 0, told: bytes = b"") -> bytes:
    table = box(
        b"stbl",
        full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        full(b"stsz", struct.pack(">III", 0, 1, size)),
        full(b"stco", struct.pack(">II", 1, chunk)),
    )
    media = box(
        b"mdia",
        full(b"mdhd", WHEN, struct.pack(">IIHH", 1000, 1000, 0x55C4, 0)),
        full(b"hdlr", bytes(4), handler, bytes(12), b"Camera of Sam\0"),
        box(b"minf", table),
    )
    return box(b"trak", full(b"tkhd", WHEN, bytes(72)), media, told)


def mp4(*, video: bool = True, told: bool = False, positions: bytes = b"", brand: bytes = b"isom") -> bytes:
    """``told``: position, maker and owner in each box that may hold them; ``positions``: a track of data with these bytes."""
    udta = box(b"udta", box(b"\xa9xyz", PLACE), box(b"\xa9mak", SECRET)) if told else b""
    head = box(b"ftyp", brand, struct.pack(">I", 512), brand, b"mp42")
    sound = b"\x11" * 64
    mdat = box(b"mdat", sound, positions)
    at = len(head) + 8
    tracks = [track(b"vide" if video else b"soun", chunk=at, size=len(sound), told=udta)]
    if positions:
        tracks.append(track(b"meta", chunk=at + len(sound), size=len(positions)))
    moov = box(b"moov", full(b"mvhd", WHEN, bytes(92)), *tracks, udta, box(b"meta", SECRET) if told else b"")
    return head + mdat + moov + (box(b"uuid", bytes(16), SECRET) if told else b"")


def element(identity: int, *parts: bytes, unknown: bool = False) -> bytes:
    body, name = b"".join(parts), identity.to_bytes((identity.bit_length() + 7) // 8, "big")
    size = b"\x01" + b"\xff" * 7 if unknown else (len(body) | 1 << 56).to_bytes(8, "big")
    return name + size + body


def webm(*, video: bool = False, told: bool = False, live: bool = True, kind: int = 0, doctype: bytes = b"webm") -> bytes:
    """As a browser records it: segment and cluster without a size where ``live``."""
    info = [element(0x2AD7B1, b"\x0f\x42\x40"), element(0x4D80, b"Program"), element(0x5741, b"Sams Phone 3")]
    if told:
        info += [element(0x7BA9, SECRET), element(0x4461, bytes(8) if not told else b"\x07" * 8)]
    track_ = element(
        0xAE,
        element(0xD7, b"\x01"),
        element(0x83, bytes([kind or (1 if video else 2)])),
        element(0x536E, SECRET if told else b"t"),
    )
    cluster = element(0x1F43B675, element(0xE7, b"\0"), element(0xA3, b"\x81\0\0\x80" + b"\x22" * 40), unknown=live)
    tags = element(0x1254C367, element(0x7373, SECRET + PLACE)) if told else b""
    files = element(0x1941A469, element(0x61A7, SECRET)) if told else b""
    segment = element(0x18538067, element(0x1549A966, *info), element(0x1654AE6B, track_), cluster, tags, files, unknown=live)
    return element(0x1A45DFA3, element(0x4282, doctype)) + segment


TOLD = {
    "talk.wav": wav((b"LIST", b"INFO" + SECRET), (b"bext", SECRET + PLACE), (b"id3 ", PLACE)),
    "talk.mp3": mp3(tagged=True),
    "talk.opus": opus(b"LOCATION=" + PLACE, b"ARTIST=" + SECRET),
    "talk.ogg": vorbis(b"LOCATION=" + PLACE, b"ARTIST=" + SECRET),
    "talk.m4a": mp4(video=False, told=True, brand=b"M4A "),
    "film.mp4": mp4(told=True, positions=PLACE + SECRET),
    "film.mov": mp4(told=True, positions=PLACE, brand=b"qt  "),
    "film.webm": webm(video=True, told=True),
    "film cut.webm": webm(video=True, told=True, live=False),
}
PLAIN = {
    "talk.wav": (wav(), "audio/wav"),
    "talk.mp3": (mp3(), "audio/mpeg"),
    "talk.m4a": (mp4(video=False, brand=b"M4A "), "audio/mp4"),
    "talk.mp4": (mp4(video=False), "audio/mp4"),
    "film.mp4": (mp4(), "video/mp4"),
    "film.mov": (mp4(brand=b"qt  "), "video/mp4"),
    "talk.webm": (webm(), "audio/webm"),
    "film.webm": (webm(video=True), "video/webm"),
    "talk.opus": (opus(), "audio/ogg"),
    "talk.oga": (vorbis(), "audio/ogg"),
}
