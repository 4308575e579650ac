from django.db import models


class Fault(models.TextChoices):
    """What is wrong where the record and its chain part."""

    ENTRY_CHANGED = "entry_changed", "An entry says something else than when it was linked"
    ENTRY_GONE = "entry_gone", "An entry was removed"
    LINK_CHANGED = "link_changed", "A link was changed, or the time of its entry"
    LINK_GONE = "link_gone", "A link was removed"
    TAIL_GONE = "tail_gone", "The last links were removed"
    NO_DIGEST = "no_digest", "An entry was not written by the service: it has no digest of its own"
