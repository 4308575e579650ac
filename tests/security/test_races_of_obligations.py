"""Races between the two sides of a contract: fifty at once, and what stands is what the record says."""

from collections import Counter
from datetime import date

import pytest

from contracts.handover.enums import Point
from contracts.handover.models import KickOff
from contracts.handover.services import agree_minute, keep_minute
from contracts.obligations import services
from contracts.obligations.models import AgreedText, Objection, Obligation
from contracts.register.services import start_contract
from socialvalue.accounts.enums import Role
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.builders import measurement, people

from .at_once import DONE, THREADS, all_at_once, recorded
from .test_races import OTHERS, anew

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WORDS = "Our bid offered two apprenticeships a quarter, not three."
ANSWER = "Page 4 of the bid says three apprenticeships a quarter."


@pytest.fixture
def stage():
    contract, who = build.draft_contract()
    return contract, build.obligation(contract, who), who


def test_one_objection_is_open(stage):
    _, obligation, who = stage
    team = [who.reporter, *(people.person(who.supplier, Role.SUPPLIER) for _ in range(4))]

    def say(number):
        services.object_to(anew(obligation), by=anew(team[number % 5]), words=WORDS)

    assert all_at_once(say) == {DONE: 1, "WrongState": OTHERS}
    assert Objection.objects.open().count() == Objection.objects.count() == recorded("object to obligation") == 1
    assert Message.objects.filter(key__startswith="objection:").count() == 1


def test_an_objection_is_answered_once(stage):
    _, obligation, who = stage
    objection = services.object_to(obligation, by=who.reporter, words=WORDS)

    def answer(number):
        services.answer_objection(anew(objection), by=anew(who.manager), answer=ANSWER)

    assert all_at_once(answer) == {DONE: 1, "WrongState": OTHERS}
    assert (anew(objection).answer, recorded("answer objection")) == (ANSWER, 1)


def test_the_council_never_agrees_over_an_objection(stage):
    """Half of them object, half agree for the council: it agreed before the objection, or not at all."""
    contract, obligation, who = stage

    def either(number):
        if number % 2:
            services.agree(anew(obligation), by=anew(who.manager))
        else:
            services.object_to(anew(obligation), by=anew(who.reporter), words=WORDS)

    came_of_it = all_at_once(either)
    standing = anew(obligation)
    assert Objection.objects.open().count() == 1
    assert came_of_it[DONE] == 1 + (standing.council_agreed_at is not None)
    assert standing.is_proposed
    agreed, objected = recorded("agree obligation"), recorded("object to obligation")
    assert (agreed, objected) == (int(standing.council_agreed_at is not None), 1)


def test_the_last_word_keeps_one_text(stage):
    contract, obligation, who = stage
    others = [build.obligation(contract, who) for _ in range(2)]
    for one in (obligation, *others):
        services.agree(anew(one), by=who.manager)

    def agree(number):
        services.agree(anew((obligation, *others)[number % 3]), by=anew(who.reporter))

    came_of_it = all_at_once(agree)
    assert came_of_it == {DONE: 3, "WrongState": THREADS - 3}
    text = AgreedText.objects.get()
    assert text.number == 1
    assert [one["code"] for one in text.content["obligations"]] == ["O1", "O2", "O3"]


def test_who_is_counted_is_said_about_what_was_read():
    scene = measurement.scene()
    contract, who = build.draft_contract(scene.who)
    measure = scene.measures["LE2.2"]
    links = {"measure": measure, "outcome": measure.outcome, "priority": measure.outcome.priority}
    unit = {"unit": measure.unit, "direction": measure.direction}
    first, second = (build.obligation(contract, who, kpi=unit, **links) for _ in range(2))
    version, said = Obligation.objects.get(pk=second.pk).version, Counter()

    def say(number):
        part = anew(first) if number % 2 else None
        services.say_counted(
            anew(second),
            by=anew(who.manager),
            part_of=part,
            reason=f"The bid says so on page {number}.",
            expected_version=version,
        )
        said[part is not None] += 1

    assert all_at_once(say) == {DONE: 1, "Conflict": OTHERS}
    assert (anew(second).part_of_id == first.pk) is (said[True] == 1)
    assert recorded("say what is counted") == 1


def test_a_contract_starts_once_and_only_with_everything_agreed(stage):
    contract, obligation, who = stage
    services.agree(anew(obligation), by=who.manager)

    def either(number):
        if number % 2:
            start_contract(anew(contract), by=anew(who.manager))
        else:
            services.agree(anew(obligation), by=anew(who.reporter))

    all_at_once(either)
    assert anew(obligation).is_agreed
    assert recorded("start contract") <= 1
    assert anew(contract).is_active is (recorded("start contract") == 1)


def test_one_minute_of_a_kick_off_and_one_confirmation(stage):
    contract, _, who = stage
    answers = {point.value: f"{ANSWER} {point.label}" for point in Point}

    def enter(number):
        keep_minute(
            anew(contract),
            by=anew(who.manager),
            held_on=date(2025, 4, 3),
            council_people=f"Manager {number}",
            supplier_people="Lead",
            answers=answers,
            expected_version=0,
        )

    assert all_at_once(enter) == {DONE: 1, "Conflict": OTHERS}
    kept = KickOff.objects.get()

    def confirm(number):
        agree_minute(anew(kept), by=anew(who.reporter))

    assert all_at_once(confirm) == {DONE: 1, "WrongState": OTHERS}
    assert (recorded("minute kick-off"), recorded("agree kick-off")) == (1, 1)
