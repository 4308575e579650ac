"""How allauth meets our users: no user names, and every change of how somebody signs in is in the record."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from socialvalue.accounts.services.visits import begin_visit
from socialvalue.audit.services import record
from socialvalue.notifications.documents.letter import Letter, council_for

SENTENCES = {
    "account/email/password_changed": "changed their password",
    "account/email/password_set": "set a password",
    "account/email/password_reset": "set a new password by email",
    "mfa/email/totp_activated": "switched on two-step sign-in",
    "mfa/email/totp_deactivated": "switched off two-step sign-in",
    "mfa/email/recovery_codes_generated": "made new recovery codes",
}

# What the link does that stands in a paragraph of its own; everywhere else it leads to a new password
ACTIONS = {
    "account/email/password_reset_key": "Set your password",
    "account/email/unknown_account": "Register as a supplier",
}


class Adapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": ("The email address or the password is not right, or the address has not been confirmed yet"),
        "incorrect_password": "The password is not right",
        "incorrect_code": "The code is not right. Codes change every 30 seconds: enter the one shown now",
        "enter_current_password": "The current password is not right",
        "too_many_login_attempts": "There were too many attempts. Wait five minutes and try again",
    }

    def populate_username(self, request, user):
        return None

    def is_open_for_signup(self, request):
        """Nobody signs up through allauth: suppliers register, others are added or invited."""
        return False

    def login(self, request, user):
        """The one door through which everybody comes in, after the password and the code."""
        begin_visit(by=user)
        super().login(request, user)

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
