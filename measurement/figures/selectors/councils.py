"""Which council a command or an address means."""

from socialvalue.accounts.enums import OrganisationKind
from socialvalue.accounts.models import Organisation
from socialvalue.common.errors import Refused


def council_called(handle: str | None) -> Organisation:
    """The council with this name (in any case), code in the national geography, or number; without one the only council.

    Raises Refused, which lists those that there are, when it is not known or more than one could be meant.
    """
    councils = list(Organisation.objects.filter(kind=OrganisationKind.COUNCIL).order_by("name", "pk"))
    if not councils:
        raise Refused("There is no council yet. Add one first.", "council")
    wanted = (handle or "").strip()
    found = [c for c in councils if wanted.casefold() in _handles(c)] if wanted else councils
    if len(found) == 1:
        return found[0]
    listed = "; ".join(f"{c.pk} {c.name}{f' ({c.gss_code})' if c.gss_code else ''}" for c in councils)
    if wanted:
        why = f"There is no council called “{wanted}”" if not found else f"“{wanted}” names more than one council"
        raise Refused(f"{why}. There is: {listed}.", "council")
    raise Refused(f"Say which council, by its name, code or number: {listed}", "council")


def _handles(council: Organisation) -> set[str]:
    return {h.casefold() for h in (council.name, council.gss_code, str(council.pk)) if h}
