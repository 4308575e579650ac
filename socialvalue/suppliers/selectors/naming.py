"""Which supplier somebody means who typed its name or its register number, and what to offer while it is typed."""

import re

from socialvalue.accounts.models import Organisation
from socialvalue.accounts.querysets import OrganisationQuerySet
from socialvalue.common.errors import Refused

# How many are offered at once
MOST = 8
# A letter alone is in nearly every name
LEAST_TYPED = 2
_WITH_NUMBER = re.compile(r"(?P<name>.+) \((?P<number>[^()]+)\)")


def as_typed(supplier: Organisation) -> str:
    """As it is typed so that only this one is meant: “Weald Carers CIC (01234567)”."""
    return f"{supplier.name} ({supplier.registration_number})" if supplier.registration_number else supplier.name


def suggested(text: str, among: OrganisationQuerySet) -> list[str]:
    """What to offer for the beginning of a name, of its words or of a number; nothing for a single letter. One query, or two."""
    if len(text.strip()) < LEAST_TYPED:
        return []
    return [as_typed(one) for one in among.called(text).order_by("name", "pk")[:MOST]]


def supplier_called(text: str, among: OrganisationQuerySet) -> Organisation:
    """The one supplier of ``among`` that has just this name or this register number, or both as ``as_typed``.

    Raises Refused with whom it could be: what is part of a name only is never taken for the whole.
    """
    text = text.replace("(fictional)", " ").strip()
    both = _WITH_NUMBER.fullmatch(text)
    if both:
        exact = list(among.filter(name__iexact=both["name"].strip(), registration_number__iexact=both["number"].strip()))
        if len(exact) == 1:
            return exact[0]
    found = list(among.called(text).order_by("name", "pk")[: MOST + 1])
    exact = [one for one in found if text.casefold() in (one.name.casefold(), one.registration_number.casefold())]
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise Refused(f"Several suppliers are called “{text}”. Enter the register number instead.")
    if not found:
        raise Refused(f"No supplier here has the name or register number “{text}”. Check the spelling.")
    raise Refused(f"“{text}” is not the whole name of a supplier. Did you mean {_or([as_typed(one) for one in found])}?")


def _or(names: list[str]) -> str:
    """“A”, “A or B”, “A, B or C”; of more than three the first three, “or another”."""
    *others, last = names if len(names) <= 3 else [*names[:3], "another"]
    return f"{', '.join(others)} or {last}" if others else last
