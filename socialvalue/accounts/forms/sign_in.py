"""allauth's forms in our words and our look."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp

from socialvalue.common.forms import GovFormMixin

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


class Code(InOurWords, mfa.AuthenticateForm):
    words = {"code": CODE}
    input_width = {"code": "govuk-input--width-10"}


class CodeAgain(InOurWords, mfa.ReauthenticateForm):
    words = {"code": CODE}
    input_width = {"code": "govuk-input--width-10"}


class ActivateApp(InOurWords, totp.ActivateTOTPForm):
    words = {"code": ("Code from the app", "The 6 numbers it shows now.")}
    input_width = {"code": "govuk-input--width-10"}


class DeactivateApp(InOurWords, totp.DeactivateTOTPForm):
    pass


class NewRecoveryCodes(InOurWords, recovery.GenerateRecoveryCodesForm):
    pass
