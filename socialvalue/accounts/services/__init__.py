"""Suppliers register, confirm their address, look after their details and invite colleagues."""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from socialvalue.accounts.enums import OrganisationKind, Role
from socialvalue.accounts.models import Invitation, Membership, Organisation, User
from socialvalue.accounts.permissions import check_can_manage_supplier
from socialvalue.accounts.services import links
from socialvalue.accounts.services.joining import cancel_invitations_of, end, join
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ
from socialvalue.common.saving import locked, save_changes
from socialvalue.notifications.services import tell, write_to
from socialvalue.sessions.services import end_sessions

# One supplier's: more would make the service write to strangers without end
INVITATIONS_A_DAY = 20


def register_supplier(
    *,
    name: str,
    email: str,
    password: str,
    organisation_name: str,
    address: str,
    postcode: str,
    registration_number: str = "",
    sme: bool | None = None,
    vcse: bool | None = None,
    next_url: str = "",
) -> User | None:
    """Make a supplier and its first person, and send the link that confirms the address.

    With an address that has an account, nothing is made and its owner is told by email (an unconfirmed one gets the
    link again); returns None. The caller shows the same page either way, so that nobody learns who has an account.
    """
    email = email.strip().lower()
    known = User.objects.filter(email=email).first()
    if known is None:
        try:
            return _register(
                name, email, password, next_url,
                name_of_body=organisation_name, address=address, postcode=postcode,
                registration_number=registration_number, sme=sme, vcse=vcse,
            )  # fmt: skip
        except IntegrityError:  # somebody registered the same address a moment ago
            known = User.objects.get(email=email)
    # Either way as slow as making an account, for those who measure
    if known.address_unconfirmed:
        _register_again(known, known.check_password(password), next_url)
    else:
        User().set_password(password)
        _tell_owner(known)
    return None


@transaction.atomic
def _register(name: str, email: str, password: str, next_url: str, *, name_of_body: str, **details) -> User:
    user = User.objects.create_user(email, password, name=name, address_unconfirmed=True)
    body = Organisation.objects.create(name=name_of_body, kind=OrganisationKind.SUPPLIER, email=email, **details)
    join(user, body, Role.SUPPLIER)
    record("registered a supplier", f"registered {body} as a supplier", by=user, about=[body, user])
    _send_confirmation(user, next_url)
    return user


def _send_confirmation(user: User, next_url: str) -> None:
    path = reverse("register-confirm", args=[links.make(links.CONFIRM, user.pk)])
    query = f"?{urlencode({'next': next_url})}" if next_url else ""
    write_to(
        user.email,
        key=f"confirm-address:{user.pk}:{clock.now().isoformat()}",
        subject="Confirm your email address",
        body=(
            f"Dear {user.name},\n\nSomebody registered with this address at {settings.SERVICE_NAME}. "
            f"If it was you, open this link within 7 days and then sign in:\n\n{settings.SITE_URL}{path}{query}\n\n"
            "If it was not you, do nothing: nobody can sign in until the link is opened."
        ),
        action="Confirm your email address",
    )


@transaction.atomic
def _register_again(user: User, same_password: bool, next_url: str) -> None:
    """The link again. With another password neither counts: the first may be that of somebody who reads no mail here,
    and would be let in when the address's owner follows the link."""
    if same_password:
        _send_confirmation(user, next_url)
        return
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    record("registered again", "registered again, before the address was confirmed", by=user, about=user)
    write_to(
        user.email,
        key=f"set-password:{user.pk}:{clock.now().isoformat()}",
        subject="Set a password",
        body=(
            f"Somebody registered with this address at {settings.SERVICE_NAME} more than once, with different passwords. "
            f"If it was you, open this link within 3 days and set the password you want:\n\n{links.set_password(user)}\n\n"
            "If it was not you, do nothing: nobody can sign in until the link is opened."
        ),
        action="Set your password",
    )


def _tell_owner(user: User) -> None:
    write_to(
        user.email,
        key=f"already-registered:{user.pk}:{clock.now().isoformat()}",
        subject="You already have an account",
        body=(
            f"Dear {user.name},\n\nSomebody tried to register at {settings.SERVICE_NAME} with this address, which already "
            f"has an account. If it was you, sign in: {settings.SITE_URL}{reverse('account_login')}\n\nIf you have "
            f"forgotten the password: {settings.SITE_URL}{reverse('account_reset_password')}\n\nIf it was not you, do "
            "nothing: nothing was changed."
        ),
    )


@transaction.atomic
def confirm_address(token: str) -> User:
    """The person with this link reads the address they registered with. A second time changes nothing. May raise Refused."""
    user = User.objects.select_for_update().get(pk=links.read(links.CONFIRM, token))
    if user.address_unconfirmed:
        user.address_unconfirmed = False
        user.save(update_fields=["address_unconfirmed"])
        record("confirmed their address", "confirmed their email address", by=user, about=user)
    return user


@transaction.atomic
def edit_organisation(organisation: Organisation, *, by: User, **changes) -> Organisation:
    """Change a supplier's own details (name, registration_number, address, postcode, email, sme, vcse)."""
    check_can_manage_supplier(by, organisation)
    organisation = locked(organisation, AS_READ)
    changed = save_changes(organisation, **changes)
    if changed:
        record("changed the organisation", "changed the organisation's details", by=by, about=organisation, changes=changed)
    return organisation


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
