"""Obligations and KPIs: agreed by both sides, changed with a reason, due rows made up front."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from contracts.obligations import services
from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.enums import AgreementStatus, Frequency
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.permissions import check_can_agree
from contracts.obligations.workflow import OBLIGATION
from contracts.register.services import start_contract
from contracts.returns.services import save_return
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


@pytest.fixture
def proposed():
    contract, who = build.draft_contract()
    return contract, who, build.obligation(contract, who)


def test_every_status_of_an_obligation_is_reachable():
    assert OBLIGATION.unreachable() == set()


def test_due_rows_are_made_up_front_with_their_target_pinned(proposed):
    contract, who, body = proposed
    rows = list(DueReturn.objects.all())
    assert len(rows) == 12
    assert (rows[0].starts_on, rows[0].ends_on, rows[0].due_on) == (date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 20))
    assert {(r.target, r.minimum) for r in rows} == {(3, 2)}


def test_codes_and_numbers_count_within_the_contract(proposed):
    contract, who, body = proposed
    second = build.obligation(contract, who)
    other, other_who = build.draft_contract()
    assert (body.code, second.code, build.obligation(other, other_who).code) == ("O1", "O2", "O1")
    assert list(Kpi.objects.filter(obligation__contract=contract).values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize("first, second", [("manager", "reporter"), ("reporter", "manager")])
def test_both_sides_agree_each_once(proposed, first, second):
    contract, who, body = proposed
    body = services.agree(body, by=getattr(who, first))
    assert body.status == "proposed"
    with pytest.raises(WrongState, match="Your side"):
        services.agree(body, by=getattr(who, first))
    assert services.agree(body, by=getattr(who, second)).status == "agreed"


@pytest.mark.parametrize(
    "role", [Role.MEMBER, Role.COMMISSIONER, Role.LEAD_DIRECTOR, Role.PROCUREMENT_OFFICER, Role.ADMINISTRATOR]
)
def test_others_do_not_agree(proposed, role):
    contract, who, body = proposed
    with pytest.raises(
        NotAllowed, match=r"Obligations are agreed by the contract's supplier and by the council's contract managers"
    ):
        check_can_agree(people.person(who.council, role), body)


def test_another_supplier_does_not_agree(proposed):
    *_, body = proposed
    with pytest.raises(
        NotAllowed, match=r"Obligations are agreed by the contract's supplier and by the council's contract managers"
    ):
        services.agree(body, by=build.parties().reporter)


def test_in_house_needs_the_councils_word_alone():
    contract, who = build.draft_contract(suppliers=[], route="in_house")
    assert services.agree(build.obligation(contract, who), by=who.manager).status == "agreed"


def test_rewording_keeps_the_old_words_and_asks_both_again(proposed):
    contract, who, body = proposed
    body = services.agree(services.agree(body, by=who.manager), by=who.reporter)
    with pytest.raises(Refused, match="Say why the obligation is reworded"):
        services.reword(body, by=who.manager, wording="Four.", reason=" ")
    body = services.reword(
        body, by=who.manager, wording="Four a quarter.", reason="The service grew by a third.", expected_version=body.version
    )
    version = body.versions.get()
    assert (version.number, version.wording, version.reason) == (
        1,
        "Three apprenticeships a quarter.",
        "The service grew by a third.",
    )
    assert (body.status, body.council_agreed_by, body.supplier_agreed_by) == ("proposed", None, None)
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.reword(body, by=who.manager, wording="Five.", reason="x", expected_version=1)
    with pytest.raises(NotAllowed, match=r"Your role does not include: create contracts, agree obligations, log returns"):
        services.reword(body, by=who.reporter, wording="One.", reason="Easier.")


def test_ending_waives_what_is_still_to_come_and_keeps_what_was():
    contract, who = build.active_contract()
    body = Obligation.objects.get()
    build.verified_return(build.first_due(contract), who)
    body = services.end_obligation(body, by=who.manager, reason="It is no longer relevant.")
    assert body.status == "ended"
    assert DueReturn.objects.filter(waived_at=None).count() == 1
    with pytest.raises(WrongState, match=r"This return is waived\. Why: It is no longer relevant\."):
        save_return(DueReturn.objects.order_by("starts_on")[1], by=who.reporter, value=D(1))
    with pytest.raises(WrongState, match=r"This cannot be done now: the obligation is “Ended”"):
        services.reword(body, by=who.manager, wording="Again", reason="The service grew by a third.")


@pytest.mark.parametrize(
    "details, field, words",
    [
        ({"minimum": D(4)}, "minimum", "The minimum cannot be above the target"),
        ({"direction": "lower", "minimum": D(2)}, "minimum", "The limit cannot be below the target"),
        ({"target": None}, "minimum", "A minimum needs a target"),
        ({"unit": " "}, "unit", "Say what is counted: people, %, tonnes"),
        ({"wording": ""}, "wording", "Say what is measured"),
        ({"unit": "%"}, "kind", "A percentage is not added up: choose a share, or a level"),
        ({"per": "term", "kind": "level"}, "per", "Only figures that are added up can be promised for another length"),
    ],
)
def test_a_kpi_that_makes_no_sense_is_refused(details, field, words):
    contract, who = build.draft_contract()
    with pytest.raises(Refused, match=words) as refusal:
        build.obligation(contract, who, kpi=details)
    assert refusal.value.field == field


def test_a_promise_over_the_term_is_split_into_whole_people():
    contract, who = build.draft_contract()
    build.obligation(contract, who, kpi={"target": D(3), "minimum": None, "per": "term", "frequency": "half_year"})
    assert [row.target for row in DueReturn.objects.order_by("starts_on")] == [0, 1, 0, 1, 0, 1]


def test_before_the_start_a_kpi_may_change_in_everything():
    contract, who = build.draft_contract()
    build.obligation(contract, who)
    services.edit_kpi(build.kpi_of(contract), by=who.manager, frequency="year", target=D(12), minimum=None)
    assert [row.target for row in DueReturn.objects.all()] == [12, 12, 12]


def test_the_first_day_stays_once_something_was_reported():
    contract, who = build.active_contract()
    save_return(build.first_due(contract), by=who.reporter, value=None)
    with pytest.raises(Refused, match="Returns were made for periods counted from the first day:"):
        services.change_dates(contract, by=who.manager, reason="r", starts_on=date(2025, 5, 1))


def test_what_stands_in_a_signed_contract_is_recorded_as_agreed(proposed):
    contract, who, body = proposed
    with pytest.raises(Refused, match="Say where the obligations are written: the document and its clause or schedule"):
        services.record_as_signed(contract, by=who.manager, note="")
    assert services.record_as_signed(contract, by=who.manager, note="Schedule 12 of the contract") == 1
    assert start_contract(contract, by=who.manager).status == "active"


@pytest.mark.parametrize("name", ["number", "obligation", "version", "nonsense"])
def test_only_the_terms_of_a_kpi_may_be_edited(name):
    contract, who = build.draft_contract()
    build.obligation(contract, who)
    kpi = build.kpi_of(contract)
    with pytest.raises(TypeError, match=f"a KPI has no {name}"):
        services.edit_kpi(kpi, by=who.manager, **{name: 7})
    assert build.kpi_of(contract).version == kpi.version
    with pytest.raises(TypeError, match=name):
        KpiTerms(**{**kpi.terms().values(), name: 7})
    with pytest.raises(TypeError, match="nonsense"):
        ObligationDetails(basis="required", wording="Three a year", nonsense=1)


def test_a_kpi_added_to_an_agreed_obligation_asks_both_sides_again():
    contract, who = build.active_contract()
    body = Obligation.objects.get()
    assert body.status == AgreementStatus.AGREED
    terms = KpiTerms(wording="Placements", unit="placements", frequency=Frequency.YEAR)
    services.add_kpi(body, terms, by=who.manager)
    body.refresh_from_db()
    assert (body.status, body.council_agreed_at, body.supplier_agreed_at) == (AgreementStatus.PROPOSED, None, None)
    assert (body.versions.get().wording, body.versions.get().reason) == (body.wording, "KPI 2 added")
    assert services.agree(body, by=who.reporter).status == AgreementStatus.PROPOSED


@pytest.mark.parametrize("agreed_by", [None, "manager", "reporter"])
def test_a_kpi_added_before_both_agreed_leaves_it_proposed(proposed, agreed_by):
    contract, who, body = proposed
    if agreed_by:
        body = services.agree(body, by=getattr(who, agreed_by))
    services.add_kpi(body, KpiTerms(wording="Placements", unit="placements", frequency=Frequency.YEAR), by=who.manager)
    body.refresh_from_db()
    assert body.status == AgreementStatus.PROPOSED


@pytest.mark.parametrize(
    "details, problems",
    [
        ({"basis": "required", "wording": " "}, [("wording", "Say what has to be done")]),
        ({"basis": "required", "wording": "Three", "commitment": 1}, "both"),
        ({"basis": "offered", "wording": "Three", "requirement": 1}, "both"),
        ({"basis": "required", "wording": "Three", "requirement": 1}, []),
        ({"basis": "offered", "wording": "Three", "commitment": 1}, []),
        ({"basis": "variation", "wording": "Three", "commitment": 1, "requirement": 1}, []),
    ],
)
def test_an_obligation_comes_from_one_place(details, problems):
    if problems == "both":
        problems = [("basis", "An obligation comes from a requirement or from an offered commitment, not from both")]
    assert ObligationDetails(**details).problems() == problems


def test_blanks_around_the_words_of_a_kpi_are_not_kept():
    contract, who = build.draft_contract()
    build.obligation(contract, who, kpi={"wording": "  Placements ", "unit": " placements"})
    kpi = build.kpi_of(contract)
    assert (kpi.wording, kpi.unit) == ("Placements", "placements")
