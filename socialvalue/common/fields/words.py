"""Counted words, and labels in the middle of a sentence."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise


def quoted(label: str) -> str:
    """A label in the middle of a sentence: its first letter small, unless it is an abbreviation."""
    label = str(label)
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == " " else label


def subject(label: str | Promise | None, otherwise: str = "This answer") -> str:
    """A label as the subject of a sentence; a question cannot be one."""
    label = str(label or otherwise)
    return f"Your answer to “{label}”" if label.endswith("?") else label


class WordsField(forms.CharField):
    """Long text with a limit in words, counted on the page as it is counted here: runs of anything but spaces."""

    widget = forms.Textarea

    def __init__(self, *, max_words: int, **kwargs):
        self.max_words = max_words
        super().__init__(**kwargs)

    def validate(self, value):
        super().validate(value)
        count = len(re.findall(r"\S+", value or ""))
        if count > self.max_words:
            raise ValidationError(
                f"{subject(self.label)} must be {self.max_words} words or fewer; it has {count}", code="max_words"
            )
