"""A sum set aside, its projects and what they spend: it can never be passed."""

import copy
from datetime import date
from decimal import Decimal

import pytest

from contracts.innovation import services
from contracts.innovation.calculations import Line
from contracts.innovation.models import InnovationPot, InnovationProject, InnovationSpent
from contracts.innovation.selectors import pot_of, projects_to_approve
from contracts.register.models import Contract
from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import Refused, WrongState
from tests.builders import contracts as build
from tests.builders import people

from .steps import CAME, FOR, NOW, WHY, approved, at, pot, proposed, spent

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


def test_a_sum_is_set_aside_and_the_supplier_hears_of_it(stage):
    contract, who = stage
    made = pot(contract, who)
    assert (made.amount, made.purpose, made.set_aside_by) == (Decimal(20000), FOR, who.manager)
    assert who.reporter.messages.filter(key__startswith="innovation-pot:").count() == 1
    pot(contract, who)  # the same again changes nothing
    assert AuditEvent.objects.filter(verb="set money aside for new ideas").count() == 1


@pytest.mark.parametrize(
    "amount, words",
    [("0", "Enter an amount above £0"), ("1200000.01", "The contract is worth £1,200,000: enter that or less")],
)
def test_it_is_part_of_what_the_contract_is_worth(stage, amount, words):
    contract, who = stage
    with pytest.raises(Refused, match=words):
        pot(contract, who, amount)
    assert not InnovationPot.objects.exists()
    pot(contract, who, "1200000")


def test_it_is_for_something(stage):
    contract, who = stage
    with pytest.raises(Refused, match="Say in a sentence what the sum is for: “ok” does not"):
        services.set_aside(contract, by=who.manager, amount=Decimal(1), purpose="ok")


def test_without_a_sum_there_is_no_project(stage):
    contract, who = stage
    with pytest.raises(Refused, match="Nothing is set aside in this contract for new ideas"):
        proposed(contract, who.reporter)


def test_projects_together_never_pass_the_sum(stage):
    contract, who = stage
    pot(contract, who)
    approved(contract, who, "15000")
    with pytest.raises(Refused, match="Of the £20,000 set aside £5,000 is free: enter that or less"):
        proposed(contract, who.reporter, "5000.01")
    # Two that fit alone and not together: the second is refused when it is to be approved
    first, second = (proposed(contract, who.reporter, amount) for amount in ("3000", "2000.01"))
    services.decide_project(first, by=who.manager, accept=True, decision=WHY)
    with pytest.raises(Refused, match="Of the £20,000 set aside £2,000 is free"):
        services.decide_project(second, by=who.manager, accept=True, decision=WHY)
    assert pot_of(contract).free == Decimal(2000)


def test_the_sum_is_never_less_than_what_its_projects_take(stage):
    contract, who = stage
    pot(contract, who)
    approved(contract, who, "15000")
    with pytest.raises(Refused, match="Its projects take £15,000 already: enter that or more"):
        pot(contract, who, "14999.99")
    assert pot(contract, who, "15000").amount == Decimal(15000)


def test_a_refused_project_takes_nothing_and_its_supplier_reads_why(stage):
    contract, who = stage
    pot(contract, who)
    made = proposed(contract, who.reporter, "20000")
    with pytest.raises(Refused, match="Say why you refuse it"):
        services.decide_project(made, by=who.manager, accept=False, decision="No.")
    services.decide_project(made, by=who.manager, accept=False, decision="The same is tried in Dover already.")
    assert pot_of(contract).free == Decimal(20000)
    assert made.outcome.label == "Waits for a second person"
    assert InnovationProject.objects.get().state_words == "Refused"
    message = who.reporter.messages.get(key__startswith=f"innovation-project-of:{made.pk}:refused")
    assert message.subject == "Refused: A kitchen in Deal"


def test_the_manager_hears_of_a_proposal_and_is_asked_on_the_home_page(stage):
    contract, who = stage
    pot(contract, who)
    made = proposed(contract, who.reporter)
    assert who.manager.messages.filter(key__startswith=f"innovation-project-of:{made.pk}:waits").count() == 1
    assert [projects_to_approve(people.fresh(one)) for one in (who.manager, who.director, who.member)] == [[made], [made], []]
    own = proposed(contract, who.manager, title="The manager’s own")
    assert projects_to_approve(people.fresh(who.manager)) == [made]
    assert projects_to_approve(people.fresh(who.director)) == [made, own]


def test_what_was_spent_by_quarter_and_what_remains(stage):
    contract, who = stage
    pot(contract, who)
    first, second = approved(contract, who), approved(contract, who, "10000", "A choir")
    spent(first, who.reporter, (2026, 1), "1200.50")
    spent(second, who.manager, (2026, 1), "800")
    spent(first, who.reporter, (2026, 3), "500")
    assert pot_of(contract).lines == [
        Line((2026, 1), Decimal("2000.50"), Decimal("17999.50")),
        Line((2026, 2), Decimal(0), Decimal("17999.50")),
        Line((2026, 3), Decimal(500), Decimal("17499.50")),
    ]
    state = pot_of(contract)
    assert (state.spent, state.remaining, state.free) == (Decimal("2500.50"), Decimal("17499.50"), Decimal(5000))


def test_another_amount_takes_the_place_of_the_first_and_the_record_has_both(stage):
    contract, who = stage
    pot(contract, who)
    project = approved(contract, who)
    spent(project, who.reporter, (2026, 1), "1200")
    spent(project, who.manager, (2026, 1), "1100")
    row = InnovationSpent.objects.get()
    assert (row.amount, row.said_by) == (Decimal(1100), who.manager)
    assert AuditEvent.objects.filter(verb="said what was spent").order_by("pk").last().sentence == (
        "said that £1,100 of “A kitchen in Deal” was spent in April to June 2026, first quarter of 2026–27, no longer £1,200"
    )


@pytest.mark.parametrize(
    "quarter, amount, words",
    [
        ((2026, 1), "-0.01", "Enter £0 or more"),
        ((2026, 1), "3000.01", "Of the £5,000 that was approved £3,000 is left: enter that or less"),
        ((2026, 4), "1", "Enter a quarter that has begun"),
        ((2024, 4), "1", "Enter a quarter in which the contract ran"),
    ],
)
def test_a_project_spends_what_was_approved_in_quarters_that_have_begun(stage, quarter, amount, words):
    contract, who = stage
    pot(contract, who)
    project = approved(contract, who)
    spent(project, who.reporter, (2025, 1), "2000")
    with pytest.raises(Refused, match=words):
        spent(project, who.reporter, quarter, amount)
    spent(project, who.reporter, (2026, 3), "3000")


def test_once_it_is_finished_what_was_not_spent_is_free_again(stage):
    contract, who = stage
    pot(contract, who)
    project = approved(contract, who)
    spent(project, who.reporter, (2026, 1), "1200")
    with pytest.raises(Refused, match="Say what came of it"):
        services.finish_project(project, by=who.reporter, came_of_it="Good.")
    services.finish_project(project, by=who.reporter, came_of_it=CAME)
    assert (pot_of(contract).free, pot_of(contract).remaining) == (Decimal(18800), Decimal(18800))
    kept = InnovationProject.objects.get()
    assert (kept.came_of_it, kept.finished_on, kept.finished_by) == (CAME, NOW, who.reporter)
    with pytest.raises(WrongState, match="Only a project that is under way is accounted for"):
        spent(kept, who.reporter, (2026, 1), "1300")
    assert who.manager.messages.filter(key__startswith=f"innovation-project-of:{project.pk}:finished").exists()


def test_taken_back_it_takes_nothing_and_is_not_decided_on(stage):
    contract, who = stage
    pot(contract, who)
    made = services.take_back_project(proposed(contract, who.reporter), by=who.reporter)
    with pytest.raises(WrongState, match="This project was decided on already, or taken back"):
        services.decide_project(made, by=who.manager, accept=True, decision=WHY)


def test_nothing_is_spent_of_a_project_that_nobody_approved(stage):
    contract, who = stage
    pot(contract, who)
    made = proposed(contract, who.reporter)
    with pytest.raises(WrongState, match="Only a project that is under way is accounted for"):
        spent(made, who.reporter, (2026, 1), "1")


def test_a_change_of_the_sum_raises_the_contract_s_version(stage):
    contract, who = stage
    before = Contract.objects.get(pk=contract.pk).version
    pot(contract, who)
    assert Contract.objects.get(pk=contract.pk).version == before + 1


def test_nothing_is_set_aside_where_nothing_was(stage):
    assert pot_of(stage[0]) is None


def test_the_years_before_are_shown_too():
    contract, who = build.active_contract(starts_on=date(2025, 4, 1))
    pot(contract, who)
    spent(approved(contract, who), who.reporter, (2025, 4), "10")
    assert [line.words for line in pot_of(contract).lines] == [
        "January to March 2026, fourth quarter of 2025–26",
        "April to June 2026, first quarter of 2026–27",
        "July to September 2026, second quarter of 2026–27",
        "October to December 2026, third quarter of 2026–27",
    ]
