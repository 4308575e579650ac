"""Who follows up, who is asked to, and what a rule needs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from contracts.follow_up import services
from contracts.follow_up.models import FollowUp, MeasureRule
from contracts.follow_up.needs import needs
from contracts.follow_up.permissions import can_follow_up, check_can_follow_up
from contracts.follow_up.selectors import counts_for, follow_ups_for
from contracts.follow_up.services import follow
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.follow_up.steps import NOW
from tests.contracts.follow_up.test_looking import with_measures
from tests.reading import as_read, tables_in

pytestmark = pytest.mark.django_db
DONE = "They had a new book-keeper, it is on its way."


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def stage():
    """Two returns are late."""
    contract, who = build.active_contract()
    follow(clock.now())
    return who, contract, FollowUp.objects.order_by("pk").first()


def test_who_follows_up(stage):
    who, _, item = stage
    _, there = build.active_contract()
    assert [can_follow_up(one, item) for one in (who.manager, who.director, who.member, who.reporter, there.manager)] == [
        True, True, False, False, False,
    ]  # fmt: skip
    seen = [follow_ups_for(one).count() for one in (who.manager, who.director, who.member, who.reporter, there.manager)]
    assert seen == [2, 2, 0, 0, 0]


def test_done_with_a_word(stage):
    who, _, item = stage
    with pytest.raises(Refused, match="Say what you did or found"):
        services.done_with(item, by=who.manager, words="ok")
    done = services.done_with(item, by=who.manager, words=DONE)
    assert (done.done_by, done.done_words, done.is_open) == (who.manager, DONE, False)
    with pytest.raises(WrongState, match="nothing to follow up"):
        check_can_follow_up(who.manager, done)
    assert follow_ups_for(who.manager).count() == 1
    assert list(follow_ups_for(who.manager, which="done")) == [done]


def test_what_somebody_else_changed_is_not_taken_unseen(stage):
    who, _, item = stage
    services.give_to(item, by=who.manager, person=people.person(who.council, Role.CONTRACT_MANAGER))
    with pytest.raises(Conflict, match="Somebody else saved this"):
        services.done_with(item, by=who.manager, words=DONE, expected_version=item.version)


def test_a_colleague_is_asked_and_told_and_has_it_on_their_home(stage):
    who, contract, item = stage
    other = people.person(who.council, Role.CONTRACT_MANAGER)
    assert (counts_for(who.manager), counts_for(other)) == ({"in_time": 2}, {})
    services.give_to(item, by=who.manager, person=other)
    assert (counts_for(who.manager), counts_for(other)) == ({"in_time": 1}, {"in_time": 1})
    assert [need.text for need in needs(other, clock.now())] == ["Follow up 1 thing about returns: 1 not in time"]
    told = Message.objects.get(recipient=other)
    assert told.subject == f"Follow up a return: {contract.title}"
    assert "was due on 20 July 2025 and is not here." in told.body


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD_DIRECTOR])
def test_only_a_contract_manager_can_be_asked(stage, role):
    who, _, item = stage
    with pytest.raises(Refused, match="Only a contract manager can be asked to follow up"):
        services.give_to(item, by=who.manager, person=people.person(who.council, role))


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, django_assert_num_queries, many):
    who = build.parties()
    for _ in range(many):
        build.active_contract(who)
    follow(clock.now())
    client.force_login(who.manager)
    with django_assert_num_queries(QUERIES):
        page = client.get(reverse("follow-up"))
    (rows,) = tables_in(page).values()
    assert len(rows) == 2 * many


QUERIES = 5


def test_the_list_is_narrowed_by_question_contract_and_supplier(stage):
    who, contract, _ = stage
    counted = {
        "question": {"in_time": 2, "complete": 0},
        "contract": {contract.reference: 2, "another one": 0},
        "supplier": {who.supplier.name: 2, "Nobody Ltd": 0},
        "which": {"mine": 2, "done": 0},
    }
    for name, answers in counted.items():
        for value, count in answers.items():
            assert follow_ups_for(who.manager, **{name: value}).count() == count, (name, value)


def test_one_is_done_by_its_page_and_then_says_so(client, stage):
    who, _, item = stage
    client.force_login(who.manager)
    address = reverse("follow-up-item", args=[item.pk])
    assert "Choose who follows it up" in as_read(client.post(address, {"becomes": "give", "version": item.version}))
    assert "Say what you did or found" in as_read(client.post(address, {"becomes": "done", "version": item.version}))
    sent = {"becomes": "done", "words": DONE, "version": item.version}
    assert client.post(address, sent).url == reverse("follow-up")
    assert f"was done with it on 20 January 2026 at 9am: {DONE}" in as_read(client.get(address).content.decode()).replace(
        '<time datetime="2026-01-20T09:00:00+00:00">', ""
    ).replace("</time>", "")


@pytest.mark.parametrize(
    ("change", "field", "why"),
    [
        ({"parts": []}, "part_1", "Choose at least one measure"),
        ({"same": True}, "whole", "Choose another measure"),
        ({"unit": "tonnes"}, "part_1", "Choose measures that are counted in the same unit"),
        ({"because": "ok"}, "because", "Say why this has to be so"),
    ],
)
def test_what_a_rule_needs(change, field, why):
    who = build.parties()
    part, whole = with_measures(who.council)
    if unit := change.pop("unit", ""):
        whole.unit = unit
    if change.pop("same", False):
        whole = part
    typed = {"compares": "at_most", "parts": [part], "whole": whole, "because": "Every apprentice is one of them."} | change
    with pytest.raises(Refused, match=why) as refused:
        services.enter_rule(who.council, by=who.manager, **typed)
    assert (refused.value.problems[0][0], MeasureRule.objects.count()) == (field, 0)


def test_who_enters_a_rule_and_what_its_page_says(client):
    who = build.parties()
    part, whole = with_measures(who.council)
    typed = {"compares": "equal", "parts": [part], "whole": whole, "because": "Every apprentice is one of them."}
    for person in (who.director, who.member, who.reporter):
        with pytest.raises(NotAllowed, match="create contracts"):
            services.enter_rule(who.council, by=person, **typed)
    client.force_login(who.manager)
    sent = {"part_1": part.pk, "compares": "equal", "whole": whole.pk, "because": "Every apprentice is one of them."}
    assert client.post(reverse("measure-rule-new"), sent).url == reverse("measure-rules")
    rule = MeasureRule.objects.get()
    assert rule.sentence == f"{part.name}: together exactly “{whole.name}”"
    page = as_read(client.get(reverse("measure-rules")))
    assert "Every apprentice is one of them." in page
    assert "End this rule" in page
    with clock.at(NOW + timedelta(hours=1)):
        services.end_rule(rule, by=who.manager)
        with pytest.raises(WrongState, match="ended already"):
            services.end_rule(rule, by=who.manager)
