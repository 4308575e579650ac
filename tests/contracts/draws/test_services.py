"""A council chooses a share; each return is drawn once, whatever anybody does; the record says so and can be worked out again."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, transaction

from contracts.draws import services
from contracts.draws.calculations.drawing import digest_of, is_drawn
from contracts.draws.models import Draw, DrawDay
from contracts.draws.selectors import chosen_on, draws_for
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.returns.selectors.queue import in_order, queue_for, waiting
from contracts.schedule.models import DueReturn
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from tests.builders import contracts as build
from tests.contracts.draws.steps import WHOLE, chosen, with_draw

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 20, 9, tzinfo=clock.LONDON)


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def stage():
    contract, who = build.active_contract(obligations=3)
    chosen(who)
    first = build.first_due(contract).starts_on
    return who, list(DueReturn.objects.filter(kpi__obligation__contract=contract, starts_on=first).order_by("pk"))


def handed_in(due, who, drawn: bool) -> Return:
    """Submitted on a day whose seed draws it, or does not."""
    with_draw(due, who.council, drawn=drawn)
    return build.submitted_return(due, who, **WHOLE)


def test_without_a_choice_nothing_is_drawn():
    contract, who = build.active_contract()
    build.submitted_return(build.first_due(contract), who)
    assert (Draw.objects.count(), DrawDay.objects.count()) == (0, 0)


def test_each_return_is_drawn_when_it_is_submitted_by_the_seed_of_the_day(stage):
    who, dues = stage
    for due in dues:
        build.submitted_return(due, who)
    day = DrawDay.objects.get()
    assert (day.council, day.day, len(day.seed)) == (who.council, date(2026, 1, 20), 64)
    for row in Draw.objects.select_related("day"):
        assert row.digest == digest_of(day.seed, f"{row.due_id}/1")
        assert row.drawn is is_drawn(row.digest, 10)
        assert row.comes_out
    assert {row.due_id for row in Draw.objects.all()} == {due.pk for due in dues}


def test_what_is_taken_back_or_sent_back_is_not_drawn_a_second_time(stage):
    who, dues = stage
    version = handed_in(dues[0], who, True)
    before = Draw.objects.values().get()
    returns.undo_submit(version, by=who.reporter)
    with clock.at(NOW + timedelta(days=1)):
        with_draw(dues[0], who.council, drawn=False)
        version = returns.submit_return(Return.objects.get(pk=version.pk), by=who.reporter)
        returns.query_return(version, by=who.manager, comment="Which three?")
    with clock.at(NOW + timedelta(days=2)):
        returns.submit_return(Return.objects.get(pk=version.pk), by=who.reporter)
    assert Draw.objects.values().get() == before


def test_a_correction_is_another_version_and_drawn_once_too(stage):
    who, dues = stage
    version = returns.verify_return(handed_in(dues[0], who, False), by=who.manager)
    again = returns.correct_return(version.due, by=who.reporter, reason="Two were counted twice, we saw.")
    with clock.at(NOW + timedelta(days=1)):
        with_draw(dues[0], who.council, drawn=True, number=2)
        returns.submit_return(again, by=who.reporter)
    assert dict(Draw.objects.values_list("number", "drawn")) == {1: False, 2: True}


@pytest.mark.parametrize(("model", "change"), [(Draw, {"drawn": False}), (DrawDay, {"seed": "0" * 64})])
def test_the_database_itself_lets_nobody_change_what_was_drawn(stage, model, change):
    who, dues = stage
    handed_in(dues[0], who, True)
    for write in (lambda: model.objects.update(**change), lambda: model.objects.filter(pk__gt=0)._raw_delete("default")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            write()


def test_drawn_wants_a_look_of_its_own_and_the_others_may_be_verified_together(stage):
    who, dues = stage
    drawn, other = handed_in(dues[0], who, True), None
    with clock.at(NOW + timedelta(days=1)):
        other = handed_in(dues[1], who, False)
        rows = {row.version.pk: row for row in waiting(list(queue_for(who.manager)))}
        assert rows[drawn.pk].why_not_together == "It is in order, and was drawn for a full look (1 in 10)"
        assert rows[other.pk].why_not_together == ""
        found, _ = in_order(queue_for(who.manager), 100, who.manager)
        assert [row.version for row in found] == [other]
        result = returns.verify_together([(one.pk, one.version) for one in (drawn, other)], by=who.manager)
        assert (result.verified, [left.version for left in result.left]) == ([other], [drawn])
        # By itself it is verified as any other, and the record says that it was drawn
        returns.verify_return(drawn, by=who.manager)
    said = [event.changes["draw"][1] for event in AuditEvent.objects.filter(verb="verify return").order_by("pk")]
    assert said == ["Not drawn (1 in 10)", "Drawn for a full look (1 in 10)"]


def test_what_is_not_in_order_says_so_first(stage):
    who, dues = stage
    with_draw(dues[0], who.council, drawn=True)
    build.submitted_return(dues[0], who, "1", **WHOLE)
    assert [row.why_not_together for row in waiting(list(queue_for(who.manager)))] == ["It is below its minimum"]


def test_a_choice_takes_effect_on_its_day_and_the_latest_counts():
    contract, who = build.active_contract()
    choose = {"by": who.director, "reason": "We have few people and many returns."}
    day = date(2026, 1, 21)
    services.choose_draw(who.council, one_in=10, from_day=day, **choose)
    services.choose_draw(who.council, one_in=5, from_day=day, **choose)
    services.choose_draw(who.council, one_in=None, from_day=date(2026, 2, 1), **choose)
    of = [who.council.pk]
    assert [chosen_on(of, date(2026, *one)) for one in ((1, 20), (1, 21), (1, 31), (2, 1))] == [
        {}, {of[0]: 5}, {of[0]: 5}, {},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("details", "field", "why"),
    [
        ({"from_day": date(2026, 1, 20)}, "from_day", "Enter a day from tomorrow on"),
        ({"one_in": 1}, "one_in", "Enter a whole number from 2 to 100"),
        ({"one_in": 101}, "one_in", "Enter a whole number from 2 to 100"),
        ({"reason": "ok"}, "reason", "Say why this is the right share"),
    ],
)
def test_what_may_be_chosen(details, field, why):
    _, who = build.active_contract()
    typed = {"one_in": 10, "from_day": date(2026, 1, 21), "reason": "We have few people and many returns."}
    with pytest.raises(Refused, match=why) as refused:
        services.choose_draw(who.council, by=who.director, **(typed | details))
    assert refused.value.problems[0][0] == field


def test_only_who_approves_the_reports_chooses():
    _, who = build.active_contract()
    for person in (who.manager, who.member, who.reporter):
        with pytest.raises(NotAllowed, match="approve periodic reports"):
            services.choose_draw(
                who.council, by=person, one_in=10, from_day=date(2026, 1, 21), reason="Few people, many returns."
            )


def test_only_the_council_s_people_read_what_was_drawn(stage):
    who, dues = stage
    handed_in(dues[0], who, True)
    _, there = build.active_contract()
    assert [draws_for(person).count() for person in (who.manager, who.director, who.member)] == [1, 1, 1]
    assert [draws_for(person).count() for person in (who.reporter, there.manager)] == [0, 0]


def test_the_command_works_every_draw_out_again(stage, capsys):
    who, dues = stage
    handed_in(dues[0], who, True)
    call_command("check_draws")
    assert capsys.readouterr().out == "1 draws come out as they are kept.\n"
    day = DrawDay.objects.get()
    Draw.objects.create(due=dues[1], number=1, day=day, one_in=10, digest="0" * 64, drawn=True)
    with pytest.raises(CommandError, match=rf"1 draws do not come out as they are kept: {dues[1].pk}/1 of 2026-01-20"):
        call_command("check_draws")
