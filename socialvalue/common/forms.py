"""The base of every form: plain-English messages, versions against lost updates, and what the ``govuk`` pack draws.

How to write a form: docs/pages.md. The fields for dates, money, percentages and counted words are in ``fields``.
"""

import secrets
from typing import TYPE_CHECKING, Any, TypeVar

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.forms.utils import pretty_name

from socialvalue.common.errors import Conflict
from socialvalue.common.fields import (
    CountedLength,
    GovDateField,
    GovDateTimeField,
    ManyField,
    MoneyField,
    PercentField,
    WordsField,
    quoted,
    subject,
)
from socialvalue.common.typed import was_typed

__all__ = [
    "AutosavedFormMixin",
    "GovDateField",
    "GovDateTimeField",
    "GovForm",
    "GovModelForm",
    "ManyField",
    "MoneyField",
    "PercentField",
    "VersionedFormMixin",
    "WordsField",
]


# What stands before a form's base in the list of its parents is checked as if it were a form
if TYPE_CHECKING:
    BeforeForm = forms.BaseForm
    BeforeModelForm = forms.BaseModelForm
else:
    BeforeForm = object
    BeforeModelForm = object
F = TypeVar("F", bound=forms.Field)


class GovFormMixin(BeforeForm):
    """What a class may say, each a mapping from field name:

    ``input_width``   a width class, ``{"year": "govuk-input--width-4"}``
    ``prefixes``, ``suffixes``   what stands before or after the input, ``{"value": "£"}``
    ``choice_hints``  a hint under each choice, ``{"route": {"open": "Anybody may bid"}}``
    ``inline``        names of radios set side by side (two short choices only)
    ``large``         names whose label or legend is a question standing alone
    ``layout``        a crispy ``Layout``; hidden fields are drawn whether it names them or not
    """

    use_required_attribute = False
    input_width: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    suffixes: dict[str, str] = {}
    choice_hints: dict[str, dict[str, str]] = {}
    inline: tuple[str, ...] = ()
    large: tuple[str, ...] = ()
    layout: Any = None
    # The Conflict a service answered with, once ``errors.add_to_form`` has shown it
    conflict: Conflict | None = None
    # Where what was made before is, once a service has said that this form was sent already
    made_before: str = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            self.dress(name)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.template_pack = "govuk"
        self.helper.render_hidden_fields = True
        if self.layout is not None:
            self.helper.layout = self.layout

    def get_initial_for_field(self, field, field_name):
        """What was typed before the session ended comes before what is stored."""
        found, value = was_typed(self, field_name, field)
        return value if found else super().get_initial_for_field(field, field_name)

    def dress(self, name: str) -> None:
        """Give one field its messages and hints. Call it for a field that was added after ``super().__init__``."""
        field = self.fields[name]
        if field.label is None:
            field.label = pretty_name(name)
        field = self.fields[name] = _many(_three_inputs(field))
        if isinstance(field, forms.FileField):
            # Told on the page before it is sent (upload.js)
            field.widget.attrs.setdefault("data-most-bytes", settings.UPLOAD_MAX_BYTES)
        for target, hints in (
            ("width", self.input_width),
            ("prefix", self.prefixes),
            ("suffix", self.suffixes),
            ("choice_hints", self.choice_hints),
        ):
            if name in hints:
                setattr(field, target, hints[name])
        vars(field).update(inline=name in self.inline or getattr(field, "inline", False), legend_large=name in self.large)
        _typed_as_text(field)
        _no_empty_radio(field)
        _plain_messages(field)

    def look(self, *names: str, **how: object) -> None:
        """What the ``govuk`` pack asks of these fields: ``look("age", quiet=True, width="govuk-input--width-4")``."""
        for name in names:
            vars(self.fields[name]).update(how)

    def field(self, name: str, kind: type[F]) -> F:
        """The field ``name``, to set what only its kind has: ``self.field("lot", ModelChoiceField).queryset = lots``.

        Raises TypeError when it is of another kind.
        """
        found = self.fields[name]
        if not isinstance(found, kind):
            raise TypeError(f"{name} is a {type(found).__name__}, not a {kind.__name__}")
        return found


def _three_inputs(field: forms.Field) -> forms.Field:
    """A model's own date field becomes the design system's three inputs, unless the form chose another widget."""
    replacements: dict[tuple[type, type], type[GovDateField]] = {
        (forms.DateField, forms.DateInput): GovDateField,
        (forms.DateTimeField, forms.DateTimeInput): GovDateTimeField,
    }
    replacement = replacements.get((type(field), type(field.widget)))
    if replacement is None:
        return field
    said = field.error_messages["required"]
    return replacement(
        required=field.required, label=field.label, initial=field.initial, help_text=field.help_text, disabled=field.disabled,
        error_messages=None if said == DJANGO_REQUIRED else {"required": said},
    )  # fmt: skip


def _many(field: forms.Field) -> forms.Field:
    """A model's own choice of several rows, and any written out, becomes ours: the same field, safe from ids of any size."""
    if type(field) is not forms.ModelMultipleChoiceField:
        return field
    return ManyField(
        field.queryset, required=field.required, widget=field.widget, label=field.label, initial=field.initial,
        help_text=field.help_text, disabled=field.disabled, to_field_name=field.to_field_name,
        limit_choices_to=field.limit_choices_to, error_messages=field.error_messages,
    )  # fmt: skip


def _typed_as_text(field: forms.Field) -> None:
    """Number inputs swallow what they cannot read and scroll their value away, so numbers are typed as text.

    Texts take more than their limit: the message says by how much, instead of cutting off what was pasted.
    """
    widget = field.widget
    if isinstance(widget, forms.NumberInput):
        widget.input_type = "text"
        widget.attrs["inputmode"] = "decimal" if isinstance(field, (forms.DecimalField, forms.FloatField)) else "numeric"
        for attribute in ("step", "min", "max"):
            widget.attrs.pop(attribute, None)
        if not hasattr(field, "width"):
            vars(field)["width"] = "govuk-input--width-10"
    elif isinstance(widget, (forms.Textarea, forms.TextInput)) and not isinstance(widget, forms.PasswordInput):
        widget.attrs.pop("maxlength", None)


def _no_empty_radio(field: forms.Field) -> None:
    of_words = isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)
    if isinstance(field.widget, forms.RadioSelect) and isinstance(field, forms.ChoiceField) and of_words and field.required:
        offered: Any = field.choices
        field.choices = [(value, label) for value, label in offered if value not in ("", None)]
    if type(field.widget) is forms.Select and isinstance(field, forms.ModelChoiceField) and field.empty_label == "---------":
        field.empty_label = "Choose one"


DJANGO_REQUIRED = forms.Field.default_error_messages["required"]


# What is said of an address that is none
LIKE = {
    forms.URLField: "Enter an address in the correct format, like https://www.example.com/page",
    forms.EmailField: "Enter an email address in the correct format, like name@example.com",
}


def _plain_messages(field: forms.Field) -> None:
    """Replace Django's own wording where the form has not said something better; the label names what is wrong."""
    messages = field.error_messages
    label = subject(field.label)
    if messages.get("required") == DJANGO_REQUIRED:
        messages["required"] = _ask_for(field, str(field.label))
    field.validators = [CountedLength(v.limit_value, label) if type(v) is MaxLengthValidator else v for v in field.validators]
    defaults = {
        "min_length": f"{label} must be %(limit_value)d characters or more; it has %(show_value)d",
        "max_value": f"{label} must be %(limit_value)s or less",
        "min_value": f"{label} must be %(limit_value)s or more",
        "max_decimal_places": f"{label} must have %(max)s decimal places or fewer",
        "max_digits": f"{label} must have %(max)s digits or fewer",
        "max_whole_digits": f"{label} must have %(max)s digits or fewer before the decimal point",
        "missing": _ask_for(field, str(field.label)),
        "empty": f"{label} is empty. Choose another file.",
        "contradiction": "Choose a file or tick the box to remove it, not both",
        "invalid_list": f"Choose one of the options for {quoted(str(field.label))}",
        "invalid_pk_value": f"Choose one of the options for {quoted(str(field.label))}",
        "invalid_image": f"{label} must be a picture",
        "incomplete": _ask_for(field, str(field.label)),
    }
    if isinstance(field, forms.FileField):
        defaults["max_length"] = "The file’s name must be %(max)d characters or fewer; it has %(length)d"
    for code, text in defaults.items():
        own = messages.get(code)
        if own is None or own == type(field).default_error_messages.get(code):
            messages[code] = text
    if messages.get("invalid") == forms.IntegerField.default_error_messages["invalid"]:
        messages["invalid"] = f"{label} must be a whole number, like 12"
    elif messages.get("invalid") == forms.DecimalField.default_error_messages["invalid"]:
        messages["invalid"] = f"{label} must be {getattr(field, 'likeness', 'a number, like 12.5')}"
    elif messages.get("invalid") == forms.FileField.default_error_messages["invalid"]:
        messages["invalid"] = _ask_for(field, str(field.label))
    elif like := LIKE.get(type(field)):
        messages["invalid"] = like
    if isinstance(field, forms.ChoiceField) and "invalid_choice" in messages and not field.widget.is_hidden:
        messages["invalid_choice"] = f"Choose one of the options for {quoted(str(field.label))}"


def _ask_for(field: forms.Field, label: str) -> str:
    if isinstance(field, forms.BooleanField):
        return f"Tick to confirm: {label}"
    if isinstance(field, forms.FileField):
        return f"Choose a file for {quoted(label)}"
    verb = "Select" if isinstance(field, forms.ChoiceField) else "Enter"
    if label.endswith("?"):
        return f"{verb} an answer to “{label}”"
    return f"{verb} {quoted(label)}"


class GovForm(GovFormMixin, forms.Form):
    """The base of a form without a model."""


class GovModelForm(GovFormMixin, forms.ModelForm):
    """The base of a form over a model. Views pass ``cleaned_data`` to a service; they never call ``save()``."""


class VersionedFormMixin(BeforeForm):
    """Carries the version that was on the page when somebody began to type, so that nothing of another's is overwritten.

    Put it before the form's base. ``version`` comes from the instance of a model form, or is passed in.
    The service gets ``form.expected_version`` and raises Conflict; the view then calls ``take_latest``.
    """

    def __init__(self, *args, version: int | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if version is None:
            version = getattr(getattr(self, "instance", None), "version", None)
        self.fields["version"] = forms.IntegerField(
            widget=forms.HiddenInput, initial=version, error_messages={"required": _STALE, "invalid": _STALE}
        )
        # What the page was drawn with wins over the initial data a caller passed.
        if version is not None:
            self.initial["version"] = version

    @property
    def expected_version(self) -> int:
        """The version the person saw; only after ``is_valid()``."""
        return self.cleaned_data["version"]

    def take_latest(self, version: int) -> None:
        """After a conflict: keep what was typed, but let the next save be against the latest version."""
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix("version")] = str(version)
        self.data = data


class AutosavedFormMixin(VersionedFormMixin):
    """A form that saves by itself while somebody types, and then with its button.

    ``page`` names this opened page, so that its own automatic saves are no conflict (``saving.check_overwrites_nothing``).
    The page draws ``components/latest.html`` after a conflict, where the error summary leads.
    """

    latest_id = "latest"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["page"] = forms.CharField(
            widget=forms.HiddenInput(attrs={"data-page-name": "", "autocomplete": "off"}),
            required=False,
            max_length=64,
            initial=secrets.token_hex(8),
        )

    @property
    def page(self) -> str:
        """The name of the page it was sent from; only after ``is_valid()``."""
        return self.cleaned_data["page"]


_STALE = "This page is out of date. Copy what you typed and open the page again."
