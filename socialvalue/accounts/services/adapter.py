"""How allauth meets our users: no user names, and every change of how somebody signs in is in the record."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from socialvalue.accounts.services import sealed_codes
from socialvalue.accounts.services.visits import begin_visit
from socialvalue.audit.services import record
from socialvalue.common.errors import TooBusy
from socialvalue.notifications.documents.letter import Letter, council_for
from socialvalue.sessions.calculations.limits import waiting_words
from socialvalue.sessions.selectors import STEPS, needs_second_step
from socialvalue.sessions.services import throttle, watching
from socialvalue.sessions.services.beginning import HAS_SECOND_STEP, STEP_ELSEWHERE, begin_session

SENTENCES = {
    "account/email/password_changed": "changed their password",
    "account/email/password_set": "set a password",
    "account/email/password_reset": "set a new password by email",
    "mfa/email/totp_activated": "switched on two-step sign-in",
    "mfa/email/totp_deactivated": "switched off two-step sign-in",
    "mfa/email/recovery_codes_generated": "made new recovery codes",
    "mfa/email/webauthn_added": "added a passkey",
    "mfa/email/webauthn_removed": "removed a passkey",
}

# What the link does that stands in a paragraph of its own; everywhere else it leads to a new password
ACTIONS = {
    "account/email/password_reset_key": "Set your password",
    "account/email/unknown_account": "Register as a supplier",
}


class LocalSecondStep(AuthenticateStage):
    def _should_handle(self, request):
        return not getattr(request, STEP_ELSEWHERE, False) and super()._should_handle(request)


class Adapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": ("The email address or the password is not right, or the address has not been confirmed yet"),
        "incorrect_password": "The password is not right",
        "incorrect_code": "The code is not right. Codes change every 30 seconds: enter the one shown now",
        "enter_current_password": "The current password is not right",
        "too_many_login_attempts": "There were too many attempts. Wait %(wait)s and try again",
    }

    def populate_username(self, request, user):
        return None

    def is_open_for_signup(self, request):
        """Nobody signs up through allauth: suppliers register, others are added or invited."""
        return False

    def login(self, request, user):
        """The one door through which everybody comes in, after the password and the code."""
        first_time = user.last_login is None
        begin_visit(by=user)
        super().login(request, user)
        begin_session(request, user, first_time=first_time)
        # The answer is not there yet: the middleware puts the cookie on it
        vars(request)["known_from_now"] = user.email

    def get_login_stages(self):
        """The library's, and in the place of its second step ours, which a provider may have asked already."""
        ours = f"{LocalSecondStep.__module__}.{LocalSecondStep.__name__}"
        return [ours if stage == "allauth.mfa.stages.AuthenticateStage" else stage for stage in super().get_login_stages()]

    def get_logout_redirect_url(self, request):
        """Who came in through a provider may still be signed in there, and reads so. Asked before the session ends."""
        ways = get_authentication_records(request, request.user) if request.user.is_authenticated else []
        came_by = next((way.get("provider") for way in ways if way["method"] == "socialaccount"), None)
        if came_by is None:
            return super().get_logout_redirect_url(request)
        return reverse("signed-out-elsewhere", args=[came_by])

    def pre_authenticate(self, request, **credentials):
        """Instead of the library's limits, which count in each process and shut out an account's owner with its attackers."""
        self.tried = throttle.password_for(request, self._email(request, credentials))
        if wait := throttle.begin(self.tried):
            watching.made_to_wait(request, self._email(request, credentials))
            raise self.too_many(wait)

    def authenticate(self, request, **credentials):
        try:
            return super().authenticate(request, **credentials)
        except TooBusy:  # not looked at, so not counted
            throttle.give_back(self.tried)
            raise

    def authentication_failed(self, request, **credentials):
        watching.sign_in_failed(request, self._email(request, credentials))

    def _rollback_login_failed_rl_usage(self):
        """Called by the library where the password was right."""
        throttle.succeeded(self.tried)

    def _email(self, request, credentials) -> str:
        """Of whoever signs in, or is signed in and shows that it is they."""
        return credentials.get("email") or getattr(request.user, "email", "")

    def too_many(self, wait):
        words = self.error_messages["too_many_login_attempts"] % {"wait": waiting_words(wait)}
        return ValidationError(words, code="too_many_login_attempts")

    def set_password(self, user, password):
        # A signed-in person, or one who followed our email: either way the address is theirs
        user.address_unconfirmed = False
        super().set_password(user, password)

    def get_reset_password_from_key_url(self, key):
        # Of the site's own address: a request may claim any host, and would have the key sent there
        uidb36, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
        return f"{settings.SITE_URL}{path}"

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    def render_mail(self, template_prefix, email, context, headers=None):
        """Every email of the sign-in pages is a letter like the others. It is about security, so it is never switched off."""
        links = {
            "reset_link": f"{settings.SITE_URL}{reverse('account_reset_password')}",
            "register_link": f"{settings.SITE_URL}{reverse('register-supplier')}",
        }
        user = context.get("user")
        return Letter(
            to=email,
            subject=render_to_string(f"{template_prefix}_subject.txt", context).strip(),
            body=render_to_string(f"{template_prefix}_message.txt", {**context, **links}),
            action=ACTIONS.get(template_prefix, "Set a new password"),
            council=council_for(user),
            name=user.name if user else "",
        ).email()

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Called by allauth after each change of how somebody signs in."""
        sentence = SENTENCES.get(template_prefix)
        if sentence:
            with transaction.atomic():
                record(sentence, sentence, by=user, about=user, council=user.council)
        super().send_notification_mail(template_prefix, user, context=context, email=email or user.email)


class SecondStep(DefaultMFAAdapter):
    """The second step: an app's codes or a passkey."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": (
            "Your role needs a second step. Set up another one first, a passkey or an app, and then remove this one"
        ),
        "incorrect_code": Adapter.error_messages["incorrect_code"],
    }

    def generate_authenticator_name(self, user, type):
        """What a new passkey is called until somebody names it: “Passkey 2”."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def can_delete_authenticator(self, authenticator):
        """The last one stays where a role needs it. What the session remembers of it is asked anew."""
        context.request.session.pop(HAS_SECOND_STEP, None)
        if not settings.SECOND_STEP_REQUIRED or authenticator.type not in STEPS:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=STEPS).exclude(pk=authenticator.pk)
        return others.exists() or not needs_second_step(authenticator.user)

    def get_public_key_credential_rp_entity(self):
        """Passkeys are the site's own, whatever name a request claims."""
        host = urlsplit(settings.SITE_URL).hostname if settings.PRODUCTION else context.request.get_host().partition(":")[0]
        return {"id": host, "name": settings.SERVICE_NAME}

    def encrypt(self, text):
        return sealed_codes.seal(text)

    def decrypt(self, encrypted_text):
        return sealed_codes.opened(encrypted_text)
