"""What the readers of containers share."""

from dataclasses import dataclass


class Unreadable(Exception):
    """Not the container that it says, damaged, or with something in front of it or behind it."""


@dataclass(frozen=True)
class Cleaned:
    """The file without what was recorded beside sound and picture."""

    data: bytes
    has_video: bool = False


def number(data: bytes | bytearray, start: int, size: int, *, order: str = "big") -> int:
    """The whole number of ``size`` bytes at ``start``. Raises Unreadable past the end."""
    piece = data[start : start + size]
    if len(piece) < size:
        raise Unreadable("ends too early")
    return int.from_bytes(piece, "little" if order == "little" else "big")


def blank(data: bytearray, start: int, end: int) -> None:
    data[start:end] = bytes(end - start)
