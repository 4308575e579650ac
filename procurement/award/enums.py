from django.db import models


class AwardStatus(models.TextChoices):
    PROPOSED = "proposed", "Waiting for the decision"
    RETURNED = "returned", "Returned"
    DECIDED = "decided", "Decided"
    NOTIFIED = "notified", "Bidders told, standstill"
    CONTRACTED = "contracted", "Contract made"


# Somebody else has decided: nothing of it is open to the lead any more
DECIDED_ON = (AwardStatus.DECIDED, AwardStatus.NOTIFIED, AwardStatus.CONTRACTED)
