"""What somebody reads who did not come in through a provider: what happened, and what to do."""

from dataclasses import dataclass
from enum import Enum

from socialvalue.single_sign_on.calculations.configured import Provider


class Failure(Enum):
    """(status, heading, what to do, what the record says). ``{name}`` is the provider's."""

    SILENT = (
        503,
        "{name} does not answer",
        "Wait a few minutes and try again. If you cannot wait, sign in with your email address and your password. If you never "
        "set one, ask for a link below.",
        "the provider did not answer",
    )
    CANCELLED = (
        403,
        "You did not finish signing in",
        "{name} says that you stopped. You are not signed in here.",
        "the person stopped at the provider",
    )
    STALE = (
        403,
        "Start signing in again",
        "Each attempt to sign in with {name} works once, within 10 minutes, in the browser in which it began. This one was used "
        "already or is too old.",
        "the answer belongs to no attempt that is open",
    )
    UNBELIEVED = (
        403,
        "We could not check what {name} told us",
        "You are not signed in. Try again. If you read this twice, tell the people who run this service.",
        "the provider’s answer could not be believed",
    )

    @property
    def why(self) -> str:
        return self.value[3]


@dataclass(frozen=True)
class NotIn:
    """The page: ``next`` is where they wanted to go, which is not lost."""

    provider: Provider
    status: int
    heading: str
    words: str
    next: str


def not_in(failure: Failure, provider: Provider, next_url: str = "") -> NotIn:
    status, heading, words, _ = failure.value
    return NotIn(provider, status, heading.format(name=provider.name), words.format(name=provider.name), next_url)


def refused(words: str, provider: Provider, next_url: str = "") -> NotIn:
    return NotIn(provider, 403, f"You cannot sign in with {provider.name}", words, next_url)
