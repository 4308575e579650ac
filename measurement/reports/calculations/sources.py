"""Which returns stand behind which figures, told while they go by, and what is kept of them: keys in order and a digest. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from socialvalue.common.canonical import Digest, digested

# Keys in a row of the database: a row is read to find one of them
MOST = 1000


@dataclass(frozen=True, slots=True)
class Source:
    """A verified return that stands behind figures, with what decides which ones."""

    pk: int
    number: int
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    priority: int | None
    directorate: int
    measure: int | None
    unit: str
    kind: str
    direction: str
    brought_over: bool = False


@dataclass(frozen=True)
class Which:
    """The returns behind a figure: all, or those of some priorities (None: of no priority) or a directorate, and of measures.

    Of measures only those counted alike: in one unit, one way, one direction.
    """

    priorities: list[int | None] | None = None
    directorate: int | None = None
    measures: list[int] | None = None
    unit: str = ""
    kind: str = ""
    direction: str = ""

    def of_measures(self, measures: Iterable[int], unit: str, kind: str, direction: str) -> "Which":
        """Of these, those of the measures."""
        return Which(self.priorities, self.directorate, sorted(measures), unit, kind, direction)

    def plain(self) -> dict[str, Any]:
        """As data; ``Which(**data)`` is the same."""
        return asdict(self)


@dataclass
class Gathered:
    """What of a figure's sources is kept: whole rows of keys, as they fill, and the digest of all."""

    digest: Digest = field(default_factory=Digest)
    full: list[list[int]] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)
    # How many of them come from earlier records
    brought_over: int = 0

    def take(self, pk: int, item: bytes, *, brought_over: bool = False) -> None:
        self.digest.take(item)
        self.brought_over += brought_over
        self.begun.append(pk)
        if len(self.begun) == MOST:
            self.full.append(self.begun)
            self.begun = []

    def rows(self, *, to_the_end: bool) -> Iterator[list[int]]:
        """What has not been taken away yet; with ``to_the_end`` the begun row too."""
        yield from self.full
        self.full = []
        if to_the_end and self.begun:
            yield self.begun
            self.begun = []


class Gatherer:
    """Figures in their order; each source is told to those it stands behind, in a fixed number of looks.

    ``keys``: the digest of the keys of all, whether a figure stands on them or not.
    """

    def __init__(self, figures: Iterable[Which]):
        self.keys = Digest()
        self.gathered: list[Gathered] = []
        self._lines: dict[tuple[object, ...], list[int]] = defaultdict(list)
        self._measures: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for number, which in enumerate(figures):
            self.gathered.append(Gathered())
            for line in _lines_of(which):
                if which.measures is None:
                    self._lines[line].append(number)
                for measure in which.measures or ():
                    self._measures[line, measure, which.unit, which.kind, which.direction].append(number)

    def take(self, source: Source) -> None:
        """Sources come in the order of their keys."""
        self.keys.take(b"%d" % source.pk)
        item = digested((source.pk, source.number, source.value, source.numerator, source.denominator))
        alike = (source.measure, source.unit, source.kind, source.direction)
        for line in (("all",), ("priority", source.priority), ("directorate", source.directorate)):
            for number in [*self._lines.get(line, ()), *self._measures.get((line, *alike), ())]:
                self.gathered[number].take(source.pk, item, brought_over=source.brought_over)


def _lines_of(which: Which) -> list[tuple[object, ...]]:
    if which.priorities is not None:
        return [("priority", priority) for priority in which.priorities]
    return [("all",)] if which.directorate is None else [("directorate", which.directorate)]
