"""A sole bidder who lost the second step is helped by two people who run the service: named, with reasons, told to all."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from socialvalue.accounts.administration.models import StepReset
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.notifications.models import Message
from tests.builders import people

pytestmark = pytest.mark.django_db
TYPED = {
    "council": "Kentish Council",
    "operator": "Olga Operator",
    "second": "Sam Second",
    "how": "We called the number in the register of companies.",
    "reason": "The phone was stolen, and no council has opened a bid of theirs.",
}


@pytest.fixture
def council():
    return people.council("Kentish Council")


@pytest.fixture
def bidder():
    user = people.person(people.supplier("Lonely Care Ltd"), Role.SUPPLIER, name="Lou Lonely")
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=user, type=kind, data={})
    return user


def run(capsys, email: str, **changed) -> str:
    call_command("remove_second_step", email, **{**TYPED, **changed})
    return capsys.readouterr().out


def test_the_old_factor_goes_every_session_ends_and_the_record_has_both_names(capsys, client, council, bidder):
    client.force_login(bidder)
    assert client.get("/account/").status_code == 200
    assert run(capsys, bidder.email.upper()).startswith("The second step of Lou Lonely is removed")
    assert not Authenticator.objects.filter(user=bidder).exists()
    assert client.get("/account/").status_code == 302
    event = AuditEvent.objects.get(verb="removed a second step from the command line")
    assert (event.actor, event.actor_label) == (None, "The command line, used by Olga Operator")
    assert "together with Sam Second" in event.sentence
    assert "The phone was stolen" in event.reason
    assert "the register of companies" in event.reason
    assert event.council == council


def test_everybody_who_should_know_is_told(capsys, council, bidder):
    told = [people.person(council, role) for role in (Role.ADMINISTRATOR, Role.ADMINISTRATOR, Role.LEAD_DIRECTOR)]
    colleague = people.person(bidder.supplier, Role.SUPPLIER)
    people.person(council, Role.COMMISSIONER)
    people.person(people.council(), Role.ADMINISTRATOR)
    run(capsys, bidder.email)
    rows = Message.objects.filter(key__startswith="step-removed-told:")
    assert {row.recipient for row in rows} == {*told, colleague}
    assert {row.recipient: bool(row.private) for row in rows} == {**dict.fromkeys(told, True), colleague: False}
    mail = Message.objects.get(address=bidder.email)
    assert mail.subject == "Your second step was removed"
    assert "Olga Operator and Sam Second, who run" in mail.body


def test_what_was_asked_of_a_council_meanwhile_is_taken_back(capsys, council, bidder):
    by = people.person(council, Role.ADMINISTRATOR)
    StepReset.objects.create(user=bidder, council=council, how="By telephone.", reason="It is lost.", asked_by=by)
    run(capsys, bidder.email)
    assert not StepReset.objects.undecided().exists()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"operator": " "}, "Give the names of two people"),
        ({"second": ""}, "Give the names of two people"),
        ({"second": "olga  OPERATOR"}, "The second person must be another one"),
        ({"second": "Lou Lonely"}, "Nobody removes their own second step"),
        ({"how": "ok"}, "Say how you both checked who they are"),
        ({"reason": "lost"}, "Say what happened, and why no council can help"),
        ({"council": "Nowhere"}, "There is no council called “Nowhere”"),
    ],
)
def test_what_it_refuses_and_then_nothing_is_removed(capsys, council, bidder, changed, message):
    with pytest.raises(CommandError, match=message):
        run(capsys, bidder.email, **changed)
    assert Authenticator.objects.filter(user=bidder).count() == 2
    assert not Message.objects.exists()


def test_whom_it_does_not_help(capsys, council, bidder):
    officer = people.with_step(people.person(council, Role.ADMINISTRATOR))
    with pytest.raises(CommandError, match="two people of their council reset it"):
        run(capsys, officer.email)
    Authenticator.objects.filter(user=bidder).delete()
    for address in (bidder.email, "nobody@example.org"):
        with pytest.raises(CommandError, match="Nobody signs in with this address and a second step"):
            run(capsys, address)
