"""The commissions of the demonstration.

The services and their social value approaches are the ones Kent published (paper to Scrutiny 2019, section 5; Select
Committee report, 6.2.12 and 10.1.5; Together for Social Value). Values, remarks and figures are illustrative.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from procurement.commissioning.enums import Category, EntryKind, Period
from procurement.engagement.enums import EventKind, Group, Method


@dataclass(frozen=True)
class Event:
    key: str
    kind: str
    title: str
    description: str
    days: int  # before the demonstration's day
    place: str
    attendance: dict
    public_transport: str = "Five minutes on foot from the bus station; lift and hearing loop."
    easy_read_agenda: bool = True
    extra_time: bool = True


@dataclass(frozen=True)
class Said:
    text: str
    group: str
    question: str
    days: int
    method: str = Method.EVENT
    event: str = ""
    response: str = ""


@dataclass(frozen=True)
class Need:
    """A requirement under a sought outcome."""

    wording: str
    measure: str  # code in Kent's framework
    target: Decimal | None
    per: str = Period.TERM
    scored: bool = True
    pounds_per_unit: Decimal | None = None
    strategy: str = "Strategic Statement 2015–2020: communities in work, healthy and with a good quality of life"
    change_made: str = ""


@dataclass(frozen=True)
class Sought:
    wording: str
    category: str
    outcome: str  # code in Kent's framework
    remarks: tuple[int, ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class Case:
    key: str
    title: str
    summary: str
    directorate: str
    people: str
    category: str
    value: Decimal
    term_months: int
    districts: tuple[str, ...]
    started: int  # days before the demonstration's day
    light_touch: bool = True
    starts_in: int | None = None  # days from the demonstration's day to the contract's start
    events: tuple[Event, ...] = ()
    said: tuple[Said, ...] = ()
    findings: tuple[tuple[str, str, tuple[int, ...], str], ...] = ()  # kind, text, remarks, consequence
    sought: tuple[Sought, ...] = ()
    lots: str = "Not divided: the service is small, and one provider keeps the journey simple for carers."
    notes: tuple[str, ...] = field(default=())


D = Decimal

CARERS = Case(
    key="carers",
    title="Carers’ short breaks",
    summary=(
        "Short breaks that let unpaid carers rest, keep a job or see friends, while the person they care for is well "
        "looked after. Kent’s earlier tender gave price 40 % and quality 60 %, with a fifth of quality on social value."
    ),
    directorate="ASCH",
    people="Unpaid carers of adults in Kent, and the people they care for",
    category="Care and support",
    value=D("1000000"),
    term_months=48,
    districts=("Maidstone", "Ashford", "Swale", "Thanet", "Canterbury"),
    started=210,
    starts_in=150,
    events=(
        Event(
            "workshop",
            EventKind.CO_PRODUCTION,
            "What should a short break change? A workshop with carers",
            "Carers, people who receive care and providers work out together what a break should achieve.",
            170,
            "Town hall, Maidstone",
            {Group.CARERS: 18, Group.RECEIVES_CARE: 9, Group.PROVIDERS: 7, Group.VCSE: 6},
        ),
        Event(
            "market",
            EventKind.MARKET,
            "Meet the market: short breaks",
            "What providers can do, what worries them, and how requirements should be measured.",
            120,
            "Community centre, Ashford",
            {Group.PROVIDERS: 14, Group.VCSE: 9, Group.STAFF: 4},
        ),
        Event(
            "visit",
            EventKind.VISIT,
            "Visit to a Saturday club",
            "Commissioners spend a morning at a club that carers praised.",
            140,
            "Village hall near Faversham",
            {Group.CARERS: 6, Group.RECEIVES_CARE: 11},
            public_transport="Bus stops outside; officers shared a car.",
        ),
    ),
    said=(
        Said(
            "A break is only a break if I know she is doing something she enjoys.",
            Group.CARERS,
            "added-differences",
            170,
            event="workshop",
            response="Quality question 1 now asks what the person cared for will do and choose.",
        ),
        Said(
            "I gave up my job. If the breaks were at regular times I could work again.",
            Group.CARERS,
            "added-differences",
            170,
            event="workshop",
            response="Became the outcome on carers in work; the specification asks for regular times.",
        ),
        Said(
            "Young people from the estate help at the club. Two of them now work in care.",
            Group.CARERS,
            "added-differences",
            140,
            Method.VISIT,
            "visit",
            response="Became the specified requirement on three lasting jobs for young people.",
        ),
        Said(
            "We could take on apprentices if the contract is long enough to see them through.",
            Group.PROVIDERS,
            "define",
            120,
            event="market",
            response="The term is four years instead of two.",
        ),
        Said(
            "Count the people who are still in work after six months, not the ones who start.",
            Group.VCSE,
            "measure",
            120,
            event="market",
            response="The measure counts jobs kept for at least six months.",
        ),
        Said(
            "Five apprenticeships would be too many for a charity of our size.",
            Group.VCSE,
            "exclusion",
            120,
            event="market",
            response="The requirement was lowered from five to three over the whole contract.",
        ),
        Said(
            "Please do not let volunteers replace trained staff.",
            Group.RECEIVES_CARE,
            "core-quality",
            170,
            event="workshop",
            response="The specification says that volunteers and apprentices come on top of trained staff.",
        ),
        Said(
            "The Saturday club is run by people who were carers themselves. Do not lose that.",
            Group.CARERS,
            "at-risk",
            140,
            Method.VISIT,
            "visit",
            response="Recorded as a difference at risk; peer roles are now asked for.",
        ),
        Said(
            "The club’s buddy scheme should be normal everywhere.",
            Group.RECEIVES_CARE,
            "become-standard",
            140,
            Method.VISIT,
            "visit",
            response="Peer roles are a requirement of the new service.",
        ),
        Said(
            "Somebody to talk to on the drive home is worth more than a leaflet.",
            Group.CARERS,
            "added-differences",
            165,
            Method.SURVEY,
        ),
        Said(
            "We buy our food from the farm shop next door; it costs the same.",
            Group.PROVIDERS,
            "added-differences",
            120,
            event="market",
            response="Left to the open question: bidders may offer it.",
        ),
        Said(
            "The forms in the old contract took me a day a month.",
            Group.PROVIDERS,
            "measure",
            118,
            Method.WRITTEN,
            response="Reporting is twice a year for requirements that count people.",
        ),
        Said(
            "Buses stop at six. A break that ends at half past six is no use to me.",
            Group.CARERS,
            "added-differences",
            164,
            Method.SURVEY,
            response="The specification asks for times that fit public transport.",
        ),
        Said(
            "Staff who care for their own parents should get the same understanding.",
            Group.STAFF,
            "added-differences",
            119,
            event="market",
            response="Became the unscored KPI on staff with caring duties.",
        ),
    ),
    findings=(
        (EntryKind.NEED, "Carers who work need breaks at regular, known times.", (1, 12), ""),
        (EntryKind.DIFFERENCE, "Young people who face disadvantage find lasting work in care through short breaks.", (2, 4), ""),
        (EntryKind.DIFFERENCE, "Former carers support carers, and people who receive care help to run the clubs.", (7, 8), ""),
        (EntryKind.BECOME_CORE, "The buddy scheme of the Saturday club.", (8,), "Asked of every provider as peer roles."),
        (
            EntryKind.AT_RISK,
            "Two clubs depend on one local group that may not bid.",
            (7,),
            "The group was told of the tender and of partners; peer roles are required of the successful supplier.",
        ),
        (
            EntryKind.SIMILAR_SERVICE,
            "Dementia day support buys activities in the same halls on the same days.",
            (),
            "Times are agreed together.",
        ),
    ),
    sought=(
        Sought(
            "Young people who face disadvantage are in good, lasting work in social care",
            Category.PEOPLE_WHO_ENGAGE,
            "LE1",
            (2, 3, 4, 5),
            (
                Need(
                    "At least three young people who face disadvantage are in a new apprenticeship or job in social care that "
                    "they keep for six months or more, during the contract.",
                    "LE1.1",
                    D("3"),
                    change_made="Lowered from five to three after small providers were heard.",
                ),
            ),
        ),
        Sought(
            "Former carers and people who receive care have roles in running the breaks",
            Category.SAME_PEOPLE,
            "CD1",
            (7, 8, 0),
            (
                Need(
                    "Six people who receive care, or who were carers, hold an advisory or peer role each year.",
                    "CD1.1",
                    D("6"),
                    Period.YEAR,
                ),
            ),
        ),
        Sought(
            "The workforce gains recognised skills",
            Category.PLACE,
            "GE1",
            (3,),
            (
                Need(
                    "One member of staff gains a vocational qualification for every £250,000 of the contract’s value.",
                    "GE1.1",
                    D("4"),
                    pounds_per_unit=D("250000"),
                    strategy="Strategic Statement 2015–2020: business growth through a well-skilled workforce",
                ),
            ),
        ),
        Sought(
            "Staff who care for relatives are supported at work",
            Category.PEOPLE_WHO_ENGAGE,
            "GE2",
            (13,),
            (
                Need(
                    "The share of staff who say they are supported in their caring duties is reported each year.",
                    "GE2.1",
                    D("80"),
                    Period.YEAR,
                    scored=False,
                ),
            ),
        ),
        Sought("Carers who want to are in paid work again", Category.SAME_PEOPLE, "LE1", (1, 12), ()),
    ),
)
