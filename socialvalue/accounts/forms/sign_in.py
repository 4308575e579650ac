"""allauth's forms in our words and our look."""

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError

from socialvalue.common.forms import GovFormMixin
from socialvalue.sessions.services import throttle, watching

HOW_TO_CHOOSE = "At least 12 characters. Three random words make a good one. Not your name or a common password."


class InOurWords(GovFormMixin):
    """``words``: field name → (label, hint)."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            field = self.fields.get(name)
            if field is None:
                continue
            field.label, field.help_text = label, hint
            field.error_messages.pop("required", None)
            field.error_messages["required"] = f"Enter {label[0].lower()}{label[1:]}"
            field.widget.attrs.pop("placeholder", None)
            self.dress(name)


class SignIn(InOurWords, account.LoginForm):
    words = {"login": ("Email address", ""), "password": ("Password", "")}


class AskForReset(InOurWords, account.ResetPasswordForm):
    words = {"email": ("Email address", "The address you sign in with.")}


class SetPassword(InOurWords, account.ResetPasswordKeyForm):
    words = {"password1": ("New password", HOW_TO_CHOOSE), "password2": ("New password again", "")}


class ChangePassword(InOurWords, account.ChangePasswordForm):
    words = {
        "oldpassword": ("Current password", ""),
        "password1": ("New password", HOW_TO_CHOOSE),
        "password2": ("New password again", ""),
    }


class PasswordAgain(InOurWords, account.ReauthenticateForm):
    words = {"password": ("Password", "")}


CODE = ("Code", "The 6 numbers your authenticator app shows, or one of your recovery codes.")


class Counted(mfa.BaseAuthenticateForm):
    """A code of the second step: wrong ones are counted, and stand in the record."""

    def clean_code(self):
        request = context.request
        one = throttle.code_for(request, self.user.email)
        if wait := throttle.begin(one):
            watching.made_to_wait(request, self.user.email)
            raise get_adapter().too_many(wait)
        try:
            code = super().clean_code()
        except ValidationError:
            watching.second_step_failed(request, self.user)
            raise
        throttle.succeeded(one)
        return code


class Code(Counted, InOurWords, mfa.AuthenticateForm):
    words = {"code": CODE}
    input_width = {"code": "govuk-input--width-10"}


class CodeAgain(Counted, InOurWords, mfa.ReauthenticateForm):
    words = {"code": CODE}
    input_width = {"code": "govuk-input--width-10"}


class ActivateApp(InOurWords, totp.ActivateTOTPForm):
    words = {"code": ("Code from the app", "The 6 numbers it shows now.")}
    input_width = {"code": "govuk-input--width-10"}


NO_PASSKEY = "The browser sent no passkey: press the button again, and follow what it says"


def asked_of_the_browser() -> forms.JSONField:
    """What the browser's own dialog says, put into the form by the page's script."""
    return forms.JSONField(widget=forms.HiddenInput, error_messages={"required": NO_PASSKEY, "invalid": NO_PASSKEY})


class AddPasskey(InOurWords, webauthn.AddWebAuthnForm):
    """Always one with which alone somebody signs in: kept by the device, unlocked by face, finger or PIN."""

    credential = asked_of_the_browser()
    words = {"name": ("Name", "For example “My phone” or “Key at work”.")}
    input_width = {"name": "govuk-input--width-20"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]

    def clean(self):
        self.cleaned_data["passwordless"] = True
        return super().clean()


class PasskeyAsSecondStep(webauthn.AuthenticateWebAuthnForm):
    """After the password. Nobody guesses a passkey, so it is not counted; a wrong one stands in the record."""

    credential = asked_of_the_browser()

    def clean_credential(self):
        try:
            return super().clean_credential()
        except ValidationError:
            watching.second_step_failed(context.request, self.user)
            raise


class RenamePasskey(InOurWords, webauthn.EditWebAuthnForm):
    words = {"name": ("Name", "")}
    input_width = {"name": "govuk-input--width-20"}


class DeactivateApp(InOurWords, totp.DeactivateTOTPForm):
    pass


class NewRecoveryCodes(InOurWords, recovery.GenerateRecoveryCodesForm):
    pass
