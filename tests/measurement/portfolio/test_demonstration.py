"""The whole demonstration, figure by figure, against the second reading."""

from datetime import date, datetime, timedelta

import pytest
from django.db.models import F

from contracts.obligations.models import Kpi, KpiChange
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from measurement.demonstration import cast as casting
from measurement.demonstration.load import load
from measurement.demonstration.stages import Stagehand
from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors import achievement, quarters
from measurement.figures.selectors.behind import due_rows
from measurement.figures.selectors.league import ContractLines
from measurement.figures.selectors.scope import Scope
from measurement.figures.selectors.subjects import Subject
from procurement.engagement.models import Event
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.law.days import is_council_day

from .product import answered, ordered
from .second_reading import STANDINGS, read

pytestmark = pytest.mark.django_db

# A day of its own, so that a failure today is the same failure tomorrow
TODAY = date(2026, 11, 26)
SPANS = {
    "the last twelve months": (date(2025, 11, 1), date(2026, 10, 31)),
    "the last three months": (date(2026, 8, 1), date(2026, 10, 31)),
    "a half-year of the past": (date(2025, 4, 1), date(2025, 9, 30)),
}


@pytest.fixture(scope="module")
def council(module_database):
    with clock.at(datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=clock.LONDON)):
        assert load(TODAY)
    return Organisation.objects.get(name=casting.COUNCIL)


@pytest.mark.parametrize("as_of", [TODAY, date(2025, 10, 12)], ids=["today", "a year ago"])
@pytest.mark.parametrize("span", SPANS)
def test_every_figure_of_the_demonstration_is_read_the_same_twice(council, span, as_of):
    ours = ordered(answered(council, *SPANS[span], as_of))
    theirs = ordered(read(council.pk, *SPANS[span], as_of))
    assert ours == theirs
    assert len(ours["kpis"]) > 20


def counted(kpis: list[dict]) -> Tally:
    """Lines of the second reading as a tally."""
    standings = [k["standing"] for k in kpis]
    sums = (sum(k[name] for k in kpis) for name in ("expected", "reported", "waiting", "late"))
    return Tally(len(kpis), *(standings.count(name) for name in STANDINGS), *sums)


def last_day(first: date) -> date:
    """Of the quarter that begins on ``first``."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)


def test_each_quarter_of_the_trend(council):
    trend = quarters(Scope(council.pk, *SPANS["the last twelve months"], TODAY))
    assert len(trend) == 8
    for quarter in trend:
        ends_on = last_day(date(quarter.starts_on.year, quarter.starts_on.month + 2, 1))
        assert quarter.tally == counted(read(council.pk, quarter.starts_on, ends_on, TODAY)["kpis"]), quarter.label


def test_each_contract_beside_the_others(council):
    span = SPANS["the last twelve months"]
    theirs: dict[str, list[dict]] = {}
    for kpi in read(council.pk, *span, TODAY)["kpis"]:
        theirs.setdefault(kpi["contract"], []).append(kpi)
    ours = {line.reference: line.tally for line in ContractLines(Scope(council.pk, *span, TODAY))[0:200] if line.tally.kpis}
    assert ours == {reference: counted(kpis) for reference, kpis in theirs.items()}


def test_behind_each_figure_lie_the_returns_that_it_counts(council):
    scope = Scope(council.pk, *SPANS["the last twelve months"], TODAY)
    found, theirs = achievement(scope), read(council.pk, *SPANS["the last twelve months"], TODAY)
    member = User.objects.filter(memberships__organisation=council, memberships__role=Role.MEMBER).first()

    def behind(kind: str, pk: int) -> int:
        return due_rows(Subject(kind, pk, "", council, ""), scope, member).count()

    assert behind("council", council.pk) == theirs["total"]["expected"]
    for lines, kind, part in (
        (found.priorities, "priority", "priorities"),
        (found.directorates, "directorate", "directorates"),
    ):
        expected = {line[kind]: line["expected"] for line in theirs[part]}
        assert {line.code: behind(kind, line.pk) for line in lines if line.pk and line.tally.kpis} == expected
    one_line = {m["measure"]: m["expected"] for m in theirs["measures"]}
    assert len(one_line) == len(theirs["measures"])  # none stands twice, in another unit or direction
    assert {m.measure.code: behind("measure", m.measure.pk) for m in found.measures} == one_line


def test_the_demonstration_shows_what_a_manager_meets(council):
    """One of each: what a newcomer should be able to open and look at."""
    kpis = Kpi.objects.filter(obligation__contract__council=council)
    assert set(kpis.values_list("kind", flat=True)) == {"sum", "ratio", "level", "yes_no", "milestone", "composite"}
    sums = kpis.filter(kind="sum", direction="lower", per="year")
    seen = {
        "an allowance of a year": sums.exists(),
        "the council's own duty": kpis.filter(client_side=True).exists(),
        "a KPI added on the way": kpis.filter(
            reported_from__gt=F("obligation__contract__starts_on"), agreed_at__isnull=False
        ).exists(),
        "a target added later": KpiChange.objects.filter(outcome="agreed", terms__has_key="target").exists(),
        "a change that waits for the supplier": KpiChange.objects.open().exists(),
        "a period without cases": Return.objects.filter(status="verified", no_cases=True).exists(),
        "two numbers of a share": Return.objects.filter(status="verified", denominator__gt=0).exists(),
        "a contract that ended early": council.contracts_let.filter(status="ended", ended_on__lt=F("ends_on")).exists(),
        "a return that was given up": DueReturn.objects.exclude(waived_reason="").exists(),
        "one that came late": Return.objects.filter(first_submitted_at__date__gt=F("due__due_on")).exists(),
    }
    assert seen == dict.fromkeys(seen, True)


def test_buy_kent_first_has_values(council):
    """What is spent and paid on time is a share, and shares are joined over contracts."""
    found = achievement(Scope(council.pk, *SPANS["the last twelve months"], TODAY))
    (line,) = [p for p in found.priorities if p.name == "Buy Kent First"]
    shares = [f for f in line.quantities if f.kind == "ratio"]
    assert len(shares) >= 3
    assert all(f.value is not None and f.target is not None for f in shares)


def test_nothing_was_done_after_the_moment_at_which_it_is_loaded(council):
    assert AuditEvent.objects.filter(at__gt=datetime(2026, 11, 26, 9, tzinfo=clock.LONDON)).count() == 0


def test_events_to_come_are_on_days_on_which_offices_are_open(council):
    """Four weeks after a day in late November is Christmas."""
    coming = list(Event.objects.filter(starts_at__date__gt=TODAY))
    assert coming
    assert [one.title for one in coming if not is_council_day(one.starts_at.astimezone(clock.LONDON).date(), {})] == []
    for day, opens in ((date(2026, 11, 26), date(2026, 12, 24)), (date(2026, 11, 27), date(2026, 12, 29))):
        stage = Stagehand(None, None, day)
        assert stage.day(stage.open_day(-28)) == opens
    assert Stagehand(None, None, date(2026, 12, 26)).open_day(1) == 1


def test_school_meals_come_from_earlier_records_and_say_so(council):
    kpi = Kpi.objects.select_related("obligation__contract").get(number=9, obligation__contract__title="School meals")
    body = kpi.obligation
    assert (body.agreed_on, body.supplier_agreed_by) == (body.contract.starts_on - timedelta(days=20), None)
    assert (body.council_agreed_by.email, kpi.brought_over_on) == ("manager@demo.example", TODAY - timedelta(days=5))
    returns = list(Return.objects.filter(due__kpi=kpi).order_by("due__starts_on"))
    assert [one.status for one in returns] == ["verified"] * (len(returns) - 1) + ["submitted"]
    assert {one.days_late for one in returns} == {0}
    assert {one.brought_over for one in returns} == {True}
    assert {one.decided_by.email for one in returns[:-1]} == {"director@demo.example"}
    # Nothing of it is overdue, and no other return of the demonstration comes from earlier records
    assert not kpi.due_returns.overdue(TODAY).exists()
    assert Return.objects.filter(brought_over=True).count() == len(returns) > 3
