from django.db import models


class TenderStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    CHECKING = "checking", "Being checked"
    RETURNED = "returned", "Returned"
    PUBLISHED = "published", "Open for bids"
    CLOSED = "closed", "Closed, bids sealed"
    OPENED = "opened", "Bids opened"
    EVALUATED = "evaluated", "Evaluated"
    DECIDED = "decided", "Award decided"
    CONTRACTED = "contracted", "Contract made"
    TERMINATED = "terminated", "Ended without award"


class Method(models.TextChoices):
    """Values as in the evaluation record."""

    EMBEDDED = "embedded", "All criteria count towards one total of 100"
    GATEWAY = "gateway", "Social value is scored once a minimum quality and a highest price are met"


class CriterionKind(models.TextChoices):
    GROUP = "group", "Group"
    QUALITY = "quality", "Quality"
    SOCIAL_VALUE = "social_value", "Social value"
    PRICE = "price", "Price"
    PASS_FAIL = "pass_fail", "Pass or fail"


class Form(models.TextChoices):
    SPECIFIED = "specified", "Specified requirement"
    OPEN = "open", "Open question"


class PriceFormula(models.TextChoices):
    LOWEST_OVER_BID = "lowest_over_bid", "Lowest price divided by this price"
    LINEAR_FROM_LOWEST = "linear_from_lowest", "Straight line down from the lowest price"
    LINEAR_TO_CEILING = "linear_to_ceiling", "Straight line between a floor and a ceiling"
    MEAN_DEVIATION = "mean_deviation", "Distance from the mean price"
