"""Past returns: imported to the rows they belong to, with the days of then, and never as if made or verified here."""

import copy
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from contracts.brought.enums import Holds
from contracts.brought.services import bring_in
from contracts.imports.calculations.mapping import Meaning
from contracts.returns import services
from contracts.returns.models import Return
from contracts.returns.permissions import can_stand_for_earlier, can_undo_submit, can_undo_verify
from contracts.returns.selectors.queue import just_verified
from contracts.schedule.models import DueReturn
from contracts.schedule.services import end_contract, waive
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import SupplierTie
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.common.reading import NOTHING_READ
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.brought.steps import (
    OBLIGATION,
    RETURN,
    SHARE,
    TODAY,
    VERIFIED,
    as_file,
    obligations,
    returns,
    running,
    told,
    with_framework,
)

pytestmark = pytest.mark.django_db
D = Decimal
OF_SHARE = RETURN | {"kpi": "2", "value": "12 of 15"}


@pytest.fixture(autouse=True)
def now():
    with clock.at(TODAY):
        yield


@pytest.fixture(scope="module")
def made_once(module_database):
    contract, who = running()
    with_framework(who)
    obligations(who, OBLIGATION, OBLIGATION | SHARE)
    return contract, who


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


def first() -> Return:
    return Return.objects.select_related("due").get(due__kpi__number=1)


def test_a_verified_one_says_when_it_was_and_by_whose_word_and_counts_from_now(stage):
    _, who = stage
    outcome = returns(who, VERIFIED, OF_SHARE, verified_by=who.director)
    assert (outcome.summary, outcome.verified) == ("2 created, 0 updated, 0 unchanged, 0 refused", 1)
    made = first()
    assert (made.status, made.value, made.brought_over) == ("verified", D(3), True)
    assert (made.sent_on, made.verified_on) == (date(2024, 7, 12), date(2024, 7, 30))
    assert (made.created_by, made.submitted_by, made.decided_by) == (who.manager, who.manager, who.director)
    assert {made.first_submitted_at, made.submitted_at, made.decided_at} == {clock.now()}
    assert made.decision_comment == "Verified by earlier records"
    assert (
        made.earlier_words == "Brought over from earlier records on 1 July 2026 (sent on 12 July 2024, verified on 30 July 2024)"
    )
    # In time by the days of then, although it came here two years later
    assert (made.days_late, made.late_words) == (0, "")
    share = Return.objects.get(due__kpi__number=2)
    assert (share.status, share.value, share.numerator, share.denominator) == ("submitted", D(80), D(12), D(15))
    assert (share.verified_on, share.decided_by) == (None, None)


def test_lateness_is_that_of_then_and_none_where_the_records_do_not_say(stage):
    _, who = stage
    returns(who, RETURN | {"sent on": "2024-07-25"}, RETURN | {"start date": "Q2 2024/25", "sent on": ""})
    late, unknown = Return.objects.order_by("due__starts_on")
    assert (late.days_late, late.late_words) == (5, "Submitted 5 days late")
    assert (unknown.days_late, unknown.earlier_words) == (0, "Brought over from earlier records on 1 July 2026")


def test_the_same_file_again_changes_nothing_and_tells_nobody(stage):
    _, who = stage
    returns(who, VERIFIED, OF_SHARE, verified_by=who.director)
    before, letters = list(Return.objects.values()), Message.objects.count()
    again = returns(who, VERIFIED, OF_SHARE, verified_by=who.director)
    assert (again.summary, again.verified) == ("0 created, 0 updated, 2 unchanged, 0 refused", 0)
    assert (list(Return.objects.values()), Message.objects.count()) == (before, letters)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("Q1 2024/25", "", date(2024, 4, 1)),
        ("Apr–Jun 2024", "", date(2024, 4, 1)),
        ("April 2024", "June 2024", date(2024, 4, 1)),
        ("2024-04-01", "2024-06-30", date(2024, 4, 1)),
        ("1/4/24", "30/6/24", date(2024, 4, 1)),
        ("45383", "45473", date(2024, 4, 1)),
        ("", "30 June 2024", date(2024, 4, 1)),
        ("2024-04-01", "", date(2024, 4, 1)),
        ("Quarter 4 2025/26", "", date(2026, 1, 1)),
        ("Year 2 Q1", "", date(2025, 4, 1)),
        ("May 2024", "", date(2024, 4, 1)),
    ],
)
def test_periods_are_understood_as_councils_write_them(stage, start, end, found):
    _, who = stage
    outcome = returns(who, RETURN | {"start date": start or end, "end date": end if start else "", "sent on": ""})
    if start == "May 2024":
        assert told(outcome)[0][:3] == (2, "start date", "May 2024")
        return
    assert told(outcome) == []
    assert first().due.starts_on == found


def test_months_are_understood_too(stage):
    _, who = stage
    obligations(who, OBLIGATION | {"obligation": "O2", "kpi": "3", "frequency": "monthly"})
    lines = [RETURN | {"kpi": "3", "start date": name, "sent on": ""} for name in ("April 2024", "May-24", "2024-06", "Jul 2024")]
    assert returns(who, *lines).summary == "4 created, 0 updated, 0 unchanged, 0 refused"
    rows = Return.objects.order_by("due__starts_on").values_list("due__starts_on", flat=True)
    assert list(rows) == [date(2024, month, 1) for month in (4, 5, 6, 7)]


def test_the_target_of_then_stands_in_its_period_alone(stage):
    contract, who = stage
    returns(who, RETURN | {"target": "2", "minimum": "1"})
    made = first()
    assert (made.due.target, made.due.minimum) == (D(2), D(1))
    rows = DueReturn.objects.filter(kpi=made.due.kpi).exclude(pk=made.due_id)
    assert set(rows.values_list("target", "minimum")) == {(D(3), D(2))}
    event = AuditEvent.objects.get(verb="bring over return")
    assert event.changes == {"target": ["3.0000", "2"], "minimum": ["2.0000", "1"]}


@pytest.mark.parametrize(
    ("line", "column", "value", "message"),
    [
        ({"contract": "RC-9"}, "contract", "RC-9", "is the reference of no contract of {council}: import the register first"),
        ({"kpi": "7"}, "kpi", "7", "is no KPI of RC-1: it has 1, 2"),
        ({"start date": "Q1 2023/24"}, "start date", "Q1 2023/24",
         "is no period of KPI 1. Its periods: 2024-04-01 to 2024-06-30; 2024-07-01 to 2024-09-30; …; 2028-01-01 to 2028-03-31"),
        ({"start date": "2024-04-01", "end date": "2024-05-31"}, "start date", "2024-04-01",
         "is no period of KPI 1. Its periods: 2024-04-01 to 2024-06-30; 2024-07-01 to 2024-09-30; …; 2028-01-01 to 2028-03-31"),
        ({"start date": "Quarter 1"}, "start date", "Quarter 1",
         "fits several periods of KPI 1: 2024-04-01 to 2024-06-30; 2025-04-01 to 2025-06-30; 2026-04-01 to 2026-06-30; 2027-04-01 to 2027-06-30"),
        ({"start date": "Q2 2026/27", "sent on": ""}, "start date", "Q2 2026/27",
         "This period is not over: it is reported on its page"),
        ({"value": ""}, "value", "", "Enter the value. If nothing was achieved, enter 0 and say why"),
        ({"value": "-"}, "value", "-", "can mean two things: write 0, or “no cases” where there was nothing to measure"),
        ({"value": "yes"}, "value", "yes", "This KPI is a number: yes and no are no answer to it"),
        ({"value": "no cases"}, "value", "no cases",
         "Only a share or a level can have no cases. If nothing was achieved, the figure is 0"),
        ({"value": "-3"}, "value", "-3", "The value cannot be negative"),
        ({"value": "9" * 14}, "value", "9" * 14, "The value must have at most 10 digits before the decimal point and 4 behind it"),
        ({"value": "9" * 40}, "value", "9" * 40, "is too large"),
        ({"value": "12 of 15"}, "value", "12 of 15", "This KPI is one number, not so many out of so many"),
        ({"kpi": "2", "value": "85%"}, "numerator", "", "This KPI is a share: enter two numbers, such as 12 of 15"),
        ({"kpi": "2", "value": "70 % (12 of 15)", "numerator": "12", "denominator": "15"}, None, None, None),
        ({"target": "2", "minimum": "2.5"}, "minimum", "2.5", "The minimum cannot be above the target of this period"),
        ({"target": "1"}, "target", "1", "The minimum cannot be above the target of this period"),
        ({"status": "draft"}, "status", "draft", "must be one of: sent, verified"),
        ({"status": ""}, "status", "", "this is needed"),
        ({"sent on": "2026-07-02"}, "sent on", "2026-07-02", "This day has not come yet"),
        ({"sent on": "2024-03-31"}, "sent on", "2024-03-31", "Lies before the period began"),
        ({"verified on": "2024-07-30"}, "verified on", "2024-07-30",
         "Only what was verified has this day: the status says it was sent"),
        ({"status": "verified", "verified on": "2024-07-11"}, "verified on", "2024-07-11", "Lies before the day on which it was sent"),
    ],
)  # fmt: skip
def test_each_refusal_has_its_line_column_and_value_and_nothing_comes_in(stage, line, column, value, message):
    _, who = stage
    outcome = returns(who, RETURN | {"numerator": "", "denominator": ""} | line, RETURN | {"start date": "Q2 2024/25"},
                      verified_by=who.director)  # fmt: skip
    if column is None:
        assert told(outcome) == []
        return
    assert told(outcome) == [(2, column, value, message.replace("{council}", who.council.name))]
    assert (outcome.code, Return.objects.count()) == (2, 0)


def test_a_percentage_that_contradicts_its_numbers_is_refused(stage):
    _, who = stage
    outcome = returns(who, OF_SHARE | {"value": "70", "numerator": "12", "denominator": "15"})
    assert told(outcome) == [(2, "value", "70", "does not agree with 12 of 15, which is 80 %")]
    assert returns(who, OF_SHARE | {"value": "80.4", "numerator": "12", "denominator": "15"}).code == 0


def test_no_cases_and_nil_are_answers(stage):
    _, who = stage
    lines = [OF_SHARE | {"value": "no cases"}, OF_SHARE | {"start date": "Q2 2024/25", "value": "0/0"}, RETURN | {"value": "nil"}]
    assert returns(who, *lines).summary == "3 created, 0 updated, 0 unchanged, 0 refused"
    assert list(Return.objects.filter(due__kpi__number=2).values_list("no_cases", "value")) == [(True, None)] * 2
    assert (first().value, first().no_cases) == (D(0), False)


def test_a_slip_of_the_pen_is_asked_about_and_not_refused(stage):
    _, who = stage
    outcome = returns(who, RETURN, RETURN | {"start date": "Q2 2024/25", "value": "3000"})
    assert outcome.code == 0
    assert {(note.line, note.column, note.value) for note in outcome.notes} == {(3, "value", "3000")}


def test_a_period_stands_once_in_a_file(stage):
    _, who = stage
    outcome = returns(who, RETURN, RETURN | {"start date": "2024-04-01", "end date": "2024-06-30"})
    assert told(outcome) == [(3, "start date", "2024-04-01", "this period of KPI 1 stands on line 2 already")]


def test_a_period_before_the_first_that_is_owed_says_from_when_it_is(stage):
    _, who = stage
    obligations(who, OBLIGATION | {"obligation": "O2", "kpi": "3", "agreed on": ""})
    assert told(returns(who, RETURN | {"kpi": "3"})) == [(2, "kpi", "3", "has no return due: nobody has agreed it yet")]


def test_good_lines_come_in_and_the_others_wait(stage):
    _, who = stage
    lines = [VERIFIED, RETURN | {"start date": "Q2 2024/25", "value": "many"}]
    outcome = returns(who, *lines, good_lines=True, verified_by=who.director)
    assert (outcome.summary, outcome.code) == ("1 created, 0 updated, 0 unchanged, 1 refused", 1)
    assert Return.objects.count() == 1
    lines[1]["value"] = "4"
    assert returns(who, *lines, verified_by=who.director).summary == "1 created, 0 updated, 1 unchanged, 0 refused"


# Who says that it was verified


def test_verified_needs_a_second_person(stage):
    contract, who = stage
    assert told(returns(who, VERIFIED)) == [(2, "status", "verified", "Say who says that it was verified: a second person")]
    own = told(returns(who, VERIFIED, verified_by=who.manager))
    assert own == [(2, "", "", "Somebody else than who brings returns over says that they were verified")]
    for nobody in (who.reporter, who.member, people.person(people.council("Another"), Role.LEAD_DIRECTOR)):
        assert returns(who, VERIFIED, verified_by=nobody).code == 2
        assert not can_stand_for_earlier(nobody, contract, who.manager)
    assert Return.objects.count() == 0
    assert can_stand_for_earlier(who.director, contract, who.manager)


def test_the_database_holds_two_people_apart_and_the_days_of_then_in_order(stage):
    _, who = stage
    returns(who, VERIFIED, verified_by=who.director)
    made = Return.objects.filter(pk=first().pk)
    with pytest.raises(IntegrityError, match="brought_over_return_verified_by_a_second"), transaction.atomic():
        made.update(created_by=who.director)
    with pytest.raises(IntegrityError, match="return_verified_by_somebody_else"), transaction.atomic():
        made.update(submitted_by=who.director)
    with pytest.raises(IntegrityError, match="earlier_days_are_in_order"), transaction.atomic():
        made.update(verified_on=date(2024, 7, 11))
    with pytest.raises(IntegrityError, match="earlier_days_are_of_earlier_records"), transaction.atomic():
        made.update(brought_over=False)


def test_a_contract_manager_with_a_tie_to_the_supplier_brings_nothing_of_it(stage):
    _, who = stage
    tied = people.person(who.council, Role.CONTRACT_MANAGER)
    SupplierTie.objects.create(user=tied, supplier=who.supplier, entered_by=tied)
    tied = people.fresh(tied)
    outcome = returns(who, RETURN, by=tied)
    assert [one[:2] for one in told(outcome)] == [(2, "")]
    assert "You work for one of these suppliers" in told(outcome)[0][3]


def test_a_supplier_brings_nothing_in_as_of_earlier_records(stage):
    _, who = stage
    with pytest.raises(NotAllowed, match="Your role does not include: create contracts, agree obligations, log returns"):
        returns(who, RETURN, by=who.reporter)


# What is here stays


def test_a_return_made_here_is_never_overwritten(stage):
    _, who = stage
    due = DueReturn.objects.filter(kpi__number=1).order_by("starts_on")[0]
    services.save_return(due, by=who.reporter, value=D(2))
    words = "A return of this period was made here: what is wrong in it is corrected on its page"
    assert told(returns(who, RETURN)) == [(2, "", "", words)]
    assert (first().value, first().status) == (D(2), "draft")


def test_a_later_correction_stays_when_the_file_is_run_again(stage):
    _, who = stage
    returns(who, VERIFIED, verified_by=who.director)
    made = first()
    draft = services.correct_return(made.due, by=who.reporter, reason="Two of the three had left by then.")
    draft = services.save_return(made.due, by=who.reporter, value=D(1))
    services.submit_return(draft, by=who.reporter, expected_version=NOTHING_READ)
    draft.refresh_from_db()
    services.verify_return(draft, by=who.manager, comment=build.SEEN, expected_version=NOTHING_READ)
    assert returns(who, VERIFIED, verified_by=who.director).summary == "0 created, 0 updated, 1 unchanged, 0 refused"
    assert list(Return.objects.order_by("number").values_list("status", "value", "brought_over")) == [
        ("replaced", D(3), True), ("verified", D(1), False),
    ]  # fmt: skip
    # Nor does a file that says otherwise than it did touch it
    words = "Was changed here after it was brought over: correct it on its page"
    assert told(returns(who, VERIFIED | {"value": "9"}, verified_by=who.director)) == [(2, "", "", words)]


def test_what_waits_is_updated_by_a_file_that_says_more(stage):
    _, who = stage
    returns(who, RETURN)
    assert (
        returns(who, RETURN | {"value": "4", "narrative": "Four began."}).summary
        == "0 created, 1 updated, 0 unchanged, 0 refused"
    )
    assert (first().value, first().narrative, first().status) == (D(4), "Four began.", "submitted")
    more = VERIFIED | {"value": "4", "narrative": "Four began."}
    assert returns(who, more, verified_by=who.director).summary == "0 created, 1 updated, 0 unchanged, 0 refused"
    assert (first().status, first().decided_by) == ("verified", who.director)
    # Verified, it is corrected and not overwritten
    words = "Stands here otherwise, and was verified: correct it on its page, with a reason"
    assert told(returns(who, VERIFIED | {"value": "5"}, verified_by=who.director)) == [(2, "", "", words)]


def test_what_was_sent_back_here_is_its_people_s(stage):
    _, who = stage
    returns(who, RETURN)
    services.query_return(first(), by=who.director, comment="Where is the list of names kept?", expected_version=NOTHING_READ)
    words = "Was changed here after it was brought over: correct it on its page"
    assert told(returns(who, RETURN | {"value": "4"})) == [(2, "", "", words)]
    services.save_return(first().due, by=who.manager, value=D(2))
    why = "The list has two names, not three."
    services.submit_return(first(), by=who.manager, change_reason=why, expected_version=NOTHING_READ)
    assert told(returns(who, RETURN | {"value": "4"})) == [(2, "", "", words)]
    assert (first().value, first().sent_on) == (D(2), date(2024, 7, 12))


def test_what_was_sent_is_verified_here_by_another_hand(stage):
    _, who = stage
    returns(who, RETURN)
    with pytest.raises(NotAllowed, match="You made this return yourself"):
        services.verify_return(first(), by=who.manager, comment=build.SEEN, expected_version=NOTHING_READ)
    services.verify_return(first(), by=who.director, comment=build.SEEN, expected_version=NOTHING_READ)
    assert (first().status, first().decision_comment, first().verified_on) == ("verified", build.SEEN, None)


def test_it_is_not_undone_but_corrected(stage):
    _, who = stage
    returns(who, VERIFIED, OF_SHARE, verified_by=who.director)
    assert not can_undo_verify(who.director, first())
    assert just_verified(who.director) == []
    with pytest.raises(WrongState, match="brought over from earlier records: correct it, with a reason"):
        services.undo_verify(first(), by=who.director)
    share = Return.objects.get(due__kpi__number=2)
    assert not can_undo_submit(who.manager, share)
    with pytest.raises(WrongState, match="brought over from earlier records"):
        services.undo_submit(share, by=who.manager)


def test_what_was_waived_stays_waived(stage):
    _, who = stage
    due = DueReturn.objects.filter(kpi__number=1).order_by("starts_on")[0]
    waive(due, by=who.manager, reason="The college was closed for the whole quarter.")
    outcome = returns(who, RETURN)
    assert [one[:3] for one in told(outcome)] == [(2, "start date", "Q1 2024/25")]


# Who is told, and what the record says


def test_the_supplier_and_whoever_stands_for_it_are_told_once(stage):
    contract, who = stage
    returns(who, VERIFIED, OF_SHARE, verified_by=who.director)
    letters = Message.objects.filter(key__startswith="brought-over-").exclude(key__startswith="brought-over-obligations")
    assert sorted((letter.recipient.pk, letter.subject) for letter in letters) == sorted([
        (who.reporter.pk, "2 past returns brought over from earlier records: Title of RC-1"),
        (who.director.pk, "1 past return is recorded as verified by your word"),
    ])  # fmt: skip
    # And nobody is asked or reminded as if the returns came today
    assert not Message.objects.filter(key__startswith="returns-handed-in").exists()
    assert not Message.objects.filter(key__startswith="return-verified").exists()


def test_the_timeline_says_where_it_comes_from(stage):
    _, who = stage
    returns(who, VERIFIED, verified_by=who.director)
    event = AuditEvent.objects.get(verb="bring over return")
    assert event.sentence == (
        f"brought over from earlier records, verified by the word of {who.director}, the return of KPI 1, "
        "1 April 2024 to 30 June 2024"
    )
    assert event.actor == who.manager
    whole = AuditEvent.objects.get(verb="bring over returns")
    assert whole.sentence.endswith(f"1 created, 0 updated, 0 unchanged, 0 refused; verified by the word of {who.director}")


def test_headings_and_words_of_the_council_s_own_file_are_read_by_what_was_said_of_them(stage):
    _, who = stage
    theirs = {"Ref": "RC-1", "Indicator no": "1", "When": "Q1 2024/25", "Done": "3", "State": "OK"}
    meaning = Meaning(
        headings={"contract": "Ref", "kpi": "Indicator no", "start date": "When", "value": "Done", "status": "State"},
        words={"status": {"ok": "sent"}},
    )
    outcome = bring_in(
        by=who.manager, council=who.council, holds=Holds.RETURNS, data=as_file(theirs), name="r.csv", meaning=meaning
    )
    assert (outcome.summary, first().value) == ("1 created, 0 updated, 0 unchanged, 0 refused", D(3))
    fixed = Meaning(headings={**meaning.headings, "status": ""}, fixed={"status": "sent"})
    outcome = bring_in(
        by=who.manager, council=who.council, holds=Holds.RETURNS, data=as_file(theirs), name="r.csv", meaning=fixed
    )
    assert (outcome.summary, outcome.unknown) == ("0 created, 0 updated, 1 unchanged, 0 refused", ["State"])


def test_a_file_without_its_headings_is_refused_by_name(stage):
    _, who = stage
    with pytest.raises(Refused, match="has no heading “kpi”, “start date” or “status”"):
        returns(who, {"contract": "RC-1", "figure": "3"})


def test_of_a_contract_that_has_ended_returns_come_in_and_obligations_do_not(stage):
    contract, who = stage
    with clock.at(datetime(2028, 5, 1, 9)):
        end_contract(contract, by=who.manager, ended_on=date(2028, 3, 31), expected_version=NOTHING_READ)
        assert returns(who, RETURN).count("created") == 1
        assert told(obligations(who, OBLIGATION | {"obligation": "O5", "kpi": "5"}))[0][3].startswith("This contract has ended")
