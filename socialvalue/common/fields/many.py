"""Several rows out of a queryset."""

from django import forms
from django.core.exceptions import ValidationError


class ManyField(forms.ModelMultipleChoiceField):
    """Several rows out of a queryset. An id too large for any column is one that nobody offered, like every other wrong one.

    Django answers for such a number where one row is looked up and not where several are: SQLite raises OverflowError.
    """

    def _check_values(self, value):
        try:
            return super()._check_values(value)  # type: ignore[misc]  # Django has it, its stubs do not
        except OverflowError:
            params = {"value": max(map(str, value), key=len)[:40]}
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params=params) from None
