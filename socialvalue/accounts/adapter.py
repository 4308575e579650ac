"""How allauth meets our users."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """Users have a name and an e-mail address, no user name."""

    def populate_username(self, request, user):
        return None
