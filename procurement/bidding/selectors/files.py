"""Which files of a bid nobody may open yet."""

from procurement.bidding.models import Bid, SealedFile
from socialvalue.documents.models import HeldFile


def held_of(bid: Bid) -> set[str]:
    """The keys, as the bid's document writes them, of its files that the virus scanner has not looked at."""
    keys = SealedFile.objects.filter(bid=bid).values("pk")
    return {str(key) for key in HeldFile.objects.filter(key__in=keys).values_list("key", flat=True)}
