"""The register of a day is written once, however often it is taken."""

from datetime import date, timedelta

from measurement.opendata.documents import register
from measurement.opendata.selectors import key_of
from socialvalue.documents.models import MadeFile
from socialvalue.documents.services.making import make
from socialvalue.jobs.services.turns import turn

# Also the day after, while the next is being made
KEPT = timedelta(days=1)


def is_made(day: date) -> bool:
    """Whether every file of the day is there: that of all councils is made last."""
    return MadeFile.objects.filter(key=key_of(day, None, "json")).exists()


def make_register(day: date) -> int:
    """Make the files of the day, of each council and of all; how many. One statement where they are there.

    A killed run has made some; the next makes the others.
    """
    if is_made(day):
        return 0
    with turn("open data") as held:
        count = 0
        councils = register.contracts().order_by("council").values_list("council", flat=True).distinct()
        for council in [*councils, None]:
            for kind, content_type in register.KINDS.items():
                if held and held.keep():
                    make(
                        key_of(day, council, kind),
                        register.pieces(kind, council),
                        name=f"contracts.{kind}",
                        content_type=content_type,
                        kept_until=day + KEPT,
                    )
                    count += 1
        return count
