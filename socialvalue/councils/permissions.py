"""For which council somebody works now, where they have roles in several."""

from socialvalue.accounts.models import Organisation, User
from socialvalue.common.errors import NotAllowed


def check_can_work_for(user: User, council: Organisation) -> None:
    """One of the councils they have a role in now."""
    if council not in user.councils:
        raise NotAllowed("You have no role in this council")
