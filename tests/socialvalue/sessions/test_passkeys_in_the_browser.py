"""A passkey in a real browser: Chromium's virtual authenticator keeps it, under the site's own content security policy."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from tests.builders import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def address(live_server):
    """Browsers let a passkey belong to a name, never to a number."""
    return live_server.url.replace("127.0.0.1", "localhost")


def test_added_used_alone_used_as_a_second_step_and_removed(address, context, page, axe_check, no_sideways_scrolling):
    person = people.person(people.council(), Role.LEAD_DIRECTOR)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    def password() -> None:
        page.get_by_label("Email address").fill(person.email)
        page.get_by_label("Password", exact=True).fill("demonstration")
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()

    def again() -> None:
        page.get_by_label("Password", exact=True).fill("demonstration")
        page.get_by_role("button", name="Go on").click()

    page.goto(f"{address}/sign-in/?next=/account/security/")
    password()
    page.get_by_role("link", name="Add a passkey").click()
    again()
    page.get_by_label("Name").fill("Key at work")
    axe_check(page)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{address}/account/security/")
    expect(page.get_by_text("Key at work").first).to_be_visible()
    axe_check(page)
    no_sideways_scrolling(page)
    page.goto(f"{address}/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()

    # With the passkey alone: no address, no password
    page.goto(f"{address}/sign-in/?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{address}/account/")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    page.goto(f"{address}/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()

    # With the password, and then as the second step
    page.goto(f"{address}/sign-in/?next=/account/")
    password()
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(f"{address}/account/")

    # A device that says no is said on the page, and nothing happens
    page.goto(f"{address}/account/security/passkeys/new/")
    again()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_text("This device has a passkey for your account already.")).to_be_visible()

    page.goto(f"{address}/account/security/")
    page.get_by_role("link", name="Remove Key at work").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("link", name="Add a passkey")).to_be_visible()
    assert not Authenticator.objects.filter(user=person).exists()
    verbs = list(AuditEvent.objects.filter(actor=person).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["added a passkey", "removed a passkey"]
