"""Whether single keys are shortcuts: one for the search box, digits for scores."""

from django.db import transaction

from socialvalue.accounts.models import User
from socialvalue.audit.services import record

WORDS = {True: "on", False: "off"}


@transaction.atomic
def set_search_shortcut(*, by: User, on: bool) -> None:
    """Switch single-key shortcuts on or off for ``by``. Nothing happens where it is so already."""
    person = User.objects.select_for_update().get(pk=by.pk)
    if person.search_shortcut == on:
        return
    person.search_shortcut = on
    person.save(update_fields=["search_shortcut"])
    record(
        "set the search shortcut",
        f"switched single-key shortcuts {WORDS[on]}",
        by=by,
        about=person,
        changes={"search_shortcut": [WORDS[not on], WORDS[on]]},
    )
