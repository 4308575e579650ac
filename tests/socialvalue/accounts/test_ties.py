"""For which suppliers somebody of the council works or worked: said by themselves, or by an administrator."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import SupplierTie, User
from socialvalue.accounts.permissions import TIED, check_not_with
from socialvalue.accounts.querysets import years_before
from socialvalue.accounts.services.ties import enter_tie, take_back_tie
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.notifications.models import Message
from tests.builders import people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 10, tzinfo=clock.LONDON)
WHY = "It was another person of the same name."


@pytest.fixture(autouse=True)
def stopped_clock():
    with clock.at(NOW):
        yield


@pytest.fixture
def council():
    return people.council()


@pytest.fixture
def supplier():
    return people.supplier("Hedgerow Repairs")


@pytest.fixture
def officer(council):
    return people.person(council, Role.PROCUREMENT_OFFICER, name="Olive Officer")


@pytest.fixture
def ada(council):
    return people.person(council, Role.ADMINISTRATOR, name="Ada Administrator")


def ties(user: User) -> frozenset[int]:
    return people.fresh(user).ties


@pytest.mark.parametrize(
    ("until", "tied"), [(None, True), (date(2026, 11, 26), True), (date(2024, 11, 27), True), (date(2024, 11, 26), False)]
)
def test_two_years_from_the_last_day(officer, supplier, until, tied):
    enter_tie(officer, by=officer, supplier=supplier, until=until)
    assert ties(officer) == ({supplier.pk} if tied else set())


@pytest.mark.parametrize(("seconds", "tied"), [(0, False), (1, True)])
def test_two_years_from_the_end_of_a_membership(officer, supplier, seconds, tied):
    with people.from_before():
        people.give(officer, supplier, Role.SUPPLIER, ended_at=NOW.replace(year=2024) + timedelta(seconds=seconds))
    assert ties(officer) == ({supplier.pk} if tied else set())


def test_a_leap_day_two_years_later():
    assert years_before(date(2028, 2, 29), 2) == date(2026, 2, 28)
    assert years_before(date(2028, 2, 28), 2) == date(2026, 2, 28)
    assert years_before(NOW, 1) == NOW.replace(year=2025)


def test_who_has_no_tie_costs_no_query(officer, django_assert_num_queries):
    user = people.fresh(officer)
    assert user.current_memberships
    with django_assert_num_queries(0):
        check_not_with(user, [999])
    enter_tie(officer, by=officer, supplier=people.supplier())
    user = people.fresh(officer)
    assert user.current_memberships
    # What it was before it was joined to another is asked once more, and once for both
    with django_assert_num_queries(3):
        check_not_with(user, [999])
        check_not_with(user, [998])


def test_a_council_one_left_is_no_tie_to_it(officer):
    people.give(officer, people.council(), Role.MEMBER, ended_at=clock.now())
    assert ties(officer) == frozenset()


def test_somebody_who_left_the_council_has_no_ties_that_count(officer, supplier):
    enter_tie(officer, by=officer, supplier=supplier)
    officer.memberships.update(ended_at=clock.now())
    assert ties(officer) == frozenset()


def test_said_by_oneself_it_is_on_record_and_bars(officer, supplier, council):
    made = enter_tie(officer, by=officer, supplier=supplier, until=date(2026, 1, 31), note=" Planner ")
    assert (made.note, made.entered_by) == ("Planner", officer)
    event = AuditEvent.objects.get(verb="recorded a supplier")
    assert event.sentence == f"recorded that Olive Officer worked for {supplier} until 31 January 2026"
    assert (event.council, Message.objects.exists()) == (council, False)
    with pytest.raises(NotAllowed) as refused:
        check_not_with(people.fresh(officer), [supplier.pk])
    assert refused.value.message == TIED
    check_not_with(people.fresh(officer), [people.supplier().pk])


def test_a_day_to_come_is_refused(officer, supplier):
    with pytest.raises(Refused, match="The last day must be today or earlier"):
        enter_tie(officer, by=officer, supplier=supplier, until=date(2026, 11, 27))


def test_an_administrator_enters_it_and_the_person_hears(officer, ada, supplier):
    enter_tie(officer, by=ada, supplier=supplier)
    message = Message.objects.get()
    assert (message.recipient, message.subject) == (officer, f"Recorded: you have worked for {supplier}")
    assert "you work for Hedgerow Repairs" in message.body


def test_others_do_not_enter_it_and_nobody_takes_their_own_back(officer, ada, supplier, council):
    with pytest.raises(NotAllowed, match="Only the person, or an administrator of their council"):
        enter_tie(officer, by=people.person(council, Role.LEAD_DIRECTOR), supplier=supplier)
    with pytest.raises(NotAllowed, match="Only people of a council say"):
        enter_tie(people.person(supplier, Role.SUPPLIER), by=ada, supplier=supplier)
    own = enter_tie(ada, by=ada, supplier=supplier)
    with pytest.raises(NotAllowed, match="Nobody takes this back for themselves"):
        take_back_tie(own, by=ada, reason=WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupplierTie.objects.filter(pk=own.pk).update(withdrawn_by=ada, withdrawn_at=NOW)


def test_taken_back_with_a_reason_it_counts_no_more_and_stays(officer, ada, supplier):
    made = enter_tie(officer, by=officer, supplier=supplier)
    with pytest.raises(Refused, match="Say what shows that it was a mistake"):
        take_back_tie(made, by=ada, reason="ok")
    take_back_tie(made, by=ada, reason=WHY)
    assert ties(officer) == frozenset()
    made.refresh_from_db()
    assert (made.withdrawn_by, made.withdrawn_because) == (ada, WHY)
    assert Message.objects.get().for_information


def test_ones_own_pages(client, officer, supplier):
    client.force_login(officer)
    assert "Suppliers you have worked for" in client.get("/account/").content.decode()
    page = client.post("/account/suppliers/new/", {"supplier": "", "note": "kept"})
    assert page.context["form"].errors["supplier"] == ["Choose a supplier"]
    assert page.context["form"]["note"].value() == "kept"
    day = {"until_day": "31", "until_month": "1", "until_year": "2026"}
    page = client.post("/account/suppliers/new/", {"supplier": supplier.pk, "note": "Planner", **day}, follow=True)
    text = page.content.decode()
    assert [(tie.supplier, tie.until, tie.note) for tie in page.context["ties"]] == [(supplier, date(2026, 1, 31), "Planner")]
    assert "Take it back" not in text


def test_the_administrators_pages(client, officer, ada, supplier):
    client.force_login(ada)
    address = f"/administration/people/{officer.pk}/suppliers/"
    client.post(f"{address}new/", {"supplier": supplier.pk})
    made = SupplierTie.objects.get()
    assert (made.user, made.entered_by, made.until) == (officer, ada, None)
    assert "Take it back" in client.get(address).content.decode()
    back = f"/administration/suppliers/{made.pk}/take-back/"
    assert client.post(back, {"reason": ""}).status_code == 200
    assert "Taken back" in client.post(back, {"reason": WHY}, follow=True).content.decode()
    own = enter_tie(ada, by=ada, supplier=supplier)
    assert client.get(f"/administration/suppliers/{own.pk}/take-back/").status_code == 403
    client.force_login(people.person(people.council(), Role.ADMINISTRATOR))
    assert client.get(address).status_code == 404
    assert client.get(back).status_code == 404
