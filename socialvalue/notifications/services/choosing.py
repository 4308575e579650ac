"""How a person hears of what asks nothing of them."""

from django.contrib.auth import get_user_model
from django.db import transaction

from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.notifications.enums import Delivery
from socialvalue.notifications.models import Message


@transaction.atomic
def choose_news(*, by, news: str) -> None:
    """Set it for ``by``: at once, once a day or only on the page. News that waits for a daily email goes the new way.

    Raises Refused for anything else.
    """
    if news not in Delivery.values:
        raise Refused("Choose how you want to hear of news", "news")
    person = get_user_model().objects.select_for_update().get(pk=by.pk)
    if person.news == news:
        return
    before, person.news = person.news, news
    person.save(update_fields=["news"])
    Message.objects.visible_to(person).for_digest().update(delivery=news)
    words = [Delivery(before).label, Delivery(news).label]
    record("chose emails", "chose how to hear of news", by=by, about=person, changes={"news": words})
