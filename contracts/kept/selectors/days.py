"""Of which evening a council's kept figures speak."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Min

from contracts.kept.calculations.windows import code_of
from contracts.kept.models import Kept, KeptDay
from socialvalue.common import clock


@dataclass(frozen=True)
class Evening:
    """``day``: as of when; ``rolling``: newer ones are being made just now; ``kept``: False where nothing is kept yet.

    ``prepared``: False where there is something to keep, and not all of it is kept yet: nobody computes it meanwhile.
    """

    day: date
    kept: bool = True
    rolling: bool = False
    prepared: bool = True

    def window(self, first: date, last: date, as_of: date) -> str:
        """Under which code figures of these days, as known on ``as_of``, are kept; “” where they are not."""
        return code_of(first, last, self.day) if self.kept and as_of == self.day else ""


def evening_of(council: int) -> Evening:
    """Of a council (key); today, and nothing kept, where no contract is in force yet. One query, two where nothing is kept."""
    found = KeptDay.objects.filter(council=council).first()
    if found is None:
        return Evening(clock.today(), kept=False, prepared=not _contracts(council))
    rolling, whole = found.rolling_to is not None, not found.from_nothing
    return Evening(found.as_of, kept=whole, rolling=rolling, prepared=whole)


def _contracts(council: int) -> int:
    """How many contracts of the council there is something to keep of: the register is above this room."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM contracts_contract WHERE council_id = %s AND status <> 'draft'", [council])
        return int(cursor.fetchone()[0])


def prepared_so_far(council: int) -> tuple[int, int]:
    """While figures are made from nothing: how many contracts are done, and of how many. Two queries."""
    heads, day = Kept.objects.filter(council=council), KeptDay.objects.filter(council=council)
    return heads.filter(as_of__in=day.values("rolling_to")).count(), _contracts(council)


def oldest_evening() -> date:
    """The evening that the kept figures of every council have reached; today where nothing is kept. One query."""
    return KeptDay.objects.aggregate(found=Min("as_of"))["found"] or clock.today()
