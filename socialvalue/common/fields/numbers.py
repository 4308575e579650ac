"""Numbers as people write them: pounds and commas, percentages."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from socialvalue.common.tables.cells import comma_for_point


class PlainDecimalField(forms.DecimalField):
    """A decimal as people write it: spaces, commas between thousands, and the unit itself are taken away.

    A comma that stands where a decimal point belongs is asked about: “1,9” is not 19.
    """

    strip_signs = ""
    likeness = "a number, like 12.5"

    def to_python(self, value):
        if isinstance(value, str):
            if meant := comma_for_point(value):
                raise ValidationError(f"“{value.strip()}” has a comma. Did you mean {meant}?", code="comma")
            value = re.sub(rf"[\s,{re.escape(self.strip_signs)}]" if self.strip_signs else r"[\s,]", "", value)
        return super().to_python(value)

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            whole = value == value.to_integral_value()
            return f"{value:.0f}" if whole else f"{value.normalize():f}"
        return value

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class MoneyField(PlainDecimalField):
    """Pounds and pence as ``Decimal``: “£1,234.50” is 1234.50. Not negative unless ``min_value`` says so."""

    prefix = "£"
    strip_signs = "£"
    likeness = "an amount of money, like 1,250 or 1,250.50"
    width = "govuk-input--width-10"

    def __init__(self, *, max_digits=14, decimal_places=2, min_value=0, **kwargs):
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, min_value=min_value, **kwargs)

    def prepare_value(self, value):
        if isinstance(value, Decimal) and value.is_finite():
            return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
        return super().prepare_value(value)


class PercentField(PlainDecimalField):
    """A percentage as ``Decimal`` points from 0 to 100: “12.5 %” is 12.5, never 0.125."""

    suffix = "%"
    strip_signs = "%"
    width = "govuk-input--width-5"

    def __init__(self, *, max_digits=7, decimal_places=2, min_value=0, max_value=100, **kwargs):
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, min_value=min_value, max_value=max_value, **kwargs)
