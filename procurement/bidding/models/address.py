"""A bid in an address: how the pattern ``<bid:pk>`` of urls is read and written. Registered in the storey's ``rooms``."""

from django.conf import settings

from procurement.bidding.calculations import addresses


class BidAddress:
    """A bid by an address that tells nothing; views get its key."""

    regex = addresses.PATTERN

    def to_python(self, value: str) -> int:
        number = addresses.number_of(value, site_key=settings.SEALING_KEY)
        if number is None:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        return addresses.address_of(int(value), site_key=settings.SEALING_KEY)
