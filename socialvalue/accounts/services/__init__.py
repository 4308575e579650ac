"""The people of a supplier invite colleagues and end their access. How a supplier registers is ``suppliers``."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Invitation, Membership, Organisation, User
from socialvalue.accounts.permissions import check_can_manage_supplier
from socialvalue.accounts.services import links
from socialvalue.accounts.services.joining import cancel_invitations_of, end, join
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.notifications.services import tell, write_to
from socialvalue.sessions.services import end_sessions

# One supplier's: more would make the service write to strangers without end
INVITATIONS_A_DAY = 20


@transaction.atomic
def invite(organisation: Organisation, *, by: User, email: str) -> Invitation:
    """Invite a colleague of the same supplier; the email holds a link that works once within 7 days."""
    check_can_manage_supplier(by, organisation)
    email = email.strip().lower()
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.memberships.filter(user__email=email, ended_at=None).exists():
        raise Refused("This person already belongs to your organisation", "email")
    organisation.invitations.filter(email=email, accepted_at=None, cancelled_at=None).update(cancelled_at=clock.now())
    lately = organisation.invitations.filter(invited_at__gt=clock.now() - timedelta(days=1)).count()
    if lately >= INVITATIONS_A_DAY:
        raise Refused(f"Your organisation invited {lately} people within a day. Invite more tomorrow.", "email")
    invitation = Invitation.objects.create(organisation=organisation, email=email, invited_by=by)
    record("invited a colleague", f"invited {email}", by=by, about=organisation)
    path = reverse("invitation", args=[links.make(links.INVITE, invitation.pk)])
    write_to(
        email,
        key=f"invitation:{invitation.pk}",
        subject=f"{by.name} invites you to {organisation}",
        body=(
            f"{by.name} asks you to act for {organisation} at {settings.SERVICE_NAME}: to see its bids and to report on "
            f"its contracts. Open this link within 7 days:\n\n{settings.SITE_URL}{path}\n\nIf you do not know this "
            "organisation, do nothing."
        ),
        action="Accept the invitation",
    )
    return invitation


def open_invitation(token: str, *, lock: bool = False) -> Invitation:
    """The invitation of this link. Raises Refused when it was used, cancelled or is too old."""
    rows = Invitation.objects.select_related("organisation", "invited_by")
    if lock:
        rows = rows.select_for_update(of=("self",))
    invitation = rows.filter(pk=links.read(links.INVITE, token)).first()
    if invitation is None or invitation.cancelled_at:
        raise Refused("This invitation was withdrawn. Ask your colleague for a new one.")
    if invitation.accepted_at:
        raise Refused("This invitation was used already. Sign in with the address it was sent to.")
    return invitation


@transaction.atomic
def accept_invitation(token: str, *, name: str = "", password: str = "", by: User | None = None) -> User:
    """Join the organisation that sent the invitation.

    ``by`` is the signed-in person, who must own the invited address; without it a new person is made with ``name``
    and ``password``. Raises Refused when the link is spent, when the address has an account and nobody signed in,
    and when the account works for a council: an account is on one side.
    """
    invitation = open_invitation(token, lock=True)
    if by is not None and by.email != invitation.email:
        raise Refused(f"This invitation was sent to {invitation.email}. Sign out, and sign in with that address.")
    user = by
    if user is None:
        if User.objects.filter(email=invitation.email).exists():
            raise Refused("There is an account for this address. Sign in with it, then open the link again.")
        user = User.objects.create_user(invitation.email, password, name=name)
    here = Membership.objects.filter(user=user, organisation=invitation.organisation, role=Role.SUPPLIER, ended_at=None)
    if not here.exists():
        join(user, invitation.organisation, Role.SUPPLIER, granted_by=invitation.invited_by)
    invitation.accepted_at, invitation.accepted_by = clock.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record("joined a supplier", f"joined {invitation.organisation}", by=user, about=[invitation.organisation, user])
    tell(
        invitation.invited_by,
        key=f"invitation-accepted:{invitation.pk}",
        subject=f"{user} accepted your invitation",
        body=f"{user} ({user.email}) now acts for {invitation.organisation}: they see its bids and report on its contracts.",
        url=reverse("account"),
        action="See who acts for your organisation",
        why="You get this because you sent the invitation.",
        for_information=True,
    )
    return user


@transaction.atomic
def cancel_invitation(invitation: Invitation, *, by: User) -> None:
    """Withdraw an invitation nobody has accepted; its link stops working."""
    check_can_manage_supplier(by, invitation.organisation)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at is None and invitation.cancelled_at is None:
        invitation.cancelled_at = clock.now()
        invitation.save(update_fields=["cancelled_at"])
        record("withdrew an invitation", f"withdrew the invitation to {invitation.email}", by=by, about=invitation.organisation)


@transaction.atomic
def end_membership(membership: Membership, *, by: User) -> Membership:
    """A person no longer acts for the supplier. The last one stays, so that nobody is locked out of its bids."""
    check_can_manage_supplier(by, membership.organisation)
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    membership = Membership.objects.select_related("user", "organisation").get(pk=membership.pk)
    if membership.ended_at:
        return membership
    if not membership.organisation.memberships.filter(ended_at=None).exclude(user=membership.user).exists():
        raise Refused("The last person of an organisation cannot be removed. Invite a colleague first.")
    end(membership)
    cancelled = cancel_invitations_of(membership.user, membership.organisation)
    if membership.user_id != by.pk:
        end_sessions(membership.user, by=by)
    record(
        "ended a membership",
        f"ended the membership of {membership.user}",
        by=by,
        about=[membership.organisation, membership.user],
        changes={"invitations": [str(cancelled), "0"]} if cancelled else None,
    )
    if membership.user_id != by.pk:
        tell(
            membership.user,
            key=f"membership-ended:{membership.pk}",
            subject=f"You no longer act for {membership.organisation}",
            body=(
                f"{by} ended your access for {membership.organisation}. You no longer see its bids and contracts. "
                f"If this is a mistake, ask {by}: {by.email}"
            ),
            why="You get this because your access changed.",
        )
    return membership
