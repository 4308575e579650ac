"""Section 52 at the start of a contract: KPIs, or the recorded reason; what is not known is asked for; then they are published."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.obligations import services as obligations
from contracts.register.models import Contract
from contracts.register.selectors import kpi_duty_of
from contracts.register.services import (
    edit_contract,
    record_kpis_published,
    say_why_no_kpis,
    start_contract,
)
from contracts.warnings.needs import needs
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, Refused, WrongState
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=clock.LONDON)
LARGE = Decimal("5000000.01")
WHY = "The works are a single bridge, accepted once; an engineer certifies each stage."


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


def with_kpis(count: int, who=None, **details) -> tuple[Contract, build.Parties]:
    """A draft from 1 April 2026 with so many agreed KPIs, worth more than the sum of the law with VAT."""
    fields = {"starts_on": date(2026, 4, 1), "ends_on": date(2029, 3, 31), "value_with_vat": LARGE} | details
    contract, who = build.draft_contract(who, **fields)
    for _ in range(count):
        body = build.obligation(contract, who)
        obligations.agree(obligations.agree(body, by=who.reporter), by=who.manager)
    return contract, who


@pytest.mark.parametrize("count, refused", [(0, True), (2, True), (3, False), (4, False)])
def test_above_the_sum_it_starts_with_three_kpis_and_not_with_two(count, refused):
    contract, who = with_kpis(count)
    if not refused:
        assert start_contract(contract, by=who.manager).kpis_publish_by == date(2026, 3, 31)
        return
    with pytest.raises(Refused) as refusal:
        start_contract(contract, by=who.manager)
    assert refusal.value.message == (
        "The law asks for at least 3 KPIs before a contract of more than £5,000,000 starts, and this one has "
        f"{count}. Add KPIs, or record on the contract’s page why the law asks for none."
    )
    assert Contract.objects.get().is_draft


@pytest.mark.parametrize(
    "details",
    [
        {"value_with_vat": Decimal("5000000")},
        {"light_touch": True},
        # Of before the Act, whatever it is worth
        {"starts_on": date(2025, 2, 23), "ends_on": date(2027, 3, 31)},
        {"value_with_vat": None, "total_value": Decimal("4166666.66")},
    ],
)
def test_where_the_law_does_not_ask_it_starts_without(details):
    contract, who = with_kpis(0, **details)
    assert start_contract(contract, by=who.manager).kpis_publish_by is None


@pytest.mark.parametrize("kind", ["grant", "in_house"])
def test_a_grant_and_a_service_of_the_councils_own_are_not_asked_for(kind):
    contract, _ = with_kpis(0, kind=kind, route=kind, suppliers=[])
    assert kpi_duty_of(contract).asked is False


def test_the_councils_own_duties_and_ended_obligations_do_not_count():
    contract, who = with_kpis(2)
    own = build.obligation(contract, who, kpi={"client_side": True})
    obligations.agree(obligations.agree(own, by=who.reporter), by=who.manager)
    with pytest.raises(Refused, match="and this one has 2"):
        start_contract(contract, by=who.manager)


def test_without_the_value_with_vat_it_is_asked_for_where_it_may_be_above():
    contract, who = with_kpis(3, value_with_vat=None, total_value=Decimal("4166666.67"))
    with pytest.raises(Refused, match="Enter its value with VAT under “Change details”, then start it"):
        start_contract(contract, by=who.manager)
    edit_contract(Contract.objects.get(), by=who.manager, value_with_vat=Decimal("4166666.67"))
    assert start_contract(Contract.objects.get(), by=who.manager).is_active


def test_with_vat_it_is_worth_no_less_than_without():
    with pytest.raises(Refused, match="With VAT it cannot be worth less than the value over the term"):
        with_kpis(0, total_value=Decimal(100), value_with_vat=Decimal("99.99"))
    with_kpis(0, total_value=Decimal(100), value_with_vat=Decimal(100))


def test_a_recorded_reason_lets_it_start_and_stays_readable():
    contract, who = with_kpis(0)
    with pytest.raises(Refused, match="Choose why the law asks for no KPIs"):
        say_why_no_kpis(contract, by=who.manager, ground="luck", reason=WHY)
    with pytest.raises(Refused, match="Say what of the contract cannot be counted"):
        say_why_no_kpis(contract, by=who.manager, ground="unsuitable", reason="n/a")
    with pytest.raises(Conflict, match="Somebody else saved this"):
        say_why_no_kpis(contract, by=who.manager, ground="unsuitable", reason=WHY, expected_version=99)
    said = say_why_no_kpis(contract, by=who.manager, ground="unsuitable", reason=WHY, expected_version=contract.version)
    assert (said.kpi_ground, said.kpi_reason) == ("unsuitable", WHY)
    event = timeline(contract).first()
    assert (event.sentence, event.reason) == (
        "recorded why the law asks for no KPIs: its performance cannot appropriately be assessed by KPIs "
        "(Procurement Act 2023, section 52)",
        WHY,
    )
    assert start_contract(said, by=who.manager).kpis_publish_by is None


def test_a_contract_that_was_in_force_already_is_not_held_up():
    contract, who = with_kpis(0)
    started = start_contract(contract, by=who.manager, in_force_already=True)
    assert (started.is_active, started.kpis_publish_by) == (True, None)


def test_that_they_are_published_is_asked_for_and_recorded_once(client):
    contract, who = with_kpis(3)
    contract = start_contract(contract, by=who.manager)

    def asked(day: date) -> list[tuple[str, str]]:
        with clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.LONDON)):
            return [(need.kind, need.text) for need in needs(people.fresh(who.manager), clock.now())]

    line = f"Publish the KPIs of {contract.title} by 31 March 2026"
    assert [asked(day) for day in (date(2026, 3, 16), date(2026, 3, 17), date(2026, 3, 31), date(2026, 4, 1))] == [
        [],
        [("due", line)],
        [("due", line)],
        [("overdue", line)],
    ]
    with pytest.raises(Refused, match="Enter today or a day before it"):
        record_kpis_published(contract, by=who.manager, published_on=date(2026, 3, 3))
    client.force_login(who.manager)
    data = {"published_on_day": 2, "published_on_month": 3, "published_on_year": 2026, "version": contract.version}
    assert client.post(reverse("contract-kpis-published", args=[contract.pk]), data).status_code == 302
    assert timeline(contract).first().sentence == "recorded that the KPIs were published on 2 March 2026"
    assert asked(date(2026, 4, 1)) == []
    with pytest.raises(WrongState, match="It is recorded already when they were published"):
        record_kpis_published(Contract.objects.get(), by=who.manager, published_on=date(2026, 3, 2))


def test_the_page_says_what_the_law_asks_and_what_council_policy_does(client):
    who = build.parties()
    large, _ = with_kpis(2, who)
    small, _ = with_kpis(0, who, value_with_vat=Decimal(90000), total_value=Decimal(75000))
    unknown, _ = with_kpis(0, who, value_with_vat=None, total_value=Decimal(4500000))

    def shown(contract, user) -> str:
        client.force_login(user)
        return as_read(client.get(reverse("contract", args=[contract.pk])).content.decode())

    assert "The law asks for at least 3 KPIs: 2 are set." in shown(large, who.manager).replace("at least 3:", "at least 3 KPIs:")
    assert "The law does not require any: it is of £5,000,000 or less, VAT included. Council policy does." in shown(
        small, who.manager
    )
    assert "Not known: enter the value with VAT. Above £5,000,000 the law asks for 3." in shown(unknown, who.manager)
    url = reverse("contract-no-kpis", args=[large.pk])
    assert [url in shown(large, user) for user in (who.manager, who.director, who.reporter)] == [True, False, False]
    assert "KPIs required by law" not in shown(large, who.reporter)
    client.force_login(who.manager)
    refused = client.post(url, {"ground": "concession", "reason": "x", "version": large.version})
    assert "Say who bears the risk, and of what" in as_read(refused.content.decode())
    assert client.post(url, {"ground": "concession", "reason": WHY, "version": large.version}).status_code == 302
    assert f"The law asks for none: it is a concession contract. {WHY}" in shown(large, who.director)
    client.force_login(who.director)
    assert client.get(url).status_code == 403


def test_a_start_that_is_refused_says_so_on_the_page(client):
    contract, who = with_kpis(2)
    client.force_login(who.manager)
    page = client.post(reverse("contract-start", args=[contract.pk]), {"version": contract.version}, follow=True)
    assert "The law asks for at least 3 KPIs before a contract of more than £5,000,000 starts" in as_read(page.content.decode())
