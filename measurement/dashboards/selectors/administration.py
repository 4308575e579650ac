"""What an administrator has to look after: counts, each with the page that lists what was counted."""

from dataclasses import dataclass

from django.urls import reverse

from socialvalue.accounts.administration.selectors import (
    council_administered,
    invited_in_vain,
    jobs_of,
    people_of,
    without_second_step,
)
from socialvalue.accounts.models import User
from socialvalue.jobs.workflow import JobStatus
from socialvalue.notifications.selectors import undeliverable


@dataclass(frozen=True)
class Watched:
    """One thing to look after: how many, in words for one and for many, what to do about it, and where."""

    count: int
    one: str
    many: str
    hint: str
    url: str

    @property
    def words(self) -> str:
        return f"{self.count:,} {self.one if self.count == 1 else self.many}"


def watched(user: User) -> list[Watched]:
    """Failed jobs, emails given up, people without a second step, invitations that ran out: all four, also at nought."""
    council = council_administered(user)
    if council is None:
        return []
    people = people_of(council)
    jobs, everybody = reverse("administration-jobs"), reverse("administration-people")
    return [
        Watched(
            jobs_of(user, JobStatus.FAILED).count(),
            "job failed",
            "jobs failed",
            "Read why, and start them again.",
            f"{jobs}?status={JobStatus.FAILED.value}",
        ),
        Watched(
            undeliverable().count(),
            "email could not be sent",
            "emails could not be sent",
            "The mail server refused them every time.",
            jobs,
        ),
        Watched(
            without_second_step(people).count(),
            "person signs in without a second step",
            "people sign in without a second step",
            "Ask them to switch on two-step sign-in on their account page.",
            f"{everybody}?only=one-step",
        ),
        Watched(
            invited_in_vain(people).count(),
            "invitation ran out",
            "invitations ran out",
            "Nobody followed the link in time. They can ask for another with “Forgotten your password?”.",
            f"{everybody}?only=ran-out",
        ),
    ]
