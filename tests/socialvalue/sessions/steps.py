"""What tests of signing in do: a browser of one's own, a right and a wrong password."""

from django.test import Client

from socialvalue.common import clock
from tests.builders import people

PASSWORD = "demonstration"  # of the builder's people


def browser(address: str = "127.0.0.1", agent: str = "") -> Client:
    """A browser with its own cookies, at a network address."""
    return Client(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post("/sign-in/", {"login": email, "password": password})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def been_here(user, client: Client | None = None) -> Client:
    """A browser that has signed in to this account before, and out again."""
    client = client or browser("192.0.2.10")
    sign_in(client, user.email)
    client.post("/sign-out/")
    return client


def guess(user_or_email, times: int, address: str = "198.51.100.7") -> Client:
    """A stranger types wrong passwords."""
    stranger = browser(address)
    for number in range(times):
        sign_in(stranger, getattr(user_or_email, "email", user_or_email), f"wrong guess {number}")
    return stranger


__all__ = ["PASSWORD", "been_here", "browser", "clock", "guess", "is_in", "people", "sign_in"]
