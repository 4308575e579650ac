"""What sums set aside ask of a person today: a decision on a project that somebody proposed."""

from datetime import datetime

from django.urls import reverse

from contracts.innovation.selectors import projects_to_approve
from socialvalue.common.needs import Need


def needs(user, now: datetime) -> list[Need]:
    return [
        Need(
            f"Approve or refuse: {one.title}, a project of {one.pot.contract.title}", reverse("innovation-project", args=[one.pk])
        )
        for one in projects_to_approve(user)
    ]
