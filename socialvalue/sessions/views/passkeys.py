"""Taking a passkey away, where something else remains to sign in with."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView

from socialvalue.common.errors import NotAllowed


class RemovePasskey(RemoveWebAuthnView):
    """The library asks this of apps alone."""

    def form_valid(self, form):
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            raise NotAllowed(f"{adapter.error_messages['cannot_delete_authenticator']}.")
        return super().form_valid(form)
