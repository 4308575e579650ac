"""Of which evening a council's kept figures speak."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from contracts.kept.calculations.windows import code_of
from contracts.kept.models import KeptDay
from socialvalue.common import clock


@dataclass(frozen=True)
class Evening:
    """``day``: as of when; ``rolling``: newer ones are being made just now; ``kept``: False where nothing is kept yet."""

    day: date
    kept: bool = True
    rolling: bool = False

    def window(self, first: date, last: date, as_of: date) -> str:
        """Under which code figures of these days, as known on ``as_of``, are kept; “” where they are not."""
        return code_of(first, last, self.day) if self.kept and as_of == self.day else ""


def evening_of(council: int) -> Evening:
    """Of a council (key); today, and nothing kept, where it has no contract in force yet. One query."""
    found = KeptDay.objects.filter(council=council).first()
    return Evening(found.as_of, rolling=found.rolling_to is not None) if found else Evening(clock.today(), kept=False)


def oldest_evening() -> date:
    """The evening that the kept figures of every council have reached; today where nothing is kept. One query."""
    return KeptDay.objects.aggregate(found=Min("as_of"))["found"] or clock.today()
