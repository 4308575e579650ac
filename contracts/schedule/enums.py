from django.db import models


class ReturnStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting to be verified"
    QUERIED = "queried", "Sent back"
    VERIFIED = "verified", "Verified"
    REPLACED = "replaced", "Replaced by a correction"


# A return in one of these has been handed in; a draft or one sent back is still owed
HANDED_IN = (ReturnStatus.SUBMITTED, ReturnStatus.VERIFIED)
# One in these may still be written by the side that began it
OPEN = (ReturnStatus.DRAFT, ReturnStatus.QUERIED)
# One in these has been verified, and counted from then until it was replaced
COUNTED = (ReturnStatus.VERIFIED, ReturnStatus.REPLACED)
