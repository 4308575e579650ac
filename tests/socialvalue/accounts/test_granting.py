"""A role that opens, checks, approves, decides, verifies or administers takes effect when a second person says so."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from measurement.dashboards.selectors.waiting import everything
from socialvalue.accounts.administration import permissions, selectors, services
from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.administration.services import granting
from socialvalue.accounts.enums import PRIVILEGED, ROLE_PERMISSIONS, Permission, Role, is_privileged
from socialvalue.accounts.models import User
from socialvalue.accounts.services import delegating
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 26, 10, tzinfo=clock.LONDON)
WHY = "She leads the team from Monday."


def at(**later):
    return clock.at(START + timedelta(**later))


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
def cora(council):
    return people.person(council, Role.COMMISSIONER, name="Cora Commissioner")


def roles_of(user, council) -> set[str]:
    return set(user.memberships.filter(organisation=council, ended_at=None).values_list("role", flat=True))


def ask(person, council, by, *roles, reason=WHY) -> RoleGrant:
    current = roles_of(person, council)
    services.change_roles(person, council, by=by, roles=[*current, *roles], reason=reason)
    return RoleGrant.objects.undecided().get(user=person, council=council)


def test_which_roles_need_a_second_person():
    assert {role.value for role in Role if is_privileged(role)} == {
        "procurement_officer",
        "evaluation_lead",
        "contract_manager",
        "lead_director",
        "administrator",
    }
    held_by_nobody = {p for p in PRIVILEGED if not any(p in held for held in ROLE_PERMISSIONS.values())}
    assert held_by_nobody == set()


def test_what_is_privileged_waits_and_the_rest_holds_at_once(council, ada, dora):
    typed = {"email": "new@example.org", "name": "Nell New", "roles": ["member", "evaluation_lead"], "reason": WHY}
    user = services.add_person(council, by=ada, **typed)
    assert roles_of(user, council) == {"member"}
    grant = RoleGrant.objects.get()
    assert (grant.user, grant.roles, grant.asked_by, grant.is_open) == (user, ["evaluation_lead"], ada, True)
    assert user.memberships.get().granted_by == ada
    assert list(Message.objects.filter(key__startswith="role-asked").values_list("recipient", flat=True)) == [dora.pk]


def test_a_new_person_with_waiting_roles_alone_hears_nothing_until_they_hold(council, ada, dora):
    user = services.add_person(council, by=ada, email="new@example.org", name="Nell New", roles=["administrator"], reason=WHY)
    assert roles_of(user, council) == set()
    assert not Message.objects.filter(address=user.email).exists()
    granting.confirm(RoleGrant.objects.get(), by=dora)
    assert roles_of(user, council) == {"administrator"}
    assert "set a password" in Message.objects.get(address=user.email).body


def test_confirmed_it_holds_and_keeps_whose_word_it_was(council, ada, dora, cora):
    other = people.person(council, Role.EVALUATION_LEAD, name="Lee Lead")
    second = people.person(council, Role.LEAD_DIRECTOR)
    granting.confirm(ask(cora, council, ada, "evaluation_lead"), by=dora)
    given = cora.memberships.get(role="evaluation_lead")
    assert (given.granted_by, given.confirmed_by) == (ada, dora)
    assert people.fresh(cora).can(Permission.OPEN_BIDS, council)
    news = Message.objects.filter(key__startswith="role-taken-up")
    assert {m.recipient for m in news} == {ada, other, second}
    assert Message.objects.get(key__startswith="role-given").recipient == cora
    events = AuditEvent.objects.filter(council=council).order_by("pk")
    assert [(e.verb, e.actor) for e in events] == [("asked for roles", ada), ("changed roles", ada), ("confirmed roles", dora)]


def test_the_same_question_twice_is_one_and_another_takes_its_place(council, ada, dora, cora):
    first = ask(cora, council, ada, "contract_manager")
    assert ask(cora, council, ada, "contract_manager") == first
    second = ask(cora, council, ada, "contract_manager", "administrator")
    first.refresh_from_db()
    assert (first.is_open, second.roles) == (False, ["contract_manager", "administrator"])
    services.change_roles(cora, council, by=ada, roles=["commissioner"], reason="A new post since Monday.")
    assert not RoleGrant.objects.waiting().exists()


def test_where_all_would_wait_something_has_to_stay(council, ada, cora):
    with pytest.raises(Refused, match="^Every role you chose waits for a second person. Leave one they have until"):
        services.change_roles(cora, council, by=ada, roles=["administrator"], reason=WHY)
    assert not RoleGrant.objects.exists()
    assert roles_of(cora, council) == {"commissioner"}


def test_a_role_that_is_held_moves_to_another_directorate_with_its_two_names(council, ada, dora, cora):
    granting.confirm(ask(cora, council, ada, "contract_manager"), by=dora)
    directorate = council.directorates.get()
    services.change_roles(cora, council, by=ada, roles=["contract_manager"], reason=WHY, directorate=directorate)
    moved = cora.memberships.get(ended_at=None)
    assert (moved.directorate, moved.granted_by, moved.confirmed_by) == (directorate, ada, dora)


def test_nobody_changes_their_own_roles_or_those_of_whom_they_stand_in_for(council, ada, cora):
    for roles in (["administrator", "procurement_officer"], ["member"]):
        with pytest.raises(NotAllowed, match="^Nobody changes their own roles"):
            services.change_roles(ada, council, by=ada, roles=roles, reason="A new post since Monday")
    boss = people.person(council, Role.ADMINISTRATOR, Role.CONTRACT_MANAGER)
    with at(days=-1):
        people.give(ada, council, Role.CONTRACT_MANAGER)
        delegating.pass_on(by=boss, delegate=people.fresh(ada), starts_on=START.date(), ends_on=START.date())
    with at(), pytest.raises(NotAllowed, match="both count as one person"):
        services.change_roles(
            boss, council, by=people.fresh(ada), roles=["administrator", "lead_director"], reason="A new post since Monday"
        )


def test_one_may_leave_but_not_the_last(council, ada):
    with pytest.raises(Refused, match="last administrator"):
        services.end_access(ada, council, by=ada, reason="They left the council.")
    people.person(council, Role.ADMINISTRATOR)
    services.end_access(ada, council, by=ada, reason="They left the council.")
    assert roles_of(ada, council) == set()


def test_the_grantee_the_asker_and_a_stranger_do_not_confirm(council, ada, dora, cora):
    grant = ask(cora, council, ada, "administrator")
    with pytest.raises(NotAllowed, match="You asked for these roles"):
        granting.confirm(grant, by=ada)
    people.give(cora, council, Role.LEAD_DIRECTOR)
    with pytest.raises(NotAllowed, match="Nobody confirms a role for themselves"):
        granting.confirm(grant, by=people.fresh(cora))
    with pytest.raises(NotAllowed, match="Your role does not include: confirm that somebody else"):
        granting.confirm(grant, by=people.person(people.council(), Role.ADMINISTRATOR))
    assert roles_of(cora, council) == {"commissioner", "lead_director"}


def test_the_database_holds_two_people_apart(council, ada, cora):
    grant = ask(cora, council, ada, "administrator")
    for one in (ada, cora):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.filter(pk=grant.pk).update(decided_by=one, decided_at=clock.now(), accepted=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=ada, council=council, roles=["administrator"], asked_by=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=cora, council=council, roles=["contract_manager"], asked_by=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        people.give(cora, council, Role.ADMINISTRATOR, granted_by=ada, confirmed_by=ada)


def test_refused_with_a_reason_that_whoever_asked_reads(council, ada, dora, cora):
    grant = ask(cora, council, ada, "administrator")
    with pytest.raises(Refused, match="Say why the person does not get the role"):
        granting.refuse(grant, by=dora, reason=" ")
    granting.refuse(grant, by=dora, reason="She has left the team that needed it.")
    message = Message.objects.get(key__startswith="role-refused")
    assert (message.recipient, message.private) == (ada, "Dora Director says why: She has left the team that needed it.")
    assert roles_of(cora, council) == {"commissioner"}
    with pytest.raises(WrongState, match="These roles do not wait any more"):
        granting.confirm(grant, by=dora)


def test_both_sides_of_fourteen_days(council, ada, dora, cora):
    with at():
        grant = ask(cora, council, ada, "administrator")
    with at(days=14), pytest.raises(WrongState, match="or 14 days are over"):
        granting.confirm(grant, by=dora)
    with at(days=14):
        again = ask(cora, council, ada, "administrator")
    grant.refresh_from_db()
    assert (grant.withdrawn_at, again.pk != grant.pk) == (START + timedelta(days=14), True)
    with at(days=27, hours=23):
        assert granting.confirm(again, by=dora).accepted


def test_whoever_asked_takes_it_back(council, ada, dora, cora):
    grant = ask(cora, council, ada, "administrator")
    with pytest.raises(NotAllowed, match="Only the administrator who asked"):
        granting.withdraw(grant, by=people.person(council, Role.ADMINISTRATOR))
    granting.withdraw(grant, by=ada)
    with pytest.raises(WrongState, match="do not wait any more"):
        granting.confirm(grant, by=dora)


def test_what_somebody_asked_for_goes_with_them(council, ada, dora, cora):
    second = people.person(council, Role.ADMINISTRATOR)
    grant = ask(cora, council, ada, "contract_manager")
    services.change_roles(ada, council, by=second, roles=["member"], reason="A new post since Monday.")
    grant.refresh_from_db()
    assert not grant.is_open
    mine = ask(cora, council, second, "contract_manager")
    services.end_access(cora, council, by=second, reason="They left the council.")
    mine.refresh_from_db()
    assert not mine.is_open


def test_undoing_takes_back_the_question_and_cannot_take_back_a_second_persons_word(council, ada, dora, cora):
    with at():
        grant = ask(cora, council, ada, "contract_manager")
    with at(minutes=1):
        assert selectors.undo_of(ada, cora, council) is not None
        services.undo_access(cora, council, by=ada)
    grant.refresh_from_db()
    assert not grant.is_open
    with at(minutes=20):
        grant = ask(cora, council, ada, "contract_manager")
    with at(minutes=21):
        granting.confirm(grant, by=dora)
    with at(minutes=22), pytest.raises(WrongState, match="There is nothing to undo"):
        services.undo_access(cora, council, by=ada)
    assert roles_of(cora, council) == {"commissioner", "contract_manager"}


def test_undoing_an_ending_brings_back_what_was_there_and_no_more(council, ada, dora, cora):
    with at():
        granting.confirm(ask(cora, council, ada, "contract_manager"), by=dora)
    with at(hours=1):
        ask(cora, council, ada, "administrator")
    with at(hours=2):
        services.end_access(cora, council, by=ada, reason="They left the council.")
    with at(hours=2, minutes=1):
        services.undo_access(cora, council, by=ada)
        assert roles_of(cora, council) == {"commissioner", "contract_manager"}
        assert not RoleGrant.objects.waiting().exists()


def test_what_waits_is_on_the_home_of_the_second_person_alone(council, ada, dora, cora):
    grant = ask(cora, council, ada, "administrator")
    url = reverse("role-grant", args=[grant.pk])
    found = [need for need in everything(dora, clock.now()) if need.url == url]
    assert [need.text for need in found] == ["Confirm or refuse: Cora Commissioner as administrator"]
    for nobody in (ada, cora, people.person(people.council(), Role.LEAD_DIRECTOR)):
        assert [need for need in everything(nobody, clock.now()) if need.url == url] == []


def test_pages_ask_confirm_and_refuse(client, council, ada, dora, cora):
    client.force_login(ada)
    url = f"/administration/people/{cora.pk}/roles/"
    typed = {"roles": ["commissioner", "contract_manager"], "reason": WHY}
    page = client.post(url, typed, follow=True).content.decode()
    assert "They become contract manager once a second person confirms it; who can has been told." in page
    assert "Waiting for a second person" in page
    grant = RoleGrant.objects.get()
    assert client.get(url).context["form"]["roles"].initial == ["commissioner", "contract_manager"]
    address = reverse("role-grant", args=[grant.pk])
    page = client.get(address).content.decode()
    assert "Take back what was asked" in page
    assert "Save the decision" not in page
    client.force_login(dora)
    page = client.get(address).content.decode()
    for words in ("Verify KPI returns", WHY, "Ada Administrator", "Save the decision"):
        assert words in page
    assert "reason" in client.post(address, {"decision": "refuse", "reason": ""}).context["form"].errors
    page = client.post(address, {"decision": "confirm", "reason": ""}, follow=True).content.decode()
    assert "Cora Commissioner is now contract manager." in page
    assert "Dora Director confirmed this on" in page
    assert roles_of(cora, council) == {"commissioner", "contract_manager"}


def test_pages_that_refuse(client, council, ada, dora, cora):
    grant = ask(cora, council, ada, "administrator")
    address = reverse("role-grant", args=[grant.pk])
    client.force_login(ada)
    assert client.get(f"/administration/people/{ada.pk}/roles/").status_code == 403
    assert client.post(address, {"decision": "confirm"}).status_code == 403
    client.force_login(people.person(people.council(), Role.ADMINISTRATOR))
    assert client.get(address).status_code == 404
    client.force_login(cora)
    assert client.get(address).status_code == 403
    client.force_login(ada)
    assert client.post(f"{address}withdraw/").url == "/administration/people/"
    assert "This was taken back on" in client.get(address).content.decode()


def test_a_council_with_one_administrator_and_no_director_is_told_how_its_second_is_made(client, council, ada, cora):
    grant = ask(cora, council, ada, "administrator")
    client.force_login(ada)
    assert "make_administrator" in client.get(reverse("role-grant", args=[grant.pk])).content.decode()
    people.person(council, Role.LEAD_DIRECTOR)
    assert "make_administrator" not in client.get(reverse("role-grant", args=[grant.pk])).content.decode()


MUST = truth.lacks(Permission.CONFIRM_ROLES)
REASONS = {
    "must-confirm": MUST,
    "no-administrator": NotAllowed("Only an administrator of this council may do this"),
    "asked": NotAllowed("You asked for these roles. Another administrator or a lead director has to confirm them."),
    "own": NotAllowed("Nobody confirms a role for themselves. Somebody else has to do it."),
    "own-roles": NotAllowed(permissions.OWN_ROLES),
    "not-theirs": NotAllowed("Only the administrator who asked for these roles can take that back"),
    "over": WrongState("These roles do not wait any more: they were confirmed, refused or taken back, or 14 days are over"),
}
CONFIRM = """
                     waits  taken back  another council
commissioner         must-confirm
procurement_officer  must-confirm
evaluator            must-confirm
evaluation_lead      must-confirm
contract_manager     must-confirm
lead_director        yes    over        must-confirm
member               must-confirm
supplier             must-confirm
partner              must-confirm
administrator        yes    over        must-confirm
elsewhere            must-confirm
left                 must-confirm
inactive             must-confirm
asked                asked  asked       must-confirm
gets it              own    own         must-confirm
"""
WITHDRAW = """
                     waits  taken back  another council
commissioner         no-administrator
procurement_officer  no-administrator
evaluator            no-administrator
evaluation_lead      no-administrator
contract_manager     no-administrator
lead_director        no-administrator
member               no-administrator
supplier             no-administrator
partner              no-administrator
administrator        not-theirs  not-theirs  no-administrator
elsewhere            no-administrator
left                 no-administrator
inactive             no-administrator
asked                yes    over        no-administrator
gets it              no-administrator
"""
CHANGE = """
                     a colleague  another council
commissioner         no-administrator
procurement_officer  no-administrator
evaluator            no-administrator
evaluation_lead      no-administrator
contract_manager     no-administrator
lead_director        no-administrator
member               no-administrator
supplier             no-administrator
partner              no-administrator
administrator        yes          no-administrator
elsewhere            no-administrator
left                 no-administrator
inactive             no-administrator
asked                yes          no-administrator
gets it              no-administrator
"""


def test_who_confirms_withdraws_and_changes(council, ada, cora):
    users = truth.cast(council) | {"asked": ada, "gets it": cora}
    people.give(cora, council, Role.LEAD_DIRECTOR)
    waits = ask(cora, council, ada, "administrator")
    over = RoleGrant.objects.create(
        user=people.person(council), council=council, roles=["administrator"], asked_by=ada, withdrawn_at=clock.now()
    )
    over.user = cora
    there = people.council()
    elsewhere = RoleGrant(user=people.person(there), council=there, roles=[], asked_by=people.person(there))
    states = {"waits": (waits,), "taken back": (over,), "another council": (elsewhere,)}
    users = {name: User.objects.get(pk=user.pk) for name, user in users.items()}
    truth.holds(permissions.check_can_confirm, permissions.can_confirm, CONFIRM, users, states, REASONS)
    truth.holds(permissions.check_can_withdraw, permissions.can_withdraw, WITHDRAW, users, states, REASONS)
    people_states = {"a colleague": (council, people.person(council)), "another council": (there, people.person(there))}
    truth.holds(permissions.check_can_change_roles, permissions.can_change_roles, CHANGE, users, people_states, REASONS)
    with pytest.raises(NotAllowed, match="^Nobody changes their own roles"):
        permissions.check_can_change_roles(ada, council, ada)
