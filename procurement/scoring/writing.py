"""The record as the file that is downloaded: what went in, and the result that came out."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from .compute import compute
from .reading import read_record


def record_json(data: Mapping[str, Any]) -> str:
    """JSON text of a record's plain data with its result added, such as `score --check` finds equal.

    Decimals become decimal strings, dates ISO dates. Raises `BadRecord` when the data is no complete record.
    """
    result = compute(read_record(data)).as_dict()
    return json.dumps({**data, "result": result}, indent=2, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an evaluation record")
