"""Who lost phone and recovery codes is let in again by two people, and told of it; nobody does it for themselves."""

from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from measurement.dashboards.selectors.waiting import everything
from socialvalue.accounts.administration import permissions, services
from socialvalue.accounts.administration.models import StepReset
from socialvalue.accounts.administration.services import resetting
from socialvalue.accounts.enums import Role
from socialvalue.accounts.services import delegating
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import people
from tests.fixtures import truth
from tests.reading import as_read

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 26, 10, tzinfo=clock.LONDON)
HOW, WHY = "In person, with her staff card", "Her phone was stolen with the codes in its case"
TYPED = {"how": HOW, "reason": WHY}
TYPES = Authenticator.Type


def at(**later):
    return clock.at(START + timedelta(**later))


def steps_of(user) -> int:
    return Authenticator.objects.filter(user=user).count()


@pytest.fixture
def council():
    return people.council("Kentish Council")


@pytest.fixture
def ada(council):
    return people.person(council, Role.ADMINISTRATOR, name="Ada Administrator")


@pytest.fixture
def bea(council):
    return people.person(council, Role.ADMINISTRATOR, name="Bea Administrator")


@pytest.fixture
def lea(council):
    """Who lost everything."""
    user = people.person(council, Role.LEAD_DIRECTOR, name="Lea Director")
    for kind in (TYPES.TOTP, TYPES.WEBAUTHN, TYPES.RECOVERY_CODES):
        Authenticator.objects.create(user=user, type=kind, data={})
    return user


@pytest.fixture
def asked(council, ada, bea, lea):
    return resetting.ask(lea, council, by=ada, **TYPED)


def test_asked_and_confirmed_everything_goes_and_every_session_ends(council, ada, bea, lea, asked):
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(lea)
    assert steps_of(lea) == 3
    done = resetting.confirm(asked, by=bea)
    assert (done.accepted, done.decided_by, steps_of(lea), lea.sessions.count()) == (True, bea, 0, 0)
    assert [browser.get("/account/").status_code for browser in browsers] == [302, 302]
    events = AuditEvent.objects.filter(council=council).order_by("pk")
    assert [(e.verb, e.actor) for e in events] == [
        ("asked to reset a second step", ada), ("reset a second step", bea), ("ended sessions", bea),
    ]  # fmt: skip
    assert events[0].reason == f"{WHY}\n\nHow they know who it is: {HOW}"
    assert events[1].changes == {"second steps": [3, 0]}


def test_the_person_is_told_at_their_address_when_it_is_asked_and_when_it_is_done(council, bea, lea, asked):
    assert list(Message.objects.filter(address=lea.email).values_list("subject", flat=True)) == [
        "Somebody asked to remove your second step"
    ]
    resetting.confirm(asked, by=bea)
    letter = Message.objects.filter(address=lea.email).order_by("pk").last()
    assert (letter.subject, letter.recipient) == ("Your second step was removed", None)
    assert "Ada Administrator asked for it and Bea Administrator confirmed it" in letter.body


def test_who_could_confirm_is_told_and_not_the_person(council, ada, bea, lea, asked):
    other = people.person(council, Role.LEAD_DIRECTOR)
    assert set(Message.objects.filter(key__startswith="reset-asked").values_list("recipient", flat=True)) == {bea.pk}
    assert [need.text for need in everything(people.fresh(bea), clock.now()) if "second step" in need.text] == [
        "Confirm or refuse: a new second step for Lea Director"
    ]
    for one, sees in ((other, 1), (ada, 0), (lea, 0)):
        found = everything(people.fresh(one), clock.now())
        assert len([need for need in found if "second step" in need.text]) == sees


def test_the_next_sign_in_sets_up_anew_before_anything_else_opens(client, settings, council, bea, lea, asked):
    settings.SECOND_STEP_REQUIRED = True
    resetting.confirm(asked, by=bea)
    client.post("/sign-in/", {"login": lea.email, "password": "demonstration"})
    assert client.get("/commissions/").url == "/account/security/"
    assert "Your role needs a second step" in as_read(client.get("/account/security/"))


def test_refused_with_a_reason_it_stays_and_who_asked_is_told(council, ada, bea, lea, asked):
    with pytest.raises(Refused, match="^Say why the second step stays$"):
        resetting.refuse(asked, by=bea, reason=" ")
    done = resetting.refuse(asked, by=bea, reason="I could not reach her on the phone")
    assert (done.accepted, steps_of(lea)) == (False, 3)
    letter = Message.objects.get(key__startswith=f"reset-refused:{asked.pk}:")
    assert (letter.recipient, letter.private) == (ada, "Bea Administrator says why: I could not reach her on the phone")
    with pytest.raises(WrongState, match="^This does not wait any more"):
        resetting.confirm(asked, by=bea)


def test_taken_back_by_who_asked(council, ada, bea, lea, asked):
    with pytest.raises(NotAllowed, match="^Only who asked for this can take it back$"):
        resetting.withdraw(asked, by=bea)
    resetting.withdraw(asked, by=ada)
    with pytest.raises(WrongState, match="^This does not wait any more"):
        resetting.confirm(asked, by=bea)
    assert steps_of(lea) == 3


@pytest.mark.parametrize(
    "how, reason, field", [("by mail", WHY, "how"), (HOW, "lost", "reason"), ("", WHY, "how"), (HOW, " ", "reason")]
)
def test_how_and_why_are_said_in_words(council, ada, lea, how, reason, field):
    with pytest.raises(Refused) as refusal:
        resetting.ask(lea, council, by=ada, how=how, reason=reason)
    assert [where for where, _ in refusal.value.problems] == [field]
    assert not StepReset.objects.exists()


def test_where_there_is_nothing_to_lose_nothing_is_asked(council, ada):
    cora = people.person(council, Role.COMMISSIONER, name="Cora")
    with pytest.raises(Refused, match="^Cora has no second step: they set one up when they sign in$"):
        resetting.ask(cora, council, by=ada, **TYPED)


def test_asked_once_while_it_waits_and_again_when_it_ran_out(council, ada, bea, lea):
    with at():
        first = resetting.ask(lea, council, by=ada, **TYPED)
    with at(days=3, seconds=-1):
        with pytest.raises(Refused, match="^Ada Administrator asked for this already. A second person has to confirm it.$"):
            resetting.ask(lea, council, by=bea, **TYPED)
        assert permissions.can_confirm_reset(bea, first)
    with at(days=3):
        assert not permissions.can_confirm_reset(bea, first)
        second = resetting.ask(lea, council, by=bea, **TYPED)
    first.refresh_from_db()
    assert (first.withdrawn_at, second.asked_by) == (START + timedelta(days=3), bea)


def test_who_leaves_meanwhile_is_not_let_in(council, ada, bea, lea, asked):
    services.end_access(lea, council, by=bea, reason="She has left the council.")
    with pytest.raises(WrongState, match="^This does not wait any more"):
        resetting.confirm(asked, by=bea)


def test_who_stands_in_for_somebody_is_one_hand_with_them(council, ada, bea, lea, asked):
    for one in (ada, bea):
        people.give(one, council, Role.LEAD_DIRECTOR)
    ada, bea = people.fresh(ada), people.fresh(bea)
    delegating.pass_on(
        by=ada, delegate=bea, duty="everything", starts_on=clock.today(), ends_on=clock.today() + timedelta(days=5)
    )
    with pytest.raises(NotAllowed, match="^One of you stands in for the other"):
        resetting.confirm(asked, by=people.fresh(bea))


@pytest.mark.parametrize("field", ["asked_by", "decided_by"])
def test_the_database_itself_lets_nobody_be_two_people(council, ada, lea, asked, field):
    wrong = {"asked_by": lea} if field == "asked_by" else {"decided_by": ada, "decided_at": clock.now(), "accepted": True}
    with pytest.raises(IntegrityError), transaction.atomic():
        StepReset.objects.filter(pk=asked.pk).update(**wrong)


# The tables

ASK = """
                     somebody          themselves        who left
commissioner         no-administrator
procurement_officer  no-administrator
evaluator            no-administrator
evaluation_lead      no-administrator
contract_manager     no-administrator
lead_director        no-administrator
member               no-administrator
supplier             no-administrator
partner              no-administrator
administrator        yes               own               not-here
elsewhere            no-administrator
left                 no-administrator
inactive             no-administrator
"""
CONFIRM = """
                     waits       decided     ran out     their own   asked themselves
commissioner         not-second
procurement_officer  not-second
evaluator            not-second
evaluation_lead      not-second
contract_manager     not-second
lead_director        yes         over        over        own         asked
member               not-second
supplier             not-second
partner              not-second
administrator        yes         over        over        own         asked
elsewhere            not-second
left                 not-second
inactive             not-second
"""
WITHDRAW = """
                     another's         asked themselves
commissioner         not-theirs
procurement_officer  not-theirs        yes
evaluator            not-theirs
evaluation_lead      not-theirs
contract_manager     not-theirs        yes
lead_director        not-theirs
member               not-theirs
supplier             not-theirs
partner              not-theirs
administrator        not-theirs        yes
elsewhere            not-theirs
left                 not-theirs
inactive             not-theirs
"""
REASONS = {
    "no-administrator": NotAllowed("Only an administrator of this council may do this"),
    "own": NotAllowed(permissions.OWN_STEP),
    "not-here": WrongState("This person has no access here, so there is nothing that they need a second step for"),
    "not-second": NotAllowed("Your role does not include: confirm that somebody else is given a role that needs a second person"),
    "asked": NotAllowed("You asked for this. Another administrator or a lead director has to confirm it."),
    "over": WrongState("This does not wait any more: it was confirmed, refused or taken back, or three days are over"),
    "not-theirs": NotAllowed("Only who asked for this can take it back"),
}


@pytest.fixture(scope="module")
def scene(module_database):
    council = people.council()
    return council, truth.cast(council), people.person(council, Role.ADMINISTRATOR), people.person(council, Role.MEMBER)


def test_who_asks(scene):
    council, users, _, somebody = scene
    for name, user in users.items():
        states = {"somebody": (council, somebody), "themselves": (council, user), "who left": (council, users["left"])}
        truth.holds(
            permissions.check_can_ask_for_reset, permissions.can_ask_for_reset, row(ASK, name), {name: user}, states, REASONS
        )


def row(expected: str, name: str) -> str:
    """Of a table whose states are each person's own: the row of one."""
    head, *rows = expected.strip("\n").splitlines()
    return "\n".join([head, *(line for line in rows if line.split()[0] == name)])


def test_who_confirms_and_who_takes_back(scene):
    council, users, asker, somebody = scene

    def reset(**more) -> StepReset:
        return StepReset(**{"user": somebody, "council": council, "asked_by": asker, "asked_at": clock.now()} | more)

    for name, user in users.items():
        states = {
            "waits": (reset(),),
            "decided": (reset(decided_at=clock.now()),),
            "ran out": (reset(asked_at=clock.now() - timedelta(days=3)),),
            "their own": (reset(user=user),),
            "asked themselves": (reset(asked_by=user),),
        }
        truth.holds(
            permissions.check_can_confirm_reset, permissions.can_confirm_reset, row(CONFIRM, name), {name: user}, states, REASONS
        )
        states = {"another's": (reset(),), "asked themselves": (reset(asked_by=user),)}
        truth.holds(
            permissions.check_can_withdraw_reset,
            permissions.can_withdraw_reset,
            row(WITHDRAW, name),
            {name: user},
            states,
            REASONS,
        )


# The pages


def test_from_the_list_of_people_to_the_end(client, council, ada, bea, lea):
    client.force_login(ada)
    people_page = as_read(client.get("/administration/people/"))
    path = reverse("administration-person-step", args=[lea.pk])
    assert f'href="{path}"' in people_page
    assert people_page.count("Lost second step") == 1, "of those alone who have one"
    answer = client.post(path, {"how": "x", "reason": WHY})
    assert "Say how you checked who they are" in as_read(answer)
    assert WHY in as_read(answer)
    answer = client.post(path, TYPED)
    reset = StepReset.objects.get()
    address = reverse("step-reset", args=[reset.pk])
    assert answer.url == address
    page = as_read(client.get(address))
    assert "Take back what was asked" in page
    assert "Save the decision" not in page
    client.force_login(bea)
    assert f'href="{address}"' in as_read(client.get("/administration/people/"))
    page = as_read(client.get(address))
    assert HOW in page
    assert "Speak to them yourself" in page
    answer = client.post(address, {"decision": "confirm"}, follow=True)
    assert "Done. Lea Director has been told." in as_read(answer)
    assert "Bea Administrator confirmed this on" in as_read(answer)
    assert steps_of(lea) == 0


def test_the_person_does_not_see_their_own_and_strangers_see_none(client, council, ada, bea, lea, asked):
    address = reverse("step-reset", args=[asked.pk])
    elsewhere = people.person(people.council(), Role.ADMINISTRATOR)
    cora = people.person(council, Role.COMMISSIONER)
    for user, status in ((lea, 404), (elsewhere, 404), (cora, 403), (bea, 200)):
        client.force_login(user)
        assert client.get(address).status_code == status
    client.force_login(ada)
    assert client.post(address, {"decision": "confirm"}).status_code in (200, 403)
    assert steps_of(lea) == 3


def test_taken_back_on_the_page(client, council, ada, bea, lea, asked):
    client.force_login(ada)
    answer = client.post(reverse("step-reset-withdraw", args=[asked.pk]), follow=True)
    assert "Taken back. The second step of Lea Director stays." in as_read(answer)


def test_nobody_asks_for_themselves(client, council, ada):
    Authenticator.objects.create(user=ada, type=TYPES.TOTP, data={})
    client.force_login(ada)
    path = reverse("administration-person-step", args=[ada.pk])
    assert f'href="{path}"' not in as_read(client.get("/administration/people/"))
    assert client.get(path).status_code == 403
    assert permissions.OWN_STEP in as_read(client.post(path, TYPED))
