"""A supply chain is entered quarter by quarter by the supplier, and confirmed by an officer."""

import copy
from decimal import Decimal

import pytest

from contracts.register.models import Contract
from contracts.supply import services
from contracts.supply.models import SupplyLink, SupplyPeriod, SupplyTerms
from contracts.supply.selectors import periods_to_confirm, quarters_of
from contracts.supply.services import LinkDetails
from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import Conflict, Refused, WrongState
from tests.builders import contracts as build
from tests.builders import people

from .steps import NOW, QUARTER, WHY, at, begun, fresh, link, sent, whole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with at(NOW):
        yield


@pytest.fixture(scope="module")
def made_once(module_database):
    return build.active_contract()


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


def test_a_quarter_is_entered_sent_and_confirmed(stage):
    contract, who = stage
    period = whole(contract, who)
    assert (period.prime, period.prime_then, period.state_words) == (who.supplier, str(who.supplier), "Waits to be confirmed")
    assert who.manager.messages.filter(key__startswith=f"supply-period:{period.pk}:sent").count() == 1
    assert [periods_to_confirm(people.fresh(one)) for one in (who.manager, who.director)] == [[period], []]
    services.decide_quarter(fresh(period), by=who.manager, accept=True, decision=WHY)
    [quarter] = quarters_of(contract, who.member)
    assert (quarter.period.state_words, quarter.work_left, quarter.fee_left) == ("Confirmed", Decimal(70), Decimal(75))
    assert quarter.kept.keeps_easy
    assert who.reporter.messages.filter(key__startswith=f"supply-period:{period.pk}:decided").count() == 1


@pytest.mark.parametrize("name", ["work", "fee"])
def test_shares_of_a_quarter_are_never_more_than_100_together(stage, name):
    contract, who = stage
    period = begun(contract, who)
    first = link(period, who, **{name: Decimal(60)})
    with pytest.raises(Refused, match="Together that is 100.01 %: enter 40 % or less"):
        link(period, who, "Another", **{name: Decimal("40.01")})
    link(period, who, "Another", **{name: Decimal(40)})
    with pytest.raises(Refused, match="enter 60 % or less"):
        services.change_link(first, LinkDetails(tier=1, name="Deal", **{name: Decimal("60.01")}), by=who.reporter)


def test_an_organisation_of_the_register_is_known_by_number_or_name_and_others_stand_as_typed(stage):
    contract, who = stage
    known = people.supplier("Deal Harbour Trust")
    known.registration_number = "01234567"
    known.save(update_fields=["registration_number"])
    period = begun(contract, who)
    found = [
        link(period, who, "Another spelling", number="01234567", work=None, fee=None),
        link(period, who, "Deal Harbour Trust", work=None, fee=None),
        link(period, who, "Nobody knows it", number="99", work=None, fee=None),
    ]
    assert [one.organisation for one in found] == [known, known, None]
    assert [one.name for one in found] == ["Another spelling", "Deal Harbour Trust", "Nobody knows it"]


def test_the_supplier_is_not_beneath_itself(stage):
    contract, who = stage
    period = begun(contract, who)
    with pytest.raises(Refused, match="This is the supplier itself: what is left of the shares is its own"):
        link(period, who, who.supplier.name)


def test_the_next_quarter_begins_with_who_worked_in_the_one_before_and_no_cases(stage):
    contract, who = stage
    whole(contract, who, (2026, 1))
    period = begun(contract, who)
    [copied] = period.links.all()
    assert (copied.name, copied.work, copied.easy) == ("Deal Neighbours", Decimal(30), None)


@pytest.mark.parametrize("quarter", [(2024, 4), (2026, 4)])
def test_only_quarters_in_which_the_contract_ran(stage, quarter):
    contract, who = stage
    with pytest.raises(Refused, match="Enter a quarter in which the contract ran"):
        begun(contract, who, quarter)


def test_once_a_quarter_unless_it_was_sent_back(stage):
    contract, who = stage
    period = whole(contract, who)
    with pytest.raises(Refused, match="This quarter is entered already"):
        begun(contract, who)
    with pytest.raises(Refused, match="Say what is wrong"):
        services.decide_quarter(fresh(period), by=who.manager, accept=False, decision="No.")
    services.decide_quarter(fresh(period), by=who.manager, accept=False, decision="Thanet Carers is missing.")
    again = begun(contract, who)
    assert [one.name for one in again.links.all()] == ["Deal Neighbours"]


def test_sent_it_is_not_changed(stage):
    contract, who = stage
    period = whole(contract, who)
    row = SupplyLink.objects.get()
    sentence = "This quarter was sent already: enter it again once the council has sent it back"
    with pytest.raises(WrongState, match=sentence):
        link(period, who, "Another")
    with pytest.raises(WrongState, match=sentence):
        services.drop_link(row, by=who.reporter)
    with pytest.raises(WrongState, match=sentence):
        sent(period, who)


def test_a_change_is_about_what_was_read(stage):
    contract, who = stage
    period = begun(contract, who)
    row = link(period, who)
    with pytest.raises(Conflict, match="Somebody else saved this"):
        services.drop_link(row, by=who.reporter, expected_version=period.version)
    services.drop_link(row, by=who.reporter, expected_version=fresh(period).version)
    assert not SupplyLink.objects.exists()
    assert AuditEvent.objects.filter(verb="dropped from the supply chain").count() == 1


def test_what_is_being_entered_is_its_supplier_s_alone(stage):
    contract, who = stage
    period = begun(contract, who)
    seen = [
        SupplyPeriod.objects.visible_to(people.fresh(one)).filter(pk=period.pk).exists() for one in (who.reporter, who.manager)
    ]
    assert seen == [True, False]
    sent(period, who)
    outsider = build.parties()
    found = {
        name: SupplyPeriod.objects.visible_to(people.fresh(user)).exists()
        for name, user in (
            ("manager", who.manager),
            ("member", who.member),
            ("stranger", outsider.manager),
            ("other", outsider.reporter),
        )
    }
    assert found == {"manager": True, "member": True, "stranger": False, "other": False}


def test_what_easy_and_hard_are_is_the_contract_s_own(stage):
    contract, who = stage
    said = {"easy": "Lives with family", "usual": "Lives alone", "hard": "Has no home"}
    services.define_cases(contract, by=who.manager, **said)
    terms = SupplyTerms.objects.get()
    assert (terms.easy, terms.usual, terms.hard) == ("Lives with family", "Lives alone", "Has no home")
    with pytest.raises(Refused) as refusal:
        services.define_cases(Contract.objects.get(), by=who.manager, easy=" ", usual="x", hard="")
    assert [field for field, _ in refusal.value.problems] == ["easy", "hard"]


def test_unknown_cases_are_not_none(stage):
    contract, who = stage
    period = begun(contract, who)
    link(period, who, easy=None)
    sent(period, who)
    [quarter] = quarters_of(contract, who.manager)
    assert quarter.kept is None
    assert quarter.words == ""


def test_in_house_the_head_of_service_enters_it():
    who = build.parties()
    head = people.person(who.council, "contract_manager")
    contract, _ = build.draft_contract(who, suppliers=[], kind="in_house", route="in_house", service_head=head)
    contract = build.register.start_contract(contract, by=who.manager)
    period = services.begin_quarter(contract, by=head, quarter=QUARTER)
    assert (period.prime, period.prime_then) == (None, contract.title)
