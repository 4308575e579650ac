"""The room's verbs."""

from socialvalue.notifications.services.choosing import choose_news
from socialvalue.notifications.services.gathering import gather_news, waiting_for_digest
from socialvalue.notifications.services.reading import mark_all_read, mark_read
from socialvalue.notifications.services.sending import forget_unsent, send_outbox
from socialvalue.notifications.services.telling import tell, tell_all, tell_each, write_to

__all__ = [
    "choose_news",
    "forget_unsent",
    "gather_news",
    "mark_all_read",
    "mark_read",
    "send_outbox",
    "tell",
    "tell_all",
    "tell_each",
    "waiting_for_digest",
    "write_to",
]
