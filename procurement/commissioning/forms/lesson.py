"""A lesson of the review stage."""

from django import forms

from socialvalue.common.forms import GovForm, WordsField


class LessonForm(GovForm):
    text = WordsField(max_words=300, label="What was learned")
    for_whom = forms.CharField(
        label="Who should know",
        required=False,
        max_length=200,
        help_text="For example: the officer who writes the next specification.",
    )
