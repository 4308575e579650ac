"""How much there is to follow up for a person, as one line."""

from datetime import datetime

from django.urls import reverse

from contracts.follow_up.enums import Question
from contracts.follow_up.selectors import MINE, counts_for
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.common.counting import listed
from socialvalue.common.needs import Need

WORDS = {
    Question.CORRECT: "perhaps not correct",
    Question.COMPLETE: "not complete",
    Question.CONSISTENT: "unlike before",
    Question.IN_TIME: "not in time",
}


def needs(user: User, now: datetime) -> list[Need]:
    """“Follow up 7 returns: 2 not complete, 1 unlike before and 4 not in time”, for who manages contracts. One query."""
    if not user.can(P.EDIT_CONTRACTS):
        return []
    counts = counts_for(user)
    if not counts:
        return []
    total = sum(counts.values())
    parts = listed([f"{count:,} {WORDS[Question(question)]}" for question, count in counts.items()])
    words = f"Follow up {total:,} {'thing' if total == 1 else 'things'} about returns: {parts}"
    return [Need(words, f"{reverse('follow-up')}?which={MINE}")]
