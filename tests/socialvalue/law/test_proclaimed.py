"""Proclaimed days: who enters them, what is refused, what is kept; their pages."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.law import selectors, services
from socialvalue.law.days import BankHoliday
from socialvalue.law.models import ProclaimedDay
from socialvalue.notifications.models import Message
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 26, 9, 30)
DAY = date(2027, 5, 10)
TYPED = {"day": DAY, "name": "Coronation", "parts": ["ENG", "WLS", "SCT", "NIR"], "source": "The London Gazette, issue 65001"}


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def council():
    return people.council()


@pytest.fixture
def administrator(council):
    return people.person(council, Role.ADMINISTRATOR, name="Ada Administrator")


@pytest.fixture
def second(council):
    return people.person(council, Role.ADMINISTRATOR, name="Ben Administrator")


def enter(council, by, **changes):
    return services.enter_proclaimed_day(council, by=by, **TYPED | changes)


def counted(council, by, second, **changes):
    """Entered by the one, confirmed by the other."""
    rows = enter(council, by, **changes)
    return services.confirm_proclaimed_day(rows[0].day, council, by=second)


def test_a_day_is_entered_with_its_source_and_recorded(council, administrator, second):
    rows = enter(council, administrator)
    assert [(r.day, r.part, r.source, r.entered_by) for r in rows] == [
        (DAY, part, TYPED["source"], administrator) for part in ("ENG", "WLS", "SCT", "NIR")
    ]
    assert selectors.proclaimed_days() == {}
    services.confirm_proclaimed_day(DAY, council, by=second)
    assert selectors.proclaimed_days() == {DAY: BankHoliday("Coronation", frozenset(TYPED["parts"]))}
    event = AuditEvent.objects.get(verb="entered a bank holiday")
    assert event.sentence == "entered the proclaimed bank holiday Coronation, 10 May 2027, in the United Kingdom"
    assert (event.actor, event.council, event.reason) == (administrator, council, "Source: The London Gazette, issue 65001")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_enters_or_takes_back(council, administrator, role):
    other = people.person(people.supplier() if role == Role.SUPPLIER else council, role)
    with pytest.raises(NotAllowed, match="Only an administrator of this council"):
        enter(council, other)
    enter(council, administrator)
    with pytest.raises(NotAllowed, match="Only an administrator of this council"):
        services.take_back_proclaimed_day(DAY, council, by=other, reason="It was a misprint in the paper.")
    with pytest.raises(NotAllowed, match="Only an administrator of this council"):
        services.confirm_proclaimed_day(DAY, council, by=other)
    assert ProclaimedDay.objects.standing().count() == 4


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"day": date(2025, 2, 21)}, "day", "must be between 24 February 2025 and 26 November 2029"),
        ({"day": date(2029, 11, 27)}, "day", "must be between 24 February 2025 and 26 November 2029"),
        ({"day": date(2027, 5, 8)}, "day", "8 May 2027 is a Saturday"),
        ({"day": date(2027, 5, 9)}, "day", "9 May 2027 is a Sunday"),
        ({"day": date(2027, 5, 3)}, "day", "known already as a bank holiday in the United Kingdom: May Day"),
        ({"day": date(2026, 11, 30)}, "day", "known already as a bank holiday in Scotland: Saint Andrew's Day"),
        ({"parts": []}, "parts", "Choose the parts"),
        ({"parts": ["IRL"]}, "parts", "Choose the parts"),
        ({"name": "  "}, "name", "Enter the name"),
        ({"source": ""}, "source", "Enter where it was proclaimed"),
        ({"source": "heard it"}, "source", "Enter where it was proclaimed"),
    ],
)
def test_what_is_refused(council, administrator, changes, field, words):
    with pytest.raises(Refused, match=words) as refusal:
        enter(council, administrator, **changes)
    assert [f for f, _ in refusal.value.problems] == [field]
    assert not ProclaimedDay.objects.exists()


@pytest.mark.parametrize("day", [date(2025, 2, 24), date(2029, 11, 26)])
def test_the_first_and_the_last_day_that_can_be_entered(council, administrator, day):
    assert enter(council, administrator, day=day)[0].day == day


def test_another_part_may_follow_but_no_part_twice(council, administrator, second):
    counted(council, administrator, second, parts=["SCT"])
    counted(council, administrator, second, parts=["NIR"])
    with pytest.raises(Refused, match="in Scotland: Coronation"):
        enter(council, administrator, parts=["SCT", "ENG"])
    assert selectors.proclaimed_days()[DAY].parts == {"SCT", "NIR"}
    # Known for Scotland by the schedule, proclaimed for England
    assert enter(council, administrator, day=date(2026, 11, 30), parts=["ENG"])[0].part == "ENG"


def test_taken_back_with_a_reason_and_entered_again(council, administrator, second):
    counted(council, administrator, second)
    with pytest.raises(Refused, match="Say why"):
        services.take_back_proclaimed_day(DAY, council, by=administrator, reason=" ")
    assert len(services.take_back_proclaimed_day(DAY, council, by=administrator, reason="It was a misprint in the paper.")) == 4
    assert selectors.proclaimed_days() == {}
    assert services.take_back_proclaimed_day(DAY, council, by=administrator, reason="It was a misprint in the paper.") == []
    assert AuditEvent.objects.get(verb="took back a bank holiday").reason == "It was a misprint in the paper."
    enter(council, administrator)
    assert ProclaimedDay.objects.count() == 8


def test_the_tables_own_rules(council, administrator):
    (row,) = enter(council, administrator, parts=["ENG"])
    by_oneself = {"confirmed_at": clock.now(), "confirmed_by": administrator}
    nobody = {"confirmed_at": clock.now(), "confirmed_by": None}
    for changes in ({"source": ""}, {"taken_back_at": clock.now()}, {"taken_back_reason": "x"}, by_oneself, nobody):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProclaimedDay.objects.filter(pk=row.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProclaimedDay.objects.create(day=DAY, part="ENG", name="x", source="y 1", entered_by=administrator)


def test_only_what_counts_since(council, administrator, second):
    counted(council, administrator, second)
    enter(council, administrator, day=date(2027, 5, 11))
    assert list(selectors.proclaimed_days(confirmed_after=clock.now())) == []
    with clock.at(datetime(2026, 11, 26, 9, 31)):
        services.confirm_proclaimed_day(date(2027, 5, 11), council, by=second)
    assert list(selectors.proclaimed_days(confirmed_after=clock.now())) == [date(2027, 5, 11)]


def test_a_day_counts_once_another_administrator_of_any_council_has_confirmed_it(council, administrator):
    elsewhere = people.council()
    other = people.person(elsewhere, Role.ADMINISTRATOR, name="Cy Administrator")
    rows = enter(council, administrator)
    with pytest.raises(NotAllowed, match="You entered this day. Another administrator has to confirm it"):
        services.confirm_proclaimed_day(DAY, council, by=administrator)
    assert selectors.proclaimed_days() == {}
    services.confirm_proclaimed_day(DAY, elsewhere, by=other)
    assert selectors.proclaimed_days()[DAY].parts == set(TYPED["parts"])
    assert {row.confirmed_by for row in ProclaimedDay.objects.filter(pk__in=[row.pk for row in rows])} == {other}
    assert AuditEvent.objects.get(verb="confirmed a bank holiday").actor == other
    # A second press finds nothing left to confirm
    assert services.confirm_proclaimed_day(DAY, elsewhere, by=other) == []
    assert AuditEvent.objects.filter(verb="confirmed a bank holiday").count() == 1


def test_everybody_else_who_could_confirm_is_asked_and_the_first_hears_of_it(council, administrator, second):
    other = people.person(people.council(), Role.ADMINISTRATOR, name="Cy Administrator")
    people.person(council, Role.PROCUREMENT_OFFICER)
    enter(council, administrator)
    asked = Message.objects.filter(key__startswith="bank-holiday-waits:")
    assert {message.recipient for message in asked} == {second, other}
    assert asked[0].subject == "Confirm a bank holiday: Coronation, 10 May 2027"
    services.confirm_proclaimed_day(DAY, council, by=second)
    told = Message.objects.get(key__startswith="bank-holiday-confirmed:")
    assert (told.recipient, told.subject) == (administrator, "The bank holiday on 10 May 2027 was confirmed")


def test_what_waits_is_not_entered_a_second_time(council, administrator, second):
    enter(council, administrator, parts=["SCT"])
    with pytest.raises(Refused, match="10 May 2027 was entered already, as Coronation, and waits to be confirmed"):
        enter(council, second, parts=["SCT", "ENG"])
    assert enter(council, second, parts=["ENG"])[0].part == "ENG"


def test_the_second_administrator_reads_the_source_on_the_page_and_confirms(client, council, administrator, second):
    enter(council, administrator)
    page, confirm = reverse("administration-bank-holidays"), reverse("administration-bank-holiday-confirm", args=[DAY])
    client.force_login(administrator)
    shown = client.get(page).content.decode()
    assert "Does not count yet" in shown
    assert confirm not in shown
    assert client.post(confirm).status_code == 403
    client.force_login(second)
    assert confirm in client.get(page).content.decode()
    asked = as_read(client.get(confirm).content.decode())
    assert (
        "Ada Administrator entered it as a bank holiday in the United Kingdom. Source: The London Gazette, issue 65001." in asked
    )
    done = client.post(confirm, follow=True).content.decode()
    assert "The bank holiday is confirmed. No running standstill is affected." in done
    assert "Confirmed by Ben Administrator" in done
    assert client.get(confirm).status_code == 404


def test_an_administrator_enters_and_takes_back_on_the_pages(client, council, administrator, second):
    client.force_login(administrator)
    page = reverse("administration-bank-holidays")
    assert page in client.get(reverse("administration")).content.decode()
    typed = {"day_day": "10", "day_month": "5", "day_year": "2027", "name": "Coronation", "parts": ["ENG", "SCT"], "source": "no"}
    refused = client.post(reverse("administration-bank-holiday-new"), typed)
    assert refused.status_code == 200
    assert refused.context["form"].errors == {
        "source": ["Enter where it was proclaimed: the address of the page, or the number and date of the Gazette"]
    }
    assert 'value="Coronation"' in refused.content.decode()
    typed["source"] = "https://www.gov.uk/bank-holidays"
    assert client.post(reverse("administration-bank-holiday-new"), typed).url == page
    services.confirm_proclaimed_day(DAY, council, by=second)
    shown = client.get(page)
    (one,) = shown.context["standing"]
    assert (one.day, one.where, one.source) == (DAY, "England and Scotland", "https://www.gov.uk/bank-holidays")
    assert dict(shown.context["years"][1][1])[DAY].name == "Coronation"
    back = reverse("administration-bank-holiday-back", args=[DAY])
    assert client.post(back, {"reason": ""}).status_code == 200
    assert client.post(back, {"reason": "The crowning was postponed."}).url == page
    shown = client.get(page)
    assert shown.context["standing"] == []
    assert [one.taken_back.taken_back_reason for one in shown.context["taken_back"]] == ["The crowning was postponed."]
    assert client.get(back).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_page_do_not_grow(client, council, administrator, rows, django_assert_num_queries):
    for number in range(rows):
        enter(council, administrator, day=date(2027, 5, 10 + number))
    client.force_login(administrator)
    client.get(reverse("administration-bank-holidays"))
    with django_assert_num_queries(6):
        client.get(reverse("administration-bank-holidays"))
