"""The files of the register that were made for a day."""

from datetime import date

from socialvalue.documents.models import MadeFile

# Beginning of their keys: “open-data:2026-11-27:12:csv”, the register of a day, of one council (0: of all), as a kind of file
PREFIX = "open-data"


def key_of(day: date, council: int | None, kind: str) -> str:
    return f"{PREFIX}:{day.isoformat()}:{council or 0}:{kind}"


def made_for(days: list[date], council: int | None, kind: str) -> MadeFile | None:
    """The file of the first of ``days`` that has one; one query."""
    keys = [key_of(day, council, kind) for day in days]
    found = {made.key: made for made in MadeFile.objects.filter(key__in=keys)}
    return next((found[key] for key in keys if key in found), None)
