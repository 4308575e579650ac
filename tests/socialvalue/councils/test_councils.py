"""Two councils, each with its own name, colours and calendar; somebody of both says for which they work."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from procurement.pipeline.selectors import entry
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership, Organisation, User
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.councils import selectors, services
from socialvalue.councils.models import ClosedDays
from socialvalue.notifications.documents.letter import Letter
from tests.builders import commissioning, people

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 27, 9)
FIRST, LAST = date(2026, 12, 28), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def council():
    return people.council("Wealdshire Council")


@pytest.fixture
def administrator(council):
    return people.person(council, Role.ADMINISTRATOR)


def christmas(council, by, **changes):
    return services.close_offices(council, by=by, **{"first": FIRST, "last": LAST, "name": "Christmas closure"} | changes)


# Colours


def test_a_councils_pages_emails_and_nobody_elses_have_its_colours(client, council, administrator):
    services.set_colours(council, by=administrator, brand=" #5A1E5F ", accent="#8a5a00")
    council = Organisation.objects.get(pk=council.pk)
    assert (council.brand_colour, council.accent_colour) == ("#5a1e5f", "#8a5a00")
    address = reverse("colours", args=["5a1e5f", "8a5a00"])
    client.force_login(people.person(council, Role.MEMBER))
    assert f'<link rel="stylesheet" href="{address}">' in client.get(reverse("home")).content.decode()
    sheet = client.get(address)
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet["Cache-Control"]
    assert sheet.content.decode().startswith(":root{--sv-brand:#5a1e5f;")
    client.force_login(people.person(people.council(), Role.MEMBER))
    assert "/colours/" not in client.get(reverse("home")).content.decode()
    plain, own = Letter(to="a@b.example", subject="S", body="B"), Letter(to="a@b.example", subject="S", body="B", council=council)
    assert "border-left: 6px solid #0b5563" in plain.look["when"]
    assert "border-left: 6px solid #5a1e5f" in own.look["when"]


@pytest.mark.parametrize("address", ["/colours/ffffff-ffffff.css", "/colours/0b5563-zzzzzz.css", "/colours/0b5563.css"])
def test_no_sheet_is_made_of_what_people_could_not_read_or_of_no_colour(client, address):
    assert client.get(address).status_code == 404


def test_colours_are_chosen_on_a_page_refused_with_what_was_typed_and_taken_away(client, council, administrator):
    client.force_login(administrator)
    page = reverse("administration-colours")
    refused = client.post(page, {"brand": "#ffff00", "accent": "#b4582b"})
    assert refused.status_code == 200
    assert list(refused.context["form"].errors) == ["brand"]
    assert 'value="#ffff00"' in refused.content.decode()
    assert client.post(page, {"brand": "#0b5563", "accent": ""}).status_code == 200
    assert client.post(page, {"brand": "#0b5563", "accent": "#b4582b"}).url == reverse("administration")
    assert AuditEvent.objects.get(verb="changed the colours").changes["brand_colour"] == ["", "#0b5563"]
    client.post(page, {"brand": "", "accent": ""})
    assert Organisation.objects.get(pk=council.pk).brand_colour == ""


def test_nobody_changes_another_councils_look_or_calendar(council):
    stranger = people.person(people.council(), Role.ADMINISTRATOR)
    officer = people.person(council, Role.COMMISSIONER)
    for by in (stranger, officer):
        with pytest.raises(NotAllowed, match="Only an administrator of this council"):
            services.set_colours(council, by=by, brand="#0b5563", accent="#b4582b")
        with pytest.raises(NotAllowed, match="Only an administrator of this council"):
            christmas(council, by)


# Calendar


def test_each_council_has_its_own_closed_days(council, administrator):
    other = people.council()
    christmas(council, administrator)
    christmas(other, people.person(other, Role.ADMINISTRATOR), first=date(2027, 1, 4), last=None, name="Moving house")
    found = selectors.closed_days([council.pk, other.pk])
    assert found == {
        council.pk: {FIRST + timedelta(days=n): "Christmas closure" for n in range(4)},
        other.pk: {date(2027, 1, 4): "Moving house"},
    }
    assert selectors.closed_days([other.pk]).keys() == {other.pk}
    assert selectors.closed_days([]) == {}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"last": date(2026, 12, 27)}, "last", "The last day must be the first day or a later one"),
        ({"first": date(2026, 11, 1), "last": date(2026, 11, 26)}, "first", "These days are over. Enter days to come"),
        ({"last": date(2027, 1, 28)}, "last", "Enter 31 days or fewer at a time"),
        ({"first": date(2029, 11, 27), "last": date(2029, 11, 28)}, "last", "The days must be before 27 November 2029"),
        ({"name": "  "}, "name", "Enter why the offices are closed, like “Christmas closure”"),
    ],
)
def test_what_is_refused(council, administrator, changes, field, words):
    with pytest.raises(Refused) as refusal:
        christmas(council, administrator, **changes)
    assert refusal.value.problems == [(field, words)]
    assert not ClosedDays.objects.exists()


@pytest.mark.parametrize("changes", [{"last": date(2027, 1, 27)}, {"first": date(2026, 11, 26), "last": date(2026, 11, 27)}])
def test_both_sides_of_what_is_refused(council, administrator, changes):
    assert christmas(council, administrator, **changes).pk


def test_no_day_is_closed_twice(council, administrator):
    christmas(council, administrator)
    with pytest.raises(Refused, match="Christmas closure, 28 December 2026 to 31 December 2026"):
        christmas(council, administrator, first=LAST, last=date(2027, 1, 4))
    assert christmas(council, administrator, first=date(2027, 1, 4), last=None).last == date(2027, 1, 4)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosedDays.objects.filter(council=council).update(last=date(2026, 12, 1))


def test_a_planner_is_warned_of_the_closed_days_of_the_council_alone(client, council, administrator):
    commission = commissioning.commission(council=council)
    commission.phases.create(phase="tender", starts_on=date(2027, 1, 18), ends_on=date(2027, 2, 26))

    def said() -> list[str]:
        return [one.text for one in entry(commission, clock.today()).warnings if one.key.startswith("deadline-holiday")]

    assert said() == []
    other = people.council()
    christmas(other, people.person(other, Role.ADMINISTRATOR), first=date(2027, 2, 26), last=None)
    assert said() == []
    days = christmas(council, administrator, first=date(2027, 2, 25), last=date(2027, 2, 26), name="Moving house")
    assert said() == [
        "Bids are due on 26 February 2027, when the council’s offices are closed (Moving house). Choose another day."
    ]
    client.force_login(commission.lead)
    assert "Moving house" in client.get(reverse("timetable", args=[commission.reference])).content.decode()
    services.open_offices(days, by=administrator)
    assert said() == []
    assert AuditEvent.objects.get(verb="opened the offices").sentence == (
        "took back that the offices are closed: Moving house, 25 February 2027 to 26 February 2027"
    )
    services.open_offices(days, by=administrator)  # somebody else was quicker
    assert AuditEvent.objects.filter(verb="opened the offices").count() == 1


def test_the_calendar_on_its_pages(client, council, administrator):
    client.force_login(administrator)
    page = reverse("administration-calendar")
    assert "No closed days were entered" in client.get(page).content.decode()
    typed = {"name": "Christmas closure", "first_day": "28", "first_month": "12", "first_year": "2026"}
    typed |= {"last_day": "31", "last_month": "12", "last_year": "2026"}
    assert client.post(reverse("administration-closed-new"), typed).url == page
    days = ClosedDays.objects.get()
    assert "28 December 2026 to 31 December 2026" in client.get(page).content.decode()
    back = reverse("administration-closed-back", args=[days.pk])
    assert "Bids may be due on these days again" in client.get(back).content.decode()
    client.force_login(people.person(people.council(), Role.ADMINISTRATOR))
    assert client.post(back).status_code == 404
    client.force_login(administrator)
    assert client.post(back).url == page
    assert not ClosedDays.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_calendar_do_not_grow(client, council, administrator, rows, django_assert_num_queries):
    for number in range(rows):
        christmas(council, administrator, first=FIRST + timedelta(days=number), last=None)
    client.force_login(administrator)
    client.get(reverse("administration-calendar"))
    with django_assert_num_queries(4):
        client.get(reverse("administration-calendar"))


# For whom somebody works


@pytest.fixture
def of_both(council):
    """An officer whom two councils share; the other one comes first by name."""
    person = people.person(council, Role.COMMISSIONER)
    Membership.objects.create(user=person, organisation=people.council("Ashshire Council"), role=Role.COMMISSIONER)
    return person


def test_of_two_councils_the_first_by_name_until_another_is_chosen(client, council, of_both):
    assert [one.name for one in people.fresh(of_both).councils] == ["Ashshire Council", "Wealdshire Council"]
    assert people.fresh(of_both).council.name == "Ashshire Council"
    client.force_login(of_both)
    page = client.get(reverse("home")).content.decode()
    assert '<span class="sv-header__council">Ashshire Council</span>' in page
    assert reverse("works-for") in page
    assert client.post(reverse("works-for"), {"council": council.pk}).url == reverse("home")
    assert '<span class="sv-header__council">Wealdshire Council</span>' in client.get(reverse("home")).content.decode()
    assert people.fresh(of_both).council == council


def test_what_may_be_seen_does_not_change_with_it(client, council, of_both):
    here, there = commissioning.commission(council=council), commissioning.commission(council=people.fresh(of_both).council)
    client.force_login(of_both)
    for chosen in (here.council, there.council):
        client.post(reverse("works-for"), {"council": chosen.pk})
        listed = client.get(reverse("commissions")).content.decode()
        assert here.reference in listed
        assert there.reference in listed


def test_who_leaves_the_council_they_chose_works_for_the_other(council, of_both):
    services.work_for(council, by=of_both)
    of_both.memberships.filter(organisation=council).update(ended_at=clock.now())
    assert people.fresh(of_both).council.name == "Ashshire Council"


def test_another_council_cannot_be_chosen(client, council, of_both):
    client.force_login(of_both)
    stranger = people.council()
    refused = client.post(reverse("works-for"), {"council": stranger.pk})
    assert list(refused.context["form"].errors) == ["council"]
    assert User.objects.get(pk=of_both.pk).works_for is None


def test_somebody_of_one_council_or_none_has_nothing_to_choose(client, council, administrator):
    client.force_login(administrator)
    page = client.get(reverse("works-for")).content.decode()
    assert "For Wealdshire Council. You have no role in another council" in page
    assert reverse("works-for") not in client.get(reverse("home")).content.decode()
    client.force_login(people.person(people.supplier(), Role.SUPPLIER))
    assert "You have no role in a council, so there is nothing to choose." in client.get(reverse("works-for")).content.decode()
