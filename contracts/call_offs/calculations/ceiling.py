"""How much of a ceiling is called off. Pure: pounds in, words out."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from socialvalue.common.templatetags.formats import plain_money

# Per cent of the ceiling from which it is warned of, and at which it is reached
NEAR, REACHED = 80, 100


@dataclass(frozen=True)
class Use:
    """``called``: pounds of the contracts called off. ``ceiling``: pounds; None where a lot has none of its own."""

    called: Decimal
    ceiling: Decimal | None

    @property
    def per_cent(self) -> Fraction | None:
        """Exact; None without a ceiling."""
        return None if self.ceiling is None else Fraction(self.called) / Fraction(self.ceiling) * 100

    @property
    def left(self) -> Decimal | None:
        """What can still be called off, never less than nothing."""
        return None if self.ceiling is None else max(self.ceiling - self.called, Decimal(0))

    @property
    def stage(self) -> int:
        """The step it has reached: 0, 80 or 100."""
        share = self.per_cent
        return 0 if share is None else next((step for step in (REACHED, NEAR) if share >= step), 0)

    @property
    def is_over(self) -> bool:
        """More than the ceiling: of records from before a contract's value was asked for it."""
        return self.ceiling is not None and self.called > self.ceiling

    def takes(self, value: Decimal) -> bool:
        """Whether a contract of this value still fits."""
        return self.ceiling is None or self.called + value <= self.ceiling

    @property
    def words(self) -> str:
        """“£1,200,000 of £5,000,000 called off (24 %)”; 100 % is said of nothing that is less."""
        said = plain_money(self.called)
        if self.per_cent is None:
            return f"{said} called off"
        return f"{said} of {plain_money(self.ceiling)} called off ({int(self.per_cent)} %)"
