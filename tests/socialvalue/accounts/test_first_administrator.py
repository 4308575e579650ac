"""The first administrator, and the way in where nobody can confirm one: named, with a reason, told to all."""

import pytest
from django.core.management import CommandError, call_command

from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.models import AuditEvent
from socialvalue.notifications.models import Message
from tests.builders import people

pytestmark = pytest.mark.django_db
WHY = "The only administrator has left without a word."
TYPED = {"name": "Nora New", "council": "Kentish Council", "operator": "Olga Operator", "reason": WHY}


def run(capsys, email: str = "Nora@council.example", **changed) -> str:
    call_command("make_administrator", email, **{**TYPED, **changed})
    return capsys.readouterr().out


def test_the_first_of_a_new_council(capsys):
    said = run(capsys, new_council=True)
    user = User.objects.get(email="nora@council.example")
    council = Organisation.objects.get(name="Kentish Council")
    assert said == "Nora New is an administrator of Kentish Council. A link to set a password goes to nora@council.example.\n"
    assert user.can(Permission.ADMINISTER, council)
    membership = user.memberships.get()
    assert (membership.granted_by, membership.confirmed_by) == (None, None)
    events = AuditEvent.objects.order_by("pk")
    assert [(e.verb, e.actor, e.actor_label, e.reason) for e in events] == [
        ("made a council", None, "The command line, used by Olga Operator", ""),
        ("made an administrator", None, "The command line, used by Olga Operator", WHY),
    ]
    assert "set a password" in Message.objects.get(address=user.email).body


def test_every_administrator_and_director_is_told_at_once(capsys, mailoutbox):
    council = people.council("Kentish Council")
    told = [people.person(council, role) for role in (Role.ADMINISTRATOR, Role.LEAD_DIRECTOR)]
    people.person(council, Role.COMMISSIONER)
    people.person(people.council(), Role.ADMINISTRATOR)
    run(capsys)
    messages = Message.objects.filter(key__startswith="administrator-made").order_by("pk")
    assert [m.recipient for m in messages] == told
    assert {(m.private, m.for_information) for m in messages} == {(f"Why: {WHY}", False)}
    assert "Olga Operator, who runs this service, made Nora New (nora@council.example)" in messages[0].body


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"operator": " "}, "Give the name of the person who types the command"),
        ({"reason": "ok"}, "Say why no second person confirms it"),
        ({"council": "Nowhere"}, "There is no council called “Nowhere”. There is: Kentish Council. --new-council makes it"),
        ({"new_council": True}, "There is a council called “Kentish Council” already"),
    ],
)
def test_what_it_refuses(capsys, changed, message):
    people.council("Kentish Council")
    with pytest.raises(CommandError, match=message):
        run(capsys, **changed)
    assert not User.objects.filter(email="nora@council.example").exists()
    assert not AuditEvent.objects.exists()


def test_not_an_account_of_a_supplier_and_not_twice(capsys):
    people.council("Kentish Council")
    bidder = people.person(people.supplier(), Role.SUPPLIER)
    with pytest.raises(CommandError, match="Use another email address for work at the council"):
        run(capsys, bidder.email)
    run(capsys)
    with pytest.raises(CommandError, match="Nora New is an administrator already"):
        run(capsys)
