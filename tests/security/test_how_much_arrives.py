"""What is too large is refused by its length, before anything of it is read; what arrives is held in memory alone."""

import inspect
import io
import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver

from socialvalue.accounts.enums import Role
from socialvalue.documents.services import receiving
from socialvalue.documents.views import limits
from socialvalue.documents.views.limits import bad_request
from tests.builders import people

MB = 1024 * 1024


class Body(io.RawIOBase):
    """A body of ``length`` bytes that is made as it is read, and counts what was."""

    def __init__(self, length: int):
        self.length, self.given, self.largest = length, 0, 0

    def read(self, size=-1):
        piece = bytes(min(size if size >= 0 else self.length, self.length - self.given))
        self.given += len(piece)
        self.largest = max(self.largest, len(piece))
        return piece

    readline = read


def said(client, url: str, length: int | None, **headers):
    """The answer to a POST that says it is so long, and the body it had."""
    given = {} if length is None else {"CONTENT_LENGTH": str(length)}
    request = {"REQUEST_METHOD": "POST", "PATH_INFO": url, "CONTENT_TYPE": "multipart/form-data; boundary=x", **given, **headers}
    body = Body(length or 9)
    return client.request(**request, **{"wsgi.input": body}), body


@pytest.fixture
def officer(db):
    return people.person(people.council(), Role.CONTRACT_MANAGER)


def words(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("url", ["/sign-in/", "/register/", "/contracts/import/", "/nowhere/"])
def test_a_stranger_may_send_little(client, db, url):
    """300 MB to the sign-in page were written to the disk in full before they were refused."""
    for length, read in ((settings.BODY_MAX_BYTES_ANONYMOUS + 1,) * 2, (2 * MB, 2 * MB), (2 * MB + 1, 0), (300 * MB, 0)):
        response, body = said(client, url, length)
        assert response.status_code == 413
        assert (body.given, body.largest <= limits.STEP) == (read, True), "read away in pieces, or not at all"
        assert "must be 256.0 KB or smaller. Nothing was saved" in words(response)
    assert client.post("/sign-in/", {"login": "a@b.example", "password": "x" * 250_000}).status_code == 200


def test_somebody_signed_in_may_send_a_long_form_and_a_file_where_files_go(client, officer):
    client.force_login(officer)
    for url, most, shown in (
        ("/contracts/new/", settings.DATA_UPLOAD_MAX_MEMORY_SIZE, "from this page must be 5.0 MB or smaller"),
        ("/contracts/import/", settings.UPLOAD_MAX_BYTES + receiving.MARGIN, "A file must be 20.0 MB or smaller"),
    ):
        response, body = said(client, url, most + 1)
        assert (response.status_code, body.given) == (413, most + 1)
        assert shown in words(response)
        assert "your browser may still have what you typed" in words(response)
        assert said(client, url, most)[0].status_code != 413
    response, body = said(client, "/contracts/import/", 100 * MB + 1)
    assert (response.status_code, body.given) == (413, 0)


def test_whoever_was_signed_out_a_moment_ago_is_no_stranger(client, officer):
    """What they typed is kept for them while they sign in again, as before."""
    client.force_login(officer)
    client.get("/account/")
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    response = client.post("/account/", {"full_name": "x" * 300_000})
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_a_body_that_says_no_length_is_refused_unread(client, officer):
    client.force_login(officer)
    response, body = said(client, "/contracts/import/", None, HTTP_TRANSFER_ENCODING="chunked")
    assert (response.status_code, body.given) == (411, 0)
    assert "It did not say how large it is, so we did not read it" in words(response)


def test_a_line_that_is_too_slow_is_given_up(client, officer, monkeypatch):
    client.force_login(officer)
    monkeypatch.setattr(limits, "SECONDS", 0)
    response, body = said(client, "/contracts/import/", 30 * MB)
    assert (response.status_code, body.given) == (413, limits.STEP)


def test_files_stop_at_the_limit_whatever_was_said(settings):
    settings.UPLOAD_MAX_BYTES = 1000
    most = 1000 + receiving.MARGIN
    for first, refused in ((most - 500, False), (most - 499, True)):
        files = {"a": SimpleUploadedFile("a.txt", b"a" * first), "b": SimpleUploadedFile("b.txt", b"b" * 500)}
        request = RequestFactory().post("/", files)
        if not refused:
            assert [len(request.FILES[name].read()) for name in ("a", "b")] == [first, 500]
            assert {type(found.file) for found in request.FILES.values()} == {io.BytesIO}
            continue
        with pytest.raises(RequestDataTooBig, match="larger than they may be"):
            request.FILES  # noqa: B018


def test_too_much_text_beside_a_file_is_told_as_such(client, officer):
    client.force_login(officer)
    response = client.post("/contracts/import/", {"text": "x" * (6 * MB)})
    assert response.status_code == 413
    assert "That was too large to send" in words(response)
    assert bad_request(client.get("/account/").wsgi_request, ValueError()).status_code == 400


def views(entries) -> Iterator[tuple[str, Callable]]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from views(entry.url_patterns)
        else:
            yield str(entry.name), entry.callback


def test_every_page_that_reads_files_says_so_and_no_other():
    """A route that forgets it would refuse its own files at five megabytes."""
    ours = [(name, view) for name, view in views(get_resolver().url_patterns) if inspect.isfunction(inspect.unwrap(view))]
    says = {name for name, view in ours if getattr(view, "takes_files", False)}
    reads = {name for name, view in ours if "request.FILES" in inspect.getsource(inspect.unwrap(view))}
    assert says == reads == {
        "bid-copy", "bid-question", "event-document", "return", "returns-back", "returns-period", "evidence-add", "return-proof", "contracts-import",
        "contracts-running", "contract-paper-new", "contract-paper-newer", "return-independent-outside", "framework-import",
        "story-add-file", "return-people-file", "return-postcodes",
    }  # fmt: skip


def test_the_folder_for_arriving_files_is_emptied(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    assert receiving.sweep() == 0
    (tmp_path / "incoming" / "tmp1.upload.pdf").write_bytes(b"somebody's bid")
    (tmp_path / "incoming" / "folder").mkdir()
    (tmp_path / "incoming" / "folder" / "more").write_bytes(b"more")
    (tmp_path / "beside").write_bytes(b"not ours")
    assert receiving.sweep() == 2
    assert {path.name for path in tmp_path.rglob("*")} == {"incoming", "beside"}
    assert (tmp_path / "beside").read_bytes() == b"not ours"
