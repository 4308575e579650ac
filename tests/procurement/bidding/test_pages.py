"""The pages: who gets them, what they keep, what they say."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from procurement.bidding import selectors, services
from procurement.bidding.models import Bid, SealedFile, Submission
from procurement.bidding.needs import needs
from procurement.bidding.urls import urlpatterns
from procurement.tendering import services as tendering
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import bidding, people

from .tenders import AFTER, BEFORE, DEADLINE, open_tender
from .test_opening import PNG

pytestmark = pytest.mark.django_db


@pytest.fixture
def tender():
    return open_tender()


@pytest.fixture
def user():
    return bidding.bidder("Breathing Space CIC")


@pytest.fixture
def morning():
    with clock.at(BEFORE):
        yield


@pytest.fixture
def signed_in(client, user):
    client.force_login(user)
    return client


def addresses(bid: Bid) -> list[str]:
    """Every address below a bid."""
    file = bid.files.first()
    key = "q2"
    return [
        reverse(name, args=args)
        for name, args in [
            ("bid", [bid.pk]),
            ("bid-question", [bid.pk, key]),
            ("bid-commitments", [bid.pk, key]),
            ("bid-commitment-add", [bid.pk, key]),
            ("bid-commitment", [bid.pk, key, 1]),
            ("bid-commitment-remove", [bid.pk, key, 1]),
            ("bid-price", [bid.pk]),
            ("bid-check", [bid.pk]),
            ("bid-withdraw", [bid.pk]),
            ("bid-confirm", [bid.pk]),
            ("bid-receipt", [bid.pk, 1]),
            ("bid-document", [bid.pk, 1]),
            ("bid-sent", [bid.pk, 1]),
            ("bid-file", [bid.pk, file.pk]),
        ]
    ]


def with_file(tender, user) -> Bid:
    bid = bidding.filled_bid(tender, user)
    question = selectors.questions(tender)[1]
    services.attach(bid, by=user, question=question, upload=SimpleUploadedFile("plan.png", PNG))
    services.submit(bid, by=user)
    return Bid.objects.get(pk=bid.pk)


def test_every_address_below_a_bid_is_visited_below():
    named = {p.name for p in urlpatterns if p.name.startswith("bid-")} - {"bid-start", "bid-autosave"}
    assert len(named) + 1 == 14


@pytest.mark.parametrize("role", [r for r in Role if r != Role.SUPPLIER])
def test_nobody_else_gets_any_page_of_a_bid_before_the_opening(client, tender, user, morning, role):
    bid = with_file(tender, user)
    body = people.supplier() if role == Role.PARTNER else tender.council
    client.force_login(people.person(body, role))
    for address in addresses(bid):
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in (404, 405), address
    autosave = reverse("bid-autosave", args=[bid.pk, "q1"])
    assert client.post(autosave, {"text": "x", "version": 1}).status_code == 404
    assert Submission.objects.get().withdrawn_at is None


def test_another_supplier_never_gets_any(client, tender, user):
    with clock.at(BEFORE):
        bid = with_file(tender, user)
        client.force_login(bidding.bidder())
        assert {client.get(a).status_code for a in addresses(bid)} == {404}
    bidding.open_bids(tender)
    with clock.at(AFTER):
        assert {client.get(a).status_code for a in addresses(bid)} == {404}


def test_signed_out_people_are_asked_to_sign_in(client, tender, user, morning):
    bid = with_file(tender, user)
    for address in addresses(bid):
        assert client.get(address).status_code in (302, 404), address


def test_after_the_opening_readers_read_and_nobody_writes(client, tender, user):
    with clock.at(BEFORE):
        bid = with_file(tender, user)
    officer, lead = bidding.openers(tender)
    bidding.open_bids(tender, first=officer, second=lead)
    client.force_login(officer)
    with clock.at(AFTER):
        page = client.get(reverse("bid", args=[bid.pk]))
        assert bidding.ANSWER in page.content.decode()
        file = client.get(reverse("bid-file", args=[bid.pk, bid.files.get().pk]))
        assert file.content == PNG
        others = [a for a in addresses(bid) if a not in (reverse("bid", args=[bid.pk]), file.request["PATH_INFO"])]
        assert {client.get(a).status_code for a in others} == {404}


# Starting


def test_start_from_the_opportunity(signed_in, tender, user, morning):
    address = reverse("bid-start", args=[tender.reference])
    assert "Start the bid" in signed_in.get(address).content.decode()
    assert not Bid.objects.exists()
    response = signed_in.post(address)
    bid = Bid.objects.get()
    assert response.url == reverse("bid", args=[bid.pk])
    assert signed_in.get(address).url == response.url


def test_the_council_does_not_bid(client, tender, morning):
    client.force_login(people.person(tender.council, Role.COMMISSIONER))
    assert client.post(reverse("bid-start", args=[tender.reference])).status_code == 403
    assert client.get(reverse("bids")).status_code == 403


# Writing


def test_an_answer_is_kept_even_when_it_is_too_long(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address = reverse("bid-question", args=[bid.pk, "q1"])
    signed_in.post(address, {"text": "word " * 60, "version": bid.version})
    assert "10 words too long" in signed_in.get(address).content.decode()
    assert "60 of 50 words: 10 too many" in signed_in.get(reverse("bid", args=[bid.pk])).content.decode()


def test_the_pages_follow_each_other_to_the_check(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address, seen = reverse("bid-question", args=[bid.pk, "q1"]), []
    posts = {"q1": {"text": "We plan"}, "q2": {"text": "We offer"}, "q3": {"passed": "yes"}}
    for key in ("q1", "q2"):
        seen.append(signed_in.post(reverse("bid-question", args=[bid.pk, key]), {**posts[key], "version": 99}).url)
    page = signed_in.get(seen[-1])
    assert "3 young people who face disadvantage" in page.content.decode()
    seen.append(page.context["next_url"])
    seen.append(signed_in.post(seen[-1], {**posts["q3"], "version": 99}).url)
    seen.append(signed_in.post(seen[-1], {"price": "£1,234.50", "note": "", "version": 99}).url)
    names = ["q2/", "q2/commitments/", "q3/", "price/", "check/"]
    assert all(address.endswith(name) for address, name in zip(seen, names, strict=True))
    draft = selectors.content(Bid.objects.get(), user)
    assert (draft["price"], draft["answers"]["q3"]["passed"]) == ("1234.50", True)
    assert address


COMMITMENT = {name: value for name, value in bidding.COMMITMENT.items() if value is not None}


def test_commitments_are_added_changed_and_removed(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    where = reverse("bid-commitments", args=[bid.pk, "q2"])
    form = {**COMMITMENT, "version": bid.version}
    assert signed_in.post(f"{where}add/", {**form, "quantity": "1,200"}).url == where
    assert signed_in.post(f"{where}add/", {**form, "involvement": ""}).url == where
    page = signed_in.get(where).content.decode()
    assert "1,200 apprenticeships a year in Thanet" in page
    assert "say how local people were involved" in page
    version = Bid.objects.get().version
    assert signed_in.post(f"{where}2/", {**COMMITMENT, "quantity": "7", "version": version}).url == where
    version = Bid.objects.get().version
    assert signed_in.post(f"{where}1/remove/", {"version": version}).url == where
    [left] = selectors.content(Bid.objects.get(), user)["answers"]["q2"]["commitments"]
    assert left["quantity"] == "7"


def test_a_commitment_in_which_nothing_is_written_is_not_kept(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    page = signed_in.post(reverse("bid-commitment-add", args=[bid.pk, "q2"]), {"version": bid.version})
    assert "Write what difference it will make" in page.content.decode()
    assert selectors.content(Bid.objects.get(), user)["answers"].get("q2", {}).get("commitments", []) == []


def test_what_cannot_be_read_is_said_beside_the_field_and_kept(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    page = signed_in.post(
        reverse("bid-commitment-add", args=[bid.pk, "q2"]), {**COMMITMENT, "quantity": "three", "version": bid.version}
    )
    assert page.context["form"].errors["quantity"]
    assert COMMITMENT["involvement"] in page.content.decode()
    page = signed_in.post(reverse("bid-price", args=[bid.pk]), {"price": "0", "note": "free", "version": bid.version})
    assert page.context["form"].errors["price"] == ["The price must be more than £0"]
    assert "free" in page.content.decode()


def test_a_conflict_shows_both_and_keeps_what_was_typed(signed_in, tender, user, morning):
    colleague = people.person(user.supplier, Role.SUPPLIER)
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address = reverse("bid-question", args=[bid.pk, "q1"])
    form = {"text": "What I typed", "version": bid.version, "page": "mine"}
    services.save_answer(bid, by=colleague, question=selectors.questions(tender)[0], text="What they typed", page="theirs")
    page = signed_in.post(address, form)
    text = page.content.decode()
    assert page.status_code == 200
    assert "What I typed" in text
    assert "What they typed" in text
    assert signed_in.post(address, {**form, "version": page.context["form"]["version"].value()}).status_code == 302
    assert selectors.content(Bid.objects.get(), user)["answers"]["q1"]["text"] == "What I typed"


def test_saving_by_itself_is_no_conflict_with_the_button_of_the_same_page(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address = reverse("bid-question", args=[bid.pk, "q1"])
    form = {"text": "Half a sen", "version": bid.version, "page": "one"}
    assert signed_in.post(f"{address}autosave/", form).content.decode() == "Saved at 9:00:00am"
    assert signed_in.post(address, {**form, "text": "Half a sentence more"}).status_code == 302
    # The same person's other window is another page
    answer = signed_in.post(f"{address}autosave/", {**form, "text": "Old", "page": "two"}).content.decode()
    assert answer == "Not saved: you saved this in another tab or window at 9am. Press Save to see both."
    assert selectors.content(Bid.objects.get(), user)["answers"]["q1"]["text"] == "Half a sentence more"


def test_saving_by_itself_says_when_it_cannot(signed_in, tender, user):
    with clock.at(BEFORE):
        bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address = reverse("bid-autosave", args=[bid.pk, "q1"])
    with clock.at(DEADLINE):
        assert "Bids can no longer be sent" in signed_in.post(address, {"text": "x", "version": 1}).content.decode()
    signed_in.logout()
    assert "signed out" in signed_in.post(address, {"text": "x", "version": 1}).content.decode()


def test_who_was_signed_out_while_typing_gets_the_words_back(client, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    page = client.post(reverse("bid-question", args=[bid.pk, "q1"]), {"text": "An hour of work", "version": 1})
    assert page.status_code == 403
    assert "An hour of work" in page.content.decode()


# Files


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
        services.attach(
            bid, by=user, question=selectors.questions(tender)[0], upload=SimpleUploadedFile(f"{number}.png", PNG)
        )
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


# Sending


def test_check_lists_what_is_missing_with_links_that_lead_there(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    services.save_commitments(bid, by=user, question=selectors.questions(tender)[1], commitments=[bidding.commitment(place="")])
    page = signed_in.get(reverse("bid-check", args=[bid.pk]))
    missing = {m["text"]: m["url"] for m in page.context["missing"]}
    assert missing["Commitment 1 in “Work for local people”: say where"] == reverse("bid-commitment", args=[bid.pk, "q2", 1])
    assert {signed_in.get(url).status_code for url in missing.values()} == {200}
    assert "Send the bid" not in page.content.decode()


def test_send_and_get_a_receipt_that_can_be_checked(signed_in, tender, user, morning):
    bid = bidding.filled_bid(tender, user)
    address = reverse("bid-check", args=[bid.pk])
    refused = signed_in.post(address, {"version": bid.version})
    assert refused.context["form"].errors["declared"]
    response = signed_in.post(address, {"version": bid.version, "declared": "on"})
    submission = Submission.objects.get()
    assert response.url == reverse("bid-receipt", args=[bid.pk, 1])
    page = signed_in.get(response.url).content.decode()
    for part in (submission.receipt, submission.sha256, "20 November 2026 at 9:00:00am", "sha256sum"):
        assert part in page
    document = signed_in.get(reverse("bid-document", args=[bid.pk, 1]))
    assert hashlib.sha256(document.content).hexdigest() == submission.sha256
    assert submission.receipt in document["Content-Disposition"]


def test_one_second_late_the_page_says_so(signed_in, tender, user):
    with clock.at(BEFORE):
        bid = bidding.filled_bid(tender, user)
    with clock.at(DEADLINE + timedelta(seconds=1)):
        page = signed_in.post(reverse("bid-check", args=[bid.pk]), {"version": bid.version, "declared": "on"})
        assert page.status_code == 403
        text = re.sub(r"\s+", " ", page.content.decode())
        assert "The deadline was 20 November 2026 at 2pm. It is now 2:00:01pm. Bids can no longer be sent." in text
    assert not Submission.objects.exists()


def test_reading_a_page_changes_nothing(signed_in, tender, user, morning):
    bid = with_file(tender, user)
    version = bid.version
    for address in addresses(bid):
        signed_in.get(address)
    bid.refresh_from_db()
    assert (bid.version, bid.status) == (version, "submitted")


def test_withdraw_and_confirm_by_their_pages(signed_in, tender, user, morning):
    bid = bidding.submitted_bid(tender, user)
    officer = people.person(tender.council, Role.PROCUREMENT_OFFICER)
    tendering.amend(tender, by=officer, text="Also in August.")
    assert "Also in August." in signed_in.get(reverse("bid-confirm", args=[bid.pk])).content.decode()
    assert signed_in.post(reverse("bid-confirm", args=[bid.pk])).url == reverse("bid-receipt", args=[bid.pk, 2])
    signed_in.post(reverse("bid-withdraw", args=[bid.pk]))
    bid.refresh_from_db()
    assert bid.status == "withdrawn"
    assert "does not count until you send it again" in signed_in.get(reverse("bid", args=[bid.pk])).content.decode()


# The opening's page


SEES_OPENING = {Role.PROCUREMENT_OFFICER: 200, Role.EVALUATION_LEAD: 200, Role.LEAD_DIRECTOR: 200}


@pytest.mark.parametrize("role", list(Role))
def test_who_gets_the_page_of_the_opening(client, tender, user, role):
    with clock.at(BEFORE):
        bidding.submitted_bid(tender, user)
        address = reverse("opening", args=[tender.reference])
        client.force_login(people.person(tender.council, role))
        before = client.get(address)
        assert before.status_code == SEES_OPENING.get(role, 403)
        assert "Breathing Space" not in before.content.decode()
        client.force_login(people.person(people.council(), role))
        assert client.get(address).status_code == 404


def test_two_people_open_on_the_page(client, tender, user):
    with clock.at(BEFORE):
        bid = bidding.submitted_bid(tender, user)
    officer, lead = bidding.openers(tender)
    address = reverse("opening", args=[tender.reference])
    with clock.at(DEADLINE - timedelta(seconds=1)):
        client.force_login(officer)
        assert client.post(f"{address}begin/").status_code == 403
    with clock.at(AFTER):
        assert client.post(f"{address}complete/").status_code == 302
        assert client.post(f"{address}begin/").status_code == 302
        assert client.post(f"{address}complete/").status_code == 403
        assert "Breathing Space" not in client.get(address).content.decode()
        client.force_login(lead)
        assert client.post(f"{address}complete/").status_code == 302
        page = client.get(address).content.decode()
    for part in ("Breathing Space CIC", "Bid A", bid.submissions.get().sha256, officer.name, lead.name):
        assert part in page


# Lists and needs


@pytest.mark.parametrize("rows", [1, 3])
def test_my_bids_in_the_same_number_of_queries(signed_in, user, morning, rows, django_assert_num_queries):
    for _ in range(rows):
        bidding.submitted_bid(open_tender(), user)
    signed_in.get(reverse("bids"))
    with django_assert_num_queries(QUERIES):
        assert len(signed_in.get(reverse("bids")).context["rows"]) == rows


# session, user, memberships (with organisations), count, bids, submissions, amendments
QUERIES = 7


def test_needs_of_a_bidder(tender, user):
    with clock.at(BEFORE - timedelta(days=8)):
        bid = bidding.filled_bid(tender, user)
        assert needs(user, clock.now()) == []
    with clock.at(BEFORE):
        [need] = needs(user, clock.now())
        assert (need.kind, need.due.isoformat()) == ("due", "2026-11-20")
        services.submit(bid, by=user)
        assert needs(user, clock.now()) == []
        officer = people.person(tender.council, Role.PROCUREMENT_OFFICER)
        tendering.amend(tender, by=officer, text="More.")
        [need] = needs(user, clock.now())
        assert need.url == reverse("bid-confirm", args=[bid.pk])
        services.withdraw(bid, by=user)
        assert "withdrawn" in needs(user, clock.now())[0].text
    with clock.at(AFTER):
        assert needs(user, clock.now()) == []


def test_needs_of_the_openers(tender, user):
    officer, lead = bidding.openers(tender)
    with clock.at(BEFORE):
        bidding.submitted_bid(tender, user)
        assert needs(officer, clock.now()) == []
    with clock.at(AFTER):
        assert "two people are needed" in needs(officer, clock.now())[0].text
        opening = services.begin_opening(tender, by=officer)
        assert needs(officer, clock.now()) == []
        assert f"begun by {officer}" in needs(lead, clock.now())[0].text
        services.complete_opening(opening, by=lead)
        assert needs(lead, clock.now()) == []
        assert needs(people.person(people.council(), Role.PROCUREMENT_OFFICER), clock.now()) == []
