from django.db import models


class Delivery(models.TextChoices):
    """How a message reaches somebody beside their page of messages; also how a person wants news that asks nothing of them."""

    AT_ONCE = "at_once", "An email at once"
    DAILY = "daily", "One email a day, at 7am"
    ON_PAGE = "on_page", "No email: only on the Messages page"
