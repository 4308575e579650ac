"""The name of a view."""

from django import forms

from socialvalue.common.forms import GovForm


class ViewForm(GovForm):
    name = forms.CharField(
        max_length=60,
        label="Name of the view",
        help_text="For example: My contracts that end this year",
        error_messages={"required": "Enter a name for the view"},
    )
    is_default = forms.BooleanField(required=False, label="Open the list with this view")
