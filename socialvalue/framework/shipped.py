"""The frameworks that come with the product. No proxy values: none is openly licensed.

Kent's five priorities and three strategic outcomes: Together for Social Value (2017) and the Strategic Statement
2015–2020; measures where the seeds give them, in our words. Derbyshire's structure: its Social Value Strategy. The
government's Social Value Model: PPN 06/20's themes and outcomes; of PPN 002 its five missions, as far as confirmed.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from socialvalue.common import clock
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.goals import GOALS
from socialvalue.framework.models import Crosswalk, Framework, FrameworkVersion, Goal, Outcome, StrategicOutcome
from socialvalue.framework.rows import FrameworkRow, read_rows
from socialvalue.framework.services import fill

FILES = Path(__file__).parent / "data"
STATEMENT = "Increasing Opportunities, Improving Outcomes: Strategic Statement 2015–2020"
KENT_STRATEGIC = (
    ("K1", "Children and young people in Kent get the best start in life"),
    ("K2", "Kent communities feel the benefits of economic growth by being in-work, healthy and enjoying a good quality of life"),
    ("K3", "Older and vulnerable residents are safe and supported with choices to live independently"),
)
KENT_SUPPORTING = (("K2a", "K2", "Business growth is supported by a well-skilled workforce"),)
# outcome → goals it also serves
KENT_GOALS = {"LE1": (8, 10), "LE2": (4, 8), "BK1": (8,), "CD1": (3, 10), "CD2": (11,), "GE1": (4,), "GE2": (3, 8), "GS1": (12, 13), "GS2": (7,)}


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
    "The government’s model for procurements under the 2015 Regulations. Measures are not included.",
    "social-value-model-ppn-06-20.csv",
    "Procurement Policy Note 06/20, Cabinet Office",
    "Open Government Licence v3.0",
)


def rows_in(file: str, strategic_codes: set[str]) -> list[FrameworkRow]:
    """The rows of a shipped file, through the same checks as anybody's file."""
    with (FILES / file).open(newline="", encoding="utf-8") as stream:
        reading = read_rows(list(enumerate(csv.DictReader(stream), start=2)), strategic_codes)
    if reading.problems:
        raise ValueError("; ".join(map(str, reading.problems)))
    return reading.rows


@transaction.atomic
def load_goals() -> None:
    for number, name in enumerate(GOALS, start=1):
        Goal.objects.get_or_create(number=number, defaults={"name": name})


@transaction.atomic
def load(shipped: Shipped, *, council=None) -> FrameworkVersion:
    """Make the shipped framework with one published version, once; the version."""
    framework, created = Framework.objects.get_or_create(
        code=shipped.code, defaults={"name": shipped.name, "description": shipped.description, "council": council}
    )
    if not created:
        return framework.versions.exclude(status=VersionStatus.DRAFT).order_by("number").first()
    codes = set(StrategicOutcome.objects.filter(council=council).values_list("code", flat=True)) if council else set()
    version = FrameworkVersion.objects.create(framework=framework, number=1, source=shipped.source, licence=shipped.licence)
    fill(version, rows_in(shipped.file, codes))
    version.status, version.published_at = VersionStatus.PUBLISHED, clock.now()
    version.save(update_fields=["status", "published_at"])
    return version


@transaction.atomic
def load_kent(council) -> FrameworkVersion:
    """Kent's strategic outcomes, its five priorities, and the crosswalk to the UN goals."""
    load_goals()
    for order, (code, name) in enumerate(KENT_STRATEGIC):
        StrategicOutcome.objects.get_or_create(council=council, code=code, defaults={"name": name, "document": STATEMENT, "order": order})
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
    return version
