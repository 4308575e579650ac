"""The frameworks that come with the product. No proxy values: none is openly licensed.

Kent's five priorities and three strategic outcomes: Together for Social Value (2017) and the Strategic Statement
2015–2020; measures where the seeds give them, in our words. Derbyshire's structure: its Social Value Strategy. The
government's Social Value Model: PPN 06/20's themes and outcomes; of PPN 002 the five missions and the two outcomes whose
titles could be confirmed. Which mission an outcome serves could not, so missions stand without outcomes and those two
outcomes beside them, one priority each, the award criteria of “Fair work” as its outcomes.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.framework.calculations.reading import read_framework
from socialvalue.framework.calculations.rows import FrameworkRow, settled
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.enums.goals import GOALS
from socialvalue.framework.models import Crosswalk, Framework, FrameworkVersion, Goal, Outcome, StrategicOutcome
from socialvalue.framework.services.filling import fill

FILES = Path(__file__).parent.parent / "data"
STATEMENT = "Increasing Opportunities, Improving Outcomes: Strategic Statement 2015–2020"
KENT_STRATEGIC = (
    ("K1", "Children and young people in Kent get the best start in life"),
    ("K2", "Kent communities feel the benefits of economic growth by being in-work, healthy and enjoying a good quality of life"),
    ("K3", "Older and vulnerable residents are safe and supported with choices to live independently"),
)
KENT_SUPPORTING = (("K2a", "K2", "Business growth is supported by a well-skilled workforce"),)
# outcome → goals it also serves
KENT_GOALS = {
    "LE1": (8, 10),
    "LE2": (4, 8),
    "BK1": (8,),
    "CD1": (3, 10),
    "CD2": (11,),
    "GE1": (4,),
    "GE2": (3, 8),
    "GS1": (12, 13),
    "GS2": (7,),
}
# outcome → supporting strategic outcome: vocational qualifications are a measure of the skilled workforce
KENT_LINKS = {"GE1": "K2a"}
# outcome → (policy outcome of PPN 06/20, how far they match): our reading, made where that framework is loaded already
KENT_MODEL = {
    "LE1": ("5", "In part: disability is one of the disadvantages meant"),
    "LE2": ("2", "The skills part"),
    "BK1": ("3", "As far as smaller and local businesses widen the supply chain"),
    "CD1": ("7", "In part"),
    "CD2": ("8", ""),
    "GE2": ("6", "The part on fair treatment"),
    "GS1": ("4", ""),
}


@dataclass(frozen=True)
class Shipped:
    code: str
    name: str
    description: str
    file: str
    source: str
    licence: str


KENT = Shipped(
    "kent",
    "Kent’s five social value priorities",
    "Five priorities across all commissioning, with outcomes and measures to choose from.",
    "kent.csv",
    "Together for Social Value, Kent County Council, 2017; Select Committee report on commissioning; paper to Scrutiny, 2019",
    "Facts restated; wording ours, Open Government Licence v3.0",
)
DERBYSHIRE = Shipped(
    "derbyshire",
    "Derbyshire’s social value framework (structure)",
    "Outcomes after the principles of Derbyshire’s strategy; at least one is chosen for every procurement, and other measures may be used.",
    "derbyshire.csv",
    "Social Value Strategy, Derbyshire County Council",
    "Facts restated; wording ours, Open Government Licence v3.0",
)
MODEL = Shipped(
    "social-value-model-ppn-06-20",
    "Social Value Model: themes and policy outcomes (PPN 06/20)",
    "The government’s model for procurements under the 2015 Regulations. Measures are not included. One source words outcome 8 as community integration.",
    "social-value-model-ppn-06-20.csv",
    "Procurement Policy Note 06/20, Cabinet Office",
    "Open Government Licence v3.0",
)
MODEL_2025 = Shipped(
    "social-value-model-ppn-002",
    "Social Value Model: missions and confirmed outcomes (PPN 002)",
    "The government’s model for procurements under the Procurement Act 2023, as far as its wording could be confirmed: five missions, "
    "two policy outcomes, and the award criteria of one of them. The wording of one mission varies by source.",
    "social-value-model-ppn-002.csv",
    "Procurement Policy Note 002, Cabinet Office",
    "Open Government Licence v3.0",
)
# For everybody, whatever the council
NATIONAL = (MODEL, MODEL_2025)


def rows_in(file: str, strategic: dict[str, str]) -> list[FrameworkRow]:
    """The rows of a shipped file, through the same checks as anybody's file. ``strategic``: {code: name}."""
    reading = read_framework((FILES / file).read_bytes(), file, strategic)
    if reading.problems:
        raise ValueError("; ".join(map(str, reading.problems)))
    return settled(reading.rows)


@transaction.atomic
def load_goals() -> int:
    """Make the goals of the United Nations, once; the number of new ones."""
    return sum(
        Goal.objects.get_or_create(number=number, defaults={"name": name})[1] for number, name in enumerate(GOALS, start=1)
    )


@transaction.atomic
def load(shipped: Shipped, *, council=None) -> FrameworkVersion:
    """Make the shipped framework with one published version, once; the version.

    Raises Refused when somebody else's framework has its code and no published version.
    """
    framework, created = Framework.objects.get_or_create(
        code=shipped.code, defaults={"name": shipped.name, "description": shipped.description, "council": council}
    )
    if not created:
        published = framework.versions.exclude(status=VersionStatus.DRAFT).order_by("number").first()
        if published is None:
            raise Refused(f"A framework with the code “{shipped.code}” is here already, without a published version", "code")
        return published
    strategic = dict(StrategicOutcome.objects.filter(council=council).values_list("code", "name")) if council else {}
    version = FrameworkVersion.objects.create(framework=framework, number=1, source=shipped.source, licence=shipped.licence)
    fill(version, rows_in(shipped.file, strategic))
    version.status, version.published_at = VersionStatus.PUBLISHED, clock.now()
    version.save(update_fields=["status", "published_at"])
    record("load", f"loaded the framework “{framework.name}”", by=None, about=[version, framework], council=council)
    return version


@transaction.atomic
def load_kent(council) -> FrameworkVersion:
    """Kent's strategic outcomes, its five priorities, and the crosswalk to the UN goals and (if it is here) to PPN 06/20."""
    load_goals()
    for order, (code, name) in enumerate(KENT_STRATEGIC):
        StrategicOutcome.objects.get_or_create(
            council=council, code=code, defaults={"name": name, "document": STATEMENT, "order": order}
        )
    for code, parent, name in KENT_SUPPORTING:
        StrategicOutcome.objects.get_or_create(
            council=council,
            code=code,
            defaults={
                "name": name,
                "document": STATEMENT,
                "order": 10,
                "parent": StrategicOutcome.objects.get(council=council, code=parent),
            },
        )
    version = load(KENT, council=council)
    if not Crosswalk.objects.filter(outcome__priority__version=version).exists():
        for code, goals in KENT_GOALS.items():
            outcome = Outcome.objects.get(priority__version=version, code=code)
            for number in goals:
                Crosswalk.objects.create(outcome=outcome, to_goal=Goal.objects.get(number=number))
        policy = {o.code: o for o in Outcome.objects.filter(priority__version__framework__code=MODEL.code)}
        for code, (theirs, note) in KENT_MODEL.items() if policy else ():
            outcome = Outcome.objects.get(priority__version=version, code=code)
            Crosswalk.objects.create(outcome=outcome, to_outcome=policy[theirs], note=note)
        for code, strategic in KENT_LINKS.items():
            Crosswalk.objects.create(
                outcome=Outcome.objects.get(priority__version=version, code=code),
                to_strategic_outcome=StrategicOutcome.objects.get(council=council, code=strategic),
            )
    return version
