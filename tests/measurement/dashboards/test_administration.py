"""What an administrator looks after: counted for their own council, and listed where the count leads."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings

from measurement.dashboards.selectors.administration import watched
from socialvalue.accounts.administration import services
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.jobs.models import Job
from socialvalue.notifications.models import MOST_ATTEMPTS, Message
from tests.builders import people, pipeline
from tests.measurement.dashboards.steps import part, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return people.council()


@pytest.fixture
def admin(council):
    user = people.person(council, Role.ADMINISTRATOR)
    two_steps(user)
    return user


def two_steps(user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})


def counts(user) -> list[str]:
    return [one.words for one in part(user, "watched").data["watched"]]


def listed(client, user, only: str) -> str:
    return words(client, user, address=f"/administration/people/?only={only}")


def test_nothing_needs_them_and_that_is_said(client, admin):
    assert words(client, admin) == (
        "Home Nothing needs you No job has failed, every email has gone out, everybody signs in with two steps, and every "
        "invitation was taken up or is still good. Administration"
    )


def test_a_failed_job_of_the_council(client, admin, council):
    own = people.person(council, Role.CONTRACT_MANAGER)
    two_steps(own)
    strange = people.person(people.council(), Role.CONTRACT_MANAGER)
    for n, (user, status) in enumerate([(own, "failed"), (own, "done"), (strange, "failed"), (None, "failed")]):
        Job.objects.create(kind="self-check", key=f"k{n}", status=status, requested_by=user)
    assert counts(admin) == ["2 jobs failed"]
    assert "2 jobs failed Read why, and start them again." in words(client, admin)


@pytest.mark.parametrize(("attempts", "expected"), [(MOST_ATTEMPTS, ["1 email could not be sent"]), (MOST_ATTEMPTS - 1, [])])
def test_an_e_mail_that_was_given_up(admin, attempts, expected):
    Message.objects.create(key="k", address="a@example.org", subject="S", body="B", attempts=attempts)
    assert counts(admin) == expected


def test_people_without_a_second_step_and_the_list_of_them(client, admin, council):
    single = people.person(council, Role.EVALUATOR, name="Only a password")
    two_steps(people.person(council, Role.EVALUATOR, name="Two steps"))
    people.person(people.council(), Role.EVALUATOR, name="Of another council")
    people.person(pipeline.partner(), Role.PARTNER, name="Of a partner")
    gone = people.person(council, Role.EVALUATOR, name="Has left")
    services.end_access(gone, council, by=people.fresh(admin), reason="They work elsewhere now.")
    assert counts(admin) == ["1 person signs in without a second step"]
    page = listed(client, admin, "one-step")
    assert re.findall(r"Only a password|Two steps|Of another council|Of a partner|Has left", page) == [single.name] * page.count(
        single.name
    )
    assert "1 person" in page


def test_recovery_codes_alone_are_no_second_step(admin, council):
    user = people.person(council, Role.EVALUATOR)
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0})
    assert counts(admin) == ["1 person signs in without a second step"]


@pytest.mark.parametrize(("more", "expected"), [(1, ["1 invitation ran out"]), (0, [])], ids=["after it", "to the second"])
def test_an_invitation_that_ran_out(client, admin, council, more, expected):
    then = clock.now()
    with clock.at(then):
        services.add_person(council, by=people.fresh(admin), email="new@example.org", name="Never came", roles=[Role.EVALUATOR])
    now = then + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + more)
    with clock.at(now):
        assert [one.words for one in watched(people.fresh(admin)) if one.count] == expected
    page = words(client, admin, now, "/administration/people/?only=ran-out")
    assert ("Never came" in page) is bool(expected)


def test_the_list_of_everybody_is_as_it_was(client, admin):
    page = words(client, admin, address="/administration/people/")
    assert "Show everybody" not in page
    odd = words(client, admin, address="/administration/people/?only=nonsense")
    assert "Choose one of the options for show" in odd
    assert odd[odd.index("People, by name") :] == page[page.index("People, by name") :]


def test_who_administers_nothing_has_nothing_to_look_after(council):
    assert watched(people.person(council, Role.COMMISSIONER)) == []
