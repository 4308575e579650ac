"""A contract in Kent that reports how many of its people are local, and a small file of postcodes to count them by."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from contracts.returns import services
from contracts.schedule.models import DueReturn
from socialvalue.common import clock
from socialvalue.places.models import District
from tests.builders import contracts as build
from tests.builders import people
from tests.socialvalue.places import files
from tests.socialvalue.places.files import ASHFORD, CANTERBURY, ELSEWHERE, MAIDSTONE, MEDWAY

NOW = datetime(2026, 7, 10, 9, tzinfo=clock.LONDON)
SHARE = {"kind": "ratio", "unit": "%", "target": Decimal(60), "minimum": Decimal(50), "wording": "Share of local workforce"}
NUMBER = {"kind": "sum", "unit": "people", "target": Decimal(5), "minimum": None, "wording": "Local people in work"}
# 12 people: 6 in Maidstone, 2 in Ashford, 1 in Medway, 1 in London, 1 unknown, 1 nonsense
LIST = [*["ME14 1XX"] * 5, "me141xz", "TN23 5BY", "TN235BZ", "ME2 3DS", "BR1 1AA", "ZE1 0AA", "Nobody knows"]
TEXT = "\n".join(LIST)


@dataclass(frozen=True)
class Stage:
    who: build.Parties
    due: DueReturn

    def count(self, text: str = TEXT, **more):
        return services.count_postcodes(self.due, by=self.who.reporter, text=text, **{"whose": "people"} | more)

    def take(self, *codes: str):
        return services.take_from_postcodes(
            self.due, by=self.who.reporter, districts=District.objects.filter(gss_code__in=codes or [MAIDSTONE, ASHFORD])
        )


def loaded() -> None:
    files.packed(
        ME14_1={MAIDSTONE: "XXXZ"},
        TN23_5={ASHFORD: "BYBZ"},
        CT1_9={CANTERBURY: "SJ"},
        ME2_3={MEDWAY: "DS"},
        BR1_1={ELSEWHERE: "AA"},
    )


def stage(kpi: dict = SHARE, *, districts: tuple[str, ...] = (MAIDSTONE, ASHFORD), file: bool = True) -> Stage:
    """``districts``: of the contract."""
    files.load_districts()
    if file:
        loaded()
    who = build.parties(council=people.council("Kent County Council"))
    places = District.objects.filter(gss_code__in=districts)
    contract, _ = build.active_contract(who, kpi=kpi, districts=places)
    return Stage(who, build.first_due(contract))
