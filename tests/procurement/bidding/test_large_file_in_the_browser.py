"""A file that is too large is told beside its field before it is sent; what was typed stays on the page."""

import pytest
from django.conf import settings
from django.urls import reverse

from procurement.bidding import services
from procurement.tendering.enums.limits import MOST_BYTES
from socialvalue.documents.services.receiving import most_bytes
from tests.builders import bidding
from tests.builders.tendering import published_tender
from tests.socialvalue.documents.files_made import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_file_that_is_too_large_costs_nobody_what_they_typed(
    live_server, context, page, client, axe_check, no_sideways_scrolling
):
    user = bidding.bidder()
    bid = services.start_bid(published_tender(), by=user, supplier=user.supplier)
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + reverse("bid-question", args=[bid.pk, "q1"]))
    page.get_by_label("Your answer").fill("A long afternoon's work")
    field = page.get_by_label("Supporting file")
    field.set_input_files({"name": "site.pdf", "mimeType": "application/pdf", "buffer": bytes(most_bytes() + 1)})
    words = page.get_by_role("alert")
    assert words.inner_text().replace("\u00a0", " ") == "site.pdf is 21.0 MB. It must be 10.0 MB or smaller. Choose another file."
    page.get_by_role("button", name="Save and continue").click()
    assert words.is_visible()
    assert page.get_by_label("Your answer").input_value() == "A long afternoon's work"
    axe_check(page)
    no_sideways_scrolling(page)
    assert field.get_attribute("data-most-bytes") == str(MOST_BYTES)
    field.set_input_files({"name": "plan.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    assert words.count() == 0
    # The button takes no second press within a second
    page.wait_for_timeout(1_100)
    page.get_by_role("button", name="Save and continue").click()
    assert page.get_by_text("The file plan.pdf was added. Your answer was saved.").is_visible()
