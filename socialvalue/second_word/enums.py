from django.db import models


class Outcome(models.TextChoices):
    """How it stands with what one person asked for."""

    WAITS = "waits", "Waits for a second person"
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"
    TAKEN_BACK = "taken back", "Taken back"
    RUN_OUT = "run out", "Ran out"
