"""The one way to a membership, and what its end takes along. Memberships end and are never deleted."""

from datetime import date

from allauth.socialaccount.models import SocialAccount

from socialvalue.accounts.models import Directorate, Invitation, Membership, Organisation, User
from socialvalue.accounts.permissions import check_can_join_side
from socialvalue.common import clock


def join(
    user: User,
    organisation: Organisation,
    role: str,
    *,
    directorate: Directorate | None = None,
    granted_by: User | None = None,
    confirmed_by: User | None = None,
    until: date | None = None,
    field: str | None = None,
) -> Membership:
    """Give ``user`` a role in ``organisation``, inside the transaction of a caller who checked who may.

    ``until``: its last day, where it is given for a time. Raises Refused on ``field`` where the account is on the other side
    (``check_can_join_side``). The person's row is held, so that of two bodies of different sides at once the second waits here
    and is refused.
    """
    User.objects.select_for_update().get(pk=user.pk)
    check_can_join_side(user, organisation.kind, field)
    return Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        directorate=directorate,
        granted_by=granted_by,
        confirmed_by=confirmed_by,
        until=until,
    )


def end(membership: Membership) -> None:
    """It ends now, inside the caller's transaction."""
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])


def cancel_invitations_of(user: User, organisation: Organisation) -> int:
    """Invitations this person sent for ``organisation`` that nobody has accepted open no more. How many there were."""
    unused = Invitation.objects.filter(invited_by=user, organisation=organisation, accepted_at=None, cancelled_at=None)
    return unused.update(cancelled_at=clock.now())


def cut_links_of(user: User) -> int:
    """No provider lets this account in any more; added again, it is linked anew. How many links there were."""
    return SocialAccount.objects.filter(user=user).delete()[0]
