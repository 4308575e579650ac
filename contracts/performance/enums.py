from django.db import models


class Kind(models.TextChoices):
    """What a KPI counts, and so how the values of several periods make one figure."""

    SUM = "sum", "A number that is added up"
    RATIO = "ratio", "A share: so many out of so many"
    LEVEL = "level", "A level that is not added up"
    YES_NO = "yes_no", "Kept or not, period by period"
    MILESTONE = "milestone", "Done by a certain day"
    COMPOSITE = "composite", "A score made of sub-scores"


class Standing(models.TextChoices):
    """What may be said of a KPI over a span of time. The words are the same on every page, chart, file and paper."""

    ON_TARGET = "on_target", "On target"
    BELOW_TARGET = "below_target", "Below target"
    BELOW_MINIMUM = "below_minimum", "Below minimum"
    NOT_REPORTED = "not_reported", "Not reported"
    NO_TARGET = "no_target", "No target"
    NOTHING_DUE = "nothing_due", "Nothing due yet"


# Those that have been set against a target
RATED = (Standing.ON_TARGET, Standing.BELOW_TARGET, Standing.BELOW_MINIMUM)
