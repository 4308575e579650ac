"""The contract is made by pulling the award: what was required, what was offered, in their own words."""

import copy
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.handover.needs import needs
from contracts.handover.services import make_contract
from contracts.obligations.needs import needs as obligation_needs
from contracts.register.models import Contract
from contracts.schedule.models import DueReturn
from procurement.award.models import Award
from procurement.bidding.models import OfferedCommitment
from procurement.commissioning.models import Requirement
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from tests.builders import award as awards
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told_once(module_database):
    award = awards.told()
    commission = award.tender.commission
    Requirement.objects.create(
        commission=commission,
        sought=commission.sought_outcomes.first(),
        code="R2",
        use="unscored",
        wording="Suppliers are paid within 30 days.",
        measure_text="Invoices paid within 30 days",
        unit="%",
        evidence="Ledger",
        target=95,
        per="quarter",
    )
    return award


@pytest.fixture
def told(told_once):
    return copy.deepcopy(told_once)


@pytest.fixture
def officers(told):
    council = told.tender.council
    return people.person(council, Role.CONTRACT_MANAGER), people.person(council, Role.LEAD_DIRECTOR)


def make(award, officers, **options):
    manager, director = officers
    return make_contract(award, by=manager, manager=manager, lead_director=director, **options)


def test_before_the_standstill_ends_it_is_refused_with_the_date(told, officers):
    with pytest.raises(WrongState, match="can be made from [0-9]+ [A-Z]"):
        make(told, officers)
    assert not Contract.objects.exists()


def test_before_the_bidders_were_told_it_is_refused():
    award = awards.decided()
    council = award.tender.council
    with pytest.raises(WrongState, match=r"The contract is made once the bidders were told: the award is “Decided”"):
        make(award, (people.person(council, Role.CONTRACT_MANAGER), people.person(council, Role.LEAD_DIRECTOR)))


@pytest.mark.parametrize(
    "role", [Role.COMMISSIONER, Role.LEAD_DIRECTOR, Role.PROCUREMENT_OFFICER, Role.EVALUATION_LEAD, Role.MEMBER]
)
def test_only_contract_managers_make_contracts(told, officers, role):
    with (
        awards.standstill_over(told),
        pytest.raises(NotAllowed, match=r"Your role does not include: create contracts, agree obligations, log returns"),
    ):
        make_contract(told, by=people.person(told.tender.council, role), manager=officers[0], lead_director=officers[1])


def test_everything_promised_is_pulled_and_linked(told, officers):
    with awards.standstill_over(told):
        contract = make(told, officers)
    tender, bid = told.tender, told.bid
    assert (contract.title, contract.total_value, contract.starts_on) == (tender.title, bid.price, tender.contract_starts_on)
    assert list(contract.suppliers.all()) == [bid.supplier]
    required, unscored, offered = contract.obligations.order_by("pk")
    assert (required.basis, required.requirement.code, required.status) == ("required", "R1", "proposed")
    assert required.wording == required.requirement.wording
    assert required.answer.question.requirements.get() == required.requirement
    assert (unscored.basis, unscored.requirement.code, unscored.answer) == ("required", "R2", None)
    commitment = OfferedCommitment.objects.get(bid=bid)
    assert (offered.basis, offered.commitment, offered.priority.code) == ("offered", commitment, "LE")
    assert commitment.outcome_text in offered.wording
    assert commitment.place in offered.wording


def test_targets_and_schedules_follow_from_what_was_promised(told, officers):
    with awards.standstill_over(told):
        contract = make(told, officers)
    over_term, level, yearly = [o.kpis.get() for o in contract.obligations.order_by("pk")]
    assert (over_term.target, over_term.per, over_term.frequency, over_term.kind) == (3, "term", "half_year", "sum")
    assert sum(row.target for row in over_term.due_returns.all()) == 3
    assert (level.target, level.per, level.frequency, level.kind) == (95, "", "quarter", "ratio")
    assert {row.target for row in level.due_returns.all()} == {Decimal(95)}
    assert (yearly.target, yearly.per, yearly.frequency) == (3, "year", "half_year")
    assert sum(row.target for row in yearly.due_returns.all()[:2]) == 3
    assert DueReturn.objects.filter(kpi__obligation__contract=contract, ends_on__gt=contract.ends_on).count() == 0


def test_it_is_made_once_and_the_chain_moves_on(told, officers):
    with awards.standstill_over(told):
        contract = make(told, officers)
        with pytest.raises(WrongState, match="already"):
            make(Award.objects.get(pk=told.pk), officers)
    told.refresh_from_db()
    told.tender.refresh_from_db()
    assert (told.status, told.tender.status) == ("contracted", "contracted")
    assert contract.award == told


def test_a_refused_entry_leaves_nothing_behind(told, officers):
    with awards.standstill_over(told):
        with pytest.raises(Refused, match="cannot be the lead director: their role does not include it"):
            make(told, (officers[0], people.person(told.tender.council, Role.MEMBER)))
        assert not Contract.objects.exists()
        assert Award.objects.get(pk=told.pk).status == "notified"


def test_the_page_makes_it_and_the_supplier_is_asked_to_agree(client, told, officers):
    manager, director = officers
    url = reverse("contract-make", args=[told.pk])
    client.force_login(manager)
    with clock.fixed():
        assert client.get(url).status_code == 403
    with awards.standstill_over(told):
        assert [n.url for n in needs(people.fresh(manager), clock.now())] == [url]
        page = client.get(url).content.decode()
        assert "3 obligations will be taken over" in page
        tender = told.tender
        form = {
            "starts_on": tender.contract_starts_on.isoformat(),
            "ends_on": tender.contract_ends_on.isoformat(),
            "manager": manager.pk,
            "lead_director": director.pk,
        }
        client.post(url, form)
        contract = Contract.objects.get()
        supplier_person = told.bid.supplier.memberships.first().user
        assert supplier_person.messages.filter(url=f"/contracts/{contract.pk}/handover/").count() == 1
        handover = reverse("contract-handover", args=[contract.pk])
        for person in (manager, supplier_person):
            assert [n.url for n in obligation_needs(people.fresh(person), clock.now())] == [handover]
            client.force_login(person)
            assert client.get(handover).status_code == 200
    loser = next(b for b in told.tender.bids.all() if b.pk != told.bid_id).supplier.memberships.first().user
    client.force_login(loser)
    assert client.get(handover).status_code == 404
