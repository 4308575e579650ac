"""What a supplier fills in of itself, and what whoever decides answers."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy

from socialvalue.accounts.forms import SME, SME_HINT, VCSE, PasswordTwice, PostcodeField, YesNoUnknownField
from socialvalue.accounts.models import Organisation
from socialvalue.accounts.querysets import OrganisationQuerySet
from socialvalue.common.errors import Refused
from socialvalue.common.forms import GovForm, GovModelForm
from socialvalue.suppliers.enums import Scheme
from socialvalue.suppliers.querysets import suppliers_here
from socialvalue.suppliers.selectors.naming import as_typed, supplier_called
from socialvalue.suppliers.services.registering import ANOTHER, Meant

REGISTERS = [("", "No register number"), *Scheme.choices]
NUMBER_HINT = "As the register writes it, like 01234567 for Companies House. Leave both blank if you have none."


class SupplierField(forms.CharField):
    """One supplier, typed: its name or its register number. Cleaned it is the organisation, None where the box is empty.

    There may be thousands, so no page lists them: what fits is offered while somebody types (``suggest.js``), and without a
    script the text alone says who is meant. ``among``: those that may be meant. ``stand``: those that stand in the form already,
    and are meant by what it says of them whoever else is called so.
    """

    def __init__(self, *, among: Callable[[], OrganisationQuerySet] = suppliers_here, **kwargs):
        super().__init__(max_length=300, **kwargs)
        self.among = among
        self.stand: Sequence[Organisation] = ()
        self.widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "data-suggest": reverse_lazy("supplier-names")}

    def prepare_value(self, value):
        return as_typed(value) if isinstance(value, Organisation) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        if here := next((one for one in self.stand if as_typed(one) == text), None):
            return here
        try:
            return supplier_called(text, self.among())
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class RegisterForm(PasswordTwice):
    organisation_name = forms.CharField(
        label="Name of the organisation",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    scheme = forms.ChoiceField(label="Register", choices=REGISTERS, required=False)
    number = forms.CharField(label="Register number", max_length=40, required=False, help_text=NUMBER_HINT)
    who = forms.ChoiceField(label="Is your organisation one of these?", required=False, widget=forms.RadioSelect)
    address = forms.CharField(
        label="Address", widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}), max_length=500
    )
    postcode = PostcodeField(label="Postcode", max_length=10, widget=forms.TextInput(attrs={"autocomplete": "postal-code"}))
    sme = YesNoUnknownField(label=SME, help_text=SME_HINT)
    vcse = YesNoUnknownField(label=VCSE)
    name = forms.CharField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label="Your email address",
        help_text="You sign in with it, and we send the council's messages to it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    agree = forms.BooleanField(
        label="I have read the privacy notice and may act for this organisation",
        error_messages={"required": "Confirm that you have read the privacy notice and may act for this organisation"},
    )
    field_order = [
        "organisation_name",
        "scheme",
        "number",
        "who",
        "address",
        "postcode",
        "sme",
        "vcse",
        "name",
        "email",
        "password",
        "password_again",
        "agree",
    ]
    input_width = {"number": "govuk-input--width-20"}

    def ask_who(self, meant: Meant) -> None:
        """Offer the suppliers that may be meant; “another” where the number does not say that it is one of them."""
        if not meant.candidates:
            return
        choices = [(str(one.pk), f"Yes: ask to join {one}") for one in meant.candidates]
        if not meant.known_number:
            choices.append((ANOTHER, "No: we are another organisation"))
        self.field("who", forms.ChoiceField).choices = choices

    @property
    def asks_who(self) -> bool:
        return bool(self.field("who", forms.ChoiceField).choices)


class OrganisationForm(GovModelForm):
    """A supplier's own details; of name and number, what it asks to have changed."""

    name = forms.CharField(
        label="Name of the organisation",
        max_length=200,
        help_text="An officer of a council confirms a new name before it is shown.",
    )
    scheme = forms.ChoiceField(label="Register", choices=[("", "No change"), *Scheme.choices], required=False)
    number = forms.CharField(
        label="New register number",
        max_length=40,
        required=False,
        help_text="Only if it is missing or wrong. An officer of a council confirms it before it is shown.",
    )
    postcode = PostcodeField(label="Postcode", max_length=10)
    sme = YesNoUnknownField(label=SME, help_text=SME_HINT)
    vcse = YesNoUnknownField(label=VCSE)

    class Meta:
        model = Organisation
        fields = ["name", "scheme", "number", "address", "postcode", "email", "sme", "vcse"]
        labels = {"email": "Email address for the council's messages"}
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}

    input_width = {"number": "govuk-input--width-20"}

    def _post_clean(self) -> None:
        """The service checks and saves; the form's instance stays as it was stored."""


class DecideForm(GovForm):
    """Yes or no, with a reason."""

    answer = forms.ChoiceField(
        label="What do you decide?", choices=[], widget=forms.RadioSelect, error_messages={"required": "Choose what you decide"}
    )
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=1000)

    def __init__(self, *args: Any, yes: str, no: str, hint: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.field("answer", forms.ChoiceField).choices = [("yes", yes), ("no", no)]
        self.fields["reason"].help_text = hint
