"""A few postcodes of each district, so that they can be counted in the demonstration; and counts of a local workforce.

Which postcode is in which district is a fact of OS Code-Point Open, Open Government Licence v3. Contains OS data © Crown
copyright and database right 2025; contains Royal Mail data © Royal Mail copyright and database right 2025; contains National
Statistics data © Crown copyright and database right 2025. Who is said to live there is illustrative.
"""

from datetime import date
from itertools import cycle, islice
from typing import Any

from contracts.returns import services as returns
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.places.loading import keep
from socialvalue.places.models import PostcodeSector
from socialvalue.places.postcodes import sector_and_unit

NAME = "an illustrative list of postcodes"
MONTH = date(2025, 5, 1)
LOCAL_WORKFORCE = "LE3.1"
# Of a county that no contract of the demonstration is in
AWAY = "E07000034"
POSTCODES = {
    "E07000105": ("TN23 5BY", "TN24 9QF", "TN27 0BZ"),  # Ashford
    "E07000106": ("CT1 9SJ", "CT4 6PG", "CT6 5NU"),  # Canterbury
    "E07000107": ("DA1 3AP", "DA10 1EX", "DA3 7PD"),  # Dartford
    "E07000108": ("CT14 6TH", "CT15 6HT", "CT17 9DZ"),  # Dover
    "E07000112": ("CT19 5NN", "CT20 9TE", "TN28 8HA"),  # Folkestone and Hythe
    "E07000109": ("DA11 8DW", "DA12 2PG", "DA12 9TW"),  # Gravesham
    "E07000110": ("ME15 0AL", "ME16 0SZ", "ME18 5AY"),  # Maidstone
    "E07000111": ("DA4 0AA", "TN13 9QB", "TN16 1EB"),  # Sevenoaks
    "E07000113": ("ME10 3SU", "ME12 4AX", "ME13 9UA"),  # Swale
    "E07000114": ("CT11 0EJ", "CT12 6HG", "CT9 2QB"),  # Thanet
    "E07000115": ("ME19 5QD", "ME6 9PA", "TN15 8DQ"),  # Tonbridge and Malling
    "E07000116": ("TN12 7BB", "TN18 5NX", "TN4 0AS"),  # Tunbridge Wells
    "E06000035": ("ME2 3DS", "ME4 6LJ", "ME7 5PA"),  # Medway
    "E07000032": ("DE5 8AR", "DE56 0LF", "DE7 6BY"),  # Amber Valley
    "E07000033": ("DE55 6JP", "S43 4EL", "S44 6TF"),  # Bolsover
    "E07000034": ("S40 3JQ", "S41 7HH", "S43 1RD"),  # Chesterfield
    "E07000035": ("DE4 3PP", "DE45 1TJ", "S32 1BZ"),  # Derbyshire Dales
    "E07000036": ("DE7 5GG", "DE72 3GJ", "NG10 3PR"),  # Erewash
    "E07000037": ("SK13 6HR", "SK17 6YQ", "SK22 4NA"),  # High Peak
    "E07000038": ("S18 3DA", "S42 5FB", "S44 5SX"),  # North East Derbyshire
    "E07000039": ("DE11 7JT", "DE15 9ST", "DE65 6JH"),  # South Derbyshire
    "E06000015": ("DE21 4LL", "DE22 4FF", "DE24 8JP"),  # Derby
}


def load() -> None:
    sectors: dict[str, dict[str, str]] = {}
    for code, some in POSTCODES.items():
        for one in some:
            sector, unit = sector_and_unit(one) or ("", "")
            units = sectors.setdefault(sector, {})
            units[code] = units.get(code, "") + unit
    rows = [PostcodeSector(sector=sector, districts=units) for sector, units in sorted(sectors.items())]
    keep(rows, name=NAME, day=MONTH, illustrative=True)


def counted(due: DueReturn, figure: dict[str, Any], *, by: User) -> None:
    """Count a local workforce by postcode, as many of it in the contract’s districts as its figure says, and take that."""
    measure, contract = due.kpi.obligation.measure, due.kpi.obligation.contract
    if measure is None or measure.code != LOCAL_WORKFORCE or due.starts_on < MONTH or "numerator" not in figure:
        return
    local = [one for place in contract.districts.all() for one in POSTCODES.get(place.gss_code, ())]
    if not local:
        return
    here, whole = int(figure["numerator"]), int(figure["denominator"])
    given = [*islice(cycle(local), here), *islice(cycle(POSTCODES[AWAY]), whole - here), "Not given"]
    returns.count_postcodes(due, by=by, text="\n".join(given), whose="people")
    returns.take_from_postcodes(due, by=by, districts=list(contract.districts.all()))
