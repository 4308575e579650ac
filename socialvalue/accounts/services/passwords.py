"""Passwords that everybody who knows the council would try first."""

import re

from django.core.exceptions import ValidationError

# Words of this service and of the work; docs/security.md names them
OUR_WORDS = (
    "socialvalue", "social", "value", "procurement", "commissioning", "commission", "tender", "bidder", "supplier", "contract",
    "council", "county", "borough", "district", "cabinet", "scrutiny", "evaluation", "administrator", "password", "welcome",
)  # fmt: skip
# So many letters of somebody's own make a password theirs
LEAST_OWN_LETTERS = 4
SHORTEST_NAME = 4


class NotOurWords:
    """A validator of Django's kind: refuses what is made of this service's words and the person's organisations' names."""

    def validate(self, password, user=None):
        letters = "".join(c for c in password.casefold() if c.isalpha())
        left = letters
        for word in sorted([*OUR_WORDS, *_names(user)], key=len, reverse=True):
            left = left.replace(word, "")
        if left != letters and len(left) < LEAST_OWN_LETTERS:
            raise ValidationError("Choose words that have nothing to do with the council or this service", code="our_words")

    def get_help_text(self):
        return "Not words of the council or of this service."


def _names(user) -> list[str]:
    """The words of the names of the bodies that ``user`` belongs to; none for somebody who is not stored yet."""
    if user is None or user.pk is None:
        return []
    names = user.memberships.values_list("organisation__name", flat=True)
    return [word for name in names for word in re.findall(r"[^\W\d_]+", name.casefold()) if len(word) >= SHORTEST_NAME]
