"""A file with a virus is refused and recorded; one that the scanner has not looked at is opened by nobody until it has."""

import socket
import threading
import time
import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contracts.evidence import services as evidence
from contracts.returns import services as returns
from procurement.bidding import services
from procurement.bidding.models import SealedFile
from procurement.tendering.models import Question
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.documents.models import Document, HeldFile
from socialvalue.documents.services import holding, scanning, store
from socialvalue.documents.tasks import scan_held
from socialvalue.notifications.models import Message
from tests.builders import bidding, commissioning, engagement, people
from tests.builders import contracts as build
from tests.builders.tendering import published_tender
from tests.fixtures.scanner import NAME, TEST_FILE
from tests.socialvalue.documents.files_made import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.scanner]

CLEAN = pdf()
# A remark behind the last object, which no viewer reads: a PDF as before, and the test file in it
INFECTED = CLEAN.replace(b"\nstartxref", b"\n%" + TEST_FILE + b"\nstartxref")


@pytest.fixture
def officer(db):
    return people.person(people.council(), Role.COMMISSIONER)


@pytest.fixture
def event(db):
    return engagement.event(commissioning.commission())


# The scanner's own line


def test_what_the_scanner_knows_is_found_and_nothing_else(scanner):
    assert scanning.state() == "ok"
    assert scanning.found_in(TEST_FILE) == NAME
    assert scanning.found_in(b"Our plan") == ""
    assert scanning.found_in(bytes(20_000_000) + TEST_FILE) == NAME


@pytest.mark.parametrize("address", ["unix:///nowhere/clamd.sock", "tcp://127.0.0.1:1", "tcp://", "unix://", "nonsense"])
def test_a_scanner_that_is_not_there_gives_no_answer(settings, address):
    settings.CLAMD_URL = address
    assert scanning.state() == "not reachable"
    with pytest.raises(scanning.NoAnswer):
        scanning.found_in(b"Our plan")


def test_without_an_address_nothing_is_scanned(settings):
    settings.CLAMD_URL = ""
    assert (scanning.state(), scanning.found_in(TEST_FILE)) == ("not set up", "")


@pytest.fixture
def dumb(settings, monkeypatch):
    """A socket that listens and says ``words``, or nothing at all."""
    monkeypatch.setattr(scanning, "ANSWER_SECONDS", 0.3)
    lines = []

    def listen(words: bytes = b""):
        server = socket.create_server(("127.0.0.1", 0))
        lines.append(server)
        settings.CLAMD_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"

        def serve():
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                if words:
                    line.sendall(words)
                else:
                    time.sleep(0.6)

        threading.Thread(target=serve, daemon=True).start()

    yield listen
    for line in lines:
        line.close()


@pytest.mark.parametrize(
    "words", [b"", b"stream: Can't allocate memory ERROR\0", b"INSTREAM size limit exceeded. ERROR\0", b"HTTP/1.1 400\r\n\r\n\0"]
)
def test_silence_and_other_words_are_no_answer(dumb, words):
    dumb(words)
    with pytest.raises(scanning.NoAnswer):
        scanning.found_in(bytes(3_000_000))


# Found at once


def upload(client, event, data: bytes, name: str = "plan.pdf"):
    address = reverse("event-document", args=[event.commission.reference, event.pk])
    return client.post(address, {"file": SimpleUploadedFile(name, data), "description": "The plan"}, follow=True)


def test_a_virus_is_refused_in_words_recorded_and_told(scanner, client, event):
    officer = event.commission.lead
    administrator = people.person(officer.council, Role.ADMINISTRATOR)
    client.force_login(officer)
    page = upload(client, event, INFECTED)
    assert page.context["form"].errors["file"] == [
        f"plan.pdf was not kept: the virus scanner found {NAME} in it. Do not pass the file on. Tell the people who look after "
        "your computer, and upload a copy from a clean one."
    ]
    assert (Document.objects.count(), HeldFile.objects.count()) == (0, 0)
    written = AuditEvent.objects.get(verb="refused a file")
    assert (written.actor, written.council) == (officer, officer.council)
    assert written.sentence == f"tried to upload a file in which the virus scanner found {NAME}"
    told = Message.objects.get(key__startswith="virus-refused:")
    assert (told.recipient, told.subject) == (administrator, f"A file with a virus was refused: {NAME}")
    assert [str(m) for m in upload(client, event, CLEAN).context["messages"]] == ["The file plan.pdf is kept with the event."]


def test_of_a_bidders_file_nobody_else_hears(scanner, client):
    """Not even that it came: who bids is a secret until the bids are opened."""
    tender, user = published_tender(), bidding.bidder()
    administrator = people.person(tender.commission.council, Role.ADMINISTRATOR)
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    client.force_login(user)
    before = Message.objects.count()
    page = client.post(
        reverse("bid-question", args=[bid.pk, "q1"]),
        {"text": "Ours", "version": 1, "file": SimpleUploadedFile("plan.pdf", INFECTED)},
    )
    assert f"the virus scanner found {NAME}" in page.context["form"].errors["file"][0]
    assert (SealedFile.objects.count(), Message.objects.count()) == (0, before)
    written = AuditEvent.objects.get(verb="refused a file")
    assert (written.actor, written.council) == (user, None)
    assert written not in AuditEvent.objects.visible_to(administrator)


# Not answered: held


def kept(by, owner, data: bytes = CLEAN) -> Document:
    return store(upload=ContentFile(data, name="plan.pdf"), owner=owner, by=by)


def test_a_file_that_could_not_be_looked_at_is_kept_and_opened_by_nobody(scanner, client, event):
    officer = event.commission.lead
    client.force_login(officer)
    scanner.stop()
    page = upload(client, event, CLEAN)
    assert [str(m) for m in page.context["messages"]] == [
        "The file plan.pdf is kept with the event. It is being checked for viruses: until that is done nobody can open it."
    ]
    assert "Cannot be opened yet" in page.content.decode()
    document = Document.objects.get()
    answer = client.get(f"/documents/{document.pk}/")
    assert answer.status_code == 403
    assert "This file is being checked for viruses. Try again in a few minutes." in answer.content.decode()
    assert scan_held() == 0, "it still does not answer"
    scanner.start()
    assert scan_held() == 1
    assert client.get(f"/documents/{document.pk}/").status_code == 200
    told = Message.objects.get(key__startswith="file-checked:")
    assert (told.recipient, told.for_information, told.body) == (officer, True, "The virus scanner found nothing in “plan.pdf”.")
    assert (scan_held(), HeldFile.objects.count()) == (0, 0)


def test_what_is_found_later_stays_shut_and_its_uploader_is_told(scanner, client, event):
    officer = event.commission.lead
    scanner.stop()
    bad, good = kept(officer, event, INFECTED), kept(officer, event)
    scanner.start()
    assert scan_held() == 2
    client.force_login(officer)
    answer = client.get(f"/documents/{bad.pk}/")
    assert answer.status_code == 403
    assert f"The virus scanner found {NAME} in this file, so nobody can open it" in answer.content.decode()
    assert client.get(f"/documents/{good.pk}/").status_code == 200
    told = Message.objects.get(key__startswith="virus-found:")
    assert told.recipient == officer
    assert f"The virus scanner found {NAME} in “plan.pdf”. Nobody can open it any more." in told.body
    assert AuditEvent.objects.get(verb="shut a file").actor is None
    assert (scan_held(), HeldFile.objects.get().found) == (0, NAME)


def test_evidence_that_is_taken_out_waits_no_more(scanner):
    contract, who = build.active_contract()
    body = returns.save_return(build.first_due(contract), by=who.reporter, value=None, narrative="Nine started")
    scanner.stop()
    document = evidence.add_evidence(body, by=who.reporter, upload=ContentFile(CLEAN, name="plan.pdf"))
    assert document.told == "It is being checked for viruses: until that is done nobody can open it."
    evidence.remove_evidence(body, by=who.reporter, document=document)
    assert HeldFile.objects.count() == 0


def test_a_file_whose_bytes_are_gone_is_let_go(scanner, officer):
    HeldFile.objects.create(label=holding.DOCUMENT, key=uuid.uuid4(), uploaded_by=officer)
    assert (scan_held(), HeldFile.objects.count()) == (1, 0)
    assert Message.objects.get().body == "The virus scanner found nothing in a file that was removed since."


def test_a_file_that_is_broken_keeps_no_other_waiting(scanner, officer, caplog):
    tender, user = published_tender(), bidding.bidder()
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    question = Question.objects.get(criterion__tender=tender, criterion__key="q1")
    scanner.stop()
    broken = services.attach(bid, by=user, question=question, upload=ContentFile(CLEAN, name="plan.pdf"))
    good = kept(officer, officer.council)
    with broken.file.storage.open(broken.file.name, "wb") as sealed:
        sealed.write(b"not what was sealed")
    scanner.start()
    assert scan_held() == 1
    assert [held.key for held in HeldFile.objects.all()] == [broken.pk] != [good.pk]
    assert "cannot be read" in caplog.text


def test_held_files_stay_held_where_the_scanner_was_taken_away(scanner, officer, settings):
    scanner.stop()
    kept(officer, officer.council)
    settings.CLAMD_URL = ""
    assert (scan_held(), HeldFile.objects.count()) == (0, 1)


def test_administrators_hear_once_a_day_that_files_wait(scanner, officer, settings):
    """Of every council, and nothing of whose files they are."""
    here, elsewhere = people.person(officer.council, Role.ADMINISTRATOR), people.person(people.council(), Role.ADMINISTRATOR)
    scanner.stop()
    kept(officer, officer.council)
    since = HeldFile.objects.get().since
    for minutes, told in ((59, 0), (60, 2), (61, 2), (60 + 24 * 60, 4)):
        with clock.at(since + timedelta(minutes=minutes)):
            assert scan_held() == 0
        assert Message.objects.filter(key__startswith="scanner-silent:").count() == told, minutes
    assert set(Message.objects.values_list("recipient", flat=True)) == {here.pk, elsewhere.pk}
    settings.CLAMD_URL = ""
    with clock.at(since + timedelta(days=3)):
        scan_held()
    assert Message.objects.filter(key__startswith="scanner-silent:").count() == 6


def test_a_sealed_file_waits_sealed(scanner, client):
    tender, user = published_tender(), bidding.bidder()
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    question = Question.objects.get(criterion__tender=tender, criterion__key="q1")
    client.force_login(user)
    scanner.stop()
    for data in (CLEAN, INFECTED):
        said = services.attach(bid, by=user, question=question, upload=ContentFile(data, name="secret-name.pdf")).said
        assert (
            said == "The file secret-name.pdf was added. It is being checked for viruses: until that is done nobody can open it."
        )
    good, bad = SealedFile.objects.order_by("uploaded_at")
    with good.file.open() as sealed:
        assert b"%PDF" not in sealed.read()
    page = client.get(reverse("bid-question", args=[bid.pk, "q1"])).content.decode()
    assert page.count("Cannot be opened yet") == 2
    assert client.get(reverse("bid-file", args=[bid.pk, good.pk])).status_code == 403
    before = Message.objects.exclude(recipient=user).count()
    scanner.start()
    assert scan_held() == 2
    assert client.get(reverse("bid-file", args=[bid.pk, good.pk])).content == CLEAN
    answer = client.get(reverse("bid-file", args=[bid.pk, bad.pk]))
    assert answer.status_code == 403
    assert f"The virus scanner found {NAME} in this file" in answer.content.decode()
    for key, words in (
        ("virus-found:", f"found {NAME} in a file of your answer to"),
        ("file-checked:", "found nothing in a file of your answer to"),
    ):
        told = Message.objects.get(key__startswith=key)
        assert told.recipient == user
        assert words in told.body
        assert "secret-name" not in told.body
    assert Message.objects.exclude(recipient=user).count() == before


def test_readiness_says_how_the_scanner_is_and_does_not_wait_for_it(scanner, client, settings):
    settings.HEALTH_TOKEN = "a token of the settings"
    known = {"authorization": f"Bearer {settings.HEALTH_TOKEN}"}
    assert client.get("/health/ready", headers=known).json()["scanner"] == "ok"
    scanner.stop()
    answer = client.get("/health/ready", headers=known).json()
    assert (answer["scanner"], "scanner" in answer["checks"]) == ("not reachable", False)
