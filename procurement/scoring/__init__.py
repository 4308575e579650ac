"""The arithmetic of an evaluation, from a record that anyone can read to a result that anyone can compute
again.

Pure: no database, no clock, no settings. Pages build the record's plain data from their rows and call the
same functions as `manage.py score`. The format is described in docs/evaluation-record.md.
"""

from .comparing import differences
from .compute import compute
from .gateway import quality_percentage
from .keeping import kept, scored
from .numbers import NotANumber, decimal_text, fraction_text
from .reading import read_record
from .record import Bid, Criterion, Gateway, Record
from .result import BidResult, Failure, Line, Result, result_json
from .sensitivity import OneMarkChange, one_mark_changes
from .source import BadRecord
from .weights import effective_weights, missing_weight
from .writing import record_json

__all__ = [
    "BadRecord",
    "Bid",
    "BidResult",
    "Criterion",
    "Failure",
    "Gateway",
    "Line",
    "NotANumber",
    "OneMarkChange",
    "Record",
    "Result",
    "compute",
    "decimal_text",
    "differences",
    "effective_weights",
    "fraction_text",
    "kept",
    "missing_weight",
    "one_mark_changes",
    "quality_percentage",
    "read_record",
    "record_json",
    "result_json",
    "scored",
]
