from django.db import models


class BidStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    WITHDRAWN = "withdrawn", "Withdrawn"
    OPENED = "opened", "Opened"
    LAPSED = "lapsed", "Not submitted"
    UNOPENED = "unopened", "Could not be opened"


# What was sent and not withdrawn, opened or not
SENT = (BidStatus.SUBMITTED, BidStatus.OPENED, BidStatus.UNOPENED)


class SealDecision(models.TextChoices):
    """What is to be done about a broken seal."""

    COPY = "copy", "Open the bid from the copy that its bidder sent"
    WITHOUT = "without", "Open the other bids without it"


class SendingVerb(models.TextChoices):
    """What a bidder asks shortly before a deadline; as in “a request to …”."""

    SUBMIT = "submit", "send the bid"
    CONFIRM = "confirm", "confirm the bid"
    WITHDRAW = "withdraw", "withdraw the bid"
    CHANGE = "change", "change the bid"
    DISCARD = "discard", "discard a change of the bid"


class ReceiptKind(models.TextChoices):
    SENT = "sent", "Bid sent"
    WITHDRAWN = "withdrawn", "Bid withdrawn"


class Differs(models.TextChoices):
    """How receipts that were given and bids that are held can differ; the labels are sentences about one name."""

    NO_BID = "no_bid", "No bid is held for receipt {name}"
    OTHER_BID = "other_bid", "The bid that is held for receipt {name} has another digest or number than the receipt"
    NO_RECEIPT = "no_receipt", "A bid is held under {name}, and no receipt was given for it"
    FORGED = "forged", "Receipt {name} is not signed with a key of this service, or was changed after it was signed"
    UNRECORDED = "unrecorded", "Receipt {name} is there, and the record does not say that it was given"
    RECEIPT_GONE = "receipt_gone", "The record says that receipt {name} was given, and it is gone"
    TAKEN_BACK = "taken_back", "The bid of receipt {name} is marked as withdrawn, and no receipt says that it was"
    STANDS_AGAIN = "stands_again", "The bid of receipt {name} was withdrawn with a receipt, and is not marked as withdrawn"
    STATUS = "status", "Whether the bid of receipt {name} counts is not what its receipts say"
    NOTHING_SENT = "nothing_sent", "The bid {name} is marked as sent, and nothing was sent"
