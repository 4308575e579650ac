"""Counted words, and labels in the middle of a sentence."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.functional import Promise


def quoted(label: str) -> str:
    """A label in the middle of a sentence: its first letter small, unless it is an abbreviation."""
    label = str(label)
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == " " else label


def subject(label: str | Promise | None, otherwise: str = "This answer") -> str:
    """A label as the subject of a sentence; a question cannot be one."""
    label = str(label or otherwise)
    return f"Your answer to “{label}”" if label.endswith("?") else label


def over_limit(text_of: str, count: int, most: int, unit: str = "word") -> str:
    """“Your answer is 50 words over the limit of 750”; empty where ``count`` is not too many. ``text_of``: a subject."""
    over = count - most
    return f"{text_of} is {over:,} {unit}{'' if over == 1 else 's'} over the limit of {most:,}" if over > 0 else ""


class CountedLength(MaxLengthValidator):
    """A limit in characters that says by how many a text is over it. ``text_of``: a subject."""

    def __init__(self, limit_value: int, text_of: str):
        super().__init__(limit_value)
        self.text_of = text_of

    def __call__(self, value):
        if too_long := over_limit(self.text_of, len(value), self.limit_value, "character"):
            # Its own code, or the field would put its message for this code in the place of ours
            raise ValidationError(f"{too_long}. Shorten it.", code="over_limit")


class WordsField(forms.CharField):
    """Long text with a limit in words, counted on the page as it is counted here: runs of anything but spaces."""

    widget = forms.Textarea

    def __init__(self, *, max_words: int, **kwargs):
        self.max_words = max_words
        super().__init__(**kwargs)

    def validate(self, value):
        super().validate(value)
        count = len(re.findall(r"\S+", value or ""))
        if too_long := over_limit(subject(self.label), count, self.max_words):
            raise ValidationError(f"{too_long}. Shorten it.", code="max_words")
