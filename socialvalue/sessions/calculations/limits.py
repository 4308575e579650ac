"""How often something may be tried, and how long somebody waits who tried too often."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limit:
    """``most`` tries in a stretch of ``within`` that begins with the first of them."""

    most: int
    within: timedelta

    def wait(self, count: int, began_at: datetime, now: datetime) -> timedelta:
        """How long until another try; nothing while there is one left."""
        if count < self.most:
            return timedelta(0)
        return max(began_at + self.within - now, timedelta(0))

    def is_over(self, began_at: datetime, now: datetime) -> bool:
        """Whether the stretch is over and the next try begins another one."""
        return now >= began_at + self.within


FIVE_MINUTES = timedelta(minutes=5)
# Of an account, by browsers that have never signed in to it: a rival's guesses fill this one alone
ACCOUNT = Limit(5, FIVE_MINUTES)
# Of one browser that has signed in to the account before
KNOWN_DEVICE = Limit(10, FIVE_MINUTES)
# Of a network address, whatever the account; a council's office may share one
ADDRESS = Limit(50, FIVE_MINUTES)
CODES = Limit(5, FIVE_MINUTES)


def waiting_words(wait: timedelta) -> str:
    """How long, in whole minutes and never too short: “1 minute”, “5 minutes”."""
    minutes = max(1, -int(-wait.total_seconds() // 60))
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
