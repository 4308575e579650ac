"""From the bytes of a file to plain data, with every number still as it was written."""

import json
import re

from .numbers import JsonNumber, described

MOST_BYTES = 50_000_000


class BadRecord(ValueError):
    """The record cannot be computed. `problems`: one line each, "path: what is wrong"."""

    def __init__(self, problems: list[str]):
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


class _Object(dict[str, object]):
    """A JSON object that remembers which names were given twice; JSON itself silently keeps the last."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.repeated: list[str] = []
        for name, _ in pairs:
            if name in seen:
                self.repeated.append(name)
            seen.add(name)


class _NotJson(JsonNumber):
    """NaN, Infinity or -Infinity: Python reads them, JSON does not know them."""


def below(path: str, name: str) -> str:
    """The path of the member `name` of the object at `path`: `bids[0].scores.q1`, `scores["Question 1"]`."""
    if re.fullmatch(r"[\w-]+", name) and name.isprintable():
        return f"{path}.{name}" if path else name
    return f"{path}[{json.dumps(name)}]"


def parse(source: str | bytes) -> tuple[object, list[str]]:
    """The data of a JSON text, and the problems that lie in the text itself and not in what it says.

    Numbers become `JsonNumber`. Raises `BadRecord` where nothing at all can be read: wrong encoding, wrong
    syntax, no content, nested beyond reason.
    """
    text = _text(source)
    if not text.strip():
        raise BadRecord(["record: is empty"])
    try:
        data = json.loads(
            text,
            parse_int=JsonNumber,
            parse_float=JsonNumber,
            parse_constant=_NotJson,
            object_pairs_hook=_Object,
        )
    except json.JSONDecodeError as error:
        raise BadRecord([f"record: is not valid JSON at line {error.lineno}, column {error.colno}: {error.msg}"]) from None
    except RecursionError:
        raise BadRecord(["record: is nested too deeply to be read"]) from None
    return data, _problems_of_form(data)


def _text(source: str | bytes) -> str:
    if isinstance(source, str):
        return source.removeprefix("\ufeff")
    if len(source) > MOST_BYTES:
        raise BadRecord([f"record: is larger than {MOST_BYTES // 1_000_000} MB"])
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRecord([f"record: is not UTF-8 text (byte {error.start})"]) from None


def _problems_of_form(data: object) -> list[str]:
    problems = []
    waiting: list[tuple[str, object]] = [("", data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, _NotJson):
            problems.append(f"{path or 'record'}: {described(value)} is not a number that JSON knows")
        elif isinstance(value, _Object):
            problems += [f"{below(path, name)}: is given more than once" for name in value.repeated]
            waiting += [(below(path, name), member) for name, member in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(f"{path}[{place}]", member) for place, member in reversed(list(enumerate(value)))]
    return problems
