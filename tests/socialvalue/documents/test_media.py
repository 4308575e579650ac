"""Sound and video: what is heard and seen stays as it was, where and with what it was recorded goes, anything else is refused."""

import io
import wave
import zipfile

import pytest

from socialvalue.common.errors import Refused
from socialvalue.documents.services import content, media
from socialvalue.documents.services.media import mp4, mpeg, ogg, riff, webm
from socialvalue.documents.services.media.reading import Unreadable

from . import media_made as made

BEHIND = b"<script>alert(1)</script>"


@pytest.mark.parametrize("name", made.TOLD)
def test_position_maker_and_owner_are_gone_and_the_person_is_told(name):
    data = made.TOLD[name]
    assert made.SECRET in data or made.PLACE in data
    kept = content.admitted(name, data)
    for word in (made.SECRET, made.PLACE, b"of Sam", b"Sams Phone"):
        assert word not in kept.data, word
    assert kept.changed == "Where, when and with what it was recorded was removed from the file."
    # Once more there is nothing left to remove
    again = content.admitted(name, kept.data)
    assert (again.data, again.changed) == (kept.data, "")


@pytest.mark.parametrize("name", made.PLAIN)
def test_each_kind_is_known_by_what_is_in_it(name):
    data, mime = made.PLAIN[name]
    assert content.admitted(name, data).content_type == mime


def test_the_sound_itself_is_as_it_was():
    kept = content.admitted("talk.wav", made.TOLD["talk.wav"]).data
    with wave.open(io.BytesIO(kept)) as after, wave.open(io.BytesIO(made.wav())) as before:
        assert (after.getparams(), after.readframes(9999)) == (before.getparams(), before.readframes(9999))
    assert content.admitted("talk.mp3", made.TOLD["talk.mp3"]).data == made.mp3()


def test_nothing_moves_in_containers_with_places_by_number():
    for name in ("film.mp4", "film.webm", "talk.opus", "talk.ogg"):
        before, after = made.TOLD[name], content.admitted(name, made.TOLD[name]).data
        assert len(before) == len(after)
    film = content.admitted("film.mp4", made.TOLD["film.mp4"]).data
    at = film.index(b"mdat") + 4
    assert film[at : at + 64] == b"\x11" * 64
    # What was recorded at each moment beside the picture is nought, and its track is no track any more
    assert film[at + 64 : at + 64 + len(made.PLACE + made.SECRET)] == bytes(len(made.PLACE + made.SECRET))
    assert film.count(b"trak") == 1


def test_every_page_of_ogg_still_has_its_checksum():
    for name in ("talk.opus", "talk.ogg"):
        kept = content.admitted(name, made.TOLD[name]).data
        for page in kept.split(b"OggS\0")[1:]:
            whole = b"OggS\0" + page
            assert ogg.checksum(whole[:22] + bytes(4) + whole[26:]) == int.from_bytes(whole[22:26], "little")


def test_the_checksum_is_that_of_the_format():
    # Worked out bit by bit by the polynomial of RFC 3533
    rest = 0
    for byte in b"OggS":
        rest ^= byte << 24
        for _ in range(8):
            rest = (rest << 1 ^ 0x04C11DB7) & 0xFFFFFFFF if rest & 0x80000000 else rest << 1 & 0xFFFFFFFF
    assert ogg.checksum(b"OggS") == rest


@pytest.mark.parametrize("name", made.PLAIN)
def test_half_a_file_and_something_in_front_or_behind_are_refused(name):
    data, ending = made.PLAIN[name][0], content.ending(name)
    halves = [data[: len(data) // 2], data[:30]] if ending != "mp3" else [data[:400]]
    for wrong in (*halves, data + BEHIND, BEHIND + data):
        with pytest.raises(Unreadable):
            media.without_traces(wrong, ending)


def test_a_package_behind_a_recording_is_two_files():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    hidden = made.wav((b"junk", out.getvalue()))
    with pytest.raises(Refused, match="has something else in front of it or behind it"):
        content.admitted("talk.wav", hidden)


def test_a_video_is_no_sound():
    with pytest.raises(Refused, match="talk.m4a is not what its ending says"):
        content.admitted("talk.m4a", made.mp4())


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (riff.cleaned, made.wav()[:4] + b"\xff\xff\xff\xff" + made.wav()[8:]),
        (riff.cleaned, made.wav((b"fmt ", bytes(16)))),
        (riff.cleaned, made.wav().replace(b"fmt ", b"fmx ")),
        (riff.cleaned, made.wav().replace(b"fmt \x10\0\0\0\x01\0", b"fmt \x10\0\0\0\x02\0")),
        (mpeg.cleaned, made.mp3_frames(2)),
        (mpeg.cleaned, b"ID3\x04\0\0\xff\0\0\0" + made.mp3_frames()),
        (mpeg.cleaned, made.mp3_frames(3) + b"\xff\xfb\x00\x00" + made.mp3_frames(3)),
        (mpeg.cleaned, made.mp3_frames(3) + b"\xff\xfb\xf0\x00" + made.mp3_frames(3)),
        (ogg.cleaned, made.opus().replace(b"OpusHead", b"OpusHeap")),
        (ogg.cleaned, made.opus().replace(b"OpusTags", b"OpusTogs")),
        (ogg.cleaned, made.opus() + made.opus()),
        (ogg.cleaned, made.page([b"\xfc"] * 3)),
        (ogg.cleaned, b""),
        (mp4.cleaned, made.box(b"ftyp", b"isom" + bytes(4))),
        (mp4.cleaned, made.mp4().replace(b"vide", b"tmcd")),
        (mp4.cleaned, made.mp4().replace(b"hdlr", b"hdlx")),
        (mp4.cleaned, made.mp4(positions=b"1234").replace(b"stsz", b"stsx")),
        (webm.cleaned, made.webm(doctype=b"matroska")),
        (webm.cleaned, made.webm(kind=33)),
        (webm.cleaned, made.webm() + made.webm()),
        (webm.cleaned, b"\0" * 40),
    ],
)
def test_what_is_wrong_within_is_noticed(read, data):
    with pytest.raises(Unreadable):
        read(data)


def test_a_sample_outside_the_file_is_no_way_to_write_elsewhere():
    data = bytearray(made.mp4(positions=made.PLACE))
    at = data.rindex(b"stco") + 12
    data[at : at + 4] = (len(data) - 4).to_bytes(4, "big")
    with pytest.raises(Unreadable, match="outside the file"):
        mp4.cleaned(bytes(data))


def test_a_recording_of_others_in_pieces_is_refused_where_it_has_a_track_of_data():
    whole = made.mp4(positions=made.PLACE)
    moov = whole[whole.index(b"moov") - 4 :]
    pieces = whole[: whole.index(b"moov") - 4] + made.box(b"moov", moov[8:], made.box(b"mvex"))
    with pytest.raises(Unreadable, match="in pieces"):
        mp4.cleaned(pieces)


def test_times_of_eight_bytes_and_boxes_of_a_long_size_are_read():
    long = made.box(b"mdat", b"\x11" * 8)
    long = (1).to_bytes(4, "big") + b"mdat" + (len(long) + 8).to_bytes(8, "big") + long[8:]
    plain = made.mp4()
    head, moov = plain[: plain.index(b"mdat") - 4], plain[plain.index(b"moov") - 4 :]
    assert mp4.cleaned(head + long + moov).has_video
    old = made.full(b"mvhd", made.WHEN, bytes(92))
    new = made.full(b"mvhd", b"\x07" * 16, bytes(92), version=1)
    moved = moov.replace(old, new)
    moved = (len(moved)).to_bytes(4, "big") + moved[4:]
    assert b"\x07" not in mp4.cleaned(head + long + moved).data
