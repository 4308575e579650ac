"""Several returns are saved and submitted as one is: the same rules, all or none, and no statement more for more of them."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.returns import services
from contracts.returns.calculations.figures import Figure
from contracts.returns.models import Return
from contracts.returns.services import Written
from contracts.returns.services.period import CHANGED
from contracts.schedule.enums import ReturnStatus as S
from contracts.schedule.services import waive
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.builders import people

from .stage import ENDS_ON, TODAY, begin

pytestmark = pytest.mark.django_db

FIGURES = (
    Figure(value=Decimal(3)),
    Figure(numerator=Decimal(9), denominator=Decimal(10)),
    Figure(no_cases=True),
    Figure(value=Decimal(1)),
    Figure(value=Decimal(42)),
)


@pytest.fixture
def stage():
    with clock.at(TODAY):
        yield begin()


def written(stage, rows=range(5), **more):
    return [Written(due=stage.dues[row], figure=FIGURES[row], **more) for row in rows]


def shown(versions):
    return {one.pk: one.version for one in versions}


def stored():
    return list(Return.objects.order_by("due__kpi__number").values_list("status", "version"))


def drafts(stage, rows=(0, 1, 3, 4)):
    kept = services.keep_written(written(stage, rows), by=stage.who.reporter)
    return list(kept.saved.values())


def test_each_row_is_kept_as_its_kind_of_kpi_has_it(stage):
    kept = services.keep_written(written(stage, narrative="As told"), by=stage.who.reporter, page="p.1")
    assert kept.refused == {}
    rows = Return.objects.order_by("due__kpi__number")
    assert [(one.value, one.numerator, one.no_cases, one.narrative) for one in rows] == [
        (3, None, False, "As told"),
        (90, 9, False, "As told"),
        (None, None, True, "As told"),
        (1, None, False, "As told"),
        (42, None, False, "As told"),
    ]
    assert {(one.side, one.created_by, one.saved_by, one.saved_page, one.version) for one in rows} == {
        ("supplier", stage.who.reporter, stage.who.reporter, "p.1", 1)
    }
    begun = AuditEvent.objects.filter(verb="begin return")
    assert [(one.sentence, one.confidential) for one in begun.order_by("pk")] == [
        (f"began the return of KPI {number}, 1 April 2025 to 30 June 2025", True) for number in range(1, 6)
    ]


def test_a_row_that_is_refused_keeps_the_whole_from_being_saved_unless_the_rest_is_wanted(stage):
    rows = [*written(stage, (0, 1)), Written(due=stage.dues[4], figure=Figure(value=Decimal(-1)))]
    kept = services.keep_written(rows, by=stage.who.reporter)
    assert kept.saved == {}
    assert [(due, error.problems) for due, error in kept.refused.items()] == [
        (stage.dues[4].pk, [("value", "The value cannot be negative")])
    ]
    assert stored() == []
    kept = services.keep_written(rows, by=stage.who.reporter, whole=False)
    assert (list(kept.saved), list(kept.refused)) == ([stage.dues[0].pk, stage.dues[1].pk], [stage.dues[4].pk])
    assert stored() == [(S.DRAFT, 1), (S.DRAFT, 1)]


def test_what_two_people_type_in_different_rows_is_both_kept_and_in_one_row_neither_is_lost(stage):
    colleague = people.person(stage.who.supplier, "supplier")
    services.save_return(stage.dues[0], by=stage.who.reporter, value=Decimal(3), page="mine.1")
    theirs = services.keep_written(written(stage, (1,), expected_version=0), by=colleague, page="theirs.1")
    assert list(theirs.saved) == [stage.dues[1].pk]
    again = Written(due=stage.dues[0], figure=Figure(value=Decimal(7)), expected_version=0)
    kept = services.keep_written([again, *written(stage, (4,), expected_version=0)], by=colleague, page="theirs.2", whole=False)
    assert isinstance(kept.refused[stage.dues[0].pk], Conflict)
    assert list(kept.saved) == [stage.dues[4].pk]
    values = Return.objects.order_by("due__kpi__number").values_list("value", flat=True)
    assert list(values) == [3, 90, 42]


def test_the_same_words_again_write_nothing_and_a_change_raises_the_version(stage):
    drafts(stage)
    with CaptureQueriesContext(connection) as told:
        services.keep_written(written(stage, (0, 1, 3, 4), expected_version=9), by=stage.who.reporter)
    assert [one["sql"][:6] for one in told if one["sql"].startswith(("INSERT", "UPDATE"))] == []
    changed = Written(due=stage.dues[0], figure=Figure(value=Decimal(5)), expected_version=1)
    services.keep_written([changed, *written(stage, (1,), expected_version=1)], by=stage.who.reporter)
    assert stored() == [(S.DRAFT, 2), (S.DRAFT, 1), (S.DRAFT, 1), (S.DRAFT, 1)]


@pytest.mark.parametrize(
    ("which", "error", "words"),
    [
        ("verified", WrongState, "This return is verified. A correction replaces it, with a reason."),
        ("submitted", WrongState, "This return can no longer be changed: it is “Waiting to be verified”"),
        ("waived", WrongState, "This return is waived. Why: The school was closed for the whole quarter."),
        ("stranger", NotAllowed, "Returns are made by the contract's supplier or by the council's contract managers"),
    ],
)
def test_each_row_is_asked_what_a_single_return_is(stage, which, error, words):
    by, due = stage.who.reporter, stage.dues[0]
    if which == "verified":
        build.verified_return(due, stage.who)
    elif which == "submitted":
        build.submitted_return(due, stage.who)
    elif which == "waived":
        waive(due, by=stage.who.manager, reason="The school was closed for the whole quarter.")
    else:
        by = build.parties().reporter
    kept = services.keep_written(written(stage, (0,)), by=by)
    refusal = kept.refused[due.pk]
    assert (type(refusal), refusal.message) == (error, words)
    with pytest.raises(error, match=words.partition(" ")[0]):
        services.save_return(due, by=by, value=Decimal(3))


@pytest.mark.parametrize("count", [5, 12])
def test_saving_and_submitting_ask_the_database_as_much_for_twelve_as_for_five(count):
    with clock.at(TODAY):
        stage = begin(count, kind="sum", unit="hours", target=Decimal(40), minimum=None)
        by = people.fresh(stage.who.reporter)
        rows = [Written(due=due, figure=Figure(value=Decimal(40))) for due in stage.dues]
        services.save_return(stage.dues[0], by=by, value=Decimal(39))
        with CaptureQueriesContext(connection) as saving:
            kept = services.keep_written(rows, by=by)
        with CaptureQueriesContext(connection) as submitting:
            services.submit_period(stage.contract, ENDS_ON, shown(kept.saved.values()), by=by)
        assert Return.objects.filter(status=S.SUBMITTED).count() == count
        plain = [[one for one in told if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))] for told in (saving, submitting)]
        # Figures are kept in one statement where the database can, in eleven where it cannot
        assert [len(told) for told in plain] == [7, {"sqlite": 29, "postgresql": 19}[connection.vendor]]


def test_exactly_what_was_checked_is_submitted_at_one_moment(stage):
    versions = drafts(stage)
    sent = services.submit_period(stage.contract, ENDS_ON, shown(versions[:3]), by=stage.who.reporter)
    assert [one.pk for one in sent] == [one.pk for one in versions[:3]]
    assert stored() == [(S.SUBMITTED, 2), (S.SUBMITTED, 2), (S.SUBMITTED, 2), (S.DRAFT, 1)]
    submitted = Return.objects.filter(status=S.SUBMITTED)
    assert {(one.submitted_at, one.first_submitted_at, one.submitted_by) for one in submitted} == {
        (clock.now(), clock.now(), stage.who.reporter)
    }
    assert AuditEvent.objects.filter(verb="submit return", confidential=False).count() == 3
    assert Message.objects.filter(key__startswith="returns-handed-in:").count() == 1


def test_one_that_changed_since_the_check_keeps_all_of_them_back(stage):
    versions = drafts(stage)
    checked = shown(versions)
    services.save_return(stage.dues[0], by=stage.who.reporter, value=Decimal(4))
    with pytest.raises(Conflict, match="Somebody else saved this"):
        services.submit_period(stage.contract, ENDS_ON, checked, by=stage.who.reporter)
    assert {status for status, _ in stored()} == {S.DRAFT}
    services.submit_return(versions[1], by=stage.who.reporter)
    with pytest.raises(Conflict, match=CHANGED):
        services.submit_period(stage.contract, ENDS_ON, {versions[1].pk: 2, versions[2].pk: 1}, by=stage.who.reporter)
    assert stored() == [(S.DRAFT, 2), (S.SUBMITTED, 2), (S.DRAFT, 1), (S.DRAFT, 1)]


def test_nothing_shown_another_contract_or_another_period_is_not_what_was_checked(stage):
    versions = drafts(stage)
    other = begin(1, stage.who)
    foreign = services.save_return(other.dues[0], by=stage.who.reporter, value=Decimal(3))
    for contract, day, keys in (
        (stage.contract, ENDS_ON, {}),
        (stage.contract, ENDS_ON, {foreign.pk: 1}),
        (stage.contract, ENDS_ON.replace(month=9), shown(versions)),
        (other.contract, ENDS_ON, shown(versions)),
    ):
        with pytest.raises(Conflict, match=CHANGED):
            services.submit_period(contract, day, keys, by=stage.who.reporter)
    assert {one.status for one in Return.objects.all()} == {S.DRAFT}


def test_no_cases_without_a_reason_are_refused_with_all_that_were_sent_with_them(stage):
    versions = drafts(stage, (0, 2))
    with pytest.raises(Refused, match="Say in “What happened” why there were no cases"):
        services.submit_period(stage.contract, ENDS_ON, shown(versions), by=stage.who.reporter)
    assert stored() == [(S.DRAFT, 1), (S.DRAFT, 1)]


def test_before_the_period_is_over_one_reason_is_kept_with_those_that_may_still_change(stage):
    with clock.at(TODAY.replace(month=6, day=20)):
        versions = drafts(stage)
        with pytest.raises(Refused, match="This period runs until 30 June 2025: submit it from 1 July 2025"):
            services.submit_period(stage.contract, ENDS_ON, shown(versions), by=stage.who.reporter)
        with pytest.raises(Refused, match="Say why the figure is final although the period is not over"):
            services.submit_period(stage.contract, ENDS_ON, shown(versions), by=stage.who.reporter, early_reason="...")
        why = "The centre closes for good on 21 June."
        services.submit_period(stage.contract, ENDS_ON, shown(versions), by=stage.who.reporter, early_reason=why)
    assert {one.early_reason for one in Return.objects.all()} == {why}


def test_what_was_submitted_together_is_taken_back_together_with_one_message(stage):
    sent = services.submit_period(stage.contract, ENDS_ON, shown(drafts(stage)), by=stage.who.reporter)
    back = services.undo_period(stage.contract, ENDS_ON, [one.pk for one in sent], by=stage.who.reporter)
    assert [one.pk for one in back] == [one.pk for one in sent]
    assert {(one.status, one.first_submitted_at, one.submitted_at) for one in Return.objects.all()} == {(S.DRAFT, None, None)}
    told = Message.objects.filter(key__startswith="return-taken-back:").get()
    assert told.subject == "4 returns were taken back: Carers’ short breaks"
    assert told.body == (
        f"{stage.who.reporter} took back 4 returns of KPIs 1, 2, 4, 5 for 1 April 2025 to 30 June 2025. There is nothing to "
        "verify in them now."
    )


def test_nothing_is_taken_back_once_one_of_them_was_decided_or_ten_minutes_are_over(stage):
    sent = services.submit_period(stage.contract, ENDS_ON, shown(drafts(stage)), by=stage.who.reporter)
    keys = [one.pk for one in sent]
    with clock.at(TODAY.replace(minute=10)), pytest.raises(WrongState, match="This could be undone for 10 minutes"):
        services.undo_period(stage.contract, ENDS_ON, keys, by=stage.who.reporter)
    services.query_return(sent[3], by=stage.who.manager, comment="Which four hours were these?")
    with pytest.raises(WrongState, match="the return is “Sent back”"):
        services.undo_period(stage.contract, ENDS_ON, keys, by=stage.who.reporter)
    assert [status for status, _ in stored()] == [S.SUBMITTED] * 3 + [S.QUERIED]
    with pytest.raises(WrongState, match="There is nothing to undo"):
        services.undo_period(stage.contract, ENDS_ON.replace(month=9), keys, by=stage.who.reporter)


def test_one_that_was_sent_back_is_answered_with_the_others(stage):
    sent = services.submit_period(stage.contract, ENDS_ON, shown(drafts(stage, (0,))), by=stage.who.reporter)
    services.query_return(sent[0], by=stage.who.manager, comment="Which schools were these?")
    told = Message.objects.get(key__startswith="return-queried:")
    assert told.url == f"{stage.url()}#row-{stage.dues[0].pk}"
    answered = Written(due=stage.dues[0], figure=FIGURES[0], narrative="Three schools in Dover.", expected_version=3)
    kept = services.keep_written([answered, *written(stage, (4,))], by=stage.who.reporter)
    why = "The schools were left out by mistake."
    services.submit_period(stage.contract, ENDS_ON, shown(kept.saved.values()), by=stage.who.reporter, change_reason=why)
    assert [status for status, _ in stored()] == [S.SUBMITTED, S.SUBMITTED]
    saved = AuditEvent.objects.get(verb="save return")
    assert (saved.confidential, saved.changes) == (False, {"narrative": ["", "Three schools in Dover."]})
