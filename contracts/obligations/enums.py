from django.db import models


class Basis(models.TextChoices):
    REQUIRED = "required", "Required"
    OFFERED = "offered", "Offered"
    VARIATION = "variation", "By variation"


class Worth(models.TextChoices):
    """What the contract is about, or what comes on top of it. An offer is always on top."""

    CORE = "core", "Core"
    ADDED = "added", "Added"


class Frequency(models.TextChoices):
    MONTH = "month", "Monthly"
    QUARTER = "quarter", "Quarterly"
    HALF_YEAR = "half_year", "Every six months"
    YEAR = "year", "Yearly"


class AgreementStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed by both sides"
    ENDED = "ended", "Ended"


class ChangeOutcome(models.TextChoices):
    """What became of a proposed change of a KPI."""

    OPEN = "open", "Waits for both sides"
    AGREED = "agreed", "Agreed by both sides"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ObjectionOutcome(models.TextChoices):
    """What became of “that is not what we offered”."""

    OPEN = "open", "Waits for the council"
    KEPT = "kept", "The council answered"
    CHANGED = "changed", "The obligation was changed"
    AGREED = "agreed", "The supplier agreed after all"
    ENDED = "ended", "The obligation ended"


class BaselineBasis(models.TextChoices):
    """What is known of the time before a contract."""

    COUNTED = "counted", "Counted by who provided it before"
    RECORDS = "records", "From the council’s own records"
    ESTIMATED = "estimated", "Estimated"
    UNMEASURED = "unmeasured", "Nobody measured it"
