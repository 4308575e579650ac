"""Fonts are unpacked once for a process, and again only when their file is another one."""

import io
import os
import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from socialvalue.documents.services import fonts, pdf

PAGE = "<html lang='en'><head><title>Two fonts</title></head><body><p>Plain and <b>bold</b></p></body></html>"


@pytest.fixture
def packed(tmp_path) -> Path:
    source = pdf._static_file("fonts/SourceSans3-Bold.woff2")
    assert source is not None
    return Path(shutil.copy(source, tmp_path))


def names_in(font: bytes) -> str:
    return str(TTFont(io.BytesIO(font))["name"].getDebugName(4))


def test_what_is_packed_for_the_web_is_given_unpacked(packed):
    font = fonts.read(packed)
    assert packed.read_bytes()[:4] == b"wOF2"
    assert font[:4] in (b"OTTO", b"\0\1\0\0")
    assert names_in(font) == "Source Sans 3 Bold"


def test_every_other_file_is_given_as_it_is(tmp_path):
    picture = tmp_path / "mark.svg"
    picture.write_bytes(b"<svg/>")
    assert fonts.read(picture) == b"<svg/>"


def test_a_font_is_unpacked_once_and_again_when_its_file_is_another(packed):
    first = fonts.read(packed)
    assert fonts.read(packed) is first
    shutil.copy(pdf._static_file("fonts/SourceSans3-It.woff2"), packed)
    os.utime(packed, ns=(1, 1))
    assert names_in(fonts.read(packed)) == "Source Sans 3 Italic"


def test_a_second_document_unpacks_nothing_and_has_the_same_bytes():
    first = pdf._finished(pdf._drawn(PAGE))
    before = fonts._unpacked.cache_info()
    assert pdf._finished(pdf._drawn(PAGE)) == first
    after = fonts._unpacked.cache_info()
    assert (after.misses, after.hits > before.hits) == (before.misses, True)


def test_all_fonts_of_the_house_have_room():
    """Otherwise each document would push out what the next one needs."""
    house = {path.name for path in pdf._static_file("fonts/SourceSans3-Bold.woff2").parent.glob("*.woff2")}
    assert 0 < len(house) <= fonts.FONTS_KEPT
