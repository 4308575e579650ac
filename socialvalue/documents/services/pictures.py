"""A picture without what its camera wrote into it: where and when it was taken, by which device, in whose words.

Every picture is decoded and written anew, so that nothing stays which is no part of what is seen: EXIF with the position,
XMP, IPTC, comments, text, thumbnails, a film behind the picture. What is seen stays: it stands upright, its colour profile
and resolution stay, an animation moves, a TIFF keeps its pages.
"""

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image, ImageCms, ImageFile, ImageSequence, JpegImagePlugin

# Of all its frames together where it moves; a TIFF's pages are written one by one
MOST_PIXELS = 60_000_000
MOST_PAGES_PIXELS = 10 * MOST_PIXELS
ORIENTATION, POSITION = 0x0112, 0x8825
# What a profile of each kind of picture is about; of printers it is the largest, half a megabyte
PROFILES = {"L": ("GRAY",), "LA": ("GRAY",), "1": ("GRAY",), "I;16": ("GRAY",), "CMYK": ("CMYK",), "P": ("RGB", "GRAY")}
MOST_PROFILE_BYTES = 2 * 1024 * 1024
_one_at_a_time = threading.Lock()
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Unreadable(Exception):
    """The bytes are no picture of this format, or only a part of one."""


class TooLarge(Exception):
    """The picture has more points than can be held; says how many."""


def without_traces(data: bytes, image_format: str) -> bytes:
    """The picture in ``data``, of Pillow's ``image_format`` (JPEG, PNG, WEBP, GIF, TIFF or HEIF), with only what is seen.

    A telephone's HEIF is written as JPEG, which every machine shows; anything else keeps its format.
    Raises Unreadable and TooLarge. Nothing is decoded before the size is known.
    """
    try:
        with _opened(data, image_format) as image:
            _check_size(image, image_format)
            return _as_jpeg(image) if image_format == "HEIF" else _written(image, image_format, data)
    except TooLarge:
        raise
    except Image.DecompressionBombError:
        raise TooLarge("it has far more points than a photograph") from None
    except Exception:
        # Pillow raises whatever it stumbles over in a broken file
        raise Unreadable from None


def had_position(data: bytes, image_format: str) -> bool:
    """Whether the camera wrote down where the picture was taken. Asked of a picture that can be read."""
    try:
        with _opened(data, image_format) as image:
            return bool(image.getexif().get_ifd(POSITION))
    except Exception:
        # What is written about the picture is broken: nobody can read a position from it
        return False


@contextmanager
def _opened(data: bytes, image_format: str) -> Iterator[Image.Image]:
    if image_format == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    with _strictly(), Image.open(io.BytesIO(data), formats=[image_format]) as image:
        yield image


@contextmanager
def _strictly() -> Iterator[None]:
    """Half a picture is none. What makes PDFs allows them, for the whole process, so it is asked for here each time."""
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        allowed, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = allowed


def _check_size(image: Image.Image, image_format: str) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise TooLarge(f"{width} by {height} points")
    frames = _frames(image)
    most = MOST_PAGES_PIXELS if image_format == "TIFF" else MOST_PIXELS
    if frames * width * height > most:
        raise TooLarge(f"{frames} pictures of {width} by {height} points")


def _frames(image: Image.Image) -> int:
    # A photograph's further pictures are thumbnails, depth maps or others of the same burst: what is seen is the first
    return getattr(image, "n_frames", 1) if image.format not in ("MPO", "HEIF") else 1


def _as_jpeg(image: Image.Image) -> bytes:
    """Without what is clear, which JPEG does not know: it becomes white. The library has turned it upright."""
    image.load()
    out = io.BytesIO()
    if image.mode not in ("RGB", "L"):
        over = Image.new("RGB", image.size, "white")
        over.paste(image, mask=image.getchannel("A") if "A" in image.getbands() else None)
    else:
        over = image.copy()
    over.info = {}
    over.save(out, "JPEG", quality=90, icc_profile=_profile(image))
    return out.getvalue()


def _written(image: Image.Image, image_format: str, data: bytes) -> bytes:
    options: dict[str, Any] = {"icc_profile": _profile(image)}
    if dpi := _dpi(image.info.get("dpi")):
        options["dpi"] = dpi
    if image_format == "TIFF":
        first, options = _pages(image, options)
    elif _frames(image) > 1:
        first, options = _moving(image, image_format, options)
    else:
        image.load()
        first = _plain(image)
    if image_format == "JPEG":
        options |= _as_compressed(image)
    if image_format == "WEBP":
        options |= {"lossless": True} if b"VP8L" in data else {"quality": 90, "method": 4}
    out = io.BytesIO()
    try:
        first.save(out, image_format, **options)
    except ValueError:
        if "qtables" not in options:
            raise
        del options["qtables"]
        out = io.BytesIO()
        first.save(out, image_format, **options, quality=95)
    return out.getvalue()


def _plain(image: Image.Image) -> Image.Image:
    """A copy that stands upright and knows nothing but its points, its palette and which colour is clear."""
    turn = TURNS.get(_orientation(image))
    plain = image.transpose(turn) if turn is not None else image.copy()
    plain.info = {"transparency": image.info["transparency"]} if "transparency" in image.info else {}
    return plain


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:
        # What is written about the picture is broken; the picture itself may be whole
        return 1


def _profile(image: Image.Image) -> bytes | None:
    """The colour profile, where it is one and is about this picture's colours; anything may be written in its place."""
    given = image.info.get("icc_profile")
    if not given or len(given) > MOST_PROFILE_BYTES:
        return None
    try:
        space = ImageCms.ImageCmsProfile(io.BytesIO(given)).profile.xcolor_space.strip()
    except (OSError, TypeError, ValueError):
        return None
    return given if space in PROFILES.get(image.mode, ("RGB",)) else None


def _dpi(given) -> tuple[float, float] | None:
    try:
        across, down = (float(number) for number in given)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return (across, down) if 1 <= across <= 10_000 and 1 <= down <= 10_000 else None


def _as_compressed(image: Image.Image) -> dict[str, Any]:
    """Compressed as it was, so that writing it anew costs nothing that can be seen."""
    subsampling = JpegImagePlugin.get_sampling(image)
    tables = getattr(image, "quantization", None)
    return {"qtables": tables, **({"subsampling": subsampling} if subsampling >= 0 else {})} if tables else {"quality": 95}


def _moving(image: Image.Image, image_format: str, options: dict[str, Any]) -> tuple[Image.Image, dict[str, Any]]:
    """The first frame, and how to write it with the others, each for as long as it was shown."""
    # A PNG may hold a still picture for programs that show no animation
    still = bool(image.info.get("default_image"))
    loop = image.info.get("loop")
    frames, durations = [], []
    for number, frame in enumerate(ImageSequence.Iterator(image)):
        if number == 0 and still:
            continue
        frame.load()
        durations.append(frame.info.get("duration", 0))
        frames.append(_plain(frame))
    options |= {"save_all": True, "append_images": frames[1:], "duration": durations}
    if loop is not None:
        options["loop"] = loop
    if image_format == "GIF" and any(frame.has_transparency_data for frame in frames):
        # Each frame is whole: what was clear in it must not show the one before
        options["disposal"] = 2
    return frames[0], options


def _pages(image: Image.Image, options: dict[str, Any]) -> tuple[Image.Image, dict[str, Any]]:
    """The first page of a TIFF, and how to write it with the others."""
    modes = set()
    for number in range(_frames(image)):
        image.seek(number)
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise TooLarge(f"page {number + 1}: {width} by {height} points")
        modes.add(image.mode)

    def pages(start: int) -> Iterator[Image.Image]:
        for number in range(start, _frames(image)):
            image.seek(number)
            image.load()
            yield _plain(image)

    first = next(pages(0))
    options |= {"save_all": True, "append_images": pages(1)}
    return first, options | _compression(image, modes)


def _compression(image: Image.Image, modes: set[str]) -> dict[str, Any]:
    if modes == {"1"}:
        return {"compression": "group4"}
    if image.info.get("compression") == "jpeg" and modes <= {"L", "RGB"}:
        return {"compression": "jpeg", "quality": 90}
    return {"compression": "tiff_adobe_deflate"}
