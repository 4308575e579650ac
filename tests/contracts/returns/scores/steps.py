"""A contract in force with a composite KPI, and one with a scorecard that needs named evidence."""

from datetime import datetime
from decimal import Decimal

from contracts.obligations.calculations.sub_scores import read_lines
from contracts.obligations.models import Kpi
from contracts.schedule.models import DueReturn
from socialvalue.common import clock
from tests.builders import contracts as build

D = Decimal
PROFESSIONAL = """Apprentices on the project; weight 50; target 3 people
Local workforce; weight 30; target 60 %
Site; weight 20; poor, fair, good"""
SCORECARD = """Responsible conduct; weight 3; poor, fair, good; evidence: Ethical working, Green practice
Complaints; weight 1; target at most 2 complaints"""
SITE = "Site; weight 1; poor, fair, good; evidence: Considerate Constructors Scheme"
# The first period of the builders' contracts is April to June 2025
OVER = datetime(2025, 7, 3, 9, tzinfo=clock.LONDON)
LATER = datetime(2025, 10, 3, 9, tzinfo=clock.LONDON)


def plain(text: str) -> list[dict]:
    subs, problems = read_lines(text)
    assert not problems
    return [sub.plain() for sub in subs]


def composite(text: str = PROFESSIONAL, who=None, **more):
    """(contract, people, its first due row): the KPI has target 70 and minimum 50."""
    terms = {"wording": "Professionalism of the contractor", "kind": "composite", "unit": "", "target": D(70), "minimum": D(50)}
    contract, who = build.active_contract(who, kpi=terms | {"sub_scores": plain(text)} | more)
    return contract, who, build.first_due(contract)


def kpi_of(due: DueReturn) -> Kpi:
    return Kpi.objects.get(pk=due.kpi_id)
