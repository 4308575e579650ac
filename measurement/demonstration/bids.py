"""What fictional suppliers wrote. Three voices, each with answers for every kind of question."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Offer:
    """A commitment under the open question; ``measure`` is a code in Kent's framework."""

    outcome: str
    measure: str
    quantity: Decimal
    per: str
    place: str
    evidence: str
    involvement: str


@dataclass(frozen=True)
class Voice:
    quality: tuple[str, str]
    specified: str
    open: str
    offers: tuple[Offer, ...]
    # Share of the estimated value that it asks for
    price: Decimal


D = Decimal
VOICES = (
    Voice(
        quality=(
            "A named worker plans the service with each person before it starts and calls them after the first week. Every month we ask "
            "three short questions and show the answers on the wall of each base. What people ask for most, we change first.",
            "We recruit in the towns we serve, pay a fair wage and pay for travel. New staff shadow for two weeks. Two colleagues know "
            "every person we support, so that illness does not stop a visit.",
        ),
        specified=(
            "We start with the local college and the job centre in the first quarter, take on the first starters in month six and keep a mentor "
            "beside each of them for a year. Managers are measured on how many stay. Evidence is the starter list with six-month dates.",
        )[0],
        open=(
            "Local employment grows best next to the service itself. With the people who use it we worked out two offers: supported work "
            "experience for people who receive care, and a share of staff from the area."
        ),
        offers=(
            Offer(
                "People who receive care try out paid work with support and say they are more confident",
                "LE2.3",
                D("4"),
                "year",
                "Swale and Thanet",
                "Placement agreements and a short account by each person, twice a year",
                "Twelve people who use our clubs chose this in two evenings in spring; their notes are attached to our plan.",
            ),
            Offer(
                "Most of the team lives where it works",
                "LE3.1",
                D("85"),
                "year",
                "The districts of the contract",
                "Postcode districts from payroll at the end of each year",
                "Staff and families asked for familiar faces at our open day.",
            ),
        ),
        price=D("0.93"),
    ),
    Voice(
        quality=(
            "Our rota system plans visits by area and tells families when somebody is on the way. A team leader reviews every plan each quarter. "
            "We report incidents within a day.",
            "Forty trained staff, a training academy and cover from neighbouring teams. Supervision every six weeks.",
        ),
        specified=(
            "Our apprenticeship programme takes two intakes a year. We will reserve places for this contract and report starts and stays every "
            "six months."
        ),
        open="We will open our academy to small local providers at no cost and buy from Kent businesses first.",
        offers=(
            Offer(
                "Small providers’ staff learn at our academy",
                "GE1.1",
                D("6"),
                "year",
                "Ashford",
                "Certificates, counted by employer",
                "Five small providers told us in a meeting what training they lack.",
            ),
        ),
        price=D("0.86"),
    ),
    Voice(
        quality=(
            "We are a small charity, known in our three towns. The people we support sit on our board and in every interview. We begin with what "
            "a person likes to do, and write the plan in their words.",
            "Nine staff and forty volunteers. Volunteers come on top of staff, never instead. We share cover with two neighbouring charities by "
            "a written agreement.",
        ),
        specified=(
            "We know the young people already: they help at our Saturday club. With two partners we can offer lasting jobs to three of them, one "
            "after another, with a buddy each."
        ),
        open=(
            "Our members decided in an open evening that loneliness matters most. We offer peer roles and a befriending group in each town."
        ),
        offers=(
            Offer(
                "People who were supported now support others and say what it changed for them",
                "CD1.1",
                D("10"),
                "year",
                "Canterbury, Faversham and Whitstable",
                "Role list and one story a quarter, told by the person where they wish",
                "Thirty members voted for this at our open evening.",
            ),
            Offer(
                "People have more friends and support than before",
                "CD1.2",
                D("25"),
                "year",
                "Three towns",
                "Questions before and after six months",
                "The questions were tried out with eight members, who shortened them.",
            ),
        ),
        price=D("0.97"),
    ),
)
