"""“The file was added” is said of a file that was added, by the name it was given, and of no other, wherever files go."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from contracts.returns import services as returns
from contracts.returns.models import Return
from procurement.bidding import selectors, services
from procurement.bidding.models import Bid
from socialvalue.accounts.enums import Role
from socialvalue.documents.models import Document
from tests.builders import bidding, commissioning, engagement, people
from tests.builders import contracts as build
from tests.builders.tendering import published_tender
from tests.socialvalue.documents.files_made import pdf, program, root

pytestmark = pytest.mark.django_db

GOOD, ACTS = pdf(), pdf(root(OpenAction=program()))


@dataclass
class Route:
    """A page with a file field: who is on it, what else they type, and the names of the files that are kept."""

    user: object
    url: str
    typed: dict
    kept: Callable[[], list[str]]
    said: str


def answer_of_a_bid() -> Route:
    user = bidding.bidder()
    bid = services.start_bid(published_tender(), by=user, supplier=user.supplier)
    return Route(
        user,
        reverse("bid-question", args=[bid.pk, "q1"]),
        {"text": "Ours", "version": 1},
        lambda: [file["name"] for file in selectors.content(Bid.objects.get(), user)["answers"]["q1"]["files"]],
        "The file {} was added.{} Your answer was saved.",
    )


def a_return() -> Route:
    contract, who = build.active_contract()
    due = build.first_due(contract)
    body = returns.save_return(due, by=who.reporter, value=None, narrative="Nine started")
    return Route(
        who.reporter,
        reverse("return", args=[due.pk]),
        {"narrative": "Ten started", "version": body.version},
        names,
        "The file {} was added.{}",
    )


def an_event() -> Route:
    event = engagement.event(commissioning.commission())
    return Route(
        event.commission.lead,
        reverse("event-document", args=[event.commission.reference, event.pk]),
        {"description": "On the wall"},
        names,
        "The file {} is kept with the event.{}",
    )


def names() -> list[str]:
    return list(Document.objects.values_list("name", flat=True))


ROUTES = {"an answer of a bid": answer_of_a_bid, "a return": a_return, "an event": an_event}


def sent(client, route: Route, name: str, data: bytes):
    """The page after it, and the green words on it."""
    client.force_login(route.user)
    page = client.post(route.url, {**route.typed, "file": SimpleUploadedFile(name, data)}, follow=True)
    return page, [str(message) for message in page.context["messages"]]


@pytest.mark.parametrize("make", ROUTES.values(), ids=ROUTES)
def test_a_file_that_was_kept_is_said_to_be(client, make):
    route = make()
    _, said = sent(client, route, "../Our plan.pdf", GOOD)
    assert route.kept() == ["Our plan.pdf"]
    assert route.said.format("Our plan.pdf", "") in said


@pytest.mark.parametrize("make", ROUTES.values(), ids=ROUTES)
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("plan.pdf", ACTS, "contains a program (JavaScript)"),
        ("plan.exe", b"MZ", "kind of file cannot be"),
        ("plan.pdf", b"", "empty"),
    ],
)
def test_a_file_that_was_not_is_refused_beside_its_field_and_nothing_else_is_said(client, make, name, data, words):
    route = make()
    page, said = sent(client, route, name, data)
    assert words in page.context["form"].errors["file"][0]
    assert route.kept() == []
    assert [message for message in said if "file" in message.lower()] == []


@pytest.mark.parametrize("make", [a_return, an_event], ids=["a return", "an event"])
def test_what_was_changed_of_a_photograph_is_said(client, make):
    pillow_heif.register_heif_opener()
    taken, out = Image.Exif(), io.BytesIO()
    taken.get_ifd(0x8825).update({1: "N", 2: (51.0, 16.0, 30.0)})
    Image.new("RGB", (9, 9)).save(out, "HEIF", exif=taken)
    route = make()
    _, said = sent(client, route, "IMG_1.HEIC", out.getvalue())
    assert route.kept() == ["IMG_1.jpg"]
    assert route.said.format("IMG_1.jpg", " The photograph was saved as JPEG without its position.") in said
    assert Document.objects.get().changed == "The photograph was saved as JPEG without its position."


def test_what_was_typed_beside_a_refused_file_is_kept(client):
    for route, typed in ((answer_of_a_bid(), "Ours"), (a_return(), "Ten started")):
        page, _ = sent(client, route, "plan.pdf", ACTS)
        assert typed in page.content.decode()
    assert Return.objects.get().narrative == "Ten started"


@pytest.mark.parametrize("name", ["contracts-import", "framework-import"])
def test_a_table_that_was_refused_is_not_said_to_be_imported(client, name):
    council = people.council()
    client.force_login(people.person(council, Role.CONTRACT_MANAGER, Role.COMMISSIONER))
    page = client.post(
        reverse(name), {"file": SimpleUploadedFile("register.xlsx", b"PK\x03\x04 broken"), "name": "Ours", "code": "O"}
    )
    assert [str(message) for message in page.context["messages"]] == []
    assert "cannot be read as an XLSX workbook" in page.content.decode()
