"""Of a picture only what is seen is kept: no position, no day, no device, no words; upright, in its colours, moving if it moved."""

import hashlib
import io
import struct
import zlib

import pillow_heif
import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageFile, ImageSequence, PngImagePlugin, TiffImagePlugin
from PIL.TiffImagePlugin import IFDRational

from contracts.evidence import services as evidence
from contracts.returns import services as returns
from socialvalue.accounts.enums import Role
from socialvalue.common.errors import Refused
from socialvalue.documents.services import content, pictures, store
from tests.builders import contracts as build
from tests.builders import people

MAKER, WORDS = "Phonemaker", "At the home of a client"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>51,16.5N</x:xmpmeta>"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# What would give somebody away in the raw bytes, whatever the format
TRACES = (b"Exif", b"Phonemaker", b"At the home", b"xmpmeta", b"51,16.5N", b"8BIM", b"2026:05:04")


def exif(orientation: int = 1) -> Image.Exif:
    """Maker, description, the day, and 51°16'30"N 0°31'E, as a phone writes them."""
    found = Image.Exif()
    found[0x010F], found[0x010E], found[0x0132] = MAKER, WORDS, "2026:05:04 10:20:30"
    found[0x0112] = orientation
    found.get_ifd(0x8825).update({1: "N", 2: (51.0, 16.0, 30.0), 3: "E", 4: (0.0, 31.0, 0.0)})
    found.get_ifd(0x8769)[0x9003] = "2026:05:04 10:20:30"
    return found


def drawn(mode: str = "RGB", size=(40, 20)) -> Image.Image:
    """Red on the left, blue on the right, so that it shows which way is up."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def saved(image: Image.Image, image_format: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, image_format, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def with_segment(jpeg: bytes, marker: int, body: bytes) -> bytes:
    return jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def a_photograph(orientation: int = 1, size=(40, 20), **options) -> bytes:
    data = saved(
        drawn(size=size), "JPEG", exif=exif(orientation), xmp=XMP, icc_profile=PROFILE, comment=WORDS, quality=95, **options
    )
    return with_segment(data, 0xED, b"Photoshop 3.0\x008BIM\x04\x04" + WORDS.encode()) + b"\0\0\0\x18ftypmp42" + WORDS.encode()


def a_png(**options) -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", WORDS)
    words.add_text("Comment", WORDS, zip=True)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return saved(drawn(), "PNG", pnginfo=words, exif=exif(), icc_profile=PROFILE, **options)


def a_tiff() -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270], tags[271], tags[700], tags[33723] = WORDS, MAKER, XMP, WORDS.encode()
    tags[34853] = {1: "N", 2: (IFDRational(51), IFDRational(16), IFDRational(30))}
    return saved(drawn(), "TIFF", tiffinfo=tags, icc_profile=PROFILE)


MADE = {
    "JPEG": a_photograph(),
    "PNG": a_png(),
    "WEBP": saved(drawn(), "WEBP", exif=exif(), xmp=XMP, icc_profile=PROFILE, quality=95),
    "TIFF": a_tiff(),
}


def leaks(data: bytes) -> list[bytes]:
    """The traces in the bytes, those in a PNG's packed texts too."""
    unpacked = data
    for at in range(len(data)):
        if data[at : at + 4] in (b"zTXt", b"iTXt"):
            unpacked += b"Exif"
    return [trace for trace in TRACES if trace in unpacked]


@pytest.mark.parametrize("image_format", MADE)
def test_nothing_is_kept_of_what_the_camera_wrote(image_format):
    before = MADE[image_format]
    assert leaks(before), "the picture to be cleaned gives somebody away"
    kept = pictures.without_traces(before, image_format)
    assert leaks(kept) == []
    image = opened(kept)
    assert image.format == image_format
    assert dict(image.getexif().get_ifd(0x8825)) == {}
    assert {0x010F, 0x010E, 0x0132, 0x8825, 0x8769, 700, 33723} & set(image.getexif()) == set()
    assert set(image.info) & {"exif", "xmp", "comment", "photoshop", "Author", "Comment", "XML:com.adobe.xmp"} == set()


@pytest.mark.parametrize("image_format", MADE)
def test_the_colours_and_the_profile_stay(image_format):
    kept = opened(pictures.without_traces(MADE[image_format], image_format))
    assert (kept.size, kept.info["icc_profile"]) == ((40, 20), PROFILE)
    for place, wanted in (((5, 10), (255, 0, 0)), ((35, 10), (0, 0, 255))):
        assert all(abs(a - b) <= 8 for a, b in zip(kept.convert("RGB").getpixel(place), wanted, strict=True)), place


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [
        (1, (40, 20), (5, 10)),
        (2, (40, 20), (35, 10)),
        (3, (40, 20), (35, 10)),
        (4, (40, 20), (5, 10)),
        (5, (20, 40), (10, 5)),
        (6, (20, 40), (10, 5)),
        (7, (20, 40), (10, 35)),
        (8, (20, 40), (10, 35)),
        (99, (40, 20), (5, 10)),
    ],
)
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_taken_sideways_stands_upright(image_format, orientation, size, red):
    kept = opened(pictures.without_traces(saved(drawn(), image_format, exif=exif(orientation)), image_format))
    assert (kept.size, kept.getexif().get(0x0112)) == (size, None)
    r, _, b = kept.convert("RGB").getpixel(red)
    assert r > 200 > 60 > b


def test_a_jpeg_is_compressed_as_it_was():
    noise = Image.effect_noise((200, 120), 60).convert("RGB")
    for quality in (30, 75, 95):
        before = saved(noise, "JPEG", quality=quality, exif=exif())
        kept = pictures.without_traces(before, "JPEG")
        assert opened(kept).quantization == opened(before).quantization
        assert len(kept) <= len(before)
        points = list(zip(opened(kept).tobytes(), opened(before).tobytes(), strict=True))
        assert sum(abs(a - b) for a, b in points) / len(points) < 1, "less than one step of 256, in the hardest picture there is"


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_printers_colours_stay(mode):
    kept = opened(pictures.without_traces(saved(drawn(mode), "JPEG", exif=exif(), quality=95), "JPEG"))
    assert kept.mode == mode
    assert abs(kept.convert("RGB").getpixel((5, 10))[0] - drawn(mode).convert("RGB").getpixel((5, 10))[0]) <= 8


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_keeps_each_point_exactly(mode):
    before = Image.new("I;16", (9, 9), 40000) if mode == "I;16" else drawn(mode)
    kept = opened(pictures.without_traces(saved(before, "PNG", exif=exif()), "PNG"))
    assert (kept.mode, kept.tobytes()) == (before.mode, before.tobytes())


def test_what_is_clear_stays_clear():
    clear = Image.new("P", (8, 8), 1)
    clear.putpalette([0, 0, 0, 255, 0, 0])
    before = saved(clear, "PNG", transparency=1)
    assert opened(before).convert("RGBA").getpixel((2, 2))[3] == 0
    kept = opened(pictures.without_traces(before, "PNG"))
    assert kept.convert("RGBA").getpixel((2, 2))[3] == 0


FRAMES = [Image.new("RGB", (16, 16), colour) for colour in ("red", "green", "blue")]


@pytest.mark.parametrize("image_format", ["GIF", "PNG", "WEBP"])
def test_an_animation_moves_as_before_without_its_words(image_format):
    words = {"comment": WORDS} if image_format == "GIF" else {"exif": exif()}
    options = {"save_all": True, "append_images": FRAMES[1:], "duration": [100, 200, 300], "loop": 2}
    before = saved(FRAMES[0], image_format, **options, **words)
    assert leaks(before)
    kept = pictures.without_traces(before, image_format)
    assert leaks(kept) == []
    image = opened(kept)
    seen = [
        (frame.convert("RGB").getpixel((8, 8)), frame.info["duration"])
        for frame in ImageSequence.Iterator(image)
        if frame.load() is not None
    ]
    wanted = [((255, 0, 0), 100), ((0, 128, 0), 200), ((0, 0, 255), 300)]
    assert [duration for _, duration in seen] == [duration for _, duration in wanted]
    for (colour, _), (meant, _) in zip(seen, wanted, strict=True):
        assert all(abs(a - b) <= 12 for a, b in zip(colour, meant, strict=True)), (colour, meant)
    assert image.info.get("loop") == 2


def test_a_clear_animation_does_not_show_the_frame_before():
    frames = []
    for left in (0, 8):
        frame = Image.new("RGBA", (16, 16), (0, 0, 0, 0))
        frame.paste((255, 0, 0, 255), (left, 0, left + 8, 16))
        frames.append(frame)
    before = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50, disposal=2)
    image = opened(pictures.without_traces(before, "GIF"))
    image.seek(1)
    assert [image.convert("RGBA").getpixel(place)[3] for place in ((4, 8), (12, 8))] == [0, 255]


def test_a_tiff_keeps_its_pages():
    pages = [drawn("1"), Image.new("1", (30, 50)), drawn("1")]
    before = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    kept = opened(pictures.without_traces(before, "TIFF"))
    assert kept.info["compression"] == "group4"
    assert [page.size for page in ImageSequence.Iterator(kept)] == [(40, 20), (30, 50), (40, 20)]


def test_a_second_picture_behind_a_photograph_goes():
    """As phones do it: a depth map or a thumbnail of its own, with the position in it."""
    before = saved(drawn(), "MPO", save_all=True, append_images=[drawn()], exif=exif())
    assert getattr(opened(before), "n_frames", 1) == 2
    kept = pictures.without_traces(before, "JPEG")
    assert leaks(kept) == []
    assert (opened(kept).format, getattr(opened(kept), "n_frames", 1)) == ("JPEG", 1)


def test_broken_words_about_a_whole_picture_do_not_spoil_it():
    broken = with_segment(saved(drawn(), "JPEG"), 0xE1, b"Exif\x00\x00MM\x00\x2a\xff\xff\xff\xffPhonemaker")
    kept = pictures.without_traces(broken, "JPEG")
    assert (opened(kept).size, leaks(kept)) == ((40, 20), [])


# Telephones' own kind, and what is said of a picture that was changed


def a_heic(orientation: int = 1, mode: str = "RGB", **options) -> bytes:
    pillow_heif.register_heif_opener()
    return saved(drawn(mode), "HEIF", exif=exif(orientation), xmp=XMP, quality=95, **options)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_a_telephones_picture_becomes_a_jpeg_without_its_position(mode):
    """How it stands is said in the picture's own head, which the library follows; what EXIF says beside it does not count."""
    before = a_heic(6, mode)
    assert leaks(before)
    kept = content.admitted("IMG 0001.HEIC", before)
    image = opened(kept.data)
    assert (kept.name, kept.content_type, image.format, image.size) == ("IMG 0001.jpg", "image/jpeg", "JPEG", (40, 20))
    assert kept.changed == "The photograph was saved as JPEG without its position."
    assert leaks(kept.data) == []
    for place in ((5, 10), (35, 10)):
        seen, meant = image.convert("RGB").getpixel(place), drawn(mode).convert("RGB").getpixel(place)
        assert all(abs(a - b) <= 12 for a, b in zip(seen, meant, strict=True)), (place, seen, meant)


def test_of_several_pictures_in_one_the_first_is_seen():
    pillow_heif.register_heif_opener()
    made = saved(drawn(), "HEIF", save_all=True, append_images=[Image.new("RGB", (40, 20), "green")], quality=95)
    kept = opened(content.admitted("burst.heic", made).data)
    assert (kept.size, kept.getpixel((5, 10))[0] > 200) == ((40, 20), True)


def test_a_telephones_picture_is_counted_before_it_is_unpacked(monkeypatch):
    pillow_heif.register_heif_opener()
    monkeypatch.setattr(pictures, "MOST_PIXELS", 799)
    with pytest.raises(pictures.TooLarge, match="40 by 20 points"):
        pictures.without_traces(a_heic(), "HEIF")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("photo.heif", saved(drawn(), "JPEG"), None),
        ("photo.jpg", MADE["JPEG"], "The photograph was saved without its position."),
        ("photo.png", MADE["PNG"], "The photograph was saved without its position."),
        ("photo.jpg", saved(drawn(), "JPEG"), ""),
        ("photo.webp", saved(drawn(), "WEBP"), ""),
    ],
)
def test_what_was_changed_is_said_and_nothing_else(name, data, said):
    if said is None:
        with pytest.raises(Refused, match="not what its ending says"):
            content.admitted(name, data)
        return
    kept = content.admitted(name, data)
    assert (kept.name, kept.changed) == (name, said)


@pytest.mark.parametrize(
    "profile",
    [b"Taken at the home of a client" * 9, PROFILE[:60], PROFILE + b"\0" * 2 * 1024 * 1024],
    ids=["words", "half", "long"],
)
def test_what_stands_in_a_profiles_place_and_is_none_goes(profile):
    before = saved(drawn(), "JPEG", icc_profile=profile)
    assert "icc_profile" not in opened(pictures.without_traces(before, "JPEG")).info


def test_a_profile_of_other_colours_than_the_pictures_goes():
    before = saved(drawn("L"), "JPEG", icc_profile=PROFILE)
    assert "icc_profile" not in opened(pictures.without_traces(before, "JPEG")).info


# What cannot be kept


@pytest.mark.parametrize("image_format", MADE)
@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_part_of_a_picture_is_none(image_format, part, monkeypatch):
    # As it is in a process that has made a PDF
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    noise = saved(Image.effect_noise((120, 120), 80).convert("RGB"), image_format)
    with pytest.raises(pictures.Unreadable):
        pictures.without_traces(noise[: int(len(noise) * part)], image_format)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def a_claim(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("size", "words"),
    [((7_746, 7_747), "7746 by 7747 points"), ((60_000, 60_000), "far more points than a photograph")],
)
def test_a_picture_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(size, words):
    with pytest.raises(pictures.TooLarge, match=words):
        pictures.without_traces(a_claim(*size), "PNG")


def test_a_picture_just_small_enough_is_only_broken():
    with pytest.raises(pictures.Unreadable):
        pictures.without_traces(a_claim(7_500, 8_000), "PNG")


def test_many_frames_are_too_large_together(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 3 * 16 * 16)
    options = {"save_all": True, "duration": 50}
    pictures.without_traces(saved(FRAMES[0], "GIF", append_images=FRAMES[1:], **options), "GIF")
    with pytest.raises(pictures.TooLarge, match="4 pictures of 16 by 16 points"):
        pictures.without_traces(saved(FRAMES[0], "GIF", append_images=[*FRAMES[1:], FRAMES[0]], **options), "GIF")


def test_a_large_page_behind_a_small_one_is_too_large(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 800)
    before = saved(drawn(), "TIFF", save_all=True, append_images=[drawn(size=(41, 20))])
    with pytest.raises(pictures.TooLarge, match="page 2: 41 by 20 points"):
        pictures.without_traces(before, "TIFF")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        (
            "IMG_0001.HEIC",
            b"\0\0\0\x18ftypheic",
            "IMG_0001.HEIC is not what its ending says, or is damaged. Open it, save it again as JPEG",
        ),
        ("photo.avif", b"\0\0\0\x18ftypavif", "photo.avif is a picture as some phones keep it. Save it as JPEG"),
        ("photo.jpg", MADE["JPEG"][:500], "photo.jpg is not what its ending says, or is damaged"),
        ("photo.gif", MADE["PNG"], "photo.gif is not what its ending says, or is damaged"),
        ("photo.png", a_claim(7_746, 7_747), r"photo.png is too large a picture \(7746 by 7747 points\)"),
    ],
)
def test_a_picture_that_cannot_be_kept_is_refused_in_words(name, data, words):
    with pytest.raises(Refused, match=words) as refusal:
        content.admitted(name, data)
    assert refusal.value.field == "file"


# The doors


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files_under(path) -> list[bytes]:
    return [found.read_bytes() for found in path.rglob("*") if found.is_file()]


@pytest.mark.django_db
def test_evidence_of_a_return_is_stored_hashed_and_downloaded_without_its_position(media, client):
    contract, who = build.active_contract()
    body = returns.save_return(build.first_due(contract), by=who.reporter, value=None, narrative="Nine started")
    kept = evidence.add_evidence(body, by=who.reporter, upload=ContentFile(a_photograph(6), name="photo.JPG"))
    (stored,) = files_under(media)
    assert leaks(stored) == []
    assert opened(stored).size == (20, 40)
    client.force_login(who.reporter)
    assert b"".join(client.get(f"/documents/{kept.pk}/")) == stored
    assert (kept.sha256, kept.size) == (hashlib.sha256(stored).hexdigest(), len(stored))


@pytest.mark.django_db
def test_any_other_record_keeps_no_position_either(media):
    council = people.council()
    store(upload=ContentFile(a_png(), name="wall.png"), owner=council, by=people.person(council, Role.COMMISSIONER))
    (stored,) = files_under(media)
    assert leaks(stored) == []
