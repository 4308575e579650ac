"""Telling a story with a return."""

from django import forms

from socialvalue.common.forms import GovForm


class StoryForm(GovForm):
    title = forms.CharField(max_length=150, label="Title", help_text="Such as “Sam found work in the depot”.")
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 8}), label="What happened", help_text="In the person’s own words where possible."
    )
    consent = forms.BooleanField(required=False, label="The person agreed that this may be published")
