"""The whole way in a real browser, under the site's own content security policy: in, refused, out."""

import pytest
from playwright.sync_api import expect

from socialvalue.accounts.enums import Role
from tests.builders import people

from .steps import NAME, configure, stands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BUTTON = f"Sign in with {NAME}"


def test_in_refused_and_out_again(live_server, settings, oidc, page, axe_check, no_sideways_scrolling):
    settings.SITE_URL = live_server.url
    council = people.council("Kentish Council")
    cora = people.person(council, Role.COMMISSIONER, name="Cora Commissioner")
    configure(settings, oidc, council)

    def look() -> None:
        axe_check(page)
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 900})
            no_sideways_scrolling(page)

    page.goto(f"{live_server.url}/sign-in/?next=/account/")
    look()
    stands(oidc, "stranger@example.org")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("heading", name=f"You cannot sign in with {NAME}")).to_be_visible()
    look()
    stands(oidc, cora.email)
    page.get_by_role("button", name=f"Try again with {NAME}").click()
    page.wait_for_url(f"{live_server.url}/account/")
    expect(page.get_by_text("You can sign in with it")).to_be_visible()
    look()
    page.goto(f"{live_server.url}/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_text(f"You may still be signed in at {NAME}.")).to_be_visible()
    look()
    page.get_by_role("button", name=f"Sign out at {NAME}").click()
    page.wait_for_url(f"{oidc.url}/logout**")
