"""The table of transitions: what it answers, and what it refuses to be."""

import re

import pytest
from django.db.models import TextChoices

from socialvalue.common.errors import WrongState
from socialvalue.common.workflow import Transition, Workflow


class Stage(TextChoices):
    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent in"
    KEPT = "kept", "Kept"
    LOST = "lost", "Lost"


SEND = Transition("send", (Stage.DRAFT,), Stage.SENT, "the drafter")
KEEP = Transition("keep", (Stage.SENT,), Stage.KEPT, "a clerk")
LOSE = Transition("lose", (Stage.SENT, Stage.KEPT), Stage.LOST, "nobody")


def letter(*transitions: Transition, initial: str = Stage.DRAFT) -> Workflow:
    return Workflow("letter", Stage, initial, list(transitions))


@pytest.mark.parametrize(
    ("sources", "target", "unknown"), [(("draft",), "gone", "gone"), (("draft", "posted"), "sent", "posted"), (("x",), "x", "x")]
)
def test_a_status_that_does_not_exist_is_refused_as_soon_as_the_table_is_read(sources, target, unknown):
    words = re.escape(f"letter: post names unknown statuses {{'{unknown}'}}")
    with pytest.raises(ValueError, match=f"^{words}$"):
        letter(SEND, Transition("post", sources, target, "a clerk"))


def test_a_table_keeps_what_it_is_made_of():
    one = letter(SEND, KEEP, initial=Stage.SENT)
    assert (one.name, one.statuses, one.initial, one.transitions) == ("letter", Stage, Stage.SENT, [SEND, KEEP])


OPEN = {
    ("send", Stage.DRAFT): Stage.SENT,
    ("keep", Stage.SENT): Stage.KEPT,
    ("lose", Stage.SENT): Stage.LOST,
    ("lose", Stage.KEPT): Stage.LOST,
}


@pytest.mark.parametrize("status", list(Stage))
@pytest.mark.parametrize("verb", ["send", "keep", "lose", "burn"])
def test_each_verb_in_each_status(verb, status):
    one = letter(SEND, KEEP, LOSE)
    assert one.allows(verb, status) is ((verb, status) in OPEN)
    if (verb, status) in OPEN:
        assert one.target(verb, status) == OPEN[verb, status]
    else:
        with pytest.raises(WrongState, match=f"^This cannot be done now: the letter is “{status.label}”$"):
            one.target(verb, status)


@pytest.mark.parametrize(
    ("transitions", "initial", "unreachable"),
    [
        ((SEND, KEEP, LOSE), Stage.DRAFT, set()),
        # The table's order does not matter, and two ways to one status are one
        ((LOSE, KEEP, SEND), Stage.DRAFT, set()),
        ((SEND, KEEP, LOSE), Stage.SENT, {Stage.DRAFT}),
        ((KEEP, LOSE), Stage.DRAFT, {Stage.SENT, Stage.KEPT, Stage.LOST}),
        ((SEND, LOSE), Stage.DRAFT, {Stage.KEPT}),
        ((Transition("back", (Stage.SENT,), Stage.DRAFT, "a clerk"), SEND), Stage.DRAFT, {Stage.KEPT, Stage.LOST}),
        ((), Stage.KEPT, {Stage.DRAFT, Stage.SENT, Stage.LOST}),
    ],
)
def test_what_no_chain_of_verbs_reaches(transitions, initial, unreachable):
    assert letter(*transitions, initial=initial).unreachable() == unreachable


def test_as_a_diagram():
    assert letter(SEND, LOSE).mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> draft",
        "    draft --> sent: send (the drafter)",
        "    sent --> lost: lose (nobody)",
        "    kept --> lost: lose (nobody)",
    ]
