"""Who sees figures: whoever may see the council's oversight. The returns behind them are seen by whoever sees the contracts."""

from django.http import Http404

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.errors import NotAllowed


def councils_of(user: User) -> list[int]:
    return user.organisations_where(Permission.VIEW_OVERSIGHT)


def can_view_oversight(user: User, council: Organisation | int) -> bool:
    return user.can(Permission.VIEW_OVERSIGHT, council)


def check_can_view_oversight(user: User, council: Organisation | int) -> None:
    """An outsider meets a page that is not there; an insider without the permission hears why."""
    if can_view_oversight(user, council):
        return
    pk = getattr(council, "pk", council)
    if any(m.organisation_id == pk for m in user.current_memberships):
        raise NotAllowed("Your role does not include: see the oversight dashboard")
    raise Http404


def council_for(user: User) -> Organisation:
    """The council whose oversight this person sees first. Raises NotAllowed when there is none."""
    for membership in user.current_memberships:
        if can_view_oversight(user, membership.organisation_id):
            return membership.organisation
    raise NotAllowed("Your role does not include: see the oversight dashboard")
