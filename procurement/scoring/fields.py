"""Reading single values out of plain data, and keeping a list of everything that is wrong with them."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from .numbers import JsonNumber, NotANumber, described, exact
from .source import below


class Problems(list[str]):
    """One line per problem, each beginning with the path of the value it is about."""

    def add(self, path: str, message: str) -> None:
        self.append(f"{path or 'record'}: {message}")


def number(value: object, path: str, problems: Problems) -> Fraction | None:
    """The exact number; None, with a problem noted, where there is none."""
    if value is None:
        problems.add(path, "is missing")
        return None
    try:
        return exact(value)
    except NotANumber as error:
        problems.add(path, str(error))
        return None


def text(value: object, path: str, problems: Problems) -> str | None:
    """Text that is not empty; None, with a problem noted, where there is none."""
    if value is None:
        problems.add(path, "is missing")
    elif not isinstance(value, str) or isinstance(value, JsonNumber):
        problems.add(path, f"{described(value)} is not text")
    elif not value.strip():
        problems.add(path, "is empty")
    else:
        return value
    return None


def choice(value: object, path: str, problems: Problems, options: Iterable[str]) -> str | None:
    """One of the words in `options`; None, with a problem noted, for anything else."""
    if value is None:
        problems.add(path, "is missing")
    elif isinstance(value, str) and value in options:
        return value
    else:
        problems.add(path, f"{described(value)} is not one of {', '.join(options)}")
    return None


def mapping(value: object, path: str, problems: Problems) -> Mapping[str, Any] | None:
    """An object whose names are text; None, with a problem noted, for anything else."""
    if value is None:
        problems.add(path, "is missing")
    elif not isinstance(value, Mapping):
        problems.add(path, f"{described(value)} is not an object")
    else:
        return value
    return None


def sequence(value: object, path: str, problems: Problems) -> list[Any] | tuple[Any, ...] | None:
    """A list; None, with a problem noted, for anything else."""
    if value is None:
        problems.add(path, "is missing")
    elif not isinstance(value, list | tuple):
        problems.add(path, f"{described(value)} is not a list")
    else:
        return value
    return None


def misspelt(data: Mapping[str, Any], path: str, problems: Problems, known: Iterable[str]) -> None:
    """Notes names that look like a known name and are none: `minimun` would silently drop a minimum.

    Names that look like nothing known are left alone: a later version of the format, or another council's
    system, may say more about a criterion or a bid than the arithmetic needs.
    """
    for name in data:
        if name not in known:
            near = get_close_matches(str(name), list(known), n=1, cutoff=0.85)
            if near:
                problems.add(below(path, str(name)), f"is not known; {near[0]} is")


def out_of_place(data: Mapping[str, Any], path: str, problems: Problems, names: Iterable[str], why: str) -> None:
    """Notes members that have no effect here, where a reader of the file would believe that they have one."""
    for name in names:
        if data.get(name) is not None:
            problems.add(below(path, name), why)
