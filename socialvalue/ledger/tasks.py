"""The whole record is read once a night, in a job."""

from django.urls import reverse

from socialvalue.ledger.models import RecordLink
from socialvalue.ledger.services.checking import check
from socialvalue.ledger.services.witnessing import tell_of_fault

# Links between two words of how far it is
TELL_EVERY = 5_000


def run(job, report) -> str:
    """Read the chain from its first link; a fault is told to everybody who is to know. Again reads it again."""
    total = max(RecordLink.objects.count(), 1)

    def tell(done: int) -> None:
        if done % TELL_EVERY == 0:
            report(min(100 * done // total, 99), f"{done:,} of {total:,} entries read")

    found = check(tell)
    if not found.is_well:
        tell_of_fault(found)
    return reverse("administration-record")
