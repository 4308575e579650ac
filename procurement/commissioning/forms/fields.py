"""Fields and small forms that several pages of the two rooms use."""

from django import forms

from procurement.commissioning.models import Commission
from socialvalue.common.forms import BeforeModelForm, GovForm, ManyField
from socialvalue.common.templatetags.formats import plain_day

YES_NO = [("True", "Yes"), ("False", "No")]


class YesNoField(forms.TypedChoiceField):
    """Yes, no or not answered yet: True, False or None."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(choices=YES_NO, coerce=lambda text: text == "True", empty_value=None, widget=forms.RadioSelect, **kwargs)
        self.inline = True
        # Drafts may leave it open; the list of what is missing asks for it
        self.quiet = True


class CommissionReferenceField(forms.CharField):
    """A reference such as COM-0012, read as a commission of the same council that the person may see."""

    def __init__(self, **kwargs):
        super().__init__(max_length=20, **kwargs)
        self.rows = Commission.objects.none()
        self.width = "govuk-input--width-10"

    def prepare_value(self, value):
        if isinstance(value, int):
            return Commission.objects.filter(pk=value).values_list("reference", flat=True).first() or ""
        return getattr(value, "reference", value)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = self.rows.filter(reference__iexact=text.strip()).first()
        if found is None:
            raise forms.ValidationError(f"There is no commission {text} in your council. Look it up in the list of commissions.")
        return found


class RemarksField(ManyField):
    """Checkboxes of a commission's remarks, each with who said it and when."""

    def __init__(self, **kwargs):
        super().__init__(queryset=None, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def offer(self, rows) -> None:
        """Let these remarks be chosen; say so where there are none yet."""
        self.queryset = rows
        if not rows.exists():
            self.help_text = "Nothing that was said is recorded yet. Record it under the key questions, then choose it here."

    def label_from_instance(self, remark):
        return f"“{remark.text}” {remark.get_group_display()}, {plain_day(remark.said_on)}"


class CheckForm(GovForm):
    """Confirms and asks nothing."""


class ReasonForm(GovForm):
    """A reason; ``label`` asks for it. The service refuses an empty one where it has to be given."""

    reason = forms.CharField(widget=forms.Textarea, required=False, label="Reason")

    def __init__(self, *args, label: str = "Reason", hint: str = "", optional: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint
        self.look("reason", quiet=not optional)


class TextForm(GovForm):
    text = forms.CharField(widget=forms.Textarea)

    def __init__(self, *args, label: str, hint: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].help_text = hint


class RulesInServicesMixin(BeforeModelForm):
    """A model form that checks the shape of what was typed; the model's rules are told by the service, at their fields."""

    def _get_validation_exclusions(self):
        return {field.name for field in self._meta.model._meta.get_fields()}
