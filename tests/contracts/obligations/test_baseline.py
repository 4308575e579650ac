"""Where a KPI stood before the contract: said with who says it, kept with its record, shown beside what was reached."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from lxml import html

from contracts.obligations import services as commitments
from contracts.obligations.models import Baseline, Kpi, Obligation
from contracts.obligations.permissions import can_set_baseline, check_can_set_baseline
from contracts.obligations.selectors.baseline import baseline_of
from contracts.obligations.services.baseline import Before, set_baseline
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Permission, Role
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.timelines import changes_shown
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, Refused, WrongState
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures import truth
from tests.reading import as_read

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 20, 9, tzinfo=clock.LONDON)
SOURCE = "Annual report 2025 of the provider before, page 4"
COUNTED = Before(basis="counted", source=SOURCE, value=D(12), starts_on=date(2024, 4, 1), ends_on=date(2025, 3, 31))
UNMEASURED = Before(basis="unmeasured", source="Both officers who managed it were asked in May.")


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def stage():
    """From April 2025 on, in quarters: 15 hours in each of the two that are verified."""
    contract, who = build.active_contract(kpi={"unit": "hours", "target": D(14), "minimum": D(10)})
    for due in DueReturn.objects.filter(kpi__obligation__contract=contract).order_by("starts_on")[:2]:
        build.verified_return(due, who, "15")
    return build.kpi_of(contract), who


def test_it_is_kept_with_who_says_so(stage):
    kpi, who = stage
    found = set_baseline(kpi, COUNTED, by=who.manager)
    assert (found.value, found.set_by, found.set_at, found.get_basis_display()) == (
        12, who.manager, NOW, "Counted by who provided it before",
    )  # fmt: skip
    event = AuditEvent.objects.get(verb="set baseline")
    assert event.sentence == "said where KPI 1 stood before the contract: it was 12 hours"
    assert event.changes["source"] == ["", SOURCE]


def test_that_nobody_measured_it_is_an_answer_and_no_nought(stage):
    kpi, who = stage
    found = set_baseline(kpi, UNMEASURED, by=who.manager)
    assert (found.value, found.is_known) == (None, False)
    assert AuditEvent.objects.get(verb="set baseline").sentence.endswith("before the contract: nobody measured it")


@pytest.mark.parametrize(
    ("otherwise", "field", "words"),
    [
        ({"basis": "guess"}, "basis", "Choose what is known of the time before"),
        ({"source": "  "}, "source", "Say whose word it is and where it stands"),
        ({"source": "ok"}, "source", "does not"),
        ({"value": None}, "value", "Enter the value for one reporting period"),
        ({"value": D(-1)}, "value", "The value cannot be negative"),
        ({"starts_on": None}, "starts_on", "Enter the first day of the time it speaks of"),
        ({"ends_on": None}, "ends_on", "Enter the last day of the time it speaks of"),
        ({"ends_on": date(2024, 3, 31)}, "ends_on", "Enter a last day that is not before the first"),
        ({"ends_on": date(2025, 4, 1)}, "ends_on", "Enter a last day before the contract begins: what came after is reported"),
        ({"basis": "unmeasured"}, "value", "Nobody measured it, so there is no value: leave the value and the days blank"),
    ],
)
def test_what_is_not_said_whole_is_refused(stage, otherwise, field, words):
    kpi, who = stage
    with pytest.raises(Refused) as refusal:
        set_baseline(kpi, replace(COUNTED, **otherwise), by=who.manager)
    [(at, message)] = refusal.value.problems
    assert at == field
    assert words in message
    assert not Baseline.objects.exists()


@pytest.mark.parametrize("otherwise", [{"ends_on": date(2024, 4, 1)}, {"ends_on": date(2025, 3, 31)}, {"value": D(0)}])
def test_both_ends_of_what_may_be_said(stage, otherwise):
    kpi, who = stage
    assert set_baseline(kpi, replace(COUNTED, **otherwise), by=who.manager).pk


def test_what_may_be_negative_may_have_been(stage):
    kpi, who = stage
    Kpi.objects.filter(pk=kpi.pk).update(may_be_negative=True)
    kpi = Kpi.objects.get(pk=kpi.pk)
    assert set_baseline(kpi, replace(COUNTED, value=D(-4)), by=who.manager).value == -4


def test_a_change_keeps_what_was_said_and_who_said_it_now(stage):
    kpi, who = stage
    set_baseline(kpi, COUNTED, by=who.manager)
    colleague = people.person(who.council, Role.CONTRACT_MANAGER)
    found = set_baseline(Kpi.objects.get(pk=kpi.pk), replace(COUNTED, value=D(10), basis="records"), by=colleague)
    assert (Baseline.objects.get(), found.set_by, found.value) == (found, colleague, 10)
    assert AuditEvent.objects.filter(verb="set baseline").latest("pk").changes == {
        "basis": ["counted", "records"], "value": ["12.0000", "10"],
    }  # fmt: skip
    again = set_baseline(Kpi.objects.get(pk=kpi.pk), replace(COUNTED, value=D(10), basis="records"), by=who.manager)
    assert again.set_by == colleague, "who says the same again changes nothing"
    assert AuditEvent.objects.filter(verb="set baseline").count() == 2


def test_two_people_do_not_write_over_each_other(stage):
    kpi, who = stage
    read = Kpi.objects.get(pk=kpi.pk)
    set_baseline(kpi, COUNTED, by=who.manager)
    with pytest.raises(Conflict, match="saved"):
        set_baseline(read, UNMEASURED, by=who.manager, expected_version=read.version)
    assert Baseline.objects.get().value == 12


@pytest.mark.parametrize(
    "row",
    [
        {"basis": "counted", "value": None},
        {"basis": "unmeasured", "value": D(1)},
        {"starts_on": None},
        {"ends_on": date(2020, 1, 1)},
        {"source": ""},
    ],
)
def test_the_database_keeps_nothing_half(stage, row):
    kpi, who = stage
    said = {"basis": "counted", "value": D(12), "starts_on": date(2024, 4, 1), "ends_on": date(2025, 3, 31), "source": SOURCE}
    with pytest.raises(IntegrityError, match="baseline_"), transaction.atomic():
        Baseline.objects.create(kpi=kpi, set_by=who.manager, **(said | row))


def test_of_what_is_only_kept_there_is_no_amount():
    contract, who = build.active_contract(kpi={"kind": "yes_no", "target": None, "minimum": None, "unit": ""})
    kpi = build.kpi_of(contract)
    with pytest.raises(WrongState, match="no amount to compare"):
        check_can_set_baseline(who.manager, kpi)
    assert not can_set_baseline(who.manager, kpi)


def page_of(client, user, kpi) -> html.HtmlElement:
    client.force_login(user)
    return html.fromstring(client.get(reverse("kpi", args=[kpi.pk])).content)


def before(page: html.HtmlElement) -> str:
    """What stands beneath “Before this contract”, up to the next heading or table."""
    found = page.xpath("//h2[@id='before']/following-sibling::p")
    return as_read(" ".join(one.text_content() for one in found[:3]))


def test_the_page_says_what_it_was_what_it_is_now_and_who_says_so(stage, client):
    kpi, who = stage
    assert "Nobody has said yet where this stood before the contract." in before(page_of(client, who.manager, kpi))
    assert page_of(client, who.reporter, kpi).xpath("//h2[@id='before']") == []
    set_baseline(kpi, COUNTED, by=who.manager)
    said = before(page_of(client, who.reporter, kpi))
    assert "12 hours in each reporting period, from 1 April 2024 to 31 March 2025." in said
    # Two quarters of 15 are verified: 15 a period, and 12 before
    assert "The last twelve months, for each period reported: 15 hours: 25 % more than before, which is better." in said
    assert f"Counted by who provided it before: {SOURCE}. Said by {who.manager} on 20 April 2026." in said


def test_where_nothing_is_verified_yet_nothing_is_compared(client):
    contract, who = build.active_contract()
    kpi = build.kpi_of(contract)
    set_baseline(kpi, COUNTED, by=who.manager)
    said = before(page_of(client, who.manager, kpi))
    assert "12 apprenticeships in each reporting period" in said
    assert "than before" not in said


def test_where_nobody_measured_it_the_page_claims_nothing(stage, client):
    kpi, who = stage
    set_baseline(kpi, UNMEASURED, by=who.manager)
    said = before(page_of(client, who.manager, kpi))
    assert "Nobody measured it, so nobody can say whether it became better." in said
    assert UNMEASURED.source in said


def typed(**otherwise) -> dict:
    days = {"starts_on": date(2024, 4, 1), "ends_on": date(2025, 3, 31)}
    parts = {f"{name}_{part}": getattr(day, part) for name, day in days.items() for part in ("day", "month", "year")}
    return {"basis": "counted", "value": "12", "source": SOURCE, **parts, **otherwise}


def test_the_form_keeps_what_was_typed_and_says_what_is_missing(stage, client):
    kpi, who = stage
    client.force_login(who.manager)
    address = reverse("kpi-baseline", args=[kpi.pk])
    page = client.get(address).content.decode()
    assert "In hours, for one reporting period (quarterly), as the returns are." in page
    read = html.fromstring(page).xpath("//input[@name='version' or @name='read']")
    keep = {one.get("name"): one.get("value") for one in read}
    answer = client.post(address, typed(value="") | keep)
    assert answer.status_code == 200
    assert "Enter the value for one reporting period" in answer.content.decode()
    assert SOURCE in answer.content.decode()
    done = client.post(address, typed() | keep)
    assert (done.status_code, done.url) == (302, reverse("kpi", args=[kpi.pk]))
    assert baseline_of(kpi).value == 12


def test_who_may_not_change_the_kpi_may_not_say_it(stage, client):
    kpi, who = stage
    address = reverse("kpi-baseline", args=[kpi.pk])
    for person, status in (
        (who.reporter, 403),
        (people.person(who.council, Role.MEMBER), 403),
        (people.person(people.council(), Role.CONTRACT_MANAGER), 404),
        (people.person(people.supplier(), Role.SUPPLIER), 404),
    ):
        client.force_login(person)
        assert client.get(address).status_code == status
        assert client.post(address, typed()).status_code == status
    assert not Baseline.objects.exists()


def test_who_shapes_contracts_says_it_and_one_permission_is_enough(stage):
    kpi, who = stage
    assert truth.enough(who.council, lambda user: can_set_baseline(user, kpi)) == {Permission.EDIT_CONTRACTS}


def test_it_changes_no_figure(stage):
    kpi, who = stage
    values = list(Return.objects.order_by("pk").values_list("value", flat=True))
    set_baseline(kpi, replace(COUNTED, value=D(1000)), by=who.manager)
    assert list(Return.objects.order_by("pk").values_list("value", flat=True)) == values


@pytest.fixture
def draft():
    """A contract that is still agreed: twelve hours in each quarter of the year before."""
    contract, who = build.draft_contract(starts_on=date(2026, 6, 1), ends_on=date(2028, 5, 31))
    build.obligation(contract, who, kpi={"unit": "hours", "target": D(14), "minimum": D(10)})
    kpi = build.kpi_of(contract)
    set_baseline(kpi, replace(COUNTED, ends_on=date(2026, 4, 19)), by=who.manager)
    return Kpi.objects.get(pk=kpi.pk), who


@pytest.mark.parametrize(
    ("changes", "stays"),
    [
        ({"unit": "days"}, False),
        ({"frequency": "month"}, False),
        ({"kind": "level"}, False),
        ({"wording": "Hours of training, all trades"}, True),
        ({"target": D(20)}, True),
        ({"direction": "lower", "target": None, "minimum": None}, True),
    ],
)
def test_what_is_measured_otherwise_was_not_that_before(draft, client, changes, stays):
    """“12 hours in each reporting period” is untrue once the KPI counts days, or months."""
    kpi, who = draft
    kpi = commitments.edit_kpi(kpi, by=who.manager, **changes)
    assert Baseline.objects.filter(kpi=kpi).exists() is stays
    events = list(AuditEvent.objects.filter(verb="clear baseline"))
    assert len(events) == (0 if stays else 1)
    said = as_read(page_of(client, who.manager, kpi).text_content())
    assert ("Nobody has said yet where this stood before the contract." in said) is not stays
    if not stays:
        assert events[0].changes["value"] == ["12.0000", ""]
        assert events[0].sentence.startswith("KPI 1 is measured otherwise from now on")
        # What was said stays in the record, and can be read
        assert "Counted by who provided it before" in said
        assert SOURCE in said


def test_of_a_level_the_length_of_a_period_says_nothing(draft):
    kpi, who = draft
    Kpi.objects.filter(pk=kpi.pk).update(kind="level")
    commitments.edit_kpi(Kpi.objects.get(pk=kpi.pk), by=who.manager, frequency="month")
    assert Baseline.objects.get().value == 12


def test_that_nobody_measured_it_holds_in_every_unit(draft):
    kpi, who = draft
    set_baseline(kpi, UNMEASURED, by=who.manager)
    commitments.edit_kpi(Kpi.objects.get(pk=kpi.pk), by=who.manager, unit="days")
    assert Baseline.objects.get().is_known is False


def test_a_change_in_force_takes_it_along_once_both_sides_agree():
    contract, who = build.active_contract(kpi={"unit": "hours"}, starts_on=date(2026, 4, 1), ends_on=date(2028, 3, 31))
    kpi = build.kpi_of(contract)
    set_baseline(kpi, COUNTED, by=who.manager)
    commitments.edit_kpi(Kpi.objects.get(pk=kpi.pk), by=who.manager, unit="days", reason="Hours were never counted here.")
    assert Baseline.objects.get().value == 12, "proposed, not agreed"
    body = kpi.obligation
    for by in (who.reporter, who.manager):
        commitments.agree(Obligation.objects.get(pk=body.pk), by=by)
    assert Kpi.objects.get(pk=kpi.pk).unit == "days"
    assert not Baseline.objects.exists()


@pytest.mark.parametrize(("first", "refused"), [(date(2026, 4, 19), True), (date(2026, 4, 20), False)])
def test_the_first_day_stays_after_what_is_said_of_before(draft, first, refused):
    kpi, who = draft
    contract = kpi.obligation.contract
    why = "The provider before stops earlier."
    if not refused:
        assert commitments.change_dates(contract, by=who.manager, reason=why, starts_on=first).starts_on == first
        return
    with pytest.raises(
        Refused, match="Enter a day after 19 April 2026, or change first what is said up to then of where KPI 1 stood"
    ) as refusal:
        commitments.change_dates(contract, by=who.manager, reason=why, starts_on=first)
    assert refusal.value.field == "starts_on"


def test_the_timeline_says_it_in_the_words_of_the_form(stage, client):
    kpi, who = stage
    set_baseline(kpi, COUNTED, by=who.manager)
    [told] = [
        change
        for change in changes_shown("contracts.kpi", "set baseline", AuditEvent.objects.get(verb="set baseline").changes)
        if change.label == "What is known of the time before"
    ]
    assert told.after == "Counted by who provided it before"
