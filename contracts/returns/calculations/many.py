"""How many returns wait, as far as anybody needs to know."""

from dataclasses import dataclass

# So many are counted, listed and put in order of their risk: of more, those that have waited longest
MOST = 1000


@dataclass(frozen=True)
class Many:
    """``counted``: how many there are, or one more than ``least`` where there are more."""

    counted: int
    least: int = MOST

    @property
    def is_more(self) -> bool:
        """Whether there are more than are counted."""
        return self.counted > self.least

    def __bool__(self) -> bool:
        return self.counted > 0

    def __str__(self) -> str:
        return f"more than {self.least:,}" if self.is_more else f"{self.counted:,}"

    def without(self, others: int) -> "Many":
        """How many there are besides ``others`` of them."""
        return Many(self.counted - others, self.least - others)
