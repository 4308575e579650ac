"""The bidder finds their assessment summary with a mouse, at both widths, and it reads without sideways scrolling."""

import pytest
from django.conf import settings

from tests.builders import award as awards

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_bidder_comes_from_their_bids_to_the_summary(live_server, context, page, client, axe_check, no_sideways_scrolling):
    award = awards.told(bids=2, panellists=1)
    loser = award.tender.bids.exclude(pk=award.bid_id).get()
    client.force_login(loser.supplier.memberships.get().user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/bids/")
        # The row's own link must not lie over it
        page.get_by_role("link", name="Your assessment summary").click(timeout=3000)
        assert page.get_by_role("heading", level=1).inner_text().startswith("Assessment summary")
        axe_check(page)
        no_sideways_scrolling(page)
