"""A grant is for a time and a task: what it is for, what is paid, and that it is evaluated before it ends or goes on."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.grants import services
from contracts.grants.models import Grant, GrantEvaluation, GrantPayment
from contracts.grants.selectors import known_of
from contracts.obligations.services import carry_on, change_dates, run_on
from contracts.register.models import Contract
from contracts.register.services import edit_contract, end_what_is_over, start_contract
from contracts.schedule.services import end_contract
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from tests.builders import contracts as build

from .steps import AGREED, DUE, FIRST, LAST, agreed, at, draft_grant, evaluated, outcomes, running_grant, said

pytestmark = pytest.mark.django_db
NOT_YET = r"This grant is not evaluated yet \(due 1 February 2027\)"
WHY = "The parish carries it on with its own money."
MIDDLE = date(2026, 12, 1)


def fresh(contract: Contract) -> Contract:
    return Contract.objects.get(pk=contract.pk)


# What it is for


def test_it_begins_once_it_is_said_what_it_is_for():
    contract, who = draft_grant()
    with pytest.raises(Refused, match="Say first what the grant is for, which outcomes it seeks and when it is evaluated"):
        start_contract(contract, by=who.manager)
    assert start_contract(said(contract, who), by=who.manager).is_active


def test_what_it_is_for_is_kept_with_its_outcomes_and_its_day():
    contract, who = draft_grant()
    found = outcomes(who.council)
    contract = said(contract, who, found=found)
    grant = Grant.objects.get(contract=contract)
    assert (grant.purpose, list(grant.outcomes.all())) == (
        "A weekly table for people over 75 who live alone in three villages.",
        found,
    )
    assert (contract.evaluation_due_on, grant.said_by) == (DUE, who.manager)
    assert AuditEvent.objects.filter(verb="said what a grant is for").count() == 1


def test_every_problem_is_told_at_once():
    contract, who = draft_grant()
    stranger = build.parties()
    with pytest.raises(Refused) as refusal:
        said(contract, who, purpose="Good.", found=outcomes(stranger.council), evaluation_due_on=FIRST)
    assert dict(refusal.value.problems) == {
        "purpose": "Say in a sentence what the grant is for: “Good.” does not",
        "outcomes": "Choose outcomes of a published framework of this council",
        "evaluation_due_on": "Enter a day after the grant’s first: before it nothing was done yet",
    }
    with pytest.raises(Refused, match="Choose at least one outcome that the grant seeks"):
        said(contract, who, found=[])


def test_a_change_in_force_is_told_to_who_holds_it_and_one_that_changes_nothing_is_not():
    contract, who = running_grant()
    found = list(Grant.objects.get(contract=contract).outcomes.all())
    told = who.reporter.messages.filter(key__startswith="grant-for:")
    said(contract, who, found=found)
    assert not told.exists()
    before = fresh(contract).version
    said(contract, who, found=found, conditions="Volunteers are checked, and named to the council.")
    assert told.count() == 1
    assert fresh(contract).version == before + 1


def test_a_grant_has_a_last_day():
    with pytest.raises(Refused, match="Enter the last day: a grant is for a time and a task"):
        draft_grant(ends_on=None)
    contract, who = draft_grant()
    with pytest.raises(Refused, match="Enter the last day: a grant is for a time and a task"):
        edit_contract(contract, by=who.manager, ends_on=None)


def test_nothing_but_a_grant_is_evaluated():
    contract, who = build.active_contract()
    assert contract.evaluation_due_on is None
    with pytest.raises(WrongState, match="This is no grant"):
        said(contract, who, found=outcomes(who.council))


# Payments


def test_payments_are_planned_and_paid():
    contract, who = running_grant()
    with at(MIDDLE):
        made = services.plan_payment(contract, by=who.manager, for_what="First half", due_on=MIDDLE, amount=Decimal(12000))
        services.record_payment(made, by=who.manager, paid_on=MIDDLE, paid=Decimal(11500))
        kept = GrantPayment.objects.get()
        assert (kept.paid, kept.paid_on, kept.paid_said_by) == (Decimal(11500), MIDDLE, who.manager)
        sentence = AuditEvent.objects.get(verb="recorded a payment").sentence
        assert sentence == "recorded £11,500 paid on 1 December 2026, of £12,000 planned: First half"
        with pytest.raises(WrongState, match="This payment is recorded as paid already"):
            services.record_payment(made, by=who.manager, paid_on=MIDDLE, paid=Decimal(1))
        with pytest.raises(WrongState, match="This payment is recorded as paid already"):
            services.drop_payment(kept, by=who.manager)


def test_payments_never_pass_what_the_grant_is_worth():
    contract, who = running_grant()
    with at(MIDDLE):
        first = services.plan_payment(contract, by=who.manager, for_what="First half", due_on=MIDDLE, amount=Decimal(12000))
        with pytest.raises(Refused, match="That is £0.01 more than is left of the grant’s £24,000: enter less"):
            services.plan_payment(contract, by=who.manager, for_what="More", due_on=MIDDLE, amount=Decimal("12000.01"))
        services.plan_payment(contract, by=who.manager, for_what="Second half", due_on=MIDDLE, amount=Decimal(12000))
        with pytest.raises(Refused, match="That is £1 more than is left"):
            services.record_payment(first, by=who.manager, paid_on=MIDDLE, paid=Decimal(12001))
        services.record_payment(first, by=who.manager, paid_on=MIDDLE, paid=Decimal(12000))


def test_a_payment_is_of_something_within_the_grants_days():
    contract, who = running_grant()
    with at(MIDDLE), pytest.raises(Refused) as refusal:
        services.plan_payment(contract, by=who.manager, for_what=" ", due_on=date(2026, 3, 31), amount=Decimal(0))
    assert [field for field, _ in refusal.value.problems] == ["for_what", "amount", "due_on"]
    with at(MIDDLE):
        made = services.plan_payment(contract, by=who.manager, for_what="First half", due_on=MIDDLE, amount=Decimal(12000))
        with pytest.raises(Refused, match="Enter today or a day before: what is to be paid later is planned"):
            services.record_payment(made, by=who.manager, paid_on=date(2026, 12, 2), paid=Decimal(1))


def test_a_planned_payment_is_dropped_and_the_record_says_which():
    contract, who = running_grant()
    made = services.plan_payment(contract, by=who.manager, for_what="First half", due_on=MIDDLE, amount=Decimal(12000))
    services.drop_payment(made, by=who.manager)
    assert not GrantPayment.objects.exists()
    assert AuditEvent.objects.get(verb="dropped a payment").sentence == (
        "took £12,000 planned for 1 December 2026 off the plan: First half"
    )


# Its evaluation


def test_it_neither_ends_nor_goes_on_before_it_is_evaluated():
    contract, who = running_grant()
    with at(MIDDLE):
        for act in (
            lambda: end_contract(contract, by=who.manager, reason=WHY),
            lambda: carry_on(contract, by=who.manager, until=date(2028, 3, 31), reason=WHY),
            lambda: run_on(contract, by=who.manager, without_end=False, reason=WHY),
            lambda: run_on(contract, by=who.manager, without_end=True, reason=WHY),
            lambda: change_dates(contract, by=who.manager, ends_on=date(2028, 3, 31), reason=WHY),
            lambda: edit_contract(contract, by=who.manager, ends_on=date(2028, 3, 31)),
            lambda: edit_contract(contract, by=who.manager, kind="contract"),
        ):
            with pytest.raises(Refused, match=NOT_YET):
                act()
    assert (fresh(contract).status, fresh(contract).ends_on, fresh(contract).kind) == ("active", LAST, "grant")


def test_the_clock_leaves_it_until_it_is_evaluated():
    contract, who = running_grant()
    after = date(2027, 4, 2)
    with at(after):
        assert end_what_is_over(clock.now()) == 0
        assert fresh(contract).status_words == "Past its end"
        assert fresh(contract).end_words == "to 31 March 2027, and not evaluated yet"
        assert list(Contract.objects.past_their_end(after)) == [contract]
        agreed(contract, who, proposes="end")
        assert end_what_is_over(clock.now()) == 1
    assert (fresh(contract).status, fresh(contract).ended_on) == ("ended", LAST)


def test_an_evaluation_counts_once_a_second_person_agrees():
    contract, who = running_grant()
    with at(MIDDLE):
        written = evaluated(contract, who)
        assert fresh(contract).evaluation_due_on == DUE
        with pytest.raises(WrongState, match="An evaluation is written already and waits for a second person"):
            evaluated(contract, who)
        services.decide_evaluation(written, by=who.director, accept=True, decision=AGREED)
        assert fresh(contract).evaluation_due_on is None
        with pytest.raises(WrongState, match="This grant is evaluated, and a second person agreed"):
            evaluated(fresh(contract), who)
    assert who.reporter.messages.filter(key__startswith=f"grant-evaluated:{written.pk}").exists()


def test_refused_it_is_still_owed_and_another_is_written():
    contract, who = running_grant()
    with at(MIDDLE):
        written = evaluated(contract, who)
        with pytest.raises(Refused, match="Say why you do not agree"):
            services.decide_evaluation(written, by=who.director, accept=False, decision="No.")
        services.decide_evaluation(written, by=who.director, accept=False, decision="Nobody asked the people who came.")
        assert fresh(contract).evaluation_due_on == DUE
        assert not who.reporter.messages.filter(key__startswith="grant-evaluated:").exists()
        evaluated(contract, who, learned="Those who came say that the lift matters most.")
    assert GrantEvaluation.objects.count() == 2


def test_taken_back_it_waits_no_more():
    contract, who = running_grant()
    with at(MIDDLE):
        written = services.withdraw_evaluation(evaluated(contract, who), by=who.manager)
        with pytest.raises(WrongState, match="This evaluation was decided already, or taken back"):
            services.decide_evaluation(written, by=who.director, accept=True, decision=AGREED)
        evaluated(contract, who)


@pytest.mark.parametrize("field", ["did_words", "learned", "why"])
def test_each_of_its_words_says_something(field):
    contract, who = running_grant()
    with at(MIDDLE), pytest.raises(Refused) as refusal:
        evaluated(contract, who, **{field: "Good."})
    assert [name for name, _ in refusal.value.problems] == [field]


def test_what_was_known_is_kept_beside_it():
    contract, who = running_grant()
    with at(MIDDLE):
        made = services.plan_payment(contract, by=who.manager, for_what="First half", due_on=MIDDLE, amount=Decimal(12000))
        services.record_payment(made, by=who.manager, paid_on=MIDDLE, paid=Decimal(12000))
        services.plan_payment(contract, by=who.manager, for_what="Second half", due_on=DUE, amount=Decimal(6000))
        written = evaluated(fresh(contract), who)
    assert written.facts == [
        "£12,000 is paid of £24,000; £6,000 is still to be paid.",
        "No KPI is agreed: nothing was to be reported.",
    ]


def test_what_is_known_of_its_kpis():
    contract, who = draft_grant()
    body = build.obligation(contract, who)
    for by in (who.reporter, who.manager):
        build.commitments.agree(type(body).objects.get(pk=body.pk), by=by)
    contract = start_contract(said(contract, who), by=who.manager)
    with at(date(2026, 7, 10)):
        build.verified_return(build.first_due(contract), who, "3")
    with at(date(2026, 10, 25)):
        assert known_of(contract) == [
            "£0 is paid of £24,000.",
            "1 of 2 returns verified, 1 late.",
            "1 of 1 KPIs are on target since it began.",
        ]


# After it


def test_agreed_to_end_it_does_not_go_on_and_ends_at_its_day_or_before():
    contract, who = running_grant()
    with at(MIDDLE):
        contract = agreed(contract, who, proposes="end")
        for act in (
            lambda: carry_on(contract, by=who.manager, until=date(2028, 3, 31), reason=WHY),
            lambda: run_on(contract, by=who.manager, without_end=False, reason=WHY),
            lambda: change_dates(contract, by=who.manager, ends_on=date(2028, 3, 31), reason=WHY),
        ):
            with pytest.raises(Refused, match="Its evaluation says that this grant ends, and a second person agreed"):
                act()
        assert end_contract(contract, by=who.manager, reason=WHY).is_ended


@pytest.mark.parametrize("proposes", ["continue", "change"])
def test_it_goes_on_after_its_evaluation_and_another_is_due_at_its_new_end(proposes):
    contract, who = running_grant()
    with at(MIDDLE):
        contract = carry_on(agreed(contract, who, proposes=proposes), by=who.manager, until=date(2028, 3, 31), reason=WHY)
        assert fresh(contract).evaluation_due_on == date(2028, 3, 31)
        with pytest.raises(Refused, match=r"not evaluated yet \(due 31 March 2028\)"):
            end_contract(contract, by=who.manager, reason=WHY)


def test_a_later_day_entered_in_the_register_is_its_going_on_too():
    contract, who = running_grant()
    with at(MIDDLE):
        contract = edit_contract(agreed(contract, who), by=who.manager, ends_on=date(2027, 9, 30))
        assert contract.evaluation_due_on == date(2027, 9, 30)


def test_an_earlier_day_after_its_evaluation_asks_for_no_other():
    contract, who = running_grant()
    with at(MIDDLE):
        contract = edit_contract(agreed(contract, who), by=who.manager, ends_on=date(2027, 2, 28))
        assert fresh(contract).evaluation_due_on is None


def test_it_never_runs_without_an_end():
    contract, who = running_grant()
    with at(MIDDLE):
        contract = agreed(contract, who)
        with pytest.raises(Refused, match="A grant is for a time and a task: enter its new last day"):
            run_on(contract, by=who.manager, without_end=True, reason=WHY)
        run_on(contract, by=who.manager, without_end=False, reason=WHY)
        assert fresh(contract).evaluation_due_on == date(2027, 12, 1)


def test_a_day_that_nobody_chose_moves_with_the_last_day_and_a_chosen_one_stays():
    contract, who = draft_grant()
    assert contract.evaluation_due_on == LAST
    contract = edit_contract(contract, by=who.manager, ends_on=date(2027, 6, 30))
    assert contract.evaluation_due_on == date(2027, 6, 30)
    contract = said(contract, who)
    contract = edit_contract(contract, by=who.manager, ends_on=date(2027, 9, 30))
    assert contract.evaluation_due_on == DUE


def test_what_becomes_a_grant_while_it_is_agreed_is_evaluated_and_the_other_way_round():
    contract, who = build.draft_contract(starts_on=FIRST, ends_on=LAST)
    contract = edit_contract(contract, by=who.manager, kind="grant")
    assert contract.evaluation_due_on == LAST
    contract = edit_contract(contract, by=who.manager, kind="contract")
    assert contract.evaluation_due_on is None
