"""What administrators fill in."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import capfirst

from socialvalue.accounts.administration import selectors
from socialvalue.accounts.administration.services import COUNCIL_ROLES
from socialvalue.accounts.enums import ROLE_PERMISSIONS, Permission
from socialvalue.accounts.models import Directorate, User
from socialvalue.audit.selectors import acts_of
from socialvalue.common.forms import GovDateField, GovForm

# Of those with one name, in a message
MOST_NAMED = 5
ROLE_CHOICES = [(role.value, role.label) for role in COUNCIL_ROLES]


def _hint(role) -> str:
    labels = [p.label for p in Permission if p in ROLE_PERMISSIONS[role]]
    return "; ".join(labels[:1] + [label[0].lower() + label[1:] for label in labels[1:]])


class InCouncilForm(GovForm):
    """What somebody does in the council, and where."""

    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=ROLE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text="What opens, checks, approves, decides, verifies or administers takes effect once a second person confirms it: "
        "another administrator or a lead director.",
    )
    directorate = forms.ModelChoiceField(Directorate.objects.none(), label="Directorate", required=False)
    until = GovDateField(
        label="Last day of the roles you give now",
        required=False,
        help_text="For cover or a project. Leave it blank if the roles last until somebody ends them.",
    )
    choice_hints = {"roles": {role.value: _hint(role) for role in COUNCIL_ROLES}}

    def __init__(self, *args, council, **kwargs):
        super().__init__(*args, **kwargs)
        directorate = self.field("directorate", forms.ModelChoiceField)
        directorate.queryset, directorate.empty_label = council.directorates.all(), "None, or several"


class RolesForm(InCouncilForm):
    reason = forms.CharField(
        label="Why?",
        help_text="Who confirms a role reads it, and it is kept in the record.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RenewForm(GovForm):
    until = GovDateField(label="New last day")
    reason = forms.CharField(
        label="Why do they need the role for longer?",
        help_text="Who confirms it reads it, and it is kept in the record.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PersonForm(InCouncilForm):
    name = forms.CharField(label="Name", max_length=150)
    email = forms.EmailField(
        label="Email address",
        help_text="They get a link with which they set a password.",
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
    )
    job_title = forms.CharField(label="Job title", max_length=150, required=False)
    reason = forms.CharField(
        label="Why do they need this?",
        required=False,
        help_text="Needed where a second person confirms a role, who reads it first. It is kept in the record.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["name", "email", "job_title", "directorate", "roles", "until", "reason"]


class PartnerForm(GovForm):
    organisation_name = forms.CharField(
        label="Partner authority or main contractor",
        max_length=200,
        help_text="As it is named in the list, if it is there already.",
    )
    name = forms.CharField(label="Name of the person", max_length=150)
    email = forms.EmailField(
        label="Email address",
        help_text="They get a link with which they set a password.",
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
    )


PHONE = RegexValidator(r"^\+?[0-9][0-9 ()-]{6,}$", "Enter a phone number, like 0300 041 4141 or +44 300 041 4141")


class ContactForm(GovForm):
    team = forms.CharField(
        label="Name of the team",
        max_length=120,
        required=False,
        help_text="For example “Social value team”. A team, not a person.",
    )
    email = forms.EmailField(
        label="Email address",
        required=False,
        help_text="Answers to the emails of this service go to it. Leave it blank if nobody reads them.",
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
    )
    phone = forms.CharField(
        label="Phone number",
        max_length=40,
        required=False,
        validators=[PHONE],
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    hours = forms.CharField(
        label="When somebody answers", max_length=120, required=False, help_text="For example “Monday to Friday, 9am to 5pm”."
    )
    address = forms.CharField(label="Postal address", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    input_width = {"phone": "govuk-input--width-20"}


class ReasonForm(GovForm):
    reason = forms.CharField(label="Why?", help_text="It is kept in the record.", widget=forms.Textarea(attrs={"rows": 2}))


class GrantForm(GovForm):
    """The second person’s word."""

    decision = forms.ChoiceField(
        label="Should they get this?",
        choices=[("confirm", "Yes, I know that it is right"), ("refuse", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether they should get this"},
    )
    reason = forms.CharField(
        label="If not, why?",
        required=False,
        help_text="The administrator who asked reads it, and it is kept in the record.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ResetForm(GovForm):
    how = forms.CharField(
        label="How did you check who they are?",
        help_text="For example: in person with their staff card, or by a call to the number that the personnel department has. "
        "An email is not enough.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.CharField(
        label="What happened?", help_text="It is kept in the record.", widget=forms.Textarea(attrs={"rows": 2})
    )


class ResetDecisionForm(GovForm):
    """The second person’s word."""

    decision = forms.ChoiceField(
        label="Should their second step be removed?",
        choices=[("confirm", "Yes, I have spoken to them myself"), ("refuse", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether their second step should be removed"},
    )
    reason = forms.CharField(
        label="If not, why?",
        required=False,
        help_text="Who asked reads it, and it is kept in the record.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DirectorateForm(GovForm):
    name = forms.CharField(label="Name", max_length=120)
    code = forms.CharField(label="Code", max_length=12, help_text="Short, for lists and references, like ASC.")
    input_width = {"code": "govuk-input--width-10"}


class PersonFilter(GovForm):
    search = forms.CharField(label="Name, email address or job title", required=False)
    only = forms.ChoiceField(label="Show", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = [(key, label) for key, (label, _) in selectors.ONLY.items()]
        self.field("only", forms.ChoiceField).choices = [("", "Everybody"), *groups]
        self.look("search", "only", quiet=True)


class AuditFilter(GovForm):
    """``actors`` are the keys of whom “who” means, None for the system; no list where it is empty."""

    who = forms.CharField(label="Who", required=False, help_text="Part of a name or email address, or “the system”")
    what = forms.ChoiceField(label="What", required=False)
    about = forms.CharField(label="About", required=False, help_text="The start of a reference or name, for example COM-00")
    since = GovDateField(label="From", required=False)
    until = GovDateField(label="To", required=False)
    input_width = {"who": "govuk-input--width-20", "about": "govuk-input--width-20"}

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.actors: list[int | None] | None = None
        acts = acts_of(user.organisations_where(Permission.ADMINISTER))
        self.field("what", forms.ChoiceField).choices = [("", "Anything"), *((act, capfirst(act)) for act in acts)]
        self.look(*self.fields, quiet=True)

    def clean_who(self) -> str:
        """One person at a time: their acts are read in order, those of several would have to be put in order first."""
        text = self.cleaned_data["who"]
        if text.casefold() in ("system", "the system"):
            self.actors = [None]
        elif text:
            found = selectors.own_called(self.user, text)
            if len(found) > 1:
                raise forms.ValidationError(_one_of(found))
            self.actors = [person.pk for person in found or selectors.others_called(text)]
        return text


def _one_of(people: list[User]) -> str:
    """“3 people match. Enter one email address: ada@example.org, ben@example.org or cy@example.org”."""
    named = [person.email for person in people[:MOST_NAMED]]
    more = f" and {len(people) - len(named)} more" if len(people) > len(named) else ""
    return f"{len(people)} people match. Enter one email address: {', '.join(named)}{more}"
