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
from tests.builders import people

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


def enter(council, by, **changes):
    return services.enter_proclaimed_day(council, by=by, **TYPED | changes)


def test_a_day_is_entered_with_its_source_and_recorded(council, administrator):
    rows = enter(council, administrator)
    assert [(r.day, r.part, r.source, r.entered_by) for r in rows] == [
        (DAY, part, TYPED["source"], administrator) for part in ("ENG", "WLS", "SCT", "NIR")
    ]
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
        services.take_back_proclaimed_day(DAY, council, by=other, reason="Mine.")
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


def test_another_part_may_follow_but_no_part_twice(council, administrator):
    enter(council, administrator, parts=["SCT"])
    enter(council, administrator, parts=["NIR"])
    with pytest.raises(Refused, match="in Scotland: Coronation"):
        enter(council, administrator, parts=["SCT", "ENG"])
    assert selectors.proclaimed_days()[DAY].parts == {"SCT", "NIR"}
    # Known for Scotland by the schedule, proclaimed for England
    assert enter(council, administrator, day=date(2026, 11, 30), parts=["ENG"])[0].part == "ENG"


def test_taken_back_with_a_reason_and_entered_again(council, administrator):
    enter(council, administrator)
    with pytest.raises(Refused, match="Say why"):
        services.take_back_proclaimed_day(DAY, council, by=administrator, reason=" ")
    assert len(services.take_back_proclaimed_day(DAY, council, by=administrator, reason="It is the 17th.")) == 4
    assert selectors.proclaimed_days() == {}
    assert services.take_back_proclaimed_day(DAY, council, by=administrator, reason="Again.") == []
    assert AuditEvent.objects.get(verb="took back a bank holiday").reason == "It is the 17th."
    enter(council, administrator)
    assert ProclaimedDay.objects.count() == 8


def test_the_tables_own_rules(council, administrator):
    (row,) = enter(council, administrator, parts=["ENG"])
    for changes in ({"source": ""}, {"taken_back_at": clock.now()}, {"taken_back_reason": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProclaimedDay.objects.filter(pk=row.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProclaimedDay.objects.create(day=DAY, part="ENG", name="x", source="y 1", entered_by=administrator)


def test_only_what_was_entered_since(council, administrator):
    enter(council, administrator)
    assert list(selectors.proclaimed_days(entered_after=clock.now())) == []
    with clock.at(datetime(2026, 11, 26, 9, 31)):
        enter(council, administrator, day=date(2027, 5, 11))
    assert list(selectors.proclaimed_days(entered_after=clock.now())) == [date(2027, 5, 11)]


def test_an_administrator_enters_and_takes_back_on_the_pages(client, council, administrator):
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
    shown = client.get(page)
    (one,) = shown.context["standing"]
    assert (one.day, one.where, one.source) == (DAY, "England and Scotland", "https://www.gov.uk/bank-holidays")
    assert dict(shown.context["years"][1][1])[DAY].name == "Coronation"
    back = reverse("administration-bank-holiday-back", args=[DAY])
    assert client.post(back, {"reason": ""}).status_code == 200
    assert client.post(back, {"reason": "Postponed."}).url == page
    shown = client.get(page)
    assert shown.context["standing"] == []
    assert [one.taken_back.taken_back_reason for one in shown.context["taken_back"]] == ["Postponed."]
    assert client.get(back).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_page_do_not_grow(client, council, administrator, rows, django_assert_num_queries):
    for number in range(rows):
        enter(council, administrator, day=date(2027, 5, 10 + number))
    client.force_login(administrator)
    client.get(reverse("administration-bank-holidays"))
    with django_assert_num_queries(6):
        client.get(reverse("administration-bank-holidays"))
