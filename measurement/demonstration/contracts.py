"""The contracts of the demonstration. Titles are services that councils buy; values and returns are illustrative.

The twelve indicators of the highways term maintenance contract are the published ones (paper to Scrutiny 2019, 5.2);
its apprentice target of 3 % too. Targets that were not published are left empty.
"""

from dataclasses import dataclass
from decimal import Decimal as D

from procurement.commissioning.enums import CommissionKind

SUPPLIERS = (
    "Weald and Shore Carers CIC",
    "Garden County Care Ltd",
    "The Three Lanterns Charity",
    "Oast Highways plc",
    "Medway Bridge Construction Ltd",
    "Hopfield Recovery Services",
    "Chalk Downs Support Group",
    "Saltmarsh Energy and Lighting Ltd",
)
CARE, COUNTY, LANTERNS, OAST, BRIDGE, HOPFIELD, CHALK, SALT = range(8)


@dataclass(frozen=True)
class Promise:
    """One obligation with one KPI. ``measure`` is a code in Kent's framework; the target is for one period."""

    measure: str
    target: D | None
    floor: D | None = None
    frequency: str = "quarter"
    combining: str = "sum"
    offered: bool = False
    # The typical share of the target that is delivered, and how much it moves from period to period
    level: D = D("1.02")
    swing: D = D("0.12")


@dataclass(frozen=True)
class Agreed:
    title: str
    directorate: str
    supplier: int
    annual: D
    months_ago: int
    term: int
    promises: tuple[Promise, ...]
    route: str = "tender"
    kind: str = CommissionKind.CONTRACT
    districts: tuple[str, ...] = ()
    # Late with its returns: the last period is missing
    late: bool = False


def apprentices(target="3", level="1.05", **more):
    return Promise("LE2.1", D(target), D(target) * D("0.8"), "quarter", "mean", level=D(level), **more)


def jobs(target="1", level="0.95", **more):
    return Promise("LE1.1", D(target), None, "half_year", level=D(level), swing=D("0.5"), **more)


def local_staff(target="70", level="1.03", **more):
    return Promise("LE3.1", D(target), D(target) * D("0.9"), "half_year", "mean", level=D(level), swing=D("0.05"), **more)


def local_spend(target="60", level="0.97", **more):
    return Promise("BK1.1", D(target), D(target) * D("0.85"), "half_year", "mean", level=D(level), swing=D("0.08"), **more)


def prompt_pay(target="95", level="1.0", **more):
    return Promise("BK2.1", D(target), D("90"), "quarter", "mean", level=D(level), swing=D("0.05"), **more)


def peers(target="3", level="1.0", **more):
    return Promise("CD1.1", D(target), None, "half_year", level=D(level), swing=D("0.4"), **more)


def days(target="4", level="0.9", **more):
    return Promise("CD2.1", D(target), D(target) * D("0.75"), "quarter", level=D(level), swing=D("0.3"), **more)


def friends(target="20", level="1.1", **more):
    return Promise("CD1.2", D(target), D(target) * D("0.8"), "half_year", level=D(level), swing=D("0.2"), **more)


def skills(target="2", level="1.0", **more):
    return Promise("GE1.1", D(target), None, "half_year", level=D(level), swing=D("0.5"), **more)


def leavers(target="12", level="1.1", **more):
    return Promise("GE2.2", D(target), D(target) * D("1.25"), "half_year", "mean", level=D(level), swing=D("0.2"), **more)


def landfill(target="90", level="1.0", **more):
    return Promise("GS1.1", D(target), D(target) * D("0.9"), "quarter", "mean", level=D(level), swing=D("0.06"), **more)


def miles(target="1.4", level="1.05", **more):
    return Promise("GS1.2", D(target), D(target) * D("1.2"), "quarter", "mean", level=D(level), swing=D("0.1"), **more)


GRANT, HOUSE = CommissionKind.GRANT, CommissionKind.IN_HOUSE
AGREED = (
    Agreed(
        "Street lighting maintenance",
        "GET",
        SALT,
        D("1300000"),
        30,
        60,
        (apprentices(), local_staff(), landfill()),
        districts=("Maidstone", "Sevenoaks"),
    ),
    Agreed(
        "Schools capital programme: north Kent",
        "CYPE",
        BRIDGE,
        D("2100000"),
        20,
        36,
        (apprentices(level="0.7"), local_staff("65"), days()),
        districts=("Dartford", "Gravesham"),
    ),
    Agreed(
        "Schools capital programme: east Kent",
        "CYPE",
        BRIDGE,
        D("1800000"),
        14,
        36,
        (apprentices(level="1.2"), local_staff("65"), days(level="1.2")),
        districts=("Thanet", "Dover"),
    ),
    Agreed(
        "Care and support in the home: Ashford",
        "ASCH",
        COUNTY,
        D("820000"),
        26,
        48,
        (miles(), local_staff("80"), leavers()),
        districts=("Ashford",),
    ),
    Agreed(
        "Care and support in the home: Thanet",
        "ASCH",
        CARE,
        D("760000"),
        26,
        48,
        (miles(level="1.35"), local_staff("80"), leavers(level="1.4")),
        districts=("Thanet",),
        late=True,
    ),
    Agreed(
        "Care and support in the home: Swale",
        "ASCH",
        LANTERNS,
        D("540000"),
        25,
        48,
        (miles(level="0.9"), jobs(), friends(offered=True)),
        districts=("Swale",),
    ),
    Agreed(
        "Community substance misuse service: east",
        "ASCH",
        HOPFIELD,
        D("1100000"),
        34,
        48,
        (peers("4"), jobs("2", level="0.8"), local_staff("75", offered=True)),
        districts=("Thanet", "Dover", "Canterbury"),
    ),
    Agreed(
        "Community substance misuse service: west",
        "ASCH",
        HOPFIELD,
        D("980000"),
        34,
        48,
        (peers("4", level="1.3"), jobs("2")),
        districts=("Maidstone", "Tonbridge and Malling"),
    ),
    Agreed(
        "Live Well Kent: north",
        "ASCH",
        CHALK,
        D("900000"),
        28,
        60,
        (Promise("BK1.3", D("10"), D("8"), "half_year", "mean", level=D("1.2")), friends("40"), peers(offered=True)),
        districts=("Swale", "Gravesham"),
    ),
    Agreed(
        "Live Well Kent: south",
        "ASCH",
        LANTERNS,
        D("860000"),
        28,
        60,
        (Promise("BK1.3", D("10"), D("8"), "half_year", "mean", level=D("0.85")), friends("40"), peers(offered=True)),
        districts=("Ashford", "Folkestone and Hythe"),
    ),
    Agreed(
        "Carers’ short breaks: the present service",
        "ASCH",
        CARE,
        D("240000"),
        40,
        48,
        (peers("2", level="1.4"), jobs("1", level="1.2"), days("2", offered=True)),
        districts=("Maidstone", "Ashford"),
    ),
    Agreed(
        "Support for the voluntary sector: the present service",
        "SCS",
        CHALK,
        D("280000"),
        30,
        36,
        (Promise("CD2.2", D("25"), D("20"), "half_year", level=D("0.9")), days("3")),
        districts=("Maidstone",),
    ),
    Agreed(
        "Extra care housing support",
        "ASCH",
        COUNTY,
        D("450000"),
        22,
        48,
        (skills(), leavers(), friends("15")),
        districts=("Canterbury",),
    ),
    Agreed(
        "Supported living for people with learning disabilities",
        "ASCH",
        LANTERNS,
        D("1250000"),
        24,
        60,
        (peers(), Promise("LE2.3", D("2"), None, "half_year", level=D("1.1"), swing=D("0.5")), skills("3")),
        districts=("Canterbury", "Swale"),
    ),
    Agreed(
        "Residential respite for adults",
        "ASCH",
        COUNTY,
        D("390000"),
        18,
        36,
        (skills("1"), local_staff("75")),
        districts=("Maidstone",),
    ),
    Agreed(
        "Advocacy", "ASCH", CHALK, D("310000"), 21, 36, (peers("2"), days("2", offered=True)), districts=("Thanet", "Ashford")
    ),
    Agreed(
        "Sensory services",
        "ASCH",
        LANTERNS,
        D("270000"),
        16,
        36,
        (peers("1"), Promise("LE2.3", D("1"), None, "half_year", level=D("0.9"), swing=D("0.6"))),
        districts=("Maidstone",),
    ),
    Agreed(
        "Smoking and weight advice",
        "ASCH",
        HOPFIELD,
        D("330000"),
        19,
        36,
        (local_staff("80"), friends("10")),
        districts=("Dartford", "Gravesham"),
    ),
    Agreed("Postural stability classes", "ASCH", CHALK, D("95000"), 15, 24, (friends("30", level="1.2"),), districts=("Dover",)),
    Agreed(
        "Family support in children’s centres",
        "CYPE",
        LANTERNS,
        D("610000"),
        23,
        36,
        (Promise("CD3.1", D("60"), D("45"), "half_year", level=D("1.05")), skills()),
        districts=("Swale", "Thanet"),
    ),
    Agreed(
        "Young carers’ groups",
        "CYPE",
        CARE,
        D("180000"),
        20,
        36,
        (days("3"), friends("15", offered=True)),
        districts=("Ashford", "Dover"),
    ),
    Agreed(
        "Supported lodgings for care leavers",
        "CYPE",
        CARE,
        D("420000"),
        17,
        36,
        (jobs("1", level="0.6"), friends("10")),
        districts=("Maidstone",),
        late=True,
    ),
    Agreed(
        "School transport: minibuses",
        "CYPE",
        COUNTY,
        D("1600000"),
        27,
        48,
        (miles("0.9", level="0.95"), local_staff("85"), prompt_pay()),
        districts=("Tunbridge Wells", "Sevenoaks"),
    ),
    Agreed(
        "School meals",
        "CYPE",
        COUNTY,
        D("1450000"),
        25,
        48,
        (local_spend("55"), landfill("80"), skills()),
        districts=("Dartford", "Maidstone", "Ashford"),
    ),
    Agreed(
        "Winter service and gritting",
        "GET",
        OAST,
        D("1900000"),
        29,
        60,
        (apprentices(), prompt_pay(), local_spend()),
        districts=("Ashford", "Canterbury", "Dover"),
    ),
    Agreed(
        "Resurfacing",
        "GET",
        OAST,
        D("3200000"),
        21,
        36,
        (apprentices(level="0.9"), landfill("95"), prompt_pay(level="0.97")),
        districts=("Swale", "Maidstone"),
    ),
    Agreed(
        "Bridge and tunnel inspections",
        "GET",
        BRIDGE,
        D("520000"),
        18,
        36,
        (apprentices("4"), prompt_pay()),
        districts=("Dartford",),
    ),
    Agreed(
        "Household waste sites",
        "GET",
        SALT,
        D("2700000"),
        31,
        60,
        (
            landfill("75", level="1.05"),
            local_staff("85"),
            Promise("LE1.1", D("2"), None, "half_year", level=D("1.2"), swing=D("0.5"), offered=True),
        ),
        districts=("Canterbury", "Thanet"),
    ),
    Agreed("Waste haulage", "GET", OAST, D("1150000"), 24, 48, (miles("2.2"), prompt_pay(level="0.92")), districts=("Swale",)),
    Agreed(
        "Soft landscaping of verges",
        "GET",
        SALT,
        D("640000"),
        19,
        36,
        (apprentices("5", level="0.75"), days("5"), local_spend("70")),
        districts=("Tonbridge and Malling",),
    ),
    Agreed(
        "Country parks: café and shop",
        "GET",
        LANTERNS,
        D("88000"),
        16,
        36,
        (
            local_spend("80", level="1.1"),
            Promise("LE2.3", D("2"), None, "half_year", level=D("1.3"), swing=D("0.4"), offered=True),
        ),
        districts=("Gravesham",),
    ),
    Agreed("Library vans", "GET", COUNTY, D("72000"), 14, 24, (miles("1.1"),), districts=("Ashford",)),
    Agreed(
        "Warm homes advice",
        "GET",
        SALT,
        D("350000"),
        22,
        36,
        (Promise("GS2.1", D("45"), D("36"), "half_year", level=D("0.98")), apprentices("6")),
        districts=("Thanet", "Swale", "Dover"),
    ),
    Agreed(
        "Cleaning of offices",
        "SCS",
        COUNTY,
        D("690000"),
        26,
        48,
        (Promise("GE1.2", D("5"), None, "half_year", level=D("0.8"), swing=D("0.4")), leavers("18"), prompt_pay()),
        districts=("Maidstone",),
    ),
    Agreed(
        "Security of council buildings",
        "SCS",
        COUNTY,
        D("410000"),
        17,
        36,
        (local_staff("80"), Promise("GE2.1", D("75"), D("65"), "year", "mean", level=D("1.02"), swing=D("0.05"))),
        districts=("Maidstone",),
    ),
    Agreed(
        "Office furniture and repairs",
        "SCS",
        SALT,
        D("130000"),
        13,
        24,
        (landfill("92", level="1.02"),),
        route="framework",
        districts=("Maidstone",),
    ),
    Agreed("Printing", "SCS", COUNTY, D("60000"), 15, 24, (landfill("85"), prompt_pay()), route="quotation"),
    Agreed(
        "Befriending grants",
        "ASCH",
        CHALK,
        D("48000"),
        12,
        24,
        (friends("25", level="1.15"),),
        route="grant",
        kind=GRANT,
        districts=("Dover", "Thanet"),
    ),
    Agreed(
        "Innovation grant: digital skills for young carers",
        "ASCH",
        CARE,
        D("24000"),
        10,
        18,
        (friends("12"),),
        route="grant",
        kind=GRANT,
        districts=("Maidstone",),
    ),
    Agreed(
        "Community wardens",
        "GET",
        -1,
        D("1900000"),
        36,
        60,
        (days("30", level="1.05"), friends("60", level="0.95")),
        route="in_house",
        kind=HOUSE,
        districts=("Maidstone", "Thanet", "Swale"),
    ),
)

# wording, unit, target a quarter, floor, lower is better
HIGHWAYS_KPIS = (
    (
        "Complaints received by the council for which the contractor is directly accountable",
        "%",
        None,
        None,
        True,
        "CD2",
        D("18"),
    ),
    ("Complaints responded to in 20 working days", "%", None, None, False, "CD2", D("91")),
    (
        "Insurance claims responded to in 21 days, where the provider has some accountability",
        "%",
        None,
        None,
        False,
        "CD2",
        D("88"),
    ),
    (
        "Third-party claims paid out in a month: number (the value is in the narrative)",
        "claims",
        None,
        None,
        True,
        "CD2",
        D("34"),
    ),
    ("Workforce on the contract engaged as an apprentice", "%", D("3"), D("2.4"), False, "LE2", D("3.6")),
    ("Total workforce employed from a Kent postcode", "%", None, None, False, "LE3", D("78")),
    ("Suppliers paid within 30 days", "%", None, None, False, "BK2", D("96")),
    ("Health and safety: balanced scorecard", "points", None, None, False, "GE2", D("84")),
    ("Material diverted from landfill", "%", None, None, False, "GS1", D("93")),
    ("Environment: balanced scorecard", "points", None, None, False, "GS1", D("79")),
    ("Satisfaction of service users", "%", None, None, False, "CD2", D("62")),
    ("Community involvement days completed across the contract", "%", None, None, False, "CD2", D("87")),
)
