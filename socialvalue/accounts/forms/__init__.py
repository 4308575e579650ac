"""What people fill in of themselves; the fields that say what an organisation is."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from socialvalue.accounts.enums import Duty
from socialvalue.accounts.forms.sign_in import HOW_TO_CHOOSE
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.fields import GovDateField
from socialvalue.common.forms import GovForm
from socialvalue.places.postcodes import clean_postcode

YES_NO_UNKNOWN = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]
SME = "Is the organisation small or medium-sized?"
SME_HINT = "Fewer than 250 people, and a turnover of no more than £44 million or a balance sheet of no more than £38 million."
VCSE = "Is it a voluntary, community or social enterprise?"


class YesNoUnknownField(forms.TypedChoiceField):
    """Cleans to True, False or None; “not known” is an answer, not a gap."""

    def __init__(self, **kwargs):
        super().__init__(
            choices=YES_NO_UNKNOWN,
            coerce={"yes": True, "no": False}.get,
            empty_value=None,
            initial="unknown",
            widget=forms.RadioSelect,
            **kwargs,
        )

    def prepare_value(self, value):
        return {True: "yes", False: "no", None: "unknown"}.get(value, value)


class PostcodeField(forms.CharField):
    width = "govuk-input--width-10"

    def clean(self, value):
        return clean_postcode(super().clean(value))


class PasswordTwice(GovForm):
    """A new password, twice, held to the same rules everywhere. ``for_whom()`` gives the user it is compared with."""

    password = forms.CharField(
        label="Password",
        help_text=HOW_TO_CHOOSE,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label="Password again", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def for_whom(self) -> User:
        return User(email=self.cleaned_data.get("email", ""), name=self.cleaned_data.get("name", ""))

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("password"), cleaned.get("password_again")
        if first and second and first != second:
            self.add_error("password_again", "Enter the same password in both fields")
        elif first:
            try:
                validate_password(first, self.for_whom())
            except ValidationError as problem:
                self.add_error("password", problem)
        return cleaned


class JoinForm(PasswordTwice):
    name = forms.CharField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "password", "password_again"]


class InviteForm(GovForm):
    email = forms.EmailField(label="Your colleague’s email address", widget=forms.EmailInput(attrs={"spellcheck": "false"}))


class TieForm(GovForm):
    """For which supplier somebody works or worked."""

    supplier = forms.ModelChoiceField(
        label="Supplier",
        queryset=Organisation.objects.none(),
        empty_label="Choose a supplier",
        help_text="One that is not in the list takes part in nothing here.",
        error_messages={"required": "Choose a supplier"},
    )
    until = GovDateField(label="Last day there", required=False, help_text="Leave it blank while it lasts.")
    note = forms.CharField(
        label="What was it?", max_length=300, required=False, help_text="For example “care coordinator, part time”."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.field("supplier", forms.ModelChoiceField).queryset = Organisation.objects.suppliers()


class ShortcutForm(GovForm):
    on = forms.ChoiceField(
        label="Should single keys be shortcuts?",
        help_text="The key / goes to the search box. Where you score, a digit chooses the score, and Ctrl with Enter saves it. "
        "Single keys do nothing while you type in a box. Switch them off if you speak to your computer or press them by mistake.",
        choices=[("on", "Yes"), ("off", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether single keys are shortcuts"},
    )


class AwayForm(GovForm):
    """Who stands in, for what, from when to when. ``people``: who may be named."""

    delegate = forms.ModelChoiceField(
        label="Who stands in for you?",
        queryset=User.objects.none(),
        empty_label="Choose a colleague",
        help_text="Somebody of your council who holds the permissions this takes. They are told and can decline.",
        error_messages={"required": "Choose who stands in for you"},
    )
    duty = forms.ChoiceField(
        label="What do you pass on?",
        choices=Duty.choices,
        initial=Duty.EVERYTHING,
        widget=forms.RadioSelect,
        help_text="Scores, leading an evaluation and declarations of interest stay with you: they are personal.",
    )
    starts_on = GovDateField(label="First day you are away")
    ends_on = GovDateField(label="Last day you are away")
    choice_hints = {
        "duty": {
            Duty.EVERYTHING: "Commissions, contracts, checks and approvals",
            Duty.CONTRACTS: "Returns, obligations, contracts that end, reports",
            Duty.APPROVALS: "Plans, tenders, awards, opportunities and reports that wait for a decision",
        }
    }

    def __init__(self, *args, people: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.field("delegate", forms.ModelChoiceField).queryset = people
