"""Who may sign in with a password."""

from allauth.account.auth_backends import AuthenticationBackend


class ConfirmedOnly(AuthenticationBackend):
    """Somebody who registered and has not followed the link in our e-mail is refused like a wrong password.

    Otherwise registering with somebody's address and signing in would tell whether it already had an account.
    """

    def _check_password(self, user, password):
        found = super()._check_password(user, password)
        return None if found is not None and found.address_unconfirmed else found
