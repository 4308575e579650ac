"""A long statement that is sent again and again, planned once a connection. PostgreSQL only.

To plan it anew each time took four times as long as to do it. It is prepared by the text that uses it, where this connection has
not done so: behind a pooler each transaction may be on another one, and none is asked what it did before.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

# The first that fits: a moment is a day for Python too, and a truth value a number
TYPES = ((bool, "boolean"), (int, "bigint"), (datetime, "timestamptz"), (date, "date"), (str, "text"))
ONCE = """DO $once$ BEGIN
IF NOT EXISTS (SELECT FROM pg_prepared_statements WHERE name = '{name}') THEN
  EXECUTE $told$PREPARE {name} ({types}) AS {sql}$told$;
END IF;
END $once$; SET LOCAL plan_cache_mode = force_generic_plan; EXECUTE {name} ({marks}); SET LOCAL plan_cache_mode TO DEFAULT"""


def planned_once(sql: str, params: Sequence[Any]) -> tuple[str, list[Any]]:
    """A statement (``%s`` where a parameter stands) and its parameters, as ones that do the same; within a transaction.

    It answers nothing: it is for statements that write. Each parameter is of a type of ``TYPES`` and never empty.
    """
    pieces = sql.split("%s")
    if len(pieces) != len(params) + 1 or "%" in "".join(pieces) or "$" in sql:
        raise ValueError("A statement has as many parameters as places for them, and no other “%” or “$”")
    text = "".join(f"{piece}${place}" for place, piece in enumerate(pieces[:-1], start=1)) + pieces[-1]
    types = ", ".join(_type_of(value) for value in params)
    name = f"planned_{hashlib.sha256(f'{types} {text}'.encode()).hexdigest()[:16]}"
    return ONCE.format(name=name, types=types, sql=text, marks=", ".join(["%s"] * len(params))), list(params)


def _type_of(value: Any) -> str:
    for kind, name in TYPES:
        if isinstance(value, kind):
            return name
    raise ValueError(f"A parameter is {value!r}, of which no type is known here")
