"""A bid that was sent, withdrawn and sent again, with its files as its bidder downloads them."""

from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse

from procurement.bidding import services
from procurement.bidding.models import Bid
from socialvalue.common import clock
from tests.builders import bidding

from .tenders import BEFORE


@dataclass(frozen=True)
class Files:
    """What is in the folder; ``page`` and ``program`` are the two that check."""

    receipt: Path
    bid: Path
    withdrawal: Path
    later_receipt: Path
    later_bid: Path
    keys: Path
    program: Path
    page: Path


def downloaded(client, tender, folder: Path, name: str = "Łódź & Žižkov <b>CIC</b>") -> Files:
    user = bidding.bidder(name)
    with clock.at(BEFORE):
        bid = bidding.submitted_bid(tender, user)
        services.withdraw(bid, by=user)
        services.submit(Bid.objects.get(pk=bid.pk), by=user)
    client.force_login(user)
    addresses = {
        "receipt": reverse("bid-receipt-file", args=[bid.pk, 1]),
        "bid": reverse("bid-document", args=[bid.pk, 1]),
        "withdrawal": reverse("bid-withdrawal-file", args=[bid.pk, 1]),
        "later_receipt": reverse("bid-receipt-file", args=[bid.pk, 2]),
        "later_bid": reverse("bid-document", args=[bid.pk, 2]),
        "keys": reverse("receipts-keys"),
        "program": reverse("receipts-program"),
        "page": reverse("receipts-page"),
    }
    found = {}
    for key, address in addresses.items():
        response = client.get(address)
        assert response.status_code == 200, address
        found[key] = folder / f"{key}.{'html' if key == 'page' else 'py' if key == 'program' else 'json'}"
        found[key].write_bytes(response.content)
    return Files(**found)
