"""From plain data or JSON text to a `Record`, with every problem found on the way and not only the first.

What the format leaves open is decided so:

* `tender` is for people; it is checked to be an object and otherwise not looked at. `scale` may be missing
  only where nothing is scored on it. An empty list of bids is a record with an empty ranking.
* A name that is not known is ignored, unless it resembles a known one (`minimun`) or stands in `gateway`:
  there a rule that somebody wrote down would silently not be applied. For the same reason a gateway with the
  method embedded or a minimum on a price is a problem. `null` counts as not given.
* `ceiling` and `floor` count with the formula `linear_to_ceiling` alone and are ignored with others.
* A price where none is needed is allowed and not used, but must be a price.
* Social value scores may be missing for exactly those bids that are beyond a threshold of the gateway,
  whatever else these bids fail. Scores that are there are checked all the same.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .fields import Problems, choice, mapping, misspelt, number, out_of_place, sequence, text
from .gateway import thresholds_missed
from .kinds import GROUP, PASS_FAIL, PRICE, QUALITY, SCORED, SOCIAL_VALUE
from .numbers import described, full_text
from .reading_criteria import CriteriaReader, on_scale
from .record import EMBEDDED, GATEWAY, RECORD_FORMAT, Bid, Gateway, Record
from .source import BadRecord, below, parse

KNOWN = ("format", "tender", "method", "scale", "criteria", "bids", "gateway", "result")
KNOWN_OF_BID = ("id", "supplier", "price", "scores")
THRESHOLDS = ("minimum_quality", "maximum_price")


def read_record(source: str | bytes | Mapping[str, Any], *, with_result: bool = False) -> Record:
    """The record in `source`: JSON text, its bytes, or the same as plain data (numbers `int`, `Decimal` or
    text).

    `with_result`: the record must also hold a result to compare with. Raises `BadRecord` with all problems.
    """
    data, of_form = (source, []) if isinstance(source, Mapping) else parse(source)
    problems = Problems(of_form)
    record = _Reader(problems).record(data, with_result)
    if problems or record is None:
        raise BadRecord(problems)
    return record


class _Reader:
    def __init__(self, problems: Problems):
        self.problems = problems

    def record(self, value: object, with_result: bool) -> Record | None:
        problems = self.problems
        data = mapping(value, "", problems)
        if data is None:
            return None
        misspelt(data, "", problems, KNOWN)
        choice(data.get("format"), "format", problems, [RECORD_FORMAT])
        if data.get("tender") is not None:
            mapping(data["tender"], "tender", problems)
        self.method = choice(data.get("method"), "method", problems, (EMBEDDED, GATEWAY))
        self.maximum = self._maximum(data.get("scale"))
        tree, before = CriteriaReader(problems, self.maximum), len(problems)
        self.criteria = tree.read(data.get("criteria"))
        self.kinds = tree.kinds
        self.tree_is_readable = len(problems) == before
        if data.get("scale") is None and set(SCORED) & set(self.kinds.values()):
            problems.add("scale", "is missing")
        self.gateway = self._gateway(data)
        bids = self._bids(data.get("bids"))
        result = data.get("result")
        if with_result:
            result = mapping(result, "result", problems)
        if self.method is None:
            return None
        return Record(self.method, self.maximum, self.criteria, bids, self.gateway, result)

    def _maximum(self, value: object) -> Fraction | None:
        scale = None if value is None else mapping(value, "scale", self.problems)
        if scale is None:
            return None
        misspelt(scale, "scale", self.problems, ["maximum"])
        maximum = number(scale.get("maximum"), "scale.maximum", self.problems)
        if maximum is not None and maximum <= 0:
            self.problems.add("scale.maximum", f"{full_text(maximum)} is not more than 0")
            return None
        return maximum

    def _gateway(self, data: Mapping[str, Any]) -> Gateway | None:
        if self.method == EMBEDDED:
            out_of_place(data, "", self.problems, ["gateway"], "the method embedded has no gateway")
        if self.method != GATEWAY:
            return None
        value = mapping(data.get("gateway"), "gateway", self.problems)
        if value is None:
            return None
        for name in value:
            if name not in THRESHOLDS:
                self.problems.add(below("gateway", str(name)), f"is not one of {', '.join(THRESHOLDS)}")
        given = {name: value[name] for name in THRESHOLDS if value.get(name) is not None}
        if not given:
            self.problems.add("gateway", "has neither minimum_quality nor maximum_price")
        before = len(self.problems)
        limits = {name: number(given[name], f"gateway.{name}", self.problems) for name in given}
        self._check_thresholds(limits)
        return Gateway(**limits) if len(self.problems) == before else None

    def _check_thresholds(self, limits: dict[str, Fraction | None]) -> None:
        percentage, price = limits.get("minimum_quality"), limits.get("maximum_price")
        if "minimum_quality" in limits and QUALITY not in self.kinds.values():
            self.problems.add("gateway.minimum_quality", "there is no quality criterion to measure it by")
        if percentage is not None and not 0 <= percentage <= 100:
            what = f"{full_text(percentage)} is not a percentage from 0 to 100"
            self.problems.add("gateway.minimum_quality", what)
        if price is not None and price <= 0:
            self.problems.add("gateway.maximum_price", f"{full_text(price)} is not more than 0")

    def _bids(self, value: object) -> tuple[Bid, ...]:
        earlier: set[str] = set()
        entries = sequence(value, "bids", self.problems) or ()
        found = [self._bid(one, f"bids[{place}]", earlier) for place, one in enumerate(entries)]
        return tuple(bid for bid in found if bid is not None)

    def _bid(self, value: object, path: str, earlier: set[str]) -> Bid | None:
        data = mapping(value, path, self.problems)
        if data is None:
            return None
        misspelt(data, path, self.problems, KNOWN_OF_BID)
        identity = text(data.get("id"), below(path, "id"), self.problems)
        if identity in earlier:
            self.problems.add(below(path, "id"), f"{described(identity)} is the id of an earlier bid too")
        if identity is not None:
            earlier.add(identity)
        supplier = data.get("supplier")
        if supplier:
            supplier = text(supplier, below(path, "supplier"), self.problems)
        price = self._bid_price(data.get("price"), below(path, "price"))
        scores = data.get("scores")
        scores = mapping({} if scores is None else scores, below(path, "scores"), self.problems)
        if scores is None:
            return None
        bid = Bid(identity or "", supplier or "", price, self._scores(scores, below(path, "scores")))
        self._check_complete(bid, scores, below(path, "scores"))
        return bid

    def _bid_price(self, value: object, path: str) -> Fraction | None:
        capped = self.gateway is not None and self.gateway.maximum_price is not None
        if value is None and not capped and PRICE not in self.kinds.values():
            return None
        price = number(value, path, self.problems)
        if price is not None and price <= 0:
            self.problems.add(path, f"{full_text(price)} is not more than 0")
            return None
        return price

    def _scores(self, scores: Mapping[str, Any], path: str) -> dict[str, Fraction | bool]:
        found: dict[str, Fraction | bool] = {}
        for criterion, value in scores.items():
            here = below(path, str(criterion))
            if criterion not in self.kinds:
                if self.kinds:  # where no criterion could be read, the scores are not what is wrong
                    self.problems.add(here, "there is no such criterion")
                continue
            kind = self.kinds[criterion]
            if kind == GROUP:
                self.problems.add(here, "is a group, which has no score of its own")
            elif kind == PRICE:
                self.problems.add(here, "is the price criterion; a bid gives its price as price")
            elif value is None:
                continue  # the same as missing, which is looked at for all criteria together
            elif kind == PASS_FAIL:
                if isinstance(value, bool):
                    found[criterion] = value
                else:
                    self.problems.add(here, f"{described(value)} is neither true nor false")
            elif kind in SCORED:
                score = on_scale(value, here, self.problems, self.maximum)
                if score is not None:
                    found[criterion] = score
        return found

    def _check_complete(self, bid: Bid, given: Mapping[str, Any], path: str) -> None:
        """Notes missing scores. Whether those for social value are missing depends on the gateway."""
        for criterion, kind in self.kinds.items():
            if kind not in (*SCORED, PASS_FAIL) or given.get(criterion) is not None:
                continue
            if kind != SOCIAL_VALUE or self.method != GATEWAY or self._is_through(bid):
                self.problems.add(below(path, criterion), "is missing, and missing is not zero")

    def _is_through(self, bid: Bid) -> bool:
        """Whether the bid is certainly within the gateway's thresholds; what cannot be read makes nothing
        certain.
        """
        if self.gateway is None:
            return False
        if self.gateway.maximum_price is not None and bid.price is None:
            return False
        record = Record(GATEWAY, self.maximum, self.criteria, (bid,), self.gateway)
        if self.gateway.minimum_quality is not None:
            scored = all(criterion.id in bid.scores for criterion in record.leaves(QUALITY))
            if not scored or not self.tree_is_readable or self.maximum is None:
                return False
        return not thresholds_missed(record, bid)
