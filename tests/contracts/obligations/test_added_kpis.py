"""A KPI that is added: from when it is reported, what its kind asks, and that nothing counts before both sides agree."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.obligations import services
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.models import Kpi, Obligation
from contracts.overview.pages.contract import contract_context
from contracts.performance.spans import usual
from contracts.schedule.models import DueReturn
from contracts.standing.selectors.kpis import attention
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.framework.models import Measure
from tests.builders import contracts as build
from tests.builders import framework, measurement

pytestmark = pytest.mark.django_db
D = Decimal


def at(*day):
    return clock.at(datetime(*day, 9, tzinfo=clock.LONDON))


def terms(**more):
    return KpiTerms(**{"wording": "Placements", "unit": "placements", "frequency": "quarter", "target": D(2), **more})


@pytest.fixture
def running():
    """A contract from 1 April 2025, a year and a half on."""
    with at(2025, 3, 1):
        contract, who = build.active_contract()
    with at(2026, 11, 20):
        yield contract, who, Obligation.objects.get()


@pytest.mark.parametrize(
    "frequency, first",
    [
        ("month", date(2026, 11, 1)),
        ("quarter", date(2026, 10, 1)),
        ("half_year", date(2026, 10, 1)),
        ("year", date(2026, 4, 1)),
    ],
)
def test_in_a_running_contract_it_is_reported_from_the_period_that_runs(running, frequency, first):
    contract, who, body = running
    kpi = services.add_kpi(body, terms(frequency=frequency), by=who.manager)
    assert (kpi.reported_from, kpi.due_returns.order_by("starts_on").first().starts_on) == (first, first)


@pytest.mark.parametrize(
    "day, first", [((2025, 3, 31), date(2025, 4, 1)), ((2025, 6, 30), date(2025, 4, 1)), ((2025, 7, 1), date(2025, 7, 1))]
)
def test_both_sides_of_a_periods_first_day(day, first):
    with at(2025, 3, 1):
        contract, who = build.active_contract()
    with at(*day):
        assert services.add_kpi(Obligation.objects.get(), terms(), by=who.manager).reported_from == first


def test_before_the_start_it_is_reported_from_the_first_day():
    with at(2026, 11, 20):
        contract, who = build.draft_contract()
        build.obligation(contract, who)
        assert build.kpi_of(contract).reported_from == date(2025, 4, 1)


def test_another_day_may_be_chosen(running):
    contract, who, body = running
    kpi = services.add_kpi(body, terms(reported_from=date(2026, 4, 1)), by=who.manager)
    assert [r.starts_on for r in kpi.due_returns.order_by("starts_on")][:2] == [date(2026, 4, 1), date(2026, 7, 1)]


@pytest.mark.parametrize(
    "day, words",
    [
        (date(2025, 3, 31), "Enter a day of the contract: 1 April 2025 to 31 March 2028"),
        (date(2028, 4, 1), "Enter a day of the contract"),
        (date(2028, 1, 2), "No period begins between 2 January 2028 and the last day of the contract"),
    ],
)
def test_a_day_from_which_nothing_is_reported_is_refused(running, day, words):
    contract, who, body = running
    with pytest.raises(Refused, match=words) as refusal:
        services.add_kpi(body, terms(reported_from=day), by=who.manager)
    assert refusal.value.field == "reported_from"


def test_nothing_of_it_counts_before_both_sides_agree(running):
    contract, who, body = running
    owed = DueReturn.objects.owed().count()
    counts = attention([contract.pk], usual(clock.today()))[contract.pk].counts
    kpi = services.add_kpi(body, terms(reported_from=date(2025, 4, 1)), by=who.manager)
    assert (kpi.agreed_at, kpi.due_returns.count()) == (None, 12)
    assert DueReturn.objects.owed().count() == owed
    assert attention([contract.pk], usual(clock.today()))[contract.pk].counts == counts
    assert [due.kpi_id for due in contract_context(contract, who.manager)["overdue"] if due.kpi_id == kpi.pk] == []
    body = services.agree(Obligation.objects.get(), by=who.manager)
    assert DueReturn.objects.owed().count() == owed
    services.agree(body, by=who.reporter)
    assert DueReturn.objects.owed().count() == owed + 12
    assert Kpi.objects.get(pk=kpi.pk).agreed_at == clock.now()


def test_a_kpi_that_nobody_agreed_changes_at_once_its_past_too(running):
    contract, who, body = running
    kpi = services.add_kpi(body, terms(reported_from=date(2025, 4, 1)), by=who.manager)
    services.edit_kpi(kpi, by=who.manager, target=D(3), frequency="half_year")
    assert [r.target for r in kpi.due_returns.all()] == [3] * 6


def test_what_stands_in_a_signed_contract_is_owed_from_then_on():
    with at(2025, 7, 10):
        contract, who = build.draft_contract()
        build.obligation(contract, who)
        assert build.kpi_of(contract).agreed_at is None
        services.record_as_signed(contract, by=who.manager, note="Schedule 12 of the contract")
        assert build.kpi_of(contract).agreed_at == clock.now()


@pytest.mark.parametrize(
    "more, field, words",
    [
        ({"kind": "ratio", "unit": "people"}, "unit", "A share is counted in %"),
        ({"kind": "ratio", "unit": "", "target": D("95.125")}, "target", "The target of a share is at most 1,000 % and has"),
        ({"kind": "ratio", "unit": "", "target": D("1000.01")}, "target", "The target of a share is at most 1,000 %"),
        ({"kind": "ratio", "unit": "", "minimum": D("1.125")}, "minimum", "The minimum of a share is at most 1,000 %"),
        ({"kind": "level", "per": "term"}, "per", "Only figures that are added up can be promised for another length"),
        ({"kind": "yes_no", "per": "year", "target": None}, "per", "Only figures that are added up"),
        ({"kind": "yes_no"}, "target", "What is kept or done, or not, has no target or minimum to type"),
        ({"kind": "milestone", "target": None}, "milestone_on", "Enter the day by which it is to be done"),
        ({"kind": "milestone", "target": None, "milestone_on": date(2028, 4, 1)}, "milestone_on", "Enter a day of the contract"),
        (
            {"kind": "milestone", "target": None, "milestone_on": date(2026, 5, 1), "reported_from": date(2026, 5, 2)},
            "milestone_on",
            "Enter 2 May 2026 or a later day",
        ),
        ({"target": D(-1)}, "target", "The target cannot be below 0, since what is reported cannot"),
        ({"frequency": ""}, "frequency", "Say how often it is reported"),
        ({"minimum": D(3)}, "minimum", "The minimum cannot be above the target"),
        ({"minimum": D(1), "direction": "lower"}, "minimum", "The limit cannot be below the target"),
    ],
)
def test_terms_that_make_no_sense_are_refused(running, more, field, words):
    contract, who, body = running
    with pytest.raises(Refused, match=words) as refusal:
        services.add_kpi(body, terms(**more), by=who.manager)
    assert field in [name for name, _ in refusal.value.problems]
    assert Kpi.objects.count() == 1


@pytest.mark.parametrize(
    "more, row",
    [
        ({"kind": "ratio", "unit": "", "target": D(1000), "minimum": D("99.99")}, (D(1000), D("99.99"))),
        ({"kind": "yes_no", "unit": "", "target": None}, (1, None)),
        ({"kind": "yes_no", "unit": "", "target": D(1)}, (1, None)),
        ({"target": D(-1), "may_be_negative": True}, (-1, None)),
        ({"target": D(2), "minimum": D(2)}, (2, 2)),
    ],
)
def test_terms_at_the_edge_of_sense_are_taken(running, more, row):
    contract, who, body = running
    kpi = services.add_kpi(body, terms(**more), by=who.manager)
    assert {(r.target, r.minimum) for r in kpi.due_returns.all()} == {row}
    assert kpi.unit == {"ratio": "%", "yes_no": "kept"}.get(kpi.kind, "placements")


def test_a_milestone_is_one_return_due_after_its_day(running):
    contract, who, body = running
    more = {"kind": "milestone", "target": None, "unit": "", "frequency": "", "milestone_on": date(2027, 6, 30)}
    kpi = services.add_kpi(body, terms(**more), by=who.manager)
    (row,) = kpi.due_returns.all()
    assert (row.starts_on, row.ends_on, row.due_on) == (date(2026, 11, 20), date(2027, 6, 30), date(2027, 7, 20))
    assert (row.target, row.minimum, kpi.unit) == (1, None, "done")


def test_complaints_of_a_year_are_an_allowance_that_accrues(running):
    """No more than 3 a year, 6 at the most, told by month: one in April is one of one."""
    contract, who, body = running
    more = {"direction": "lower", "target": D(3), "minimum": D(6), "per": "year", "frequency": "month"}
    kpi = services.add_kpi(body, terms(reported_from=date(2026, 4, 1), **more), by=who.manager)
    rows = kpi.due_returns.order_by("starts_on")
    assert [r.target for r in rows] == [1, 0, 0, 0] * 6
    assert [r.minimum for r in rows] == [1, 0] * 12


@pytest.fixture
def measured():
    with at(2025, 7, 10):
        scene = measurement.scene()
        contract, who = build.draft_contract(scene.who)
        measure = next(iter(scene.measures.values()))
        yield contract, who, measure, build.obligation(contract, who, measure=measure, kpi={"unit": measure.unit})


def test_the_unit_is_the_measures(measured):
    contract, who, measure, body = measured
    with pytest.raises(Refused, match=f"The obligation’s measure counts in {measure.unit}: so does this KPI") as refusal:
        services.add_kpi(body, terms(unit=f"{measure.unit}s"), by=who.manager)
    assert refusal.value.field == "unit"
    assert services.add_kpi(body, terms(unit=measure.unit.upper()), by=who.manager).unit == measure.unit
    # What is done or not is not counted in anything
    assert services.add_kpi(body, terms(kind="yes_no", target=None, unit=measure.unit), by=who.manager).unit == "kept"


@pytest.mark.parametrize("negative", [True, False])
def test_whether_it_may_be_negative_follows_the_measure(negative):
    with at(2025, 7, 10):
        contract, who = build.draft_contract()
        version = framework.draft(framework.editor(who.council))
        measure = Measure.objects.get(outcome__priority__version=version)
        Measure.objects.update(may_be_negative=negative)
        measure.refresh_from_db()
        body = build.obligation(contract, who, measure=measure, kpi={"unit": measure.unit})
        assert build.kpi_of(contract).may_be_negative is negative
        told = services.add_kpi(body, terms(unit=measure.unit, may_be_negative=not negative), by=who.manager)
    assert told.may_be_negative is not negative


def test_the_form_shows_the_unit_and_does_not_take_another(client, measured):
    contract, who, measure, body = measured
    client.force_login(who.manager)
    url = reverse("kpi-new", args=[body.pk])
    form = client.get(url).context["form"]
    assert (form["unit"].value(), form.fields["unit"].disabled) == (measure.unit, True)
    data = {
        "wording": "Placements",
        "unit": "horses",
        "kind": "sum",
        "direction": "higher",
        "frequency": "year",
        "days_to_report": "20",
    }
    client.post(url, data)
    made = Kpi.objects.order_by("number").last()
    assert (made.wording, made.unit, made.reported_from) == ("Placements", measure.unit, date(2025, 4, 1))


def test_the_form_says_from_when_and_lets_one_choose(client, running):
    contract, who, body = running
    client.force_login(who.manager)
    url = reverse("kpi-new", args=[body.pk])
    assert "Leave blank for the first day of the period that runs today." in client.get(url).content.decode()
    data = {
        "wording": "A plan is published",
        "kind": "milestone",
        "milestone_on_day": "30",
        "milestone_on_month": "6",
        "milestone_on_year": "2027",
        "direction": "higher",
        "frequency": "quarter",
        "days_to_report": "20",
    }
    page = client.post(url, data | {"reported_from_day": "1", "reported_from_month": "4", "reported_from_year": "2020"})
    assert "Enter a day of the contract: 1 April 2025 to 31 March 2028" in page.content.decode()
    assert page.context["form"]["wording"].value() == "A plan is published"
    told = client.post(url, data, follow=True).content.decode()
    assert "KPI 2 is added, with 1 return scheduled. It takes effect once both sides agree it." in told
    assert "Proposed: takes effect once both sides agree" in told
