"""Figures of brought-over years are right the same day, by hand and by the oracle; what was frozen before does not rest on them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from contracts.kept.models import KeptContract, KeptKpi
from contracts.kept.services import roll
from contracts.obligations.models import Kpi
from contracts.schedule.models import DueReturn
from measurement.figures.pages.returns_file import HEADINGS
from measurement.figures.selectors.scope import Scope
from measurement.figures.selectors.sources import sources
from measurement.oversight.selectors.changes import since_last_month
from measurement.reports.calculations.sources import Gatherer, Which
from measurement.reports.documents.sections.material import sources as report_sources
from socialvalue.common import clock
from tests.contracts.brought.steps import (
    OBLIGATION,
    RETURN,
    SHARE,
    TODAY,
    VERIFIED,
    obligations,
    returns,
    running,
    text_of,
    with_framework,
)

pytestmark = pytest.mark.django_db
D = Decimal
# The four quarters of the last twelve months, their figures and their own targets
YEAR = [("Q2 2025/26", "3", ""), ("Q3 2025/26", "1", "2"), ("Q4 2025/26", "4", ""), ("Q1 2026/27", "2", "")]
SHARES = [("Q2 2025/26", "45 of 50"), ("Q3 2025/26", "10 of 10"), ("Q4 2025/26", "no cases")]


@pytest.fixture(autouse=True)
def now():
    with clock.at(TODAY):
        yield


def a_year(who) -> list[dict[str, str]]:
    base = VERIFIED | {"sent on": "", "verified on": "", "target": "", "minimum": ""}
    lines = [base | {"start date": period, "value": value, "target": target} for period, value, target in YEAR]
    return lines + [base | {"kpi": "2", "start date": period, "value": value} for period, value in SHARES]


@pytest.fixture
def stage():
    contract, who = running()
    with_framework(who)
    obligations(who, OBLIGATION | {"reported from": "2025-07-01"}, OBLIGATION | SHARE | {"reported from": "2025-07-01"})
    # Whoever opens oversight after the night sees rows of today; the import writes into them
    returns(who, *a_year(who), verified_by=who.director)
    return contract, who


def kept(number: int, period: str = "m12") -> KeptKpi:
    return KeptKpi.objects.get(kpi__number=number, period=period)


def test_a_year_by_hand(stage):
    """3 + 1 + 4 + 2 = 10 of 3 + 2 + 3 + 3 = 11, at least 8: below target. 55 of 60 = 91.7 % against 95 %, at least 90 %."""
    one = kept(1)
    assert (one.expected, one.reported, one.waiting, one.late) == (4, 4, 0, 0)
    assert (D(one.got) / 10_000, D(one.wanted) / 10_000, one.standing) == (D(10), D(11), "below_target")
    share = kept(2)
    # The quarter without a case is in and counts neither way; that to June is not due before 20 July
    assert (share.expected, share.reported, share.cases, share.standing) == (3, 3, 2, "below_target")
    assert (share.got, share.weight) == (55 * 100 * 1_000_000, 60 * 100)


def test_each_quarter_of_the_trend_by_hand(stage):
    quarters = KeptContract.objects.filter(period__contains="q", expected__gt=0).order_by("period")
    found = {row.period: (row.reported, row.on_target, row.below_target, row.below_minimum) for row in quarters}
    # KPI 1: 3 of 3, 1 of 2, 4 of 3, 2 of 3 and at least 2. KPI 2: 90 %, 100 %, no case, not due yet
    assert found == {"2025q3": (2, 1, 1, 0), "2025q4": (2, 1, 0, 1), "2026q1": (2, 1, 0, 0), "2026q2": (1, 0, 1, 0)}


def test_what_is_kept_is_what_the_oracle_finds(stage, capsys):
    call_command("check_figures")
    assert "The figures of 2 KPIs are equal" in capsys.readouterr().out
    call_command("check_figures", "--from", "2024-04-01", "--to", "2026-06-30")
    assert "are equal" in capsys.readouterr().out


def test_twice_the_same_file_counts_once(stage):
    _, who = stage
    before = list(KeptKpi.objects.order_by("kpi__number", "period").values("kpi", "period", "got", "reported"))
    returns(who, *a_year(who), verified_by=who.director)
    assert list(KeptKpi.objects.order_by("kpi__number", "period").values("kpi", "period", "got", "reported")) == before
    call_command("check_figures")


def test_sent_ones_wait_and_count_nowhere(stage):
    _, who = stage
    returns(who, RETURN | {"kpi": "2", "start date": "Q1 2026/27", "value": "9 of 10", "sent on": ""})
    share = kept(2)
    assert (share.reported, share.waiting) == (3, 0)
    with clock.at(datetime(2026, 8, 1, 9)):
        roll()
        assert (kept(2).reported, kept(2).waiting, kept(2).expected) == (3, 1, 4)


def rows_of(contract, as_of: date):
    scope = Scope(contract.council_id, date(2025, 7, 1), date(2026, 6, 30), as_of)
    rows = DueReturn.objects.filter(kpi__number=1).select_related("kpi__obligation__contract").order_by("starts_on")
    return sources(list(rows[:1]), scope)[0], scope


def test_who_says_so_tells_that_it_was_brought_over(stage):
    contract, who = stage
    source, _ = rows_of(contract, date(2026, 7, 1))
    assert (source.value, source.status, source.days_late) == (D(3), "Verified", 0)
    assert (source.brought_over, source.note) == (
        "Brought over from earlier records on 1 July 2026",
        "Verified by earlier records",
    )
    assert HEADINGS[-2:] == ["brought over", "independently checked"]


def test_it_is_known_from_the_day_it_was_brought_over_and_not_from_the_day_it_says(stage):
    """A report that was frozen in between rests on what was known then, and is found equal for ever."""
    contract, who = stage
    before, scope = rows_of(contract, date(2026, 6, 30))
    assert (before.value, before.brought_over) == (None, "")
    assert list(report_sources(scope, datetime(2026, 7, 1, tzinfo=clock.LONDON))) == []


def test_the_annex_counts_how_many_of_a_figure_s_returns_were_brought_over(stage):
    contract, who = stage
    _, scope = rows_of(contract, date(2026, 7, 1))
    gatherer = Gatherer([Which(), Which(measures=[10**9])])
    for source in report_sources(scope, datetime(2026, 7, 2, tzinfo=clock.LONDON)):
        gatherer.take(source)
    assert [(one.digest.count, one.brought_over) for one in gatherer.gathered] == [(7, 7), (0, 0)]


def test_pages_say_so_wherever_such_a_return_is_shown(client, stage):
    contract, who = stage
    client.force_login(who.manager)
    due = DueReturn.objects.filter(kpi__number=1).order_by("starts_on")[0]
    words = "Brought over from earlier records on 1 July 2026"
    pages = {
        "return": reverse("return", args=[due.pk]),
        "kpi": reverse("kpi", args=[due.kpi_id]),
        "figure": reverse("figure", args=["kpi", due.kpi_id]),
        "figure of the contract": reverse("figure", args=["contract", contract.pk]),
    }
    for name, address in pages.items():
        assert words in text_of(client.get(address)), name
    listed = client.get(reverse("contract-returns", args=[contract.pk]) + "?show=over").content.decode()
    assert "Brought over from earlier records" in listed
    page = text_of(client.get(reverse("contract", args=[contract.pk])))
    assert f"Brought over from earlier records by {who.manager} on 1 July 2026: both sides had agreed it on 15 March 2024" in page
    handover = text_of(client.get(reverse("contract-handover", args=[contract.pk])))
    assert "has not agreed it here; by earlier records on 15 March 2024" in handover
    csv = b"".join(client.get(reverse("figure-csv", args=["kpi", due.kpi_id])).streaming_content).decode()
    assert (csv.count(words), csv.count("Verified by earlier records")) == (4, 4)


def test_the_month_s_news_on_oversight_are_not_years_of_earlier_records(client, stage):
    contract, who = stage
    _, scope = rows_of(contract, date(2026, 7, 1))
    assert [change.words for change in since_last_month(scope, who.member)] == []
    assert Kpi.objects.count() == 2
