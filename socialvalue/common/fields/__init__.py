"""Form fields that read what people type: dates in three parts, money with pounds and commas, percentages, counted words.

Each keeps what was typed when it cannot read it, and says what is wrong with it.
"""

from socialvalue.common.fields.dates import GovDateField, GovDateTimeField
from socialvalue.common.fields.many import ManyField
from socialvalue.common.fields.numbers import MoneyField, PercentField, PlainDecimalField
from socialvalue.common.fields.words import CountedLength, WordsField, over_limit, quoted, subject

__all__ = [
    "CountedLength",
    "GovDateField",
    "GovDateTimeField",
    "ManyField",
    "MoneyField",
    "PercentField",
    "PlainDecimalField",
    "WordsField",
    "over_limit",
    "quoted",
    "subject",
]
