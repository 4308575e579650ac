"""The reason why a return is no longer owed, or owed again."""

from django import forms

from socialvalue.common.forms import GovForm


class ReasonForm(GovForm):
    reason = forms.CharField(widget=forms.Textarea, label="Why?", help_text="The supplier is told, and reads it with the return.")
