"""Only files that are what their names say are kept, and only who sees the owner reads them."""

import hashlib
import io
import zipfile

import openpyxl
import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Directorate
from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import Refused
from socialvalue.documents import visibility
from socialvalue.documents.models import Document
from socialvalue.documents.services import content, store
from tests.builders import people
from tests.socialvalue.documents import media_made


def made(maker) -> bytes:
    out = io.BytesIO()
    maker(out)
    return out.getvalue()


def a_pdf(**options) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    return made(lambda out: document.save(out, **options))


def an_office_file(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


PDF = a_pdf()
LOCKED = a_pdf(encryption=pikepdf.Encryption(user="secret", owner="secret"))
PNG = made(lambda out: Image.new("RGB", (8, 8)).save(out, "PNG"))
JPEG = made(lambda out: Image.new("RGB", (8, 8)).save(out, "JPEG"))
GIF, WEBP, TIFF = (made(lambda out, kind=kind: Image.new("RGB", (8, 8)).save(out, kind)) for kind in ("GIF", "WEBP", "TIFF"))
WORD = {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}
DOCX = an_office_file(WORD)
XLSX = made(openpyxl.Workbook().save)
MP3 = media_made.mp3()
M4A = media_made.mp4(video=False, brand=b"M4A ")
MP4 = media_made.mp4()
EXE = b"MZ\x90\x00" + b"\x00" * 300

GOOD = {
    "plan.pdf": (PDF, "application/pdf"),
    "PLAN.PDF": (PDF, "application/pdf"),
    "photo.png": (PNG, "image/png"),
    "photo.jpg": (JPEG, "image/jpeg"),
    "photo.jpeg": (JPEG, "image/jpeg"),
    "film.gif": (GIF, "image/gif"),
    "photo.webp": (WEBP, "image/webp"),
    "scan.tif": (TIFF, "image/tiff"),
    "scan.tiff": (TIFF, "image/tiff"),
    "letter.docx": (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "sums.xlsx": (XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "list.csv": ("Name,£\nÉva,1\n".encode(), "text/csv"),
    "excel.csv": ("Name,£\n".encode("cp1252"), "text/csv"),
    "unicode.txt": ("Name\t£\n".encode("utf-16"), "text/plain"),
    "interview.mp3": (MP3, "audio/mpeg"),
    "interview.m4a": (M4A, "audio/mp4"),
    "film.mp4": (MP4, "video/mp4"),
}
BAD = {
    "a program": ("tool.exe", EXE, "cannot be uploaded"),
    "no ending": ("README", b"text", "cannot be uploaded"),
    "a web page": ("page.html", b"<script>", "cannot be uploaded"),
    "a drawing with scripts": ("drawing.svg", b"<svg/>", "cannot be uploaded"),
    "a program called a PDF": ("tool.pdf", EXE, "not what its ending says"),
    "a program called text": ("tool.txt", EXE, "not plain text"),
    "a program called a picture": ("tool.png", EXE, "not what its ending says"),
    "a program called a film": ("tool.mp4", EXE, "not what its ending says"),
    "a program called Word": ("tool.docx", EXE, "not what its ending says"),
    "a PNG called JPEG": ("photo.jpg", PNG, "not what its ending says"),
    "half a picture": ("photo.png", PNG[:40], "not what its ending says"),
    "half a PDF": ("plan.pdf", b"%PDF-1.7\n", "not what its ending says"),
    "a PDF under a password": ("plan.pdf", LOCKED, "protected by a password"),
    "Excel called Word": ("sums.docx", XLSX, "not what its ending says"),
    "Word with macros, by name": ("letter.docm", DOCX, "macros"),
    "Word with macros, by content": ("letter.docx", an_office_file({**WORD, "word/vbaProject.bin": b"x"}), "macros"),
    "old or locked Word": ("letter.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old format"),
    "a bomb": ("letter.docx", an_office_file({**WORD, "word/big.xml": bytes(501 * 1024 * 1024)}), "unpacks"),
    "nothing": ("empty.txt", b"", "empty"),
    "no name": ("...", b"text", "no name"),
}


@pytest.fixture
def council(db):
    return people.council()


@pytest.fixture
def officer(council):
    return people.person(council, Role.COMMISSIONER)


@pytest.fixture(autouse=True)
def directorates_own_files():
    """In these tests a file belongs to a directorate, and whoever works for its council reads it."""
    visibility.owned_by(
        "socialvalue.directorate",
        lambda user: Directorate.objects.filter(council=user.council) if user.is_authenticated else Directorate.objects.none(),
    )
    yield
    visibility._owners.pop("socialvalue.directorate")


def kept(council, officer, name="list.csv", data=b"a,b\n", **details) -> Document:
    return store(upload=ContentFile(data, name=name), owner=council.directorates.get(), by=officer, **details)


@pytest.mark.parametrize("name", GOOD)
def test_keeps(council, officer, name):
    data, kind = GOOD[name]
    document = kept(council, officer, name, data, description="What it shows")
    # Of a picture only what is seen is kept (test_pictures)
    data = content.admitted(name, data).data
    assert (document.name, document.content_type, document.size) == (name, kind, len(data))
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    with document.file.open() as stored:
        assert stored.read() == data
    assert name not in document.file.name, "the stored name tells nothing"
    event = AuditEvent.objects.get(verb="added a file")
    assert event.actor == officer
    assert event.subjects.filter(object_type="socialvalue.directorate").exists()


@pytest.mark.parametrize(("name", "data", "words"), BAD.values(), ids=BAD.keys())
def test_refuses(council, officer, name, data, words):
    with pytest.raises(Refused, match=words) as refusal:
        kept(council, officer, name, data)
    assert refusal.value.field == "file"
    assert not Document.objects.exists()


def test_refuses_what_is_too_large_and_says_both_sizes(council, officer, settings):
    settings.UPLOAD_MAX_BYTES = 1024
    kept(council, officer, data=b"a" * 1024)
    with pytest.raises(Refused, match="2.0") as refusal:
        kept(council, officer, data=b"a" * 2048)
    assert "1.0" in refusal.value.message


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\Plan  1.txt", "Plan 1.txt"),
        ('a"b<c>.txt', "abc.txt"),
        ("invoice\u202egpj.txt", "invoicegpj.txt"),
        ("line\r\nbreak.txt", "linebreak.txt"),
        (".hidden.txt", "hidden.txt"),
        ("x" * 300 + ".txt", "x" * 146 + ".txt"),
        ("Geschäftsplan – Ü.txt", "Geschäftsplan – Ü.txt"),
    ],
)
def test_names_are_cleaned(given_name, name):
    assert content.clean_name(given_name) == name


@given(st.text(max_size=400))
def test_no_name_is_a_path_or_breaks_a_header(text):
    name = content.clean_name(text)
    assert len(name) <= 150
    assert not set(name) & set('/\\\r\n\0"')
    assert name not in (".", "..")
    assert content.clean_name(name) == name


def test_nothing_stays_when_the_record_cannot_be_written(council, officer, settings):
    """The file and its entry in the record are one thing."""
    before = _files(settings)
    with pytest.raises(AttributeError), transaction.atomic():
        kept(council, officer, about=[None])
    assert not Document.objects.exists()
    assert _files(settings) == before


def _files(settings) -> set[str]:
    return {str(path) for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()} if settings.MEDIA_ROOT.exists() else set()


def test_the_download_gives_name_and_bytes_back(client, council, officer):
    document = kept(council, officer, "Plan für 2027.pdf", PDF)
    client.force_login(officer)
    response = client.get(f"/documents/{document.pk}/")
    assert b"".join(response) == PDF
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Plan%20f%C3%BCr%202027.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "inline"), [("photo.png", True), ("interview.mp3", True), ("plan.pdf", False), ("list.csv", False)]
)
def test_only_pictures_and_recordings_open_in_the_page(client, council, officer, name, inline):
    document = kept(council, officer, name, GOOD[name][0])
    client.force_login(officer)
    assert client.get(f"/documents/{document.pk}/")["Content-Disposition"].startswith("inline" if inline else "attachment")


def test_a_file_is_read_by_who_sees_its_owner_and_by_nobody_else(client, council, officer):
    document = kept(council, officer)
    url = f"/documents/{document.pk}/"
    assert client.get(url).status_code == 404
    for user, status in [
        (officer, 200),
        (people.person(council, Role.MEMBER), 200),
        (people.person(people.council(), Role.ADMINISTRATOR), 404),
        (people.person(people.supplier(), Role.SUPPLIER), 404),
    ]:
        client.force_login(user)
        assert client.get(url).status_code == status
    assert client.post(url).status_code == 405


def test_a_file_of_a_kind_nobody_registered_is_seen_by_nobody(client, council, officer):
    document = store(upload=ContentFile(b"a", name="a.txt"), owner=council, by=officer)
    client.force_login(officer)
    assert client.get(f"/documents/{document.pk}/").status_code == 404
    assert default_storage.exists(document.file.name)


def test_a_file_lost_from_the_store_is_not_found(client, council, officer):
    document = kept(council, officer)
    default_storage.delete(document.file.name)
    client.force_login(officer)
    assert client.get(f"/documents/{document.pk}/").status_code == 404
