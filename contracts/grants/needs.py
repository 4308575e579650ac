"""What grants ask of a person today: the word of a second person. That an evaluation is due is a warning of the contract."""

from datetime import datetime

from django.urls import reverse

from contracts.grants.selectors import evaluations_to_decide
from socialvalue.common.needs import Need


def needs(user, now: datetime) -> list[Need]:
    return [
        Need(
            f"Agree to the evaluation of {one.contract.title}, or refuse it",
            reverse("grant-evaluation", args=[one.pk]),
            due=one.due_then,
        )
        for one in evaluations_to_decide(user)
    ]
