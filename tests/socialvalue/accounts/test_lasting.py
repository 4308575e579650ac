"""A role for a time: its holder and those who gave it are told before and after; it goes on only by the same two people's word."""

from datetime import date, datetime, timedelta

import pytest

from measurement.clockwork.timed import due_events
from socialvalue.accounts.administration import needs, selectors, services, timed
from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.administration.services import granting, lasting
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.accounts.services import delegating
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from socialvalue.sessions.models import Session
from tests.builders import people

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 2, 10, tzinfo=clock.LONDON)
LAST = date(2026, 12, 4)
WHY = "Cover for a colleague on leave"


def on(day: date, hour: int = 9):
    return clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=clock.LONDON))


def tick() -> int:
    return timed.apply(clock.now())


@pytest.fixture
def council():
    return people.council("Kentish Council")


@pytest.fixture
def ada(council):
    return people.person(council, Role.ADMINISTRATOR, name="Ada Administrator")


@pytest.fixture
def dora(council):
    return people.person(council, Role.LEAD_DIRECTOR, name="Dora Director")


@pytest.fixture
def cover(council, ada, dora):
    """A member of the team who covers for a procurement officer until 4 December."""
    with clock.at(START):
        person = people.person(council, Role.COMMISSIONER, name="Cora Cover")
        roles = [Role.COMMISSIONER, Role.PROCUREMENT_OFFICER]
        services.change_roles(person, council, by=ada, roles=roles, reason=WHY, until=LAST)
        granting.confirm(RoleGrant.objects.get(), by=dora)
    return person


def role_of(person, role=Role.PROCUREMENT_OFFICER) -> Membership:
    return person.memberships.get(role=role, ended_at=None)


def told(key: str) -> dict[str, str]:
    """Who got it → what it says first."""
    rows = Message.objects.filter(key__startswith=f"{key}:").select_related("recipient")
    return {row.recipient.name: row.subject for row in rows}


def test_a_last_day_goes_through_both_people(council, ada, dora, cover):
    grant = RoleGrant.objects.get()
    assert (grant.until, role_of(cover).until) == (LAST, LAST)
    assert (role_of(cover).granted_by, role_of(cover).confirmed_by) == (ada, dora)
    assert role_of(cover, Role.COMMISSIONER).until is None, "what they had before lasts"
    asked = Message.objects.get(key__startswith="role-asked:", recipient=dora)
    assert "become procurement officer for Kentish Council until 4 December 2026" in asked.body


def test_a_last_day_that_is_over_is_refused(council, ada):
    person = people.person(council, Role.MEMBER)
    with clock.at(START):
        for until, refused in ((date(2026, 11, 1), True), (date(2026, 11, 2), False)):
            kept = {"by": ada, "roles": [Role.MEMBER, Role.EVALUATOR], "reason": WHY, "until": until}
            if refused:
                with pytest.raises(Refused, match="^The last day must be today or later$"):
                    services.change_roles(person, council, **kept)
            else:
                services.change_roles(person, council, **kept)
    assert role_of(person, Role.EVALUATOR).until == date(2026, 11, 2)


def test_a_new_person_for_a_time(council, ada):
    typed = {"email": "new@example.org", "name": "Nell New", "roles": [Role.EVALUATOR]}
    with clock.at(START):
        with pytest.raises(Refused, match="^The last day must be today or later$"):
            services.add_person(council, by=ada, **typed, until=date(2026, 11, 1))
        user = services.add_person(council, by=ada, **typed, until=LAST)
    assert user.memberships.get().until == LAST


def test_nobody_confirms_what_is_over_already(council, ada, dora):
    with clock.at(START):
        person = people.person(council, Role.MEMBER)
        roles = [Role.MEMBER, Role.EVALUATION_LEAD]
        services.change_roles(person, council, by=ada, roles=roles, reason=WHY, until=START.date())
    with on(START.date() + timedelta(days=1)), pytest.raises(WrongState, match="^The last day that was asked for is over"):
        granting.confirm(RoleGrant.objects.get(), by=dora)


@pytest.mark.parametrize(("left", "some"), [(15, False), (14, True), (0, True)])
def test_two_weeks_before_all_three_are_told_once(council, ada, dora, cover, left, some):
    with on(LAST - timedelta(days=left)):
        assert [event.what for event in timed.due(clock.now())] == (["tell that a role ends"] if some else [])
        tick()
        tick()
        found = told(f"role-ends:{role_of(cover).pk}")
        assert timed.due(clock.now()) == []
    mine, theirs = (
        "Your role as procurement officer ends on 4 December 2026",
        "Cora Cover is procurement officer until 4 December 2026",
    )
    assert found == ({"Cora Cover": mine, "Ada Administrator": theirs, "Dora Director": theirs} if some else {})


def test_only_who_can_renew_gets_the_way_to_it(council, ada, dora, cover):
    with on(LAST):
        tick()
    urls = dict(Message.objects.filter(key__startswith="role-ends:").values_list("recipient__name", "url"))
    renew = f"/administration/people/{cover.pk}/roles/{role_of(cover).pk}/renew/"
    assert urls == {"Cora Cover": "/account/", "Ada Administrator": renew, "Dora Director": ""}


def test_where_those_who_gave_it_have_left_the_administrators_are_told(council, ada, dora, cover):
    other = people.person(council, Role.ADMINISTRATOR, name="Otto Other")
    for gone in (ada, dora):
        gone.memberships.update(ended_at=clock.now())
    with on(LAST):
        tick()
    assert set(told("role-ends")) == {"Cora Cover", other.name}


@pytest.mark.parametrize(("day", "ended"), [(LAST, False), (LAST + timedelta(days=1), True), (LAST + timedelta(days=30), True)])
def test_it_ends_after_its_last_day_once(council, cover, day, ended):
    with on(day, hour=0):
        before = [event.what for event in due_events(clock.now()) if event.what == "end a role"]
        assert (tick(), tick()) == (int(ended), 0)
    assert before == (["end a role"] if ended else [])
    assert {m.role for m in people.fresh(cover).current_memberships} == {"commissioner"} | (
        set() if ended else {"procurement_officer"}
    )
    events = AuditEvent.objects.filter(verb="a role ended")
    assert [event.sentence for event in events] == (
        ["Cora Cover is procurement officer no longer: the last day was 4 December 2026"] if ended else []
    )
    names = {"Cora Cover", "Ada Administrator", "Dora Director"}
    assert set(told("role-ended")) == (names if ended else set())


def test_whose_last_role_ends_is_signed_out(client, council, ada):
    with clock.at(START):
        user = services.add_person(council, by=ada, email="n@example.org", name="N", roles=[Role.EVALUATOR], until=START.date())
        client.force_login(user)
    assert Session.objects.filter(user=user).count() == 1
    with on(START.date() + timedelta(days=1)):
        tick()
    assert not Session.objects.filter(user=user).exists()
    assert people.fresh(user).current_memberships == []


def test_who_keeps_a_role_stays_signed_in(client, cover):
    client.force_login(cover)
    with on(LAST + timedelta(days=1)):
        tick()
    assert Session.objects.filter(user=cover).count() == 1


def test_the_only_administrator_goes_on_until_there_is_another(council, ada):
    ada.memberships.update(until=LAST)
    with on(LAST + timedelta(days=1)):
        assert (tick(), tick()) == (0, 0)
        assert told("role-kept") == {"Ada Administrator": "You are still an administrator: nobody else is one"}
        people.person(council, Role.ADMINISTRATOR)
        assert tick() == 1
    assert people.fresh(ada).current_memberships == []


def test_what_they_asked_for_ends_with_the_role_of_an_administrator(council, ada, dora):
    second, person = people.person(council, Role.ADMINISTRATOR), people.person(council, Role.MEMBER)
    with on(LAST):
        services.change_roles(person, council, by=second, roles=[Role.MEMBER, Role.LEAD_DIRECTOR], reason=WHY)
    second.memberships.update(until=LAST)
    with on(LAST + timedelta(days=1)):
        tick()
        assert not RoleGrant.objects.undecided().exists()


def test_renewing_takes_the_same_two_people(council, ada, dora, cover):
    old, later = role_of(cover), LAST + timedelta(days=31)
    with on(LAST):
        grant = lasting.renew(old, by=ada, until=later, reason="The colleague is ill for longer")
        assert isinstance(grant, RoleGrant)
        assert role_of(cover) == old, "nothing changes on one word"
        with pytest.raises(NotAllowed, match="^You asked for these roles"):
            granting.confirm(grant, by=ada)
        granting.confirm(grant, by=dora)
    with on(LAST + timedelta(days=1)):
        assert tick() == 0
        new = role_of(cover)
        assert (new.until, new.granted_by, new.confirmed_by, new.directorate) == (later, ada, dora, old.directorate)
    assert Membership.objects.get(pk=old.pk).until == LAST, "what it was stays"
    with on(later + timedelta(days=1)):
        assert tick() == 1


def test_not_confirmed_in_time_it_ends_and_can_still_be_confirmed(council, ada, dora, cover):
    with on(LAST):
        grant = lasting.renew(role_of(cover), by=ada, until=LAST + timedelta(days=31), reason="The colleague is ill for longer")
    with on(LAST + timedelta(days=2)):
        tick()
        assert not people.fresh(cover).can("open_bids", council)
        granting.confirm(RoleGrant.objects.get(pk=grant.pk), by=dora)
        assert people.fresh(cover).can("open_bids", council)


def test_a_plain_role_is_renewed_by_one(council, ada):
    person = people.person(council, Role.EVALUATOR)
    person.memberships.update(until=LAST)
    with on(LAST):
        made = lasting.renew(role_of(person, Role.EVALUATOR), by=ada, until=date(2027, 1, 8), reason="The panel meets again")
        assert services.selectors.last_act(person, council).verb == "renewed a role"
    assert (made.until, made.granted_by) == (date(2027, 1, 8), ada)
    event = AuditEvent.objects.get(verb="renewed a role")
    assert (event.reason, event.changes) == ("The panel meets again", {"until": ["2026-12-04", "2027-01-08"]})


def test_what_is_no_renewing(council, ada, dora, cover):
    old = role_of(cover)
    asked = {"until": LAST + timedelta(days=9), "reason": "The colleague is ill for longer"}
    with on(LAST):
        with pytest.raises(Refused, match="^Enter a day after 4 December 2026, the last day so far$"):
            lasting.renew(old, by=ada, **{**asked, "until": LAST})
        with pytest.raises(Refused, match="^Say why they need the role for longer: “ok” does not$"):
            lasting.renew(old, by=ada, **{**asked, "reason": "ok"})
        with pytest.raises(NotAllowed, match="^Only an administrator of this council may do this$"):
            lasting.renew(old, by=dora, **asked)
        with pytest.raises(WrongState, match="^This role has no last day any more"):
            lasting.renew(role_of(cover, Role.COMMISSIONER), by=ada, **asked)
        lasting.renew(old, by=ada, **asked)
        with pytest.raises(Refused, match="^Something else waits for a second person already"):
            lasting.renew(old, by=ada, **asked)
        roles = [Role.COMMISSIONER, Role.PROCUREMENT_OFFICER, Role.EVALUATOR]
        with pytest.raises(Refused, match="^They are to be procurement officer for longer"):
            services.change_roles(cover, council, by=ada, roles=roles, reason=WHY)
    ada.memberships.update(until=LAST)
    with on(LAST), pytest.raises(NotAllowed, match="^Nobody changes their own roles"):
        lasting.renew(role_of(ada, Role.ADMINISTRATOR), by=people.fresh(ada), **asked)


def test_nobody_renews_for_whom_they_stand_in(council, ada, cover):
    other = people.person(council, Role.ADMINISTRATOR, Role.COMMISSIONER, Role.PROCUREMENT_OFFICER)
    with on(LAST):
        delegating.pass_on(by=cover, delegate=people.fresh(other), starts_on=LAST, ends_on=LAST)
        with pytest.raises(NotAllowed, match="^One of you stands in for the other"):
            lasting.renew(role_of(cover), by=people.fresh(other), until=LAST + timedelta(days=9), reason=WHY)


def test_another_directorate_does_not_make_it_last(council, ada, cover):
    directorate = council.directorates.create(name="Adults", code="ASC")
    roles = [Role.COMMISSIONER, Role.PROCUREMENT_OFFICER]
    with on(LAST):
        services.change_roles(cover, council, by=ada, roles=roles, reason=WHY, directorate=directorate)
    assert (role_of(cover).until, role_of(cover).directorate) == (LAST, directorate)


@pytest.mark.parametrize(("left", "some"), [(15, False), (14, True), (0, True), (-1, False)])
def test_it_stands_on_the_home_of_those_who_can_renew_it(council, ada, dora, cover, left, some):
    with on(LAST - timedelta(days=left)):
        found = needs.needs(people.fresh(ada), clock.now())
        assert needs.needs(people.fresh(dora), clock.now()) == []
        elsewhere = people.person(people.council(), Role.ADMINISTRATOR)
        assert needs.needs(elsewhere, clock.now()) == []
    assert [(one.text, one.due) for one in found] == (
        [("Renew or let end: Cora Cover as procurement officer", LAST)] if some else []
    )


def test_nobody_is_asked_to_renew_their_own(council, ada):
    people.person(council, Role.ADMINISTRATOR)
    ada.memberships.update(until=LAST)
    with on(LAST):
        assert needs.needs(people.fresh(ada), clock.now()) == []


@pytest.mark.parametrize(("days", "closed"), [(13, False), (14, True)])
def test_a_question_that_nobody_answers_is_closed_and_told(council, ada, dora, days, closed):
    with clock.at(START):
        person = people.person(council, Role.MEMBER, name="Moll Member")
        services.change_roles(person, council, by=ada, roles=[Role.MEMBER, Role.EVALUATION_LEAD], reason=WHY)
    with clock.at(START + timedelta(days=days)):
        assert [e.what for e in timed.due(clock.now())] == (["close a question of roles"] if closed else [])
        assert (tick(), tick()) == (int(closed), 0)
    assert RoleGrant.objects.get().withdrawn_at == (START + timedelta(days=14) if closed else None)
    assert told("role-unanswered") == (
        {"Ada Administrator": "Nobody confirmed: evaluation lead for Moll Member"} if closed else {}
    )


def test_a_late_run_ends_all_that_is_over_each_by_itself(council, ada, cover):
    second = people.person(council, Role.EVALUATOR, name="Eva")
    second.memberships.update(until=LAST + timedelta(days=3), granted_by=ada)
    with on(LAST + timedelta(days=1)):
        assert tick() == 1, "one of the two is over"
    with on(LAST + timedelta(days=40)):
        assert selectors.over(clock.today()).get().user == second
        assert (tick(), tick()) == (1, 0)
    assert AuditEvent.objects.filter(verb="a role ended").count() == 2
    assert set(told("role-ended")) == {"Cora Cover", "Ada Administrator", "Dora Director", "Eva"}


def test_the_pages_say_until_when_and_lead_to_renewing(client, council, ada, dora, cover):
    later = {"until_day": "31", "until_month": "1", "until_year": "2027"}
    with on(LAST):
        client.force_login(ada)
        people_page = client.get("/administration/people/").content.decode()
        page = client.get(f"/administration/people/{cover.pk}/roles/").content.decode()
        renew = f"/administration/people/{cover.pk}/roles/{role_of(cover).pk}/renew/"
        refused = client.post(renew, {**later, "reason": "ok"}).content.decode()
        asked = client.post(renew, {**later, "reason": "The colleague is ill for longer"}, follow=True).content.decode()
        client.force_login(cover)
        own = client.get("/account/").content.decode()
    assert "Procurement officer, until 4 December 2026" in people_page
    assert page.count(f'href="{renew}"') == 1
    assert "confirmed by Dora Director" in page
    assert "Say why they need the role for longer: “ok” does not" in refused
    assert 'value="2027"' in refused
    assert "procurement officer until 31 January 2027</a>" in asked
    assert 'until <time datetime="2026-12-04">4 December 2026</time>' in " ".join(own.split())
    grant = RoleGrant.objects.undecided().get()
    client.force_login(dora)
    with on(LAST):
        assert "31 January 2027" in client.get(f"/administration/roles/{grant.pk}/").content.decode()


def test_a_role_that_lasts_is_not_renewed(client, council, ada, cover):
    client.force_login(ada)
    lasts = role_of(cover, Role.COMMISSIONER)
    assert client.get(f"/administration/people/{cover.pk}/roles/{lasts.pk}/renew/").status_code == 404
