"""The pages on which a bid is checked, sent, confirmed and withdrawn."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from procurement.bidding import selectors, services
from procurement.bidding.models import Submission
from procurement.tendering import services as tendering
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import bidding, people
from tests.reading import as_read

from .tenders import BEFORE, DEADLINE

pytestmark = pytest.mark.django_db


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
    with clock.at(DEADLINE + timedelta(hours=1)):
        tendering.close_due(clock.now())
        assert services.lapse_unsubmitted(tender) == 1
        late = as_read(signed_in.get(reverse("bid", args=[bid.pk])))
    assert "You withdrew this bid and did not send it again." in late
    assert "This bid was not sent." not in late
