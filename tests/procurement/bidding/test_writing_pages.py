"""The pages on which a bid is written: what they keep, what they say."""

import pytest
from django.urls import reverse

from procurement.bidding import selectors, services
from procurement.bidding.models import Bid
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.typed import SIGNED_OUT
from socialvalue.sessions.models import Session
from tests.builders import bidding, people
from tests.reading import as_read

from .tenders import BEFORE, DEADLINE

pytestmark = pytest.mark.django_db


def test_an_answer_is_kept_even_when_it_is_too_long(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address = reverse("bid-question", args=[bid.pk, "q1"])
    stays = signed_in.post(address, {"text": "word " * 60, "version": bid.version})
    said = "Your answer is 10 words over the limit of 50. Shorten it, or go back to your bid: it is saved as a draft."
    assert (stays.status_code, stays.context["form"].errors["text"]) == (200, [said])
    assert stays.context["form"]["text"].value().split() == ["word"] * 60
    assert selectors.content(Bid.objects.get(), user)["answers"]["q1"]["text"].split() == ["word"] * 60
    assert "Your answer is 10 words over the limit of 50. It is saved, but it cannot be sent like this." in as_read(
        signed_in.get(address)
    )
    listed = as_read(signed_in.get(reverse("bid", args=[bid.pk])))
    assert ("60 of 50 words" in listed, "10 words too long" in listed) == (True, True)


def test_the_page_that_stayed_saves_again_and_goes_on_at_the_limit(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address = reverse("bid-question", args=[bid.pk, "q1"])
    form = signed_in.post(address, {"text": "word " * 51, "version": bid.version}).context["form"]
    again = {"text": "word " * 50, "version": form["version"].value()}
    assert signed_in.post(address, again).url == reverse("bid-question", args=[bid.pk, "q2"])


@pytest.mark.parametrize(("then", "goes"), [("list", "bid"), ("stay", "bid-question")])
def test_whoever_leaves_the_page_may_leave_it_too_long(signed_in, tender, user, morning, then, goes):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    left = signed_in.post(
        reverse("bid-question", args=[bid.pk, "q1"]), {"text": "word " * 60, "version": bid.version, "then": then}
    )
    assert left.url == reverse(goes, args=[bid.pk, "q1"] if then == "stay" else [bid.pk])


def test_the_pages_follow_each_other_to_the_check(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address, seen = reverse("bid-question", args=[bid.pk, "q1"]), []
    posts = {"q1": {"text": "We plan"}, "q2": {"text": "We offer"}, "q3": {"passed": "yes"}}
    for key in ("q1", "q2"):
        seen.append(signed_in.post(reverse("bid-question", args=[bid.pk, key]), {**posts[key], "version": 99}).url)
    page = signed_in.get(seen[-1])
    assert "3 young people who face disadvantage" in as_read(page)
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
    page = as_read(signed_in.get(where))
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
    assert "Write what difference it will make" in as_read(page)
    assert selectors.content(Bid.objects.get(), user)["answers"].get("q2", {}).get("commitments", []) == []


def test_what_cannot_be_read_is_said_beside_the_field_and_kept(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    page = signed_in.post(
        reverse("bid-commitment-add", args=[bid.pk, "q2"]), {**COMMITMENT, "quantity": "three", "version": bid.version}
    )
    assert page.context["form"].errors["quantity"]
    assert COMMITMENT["involvement"] in as_read(page)
    page = signed_in.post(reverse("bid-price", args=[bid.pk]), {"price": "0", "note": "free", "version": bid.version})
    assert page.context["form"].errors["price"] == ["The price must be more than £0"]
    assert "free" in as_read(page)


def test_a_conflict_shows_both_and_keeps_what_was_typed(signed_in, tender, user, morning):
    colleague = people.person(user.supplier, Role.SUPPLIER)
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address = reverse("bid-question", args=[bid.pk, "q1"])
    form = {"text": "What I typed", "version": bid.version, "page": "mine"}
    services.save_answer(bid, by=colleague, question=selectors.questions(tender)[0], text="What they typed", page="theirs")
    page = signed_in.post(address, form)
    text = as_read(page)
    assert page.status_code == 200
    assert "What I typed" in text
    assert "What they typed" in text
    assert signed_in.post(address, {**form, "version": page.context["form"]["version"].value()}).status_code == 302
    assert selectors.content(Bid.objects.get(), user)["answers"]["q1"]["text"] == "What I typed"


def test_saving_by_itself_is_no_conflict_with_the_button_of_the_same_page(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address = reverse("bid-question", args=[bid.pk, "q1"])
    form = {"text": "Half a sen", "version": bid.version, "page": "one"}
    assert as_read(signed_in.post(f"{address}autosave/", form)) == "Saved at 9:00:00am"
    assert signed_in.post(address, {**form, "text": "Half a sentence more"}).status_code == 302
    # The same person's other window is another page
    answer = as_read(signed_in.post(f"{address}autosave/", {**form, "text": "Old", "page": "two"}))
    assert answer == "Not saved: you saved this in another tab or window at 9am. Press Save to see both."
    assert selectors.content(Bid.objects.get(), user)["answers"]["q1"]["text"] == "Half a sentence more"


def test_saving_by_itself_says_when_it_cannot(signed_in, tender, user):
    with clock.at(BEFORE):
        bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address = reverse("bid-autosave", args=[bid.pk, "q1"])
    with clock.at(DEADLINE):
        assert "Bids can no longer be sent" in as_read(signed_in.post(address, {"text": "x", "version": 1}))
    signed_in.logout()
    assert as_read(signed_in.post(address, {"text": "x", "version": 1})) == SIGNED_OUT


def test_who_was_signed_out_while_typing_gets_the_words_back_sealed_until_then(signed_in, tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    address = reverse("bid-question", args=[bid.pk, "q1"])
    signed_in.get(address)
    Session.objects.all().delete()
    answer = signed_in.post(address, {"text": "An hour of work", "version": bid.version, "page": "one"})
    assert answer.url == f"/sign-in/?next={address}"
    assert "An hour of work" not in str(list(Session.objects.values_list("session_data", flat=True)))
    signed_in.post("/sign-in/", {"login": user.email, "password": "demonstration"})
    page = signed_in.get(address)
    assert page.context["form"]["text"].value() == "An hour of work"
    assert selectors.content(Bid.objects.get(), user)["answers"].get("q1", {}).get("text", "") == ""
