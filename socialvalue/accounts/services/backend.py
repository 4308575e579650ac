"""Who may sign in with a password."""

from allauth.account.auth_backends import AuthenticationBackend

from socialvalue.accounts.models import User
from socialvalue.notifications.selectors import with_unread


class ConfirmedOnly(AuthenticationBackend):
    """Somebody who registered and has not followed the link in our email is refused like a wrong password.

    Otherwise registering with somebody's address and signing in would tell whether it already had an account.
    """

    def _check_password(self, user, password):
        found = super()._check_password(user, password)
        return None if found is not None and found.address_unconfirmed else found

    def get_user(self, user_id):
        """Whoever is signed in, with the number of their unread messages: every page's header shows it without another query."""
        user = with_unread(User.objects.get_queryset()).filter(pk=user_id).first()
        return user if self.user_can_authenticate(user) else None
