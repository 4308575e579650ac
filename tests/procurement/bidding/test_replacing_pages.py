"""Changing a sent bid on its pages: a copy, one button, and plain words of what counts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from procurement.bidding import services
from procurement.bidding.models import Bid, Submission
from socialvalue.common import clock
from tests.builders import bidding
from tests.reading import as_read

from .tenders import BEFORE, DEADLINE

pytestmark = pytest.mark.django_db
STANDS = "The bid you sent counts until you send the change."


@pytest.fixture
def sent(tender, user):
    with clock.at(BEFORE):
        return bidding.submitted_bid(tender, user)


def read(answer) -> str:
    return as_read(str(html.fromstring(answer.content).find(".//main").text_content()))


def pressed(client, name: str, bid: Bid, **data):
    return client.post(reverse(name, args=[bid.pk]), data, follow=True)


def test_a_sent_bid_offers_its_change_and_says_what_counts(signed_in, sent, morning):
    page = signed_in.get(reverse("bid", args=[sent.pk]))
    assert "You can change it until the deadline. What you sent counts until you send the change." in read(page)
    assert html.fromstring(page.content).xpath(f"//form[@action='{reverse('bid-change', args=[sent.pk])}']//button/text()")
    # An address typed or saved changes nothing
    assert signed_in.get(reverse("bid-change", args=[sent.pk])).url == reverse("bid", args=[sent.pk])
    assert not Bid.objects.get().is_being_changed


def test_from_the_button_to_the_receipt(signed_in, sent, user, morning):
    words = read(pressed(signed_in, "bid-change", sent))
    assert "You are changing a copy. The bid you sent counts until you send the change." in words
    assert f"{user} began to change this bid on 20 November 2026 at 9am. {STANDS}" in words
    assert "If you do not send it by the deadline, the bid you sent counts." in words
    signed_in.post(reverse("bid-price", args=[sent.pk]), {"price": "90,000", "version": Bid.objects.get().version})
    check = signed_in.get(reverse("bid-check", args=[sent.pk]))
    first = Submission.objects.get()
    assert (
        f"This is the change. The bid you sent on 20 November 2026 at 9am, receipt {first.receipt}, counts until you send it."
        in read(check)
    )
    assert "It takes the place of the bid you sent. You get a new receipt." in read(check)
    answer = pressed(signed_in, "bid-check", sent, version=Bid.objects.get().version, declared="on")
    assert answer.redirect_chain[-1][0] == reverse("bid-receipt", args=[sent.pk, 2])
    assert "Bid sent" in read(answer)
    old = read(signed_in.get(reverse("bid-receipt", args=[sent.pk, 1])))
    assert "Replaced by a later submission. It does not count." in old
    aside = read(signed_in.get(reverse("bid", args=[sent.pk])))
    assert "Sent the changed bid in place of the one before" in aside
    assert "Current bid" in aside
    assert "Replaced" in aside


def test_the_change_is_given_up_after_a_question(signed_in, sent, morning):
    give_up = reverse("bid-change-drop", args=[sent.pk])
    assert signed_in.get(give_up).url == reverse("bid", args=[sent.pk])
    pressed(signed_in, "bid-change", sent)
    asked = signed_in.get(give_up)
    receipt = Submission.objects.get().receipt
    assert f"The bid you sent on 20 November 2026 at 9am goes on counting, receipt {receipt}." in read(asked)
    shown = html.fromstring(asked.content).xpath("//main//form//input[@name='read']/@value")
    words = read(pressed(signed_in, "bid-change-drop", sent, read=shown))
    assert "The change is discarded. Your bid counts as you sent it." in words
    assert not Bid.objects.get().is_being_changed


def test_withdrawing_says_that_it_is_not_needed_for_a_change(signed_in, sent, morning):
    address = reverse("bid-withdraw", args=[sent.pk])
    assert "To change it you do not have to withdraw it." in read(signed_in.get(address))
    assert "The change that you began becomes your draft." not in read(signed_in.get(address))
    pressed(signed_in, "bid-change", sent)
    assert "The change that you began becomes your draft." in read(signed_in.get(address))


@pytest.mark.parametrize("clock_has_run", [False, True])
def test_after_the_deadline_the_page_says_that_the_change_does_not_count(signed_in, tender, user, sent, clock_has_run):
    with clock.at(BEFORE):
        services.begin_replacement(sent, by=user)
    void = "A change of this bid was begun and not sent by the deadline, so it does not count. The bid you sent counts."
    with clock.at(DEADLINE + timedelta(seconds=1)):
        if clock_has_run:
            services.lapse_unsubmitted(tender)
        words = read(signed_in.get(reverse("bid", args=[sent.pk])))
        assert void in words
        assert "Check your answers" not in words
        assert signed_in.post(reverse("bid-change", args=[sent.pk])).status_code == 403


def test_a_bid_that_nobody_changed_says_nothing_of_a_change(signed_in, tender, sent):
    with clock.at(DEADLINE + timedelta(seconds=1)):
        services.lapse_unsubmitted(tender)
        assert "A change of this bid" not in read(signed_in.get(reverse("bid", args=[sent.pk])))


def test_the_list_of_bids_says_that_a_change_is_open(signed_in, sent, user, morning):
    services.begin_replacement(sent, by=user)
    assert "Sent, change not sent" in read(signed_in.get(reverse("bids")))
