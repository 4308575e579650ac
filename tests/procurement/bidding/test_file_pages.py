"""Files that support an answer, on the pages."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from procurement.bidding import selectors, services
from procurement.bidding.models import Bid, SealedFile
from socialvalue.common.errors import Refused

from .test_opening import PNG

pytestmark = pytest.mark.django_db


def test_a_file_is_added_downloaded_and_removed(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address = reverse("bid-question", args=[bid.pk, "q1"])
    signed_in.post(address, {"text": "See file", "version": 1, "file": SimpleUploadedFile("plan – a.png", PNG)})
    kept = SealedFile.objects.get()
    response = signed_in.get(reverse("bid-file", args=[bid.pk, kept.pk]))
    assert response.content == PNG
    assert "attachment" in response["Content-Disposition"]
    signed_in.post(address, {"text": "See file", "version": 99, "remove": str(kept.pk)})
    assert selectors.content(Bid.objects.get(), user)["answers"]["q1"]["files"] == []


@pytest.mark.parametrize(
    "name, content, says",
    [
        ("empty.pdf", b"", "empty"),
        ("plan.exe", b"MZ", "cannot be added"),
        ("plan.xlsx", b"PK", "cannot be added"),
        ("plan.pdf", PNG, "not what its ending says"),
        ("large.png", PNG + b"0" * (10 * 1024 * 1024), "10.0"),
    ],
)
def test_a_file_that_is_refused_costs_nobody_the_answer(signed_in, tender, user, morning, name, content, says):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    page = signed_in.post(
        reverse("bid-question", args=[bid.pk, "q1"]),
        {"text": "My answer", "version": 1, "file": SimpleUploadedFile(name, content)},
    )
    assert says in " ".join(page.context["form"].errors["file"]).replace("\xa0", " ")
    assert selectors.content(Bid.objects.get(), user)["answers"]["q1"]["text"] == "My answer"
    assert not SealedFile.objects.exists()


def test_three_files_an_answer(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    question = selectors.questions(tender)[0]
    for number in range(3):
        services.attach(bid, by=user, question=question, upload=SimpleUploadedFile(f"{number}.png", PNG))
    page = signed_in.get(reverse("bid-question", args=[bid.pk, "q1"]))
    assert "file" not in page.context["form"].fields
    assert "Remove one to add another." in page.content.decode()
    with pytest.raises(Refused, match="can have 3 files"):
        services.attach(bid, by=user, question=question, upload=SimpleUploadedFile("4.png", PNG))


def kept_files(user) -> list[str]:
    return [file["name"] for file in selectors.content(Bid.objects.get(), user)["answers"]["q1"]["files"]]


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_a_fourth_file_from_a_page_opened_before_is_refused_beside_the_field(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address = reverse("bid-question", args=[bid.pk, "q1"])
    shown = signed_in.get(address).context["form"]
    old = {"version": shown["version"].value(), "page": shown["page"].value(), "text": "My answer"}
    for number in range(3):
        services.attach(bid, by=user, question=selectors.questions(tender)[0], upload=SimpleUploadedFile(f"{number}.png", PNG))
    page = signed_in.post(address, {**old, "file": SimpleUploadedFile("price-schedule.png", PNG)})
    assert page.context["form"].errors == {"file": ["An answer can have 3 files. Remove one first."]}
    text = page.content.decode()
    assert '<a href="#id_file">An answer can have 3 files. Remove one first.</a>' in text
    assert "was added" not in text
    assert kept_files(user) == ["0.png", "1.png", "2.png"]
    assert selectors.content(Bid.objects.get(), user)["answers"]["q1"]["text"] == "My answer"
    # One is taken out and the new one put in with the same button
    first = SealedFile.objects.get(pk=selectors.content(Bid.objects.get(), user)["answers"]["q1"]["files"][0]["id"])
    again = {**old, "file": SimpleUploadedFile("price-schedule.png", PNG), "remove": str(first.pk)}
    page = signed_in.post(address, again, follow=True)
    assert said(page) == [
        "The file was removed. Your answer was saved.",
        "The file price-schedule.png was added. Your answer was saved.",
    ]
    assert kept_files(user) == ["1.png", "2.png", "price-schedule.png"]


@pytest.mark.parametrize(
    ("button", "goes_to"), [({}, "bid-commitments"), ({"then": "list"}, "bid"), ({"then": "stay"}, "bid-question")]
)
def test_each_button_goes_where_it_says_with_a_file_too(signed_in, tender, user, morning, button, goes_to):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address = reverse("bid-question", args=[bid.pk, "q1"])
    form = {"text": "My answer", "version": bid.version, "page": "one", **button}
    without = signed_in.post(address, form)
    response = signed_in.post(address, {**form, "file": SimpleUploadedFile("plan.png", PNG)})
    if goes_to == "bid":
        assert response.url == reverse("bid", args=[bid.pk])
    elif goes_to == "bid-question":
        assert response.url == address
    else:
        assert response.url == without.url != address
    page = signed_in.get(response.url)
    assert said(page) == ["The file plan.png was added. Your answer was saved."]
    assert kept_files(user) == ["plan.png"]


def test_a_bidders_photograph_is_sealed_without_where_it_was_taken(signed_in, tender, user, morning):
    taken = Image.Exif()
    taken[0x010F] = "Phonemaker"
    taken.get_ifd(0x8825).update({1: "N", 2: (51.0, 16.0, 30.0)})
    out = io.BytesIO()
    Image.new("RGB", (8, 4)).save(out, "JPEG", exif=taken)
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    upload = SimpleUploadedFile("depot.jpg", out.getvalue())
    kept = services.attach(bid, by=user, question=selectors.questions(tender)[0], upload=upload)
    response = signed_in.get(reverse("bid-file", args=[bid.pk, kept.pk]))
    assert b"Phonemaker" in out.getvalue()
    assert b"Phonemaker" not in response.content
    assert dict(Image.open(io.BytesIO(response.content)).getexif()) == {}
    (facts,) = selectors.content(Bid.objects.get(), user)["answers"]["q1"]["files"]
    assert (facts["size"], facts["sha256"]) == (len(response.content), hashlib.sha256(response.content).hexdigest())
