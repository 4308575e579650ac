"""What happens very often is few rows of the record: the first, then at 10, 100, 1,000, and the number when its hour is over."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from socialvalue.accounts.enums import Role
from socialvalue.audit.enums import FAILED, REFUSED
from socialvalue.audit.models import AuditEvent, RepeatedEvent
from socialvalue.audit.services import MOST_OPEN, record_folded, record_the_folded
from socialvalue.common import clock
from tests.builders import people

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 26, 12, tzinfo=clock.LONDON)
WORDS = "a wrong password was given for Ada"


def at(minutes: float):
    return clock.at(NOON + timedelta(minutes=minutes))


def fail(times: int, what: str = "ada 198.51.100.7", **told) -> None:
    for _ in range(times):
        record_folded(what, FAILED, WORDS, **{"by": None, "about": [], **told})


def rows(verb: str = FAILED) -> list[str]:
    return list(AuditEvent.objects.filter(verb=verb).order_by("pk").values_list("sentence", flat=True))


@pytest.mark.parametrize(
    ("times", "said", "at_the_end"),
    [
        (1, [], []),
        (2, [], ["2 times within an hour, the last at midday"]),
        (9, [], ["9 times within an hour, the last at midday"]),
        (10, ["10 times so far, the last at midday"], []),
        (11, ["10 times so far, the last at midday"], ["11 times within an hour, the last at midday"]),
        (100, ["10 times so far, the last at midday", "100 times so far, the last at midday"], []),
    ],
)
def test_how_often_is_told_at_ten_times_as_many_and_at_the_end(times, said, at_the_end):
    with at(0):
        fail(times)
        assert record_the_folded() == 0
        assert rows() == [WORDS, *(f"{WORDS}: {one}" for one in said)]
    with at(60):
        assert (record_the_folded(), record_the_folded()) == (len(at_the_end), 0)
    assert rows() == [WORDS, *(f"{WORDS}: {one}" for one in (*said, *at_the_end))]
    assert not RepeatedEvent.objects.exists()


def test_when_it_last_happened_is_told():
    with at(0):
        fail(1)
    with at(17):
        fail(1)
    with at(60):
        record_the_folded()
    assert rows()[-1] == f"{WORDS}: 2 times within an hour, the last at 12:17pm"


@pytest.mark.parametrize(("minutes", "events"), [(59.9, 1), (60, 3)])
def test_an_hour_counts_from_the_first(minutes, events):
    """The next hour's first is an event of its own, and the hour before is written out with it."""
    with at(0):
        fail(2)
    with at(minutes):
        fail(1)
    assert len(rows()) == events
    assert RepeatedEvent.objects.get().more == (2 if events == 1 else 0)


def test_the_same_actor_and_subjects_stand_on_every_row():
    council = people.council()
    person = people.person(council, Role.MEMBER, name="Ada")
    with at(0):
        fail(12, by=person, about=[person], council=council)
    with at(61):
        record_the_folded()
    found = [(one.actor, one.council, [s.label for s in one.subjects.all()]) for one in AuditEvent.objects.filter(verb=FAILED)]
    assert found == [(person, council, ["Ada"])] * 3


def test_nothing_that_stands_in_the_record_is_changed():
    with at(0):
        fail(1)
        before = AuditEvent.objects.values().get(verb=FAILED)
        fail(20)
    assert AuditEvent.objects.values().get(pk=before["id"]) == before


def test_ten_thousand_addresses_are_counted_together():
    """Each is somebody else, so each would be a first."""
    with at(0):
        for number in range(MOST_OPEN + 30):
            record_folded(f"ada {number}", FAILED, f"{WORDS}, from {number}", by=None, about=[])
    found = rows()
    assert found[MOST_OPEN - 1] == f"{WORDS}, from {MOST_OPEN - 1}"
    rest = f"counts the rest together for an hour: “{FAILED}”"
    assert found[MOST_OPEN:] == [rest, f"{rest}: 10 times so far, the last at midday"]
    with at(60):
        assert record_the_folded() == 1
    assert rows()[-1] == f"{rest}: 30 times within an hour, the last at midday"
    with at(61):
        fail(1)
    assert rows()[-1] == WORDS, "afterwards each is named again"


def test_what_is_counted_together_stays_with_its_council():
    one, other = people.council(), people.council()
    with at(0):
        fail_all = [(f"x {number}", one) for number in range(MOST_OPEN)] + [("y", one), ("z", other), ("z2", other)]
        for what, council in fail_all:
            record_folded(what, FAILED, WORDS, by=None, about=[], council=council)
    together = AuditEvent.objects.filter(sentence__startswith="counts the rest").order_by("pk")
    assert [event.council for event in together] == [one, other]


def test_another_verb_has_its_own_number():
    with at(0):
        for number in range(MOST_OPEN):
            fail(1, what=f"x {number}")
        record_folded("x", REFUSED, "was refused GET /x/", by=None, about=[])
    assert rows(REFUSED) == ["was refused GET /x/"]


def test_five_hundred_refused_pages_are_four_rows(client):
    """On both databases: whoever asks again and again, of one page or of many of a kind, leaves the record readable."""
    user = people.person(people.council(), Role.MEMBER, name="Molly Member")
    client.force_login(user)
    with at(0):
        for number in range(500):
            assert client.get(f"/administration/people/{number % 7 + 1}/roles/").status_code == 403
    with at(60):
        assert record_the_folded() == 1
    first = "was refused GET /administration/people/1/roles/"
    assert rows(REFUSED) == [
        first,
        f"{first}: 10 times so far, the last at midday",
        f"{first}: 100 times so far, the last at midday",
        f"{first}: 500 times within an hour, the last at midday",
    ]
    assert AuditEvent.objects.filter(actor=user).count() == 4
    assert connection.vendor in ("sqlite", "postgresql")


def test_another_kind_of_page_and_another_address_are_events_of_their_own(client):
    user = people.person(people.council(), Role.MEMBER)
    client.force_login(user)
    with at(0):
        for _ in range(2):
            client.get("/administration/people/")
            client.get("/administration/directorates/")
            client.get("/administration/people/", REMOTE_ADDR="203.0.113.9")
    assert rows(REFUSED) == [
        "was refused GET /administration/people/",
        "was refused GET /administration/directorates/",
        "was refused GET /administration/people/",
    ]
