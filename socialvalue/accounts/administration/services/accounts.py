"""The account that is given a role: an old one, or a new one."""

from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import can_join_side
from socialvalue.accounts.services.joining import end
from socialvalue.audit.services import record


def account_for(email: str, name: str, job_title: str, body: Organisation) -> User:
    """The account of this address, or a new one that nobody can sign in to yet, inside the caller's transaction.

    Whoever registered with the address and never confirmed it has not shown that it is theirs: their name and password count for
    nothing, and where they registered on the other side they give the address up.
    """
    email = email.strip().lower()
    squatter = User.objects.filter(email=email, address_unconfirmed=True).first()
    if squatter is not None and not can_join_side(squatter, body.kind):
        _free_address(squatter, body)
    user, created = User.objects.get_or_create(email=email, defaults={"name": name, "job_title": job_title})
    if user.address_unconfirmed:
        user.name, user.job_title = name, job_title
        created = True
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password", "name", "job_title"])
    return user


def _free_address(squatter: User, body: Organisation) -> None:
    """Somebody registered a supplier with this address and never showed that it is theirs: it is not theirs to block."""
    for membership in squatter.memberships.filter(ended_at=None):
        end(membership)
    address, squatter.email = squatter.email, f"unconfirmed-{squatter.pk}@address.invalid"
    squatter.is_active = False
    squatter.save(update_fields=["email", "is_active"])
    sentence = f"gave up {address}, which was registered and never confirmed"
    record("gave up an address", sentence, by=None, about=[squatter, body])
