"""What happens at the door stands in the record: once, with its number, and where administrators look."""

from datetime import datetime, timedelta

import pytest

from socialvalue.accounts.enums import Role
from socialvalue.accounts.services.hashers import BUSY, Argon2id, EarlierPBKDF2, in_turn
from socialvalue.audit.enums import FAILED, NEW_DEVICE, REFUSED, WAITED
from socialvalue.audit.models import AuditEvent, RepeatedEvent
from socialvalue.audit.tasks import fold
from socialvalue.common.errors import TooBusy
from socialvalue.common.logs import without_secrets
from socialvalue.notifications.models import Message
from tests.socialvalue.sessions.steps import been_here, browser, clock, guess, is_in, people, sign_in

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


NOON = datetime(2026, 11, 26, 12, tzinfo=clock.LONDON)


def told(verb: str) -> list[str]:
    return list(AuditEvent.objects.filter(verb=verb).order_by("pk").values_list("sentence", flat=True))


@pytest.fixture
def council():
    return people.council()


def test_wrong_passwords_are_one_event_with_their_number_and_no_actor(council):
    person = people.person(council, Role.MEMBER, name="Ada Example")
    with clock.at(NOON):
        guess(person, 4)
        first = "a wrong password was given for Ada Example, from 198.51.100.7"
        assert told(FAILED) == [first]
    with clock.at(NOON + timedelta(minutes=59)):
        assert fold() == 0, "the hour is not over"
    with clock.at(NOON + timedelta(minutes=60)):
        assert fold() == 1
        assert fold() == 0
    assert told(FAILED) == [first, f"{first}: 4 times within an hour, the last at midday"]
    assert AuditEvent.objects.filter(verb=FAILED).earliest("at", "pk").changes == {}
    assert AuditEvent.objects.filter(verb=FAILED).latest("pk").changes == {"times": [1, 4]}
    assert {(e.actor, e.council, e.subjects.get().label) for e in AuditEvent.objects.filter(verb=FAILED)} == {
        (None, council, "Ada Example")
    }
    assert not RepeatedEvent.objects.exists()


def test_the_next_hour_s_first_is_an_event_again(council):
    person = people.person(council, Role.MEMBER)
    for minute in (0, 59, 60):
        with clock.at(NOON + timedelta(minutes=minute)):
            guess(person, 1)
    assert [one.partition(": ")[2] for one in told(FAILED)] == ["", "2 times within an hour, the last at 12:59pm", ""]


def test_an_account_outside_the_council_is_not_named_and_unknown_ones_are_counted_by_network(council):
    supplier = people.person(people.supplier(), Role.SUPPLIER, name="Sealed Bidder")
    guess(supplier, 1, "198.51.100.1")
    for number in range(20):
        guess(f"nobody{number}@example.org", 1, "198.51.100.2")
    said = told(FAILED)
    assert len(said) == 3
    assert ": 10 times so far, the last at " in said[2]
    assert all("an account outside the council (" in one for one in said)
    assert not any(word in str(said) for word in ("Sealed", supplier.email, "nobody"))
    admin = people.person(council, Role.ADMINISTRATOR)
    assert AuditEvent.objects.visible_to(people.fresh(admin)).filter(verb=FAILED).count() == 3
    assert not AuditEvent.objects.visible_to(people.fresh(people.person(council, Role.MEMBER))).exists()


def test_another_council_s_administrator_reads_nothing_of_our_people(council):
    guess(people.person(council, Role.MEMBER), 1)
    ours, theirs = people.person(council, Role.ADMINISTRATOR), people.person(people.council(), Role.ADMINISTRATOR)
    seen = [AuditEvent.objects.visible_to(people.fresh(one)).filter(verb=FAILED).count() for one in (ours, theirs)]
    assert seen == [1, 0]


def test_who_is_made_to_wait_and_who_is_refused_stand_there_too(client, council):
    person = people.person(council, Role.MEMBER, name="Ada Example")
    guess(person, 7)
    assert told(WAITED) == ["after too many wrong tries somebody was made to wait for Ada Example, from 198.51.100.7"]
    client.force_login(person)
    for _ in range(3):
        assert client.get("/administration/people/").status_code == 403
    event = AuditEvent.objects.get(verb=REFUSED)
    assert (event.actor, event.sentence) == (person, "was refused GET /administration/people/")


def test_a_stranger_who_is_sent_to_sign_in_is_no_refusal(client):
    client.get("/administration/people/")
    client.post("/session/stay/")
    assert not AuditEvent.objects.exists()


def test_a_new_device_tells_its_owner_and_a_known_one_does_not(council):
    person = people.person(council, Role.MEMBER)
    been_here(person, browser("192.0.2.10", CHROME))
    assert not Message.objects.exists(), "whoever signs in for the first time has no other device"
    new = browser("198.51.100.9", FIREFOX)
    for _ in range(2):
        sign_in(new, person.email)
        assert is_in(new)
        new.post("/sign-out/")
    letter = Message.objects.get(address=person.email)
    assert letter.subject == "You signed in on a new device"
    assert "with Firefox on Linux, from the network address 198.51.100.9." in letter.body
    assert told(NEW_DEVICE) == ["signed in on a new device: Firefox on Linux, from 198.51.100.9"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("GET /invitation/WzEsMl0:1abc:sig/ HTTP/1.1", "GET /invitation/…/ HTTP/1.1"),
        ("/register/confirm/WzEs:x_y-z/?next=/bids/", "/register/confirm/…/?next=/bids/"),
        ("/password/set/1a-c9x-aa11/", "/password/set/…/"),
        ("/sign-in/council/back/?code=abc&state=d.e&x=1", "/sign-in/council/back/?code=…&state=…&x=1"),
        ("/register/check/ /invitation/ /password/set/", "/register/check/ /invitation/ /password/set/"),
    ],
)
def test_no_log_says_the_token_of_an_address(line, said):
    assert without_secrets(line) == said


def test_passwords_are_argon2id_as_owasp_has_it_and_earlier_ones_still_open():
    encoded = Argon2id().encode("three random words", "saltsaltsaltsalt")
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert Argon2id().verify("three random words", encoded)
    assert not Argon2id().verify("three random word", encoded)
    earlier = EarlierPBKDF2().encode("three random words", "saltsaltsaltsalt", 1000)
    assert EarlierPBKDF2().verify("three random words", earlier)


def test_a_password_of_before_is_hashed_anew_when_its_owner_signs_in(settings, client, council):
    settings.PASSWORD_HASHERS = [
        "socialvalue.accounts.services.hashers.Argon2id",
        "socialvalue.accounts.services.hashers.EarlierPBKDF2",
    ]
    person = people.person(council, Role.MEMBER)
    person.password = EarlierPBKDF2().encode("demonstration", "saltsaltsaltsalt", 1000)
    person.save()
    sign_in(client, person.email)
    person.refresh_from_db()
    assert is_in(client)
    assert person.password.startswith("argon2$argon2id$")


def test_when_too_many_passwords_are_looked_at_the_next_is_asked_to_try_again_and_not_counted(settings, client, council):
    settings.PASSWORD_HASHERS = ["socialvalue.accounts.services.hashers.Argon2id"]
    settings.PASSWORD_HASHES_WAIT_SECONDS = 0.01
    person = people.person(council, Role.MEMBER)
    with in_turn(), in_turn():
        with pytest.raises(TooBusy, match="Very many people"):
            Argon2id().encode("x", "saltsaltsaltsalt")
        answer = client.post("/sign-in/", {"login": person.email, "password": "demonstration"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert BUSY in answer.content.decode()
    assert told(FAILED) == []
    sign_in(client, person.email)
    assert is_in(client)
