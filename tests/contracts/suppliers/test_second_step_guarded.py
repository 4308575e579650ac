"""What stands between a stranger with a plausible voice and a bidder's account: who asks, who confirms, who hears, how often."""

import re
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from measurement.dashboards.selectors.waiting import everything
from procurement.bidding.models import Bid
from socialvalue.accounts.administration.models import StepReset
from socialvalue.accounts.administration.permissions import can_confirm_reset
from socialvalue.accounts.administration.selectors import who_could_confirm
from socialvalue.accounts.administration.services import resetting
from socialvalue.accounts.enums import Role
from socialvalue.accounts.permissions import TIED
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, Tied, WrongState
from socialvalue.notifications.models import Message
from socialvalue.suppliers.models import DetailsChange
from socialvalue.suppliers.permissions import NOBODYS
from socialvalue.suppliers.services.second_step import MISSED, STOPPED, TOO_MANY, ask_for_second_step, find_person
from tests.builders import bidding, people, tendering
from tests.builders import contracts as build
from tests.contracts.suppliers.test_second_step import HOW, WHY, Scene, nobody, signing_in_as
from tests.reading import as_read

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 26, 10, tzinfo=clock.LONDON)


@pytest.fixture
def scene():
    with clock.at(START):
        yield Scene()


def steps_of(user) -> int:
    return Authenticator.objects.filter(user=user).count()


def told(prefix: str) -> set:
    return {message.recipient for message in Message.objects.filter(key__startswith=prefix)}


# Who may ask


def test_of_a_bidder_whose_bid_is_sealed_no_officer_asks_and_the_page_says_whom_to_ask(client, scene):
    tender, person = tendering.published_tender(), people.with_step(bidding.bidder())
    bid = bidding.submitted_bid(tender, person)
    for council in (tender.commission.council, people.council()):
        officer = people.person(council, Role.PROCUREMENT_OFFICER)
        with pytest.raises(NotAllowed) as refusal:
            scene.ask(by=officer, email=person.email, supplier=bid.supplier)
        assert refusal.value.message == NOBODYS
        client.force_login(officer)
        here = reverse("supplier-second-step", args=[bid.supplier.pk])
        assert client.get(here).status_code == 403
        page = as_read(client.get(reverse("supplier", args=[bid.supplier.pk])))
        assert f"Lost second step: {NOBODYS}" in page
        assert f'href="{here}"' not in page
    assert not StepReset.objects.exists()


def test_once_its_bid_is_opened_the_officers_of_that_council_ask(scene):
    tender = bidding.opened_tender(1)
    bidder = Bid.objects.get(tender=tender).supplier
    person = people.with_step(signing_in_as("bidder@example.org", bidder))
    officer = people.person(tender.commission.council, Role.PROCUREMENT_OFFICER)
    assert scene.ask(by=officer, email="bidder@example.org", supplier=bidder).user == person
    with pytest.raises(NotAllowed, match="^Only an officer of a council that deals with this supplier may do this$"):
        scene.ask(email="bidder@example.org", supplier=bidder)


def test_the_officers_of_another_council_that_deals_with_it_are_told_without_the_name(scene):
    other = build.parties(supplier=scene.who.supplier)
    build.draft_contract(other)
    people.person(people.council(), Role.PROCUREMENT_OFFICER)
    reset = scene.ask()
    assert reset.council == scene.who.council
    assert told(f"reset-asked-elsewhere:{reset.pk}:") == {other.manager}
    letter = Message.objects.get(key__startswith=f"reset-asked-elsewhere:{reset.pk}:")
    assert scene.lost.name not in letter.body + letter.subject
    assert "sea@example.org" not in letter.body


def test_where_one_council_alone_deals_with_it_no_officer_elsewhere_is_told(scene):
    build.parties()
    reset = scene.ask()
    assert told(f"reset-asked-elsewhere:{reset.pk}:") == set()


# Who confirms, and what is looked at again


def test_who_is_with_the_supplier_neither_confirms_nor_is_asked_to(scene):
    scene.administrator.supplier_ties.create(supplier=scene.who.supplier, entered_by=scene.administrator)
    tied = people.fresh(scene.administrator)
    reset = scene.ask()
    assert reset.supplier == scene.who.supplier
    assert tied not in who_could_confirm(reset)
    assert told(f"reset-asked:{reset.pk}:") == {scene.who.director}
    assert not [need for need in everything(tied, clock.now()) if "second step" in need.text]
    for decide in (resetting.confirm, lambda asked, by: resetting.refuse(asked, by=by, reason="I know her, and she did not ask")):
        with pytest.raises(Tied, match=f"^{re.escape(TIED)}$"):
            decide(reset, by=tied)
    assert steps_of(scene.lost) == 2
    resetting.confirm(reset, by=scene.who.director)
    assert steps_of(scene.lost) == 0


def test_who_is_with_another_supplier_of_the_person_does_not_confirm_either(scene):
    second = people.supplier()
    people.give(scene.lost, second, Role.SUPPLIER)
    scene.administrator.supplier_ties.create(supplier=second, entered_by=scene.administrator)
    reset = scene.ask()
    with pytest.raises(Tied, match=f"^{re.escape(TIED)}$"):
        resetting.confirm(reset, by=people.fresh(scene.administrator))


def test_who_left_the_supplier_meanwhile_is_not_decided_on(client, scene):
    reset = scene.ask()
    scene.lost.memberships.update(ended_at=clock.now())
    reset = StepReset.objects.get(pk=reset.pk)
    words = f"{scene.lost} does not act for {scene.who.supplier} any more, so nobody of the council decides on their second step"
    with pytest.raises(WrongState, match=f"^{re.escape(words)}$"):
        resetting.confirm(reset, by=scene.administrator)
    assert steps_of(scene.lost) == 2
    client.force_login(scene.administrator)
    assert words in as_read(client.get(reverse("step-reset", args=[reset.pk])))


def lost_the_role(scene):
    scene.officer.memberships.update(ended_at=clock.now())


def came_near(scene):
    scene.officer.supplier_ties.create(supplier=scene.who.supplier, entered_by=scene.officer)


def no_longer_confirmed(scene):
    type(scene.who.supplier).objects.filter(pk=scene.who.supplier.pk).update(confirmed_at=None, confirmed_how="")


@pytest.mark.parametrize("change", [lost_the_role, came_near, no_longer_confirmed])
def test_what_the_officer_could_not_ask_today_is_not_confirmed(scene, change):
    asked = scene.ask()
    change(scene)
    reset = StepReset.objects.get(pk=asked.pk)
    words = f"{scene.officer} could not ask for this today. Another officer speaks to the person and asks again."
    with pytest.raises(WrongState, match=f"^{re.escape(words)}$"):
        resetting.confirm(reset, by=scene.administrator)
    assert not can_confirm_reset(scene.administrator, StepReset.objects.get(pk=asked.pk))
    assert steps_of(scene.lost) == 2


def test_a_reset_of_the_council_s_own_person_names_no_supplier_and_asks_none_of_this(scene):
    reset = people.lost_step(scene.who.council, by=people.person(scene.who.council, Role.ADMINISTRATOR))
    assert (reset.supplier, told("reset-asked-of:"), told("reset-asked-elsewhere:")) == (None, set(), set())
    assert resetting.confirm(reset, by=scene.administrator).accepted is True
    assert told("reset-done-of:") == set()


# Who hears of it, and what the record says


def test_everybody_who_acts_for_a_supplier_of_theirs_is_told_before_and_after(scene):
    second = people.supplier()
    people.give(scene.lost, second, Role.SUPPLIER)
    colleague, gone, stranger = (people.person(body, Role.SUPPLIER) for body in (second, second, people.supplier()))
    gone.memberships.update(ended_at=clock.now())
    reset = scene.ask()
    for kind in ("reset-asked-of", "reset-done-of"):
        assert told(f"{kind}:{reset.pk}:{scene.who.supplier.pk}:") == {scene.who.reporter}
        assert told(f"{kind}:{reset.pk}:{second.pk}:") == {colleague}
        assert not {gone, stranger, scene.lost} & told(f"{kind}:")
        if kind == "reset-asked-of":
            assert told("reset-done-of:") == set()
            reset = resetting.confirm(reset, by=scene.administrator)
    letter = Message.objects.get(key__startswith=f"reset-asked-of:{reset.pk}:{second.pk}:")
    assert letter.subject == f"{scene.officer} asks to remove the second step of {scene.lost}"
    assert f"tell {scene.officer} ({scene.officer.email}) now" in letter.body


def about(verb: str) -> set[tuple[str, str]]:
    event = AuditEvent.objects.get(verb=verb)
    return set(event.subjects.filter(object_type="socialvalue.organisation").values_list("object_id", "label"))


def decided_on(scene, verb: str) -> None:
    reset = scene.ask()
    if verb == resetting.RESET:
        resetting.confirm(reset, by=scene.administrator)
    elif verb == resetting.REFUSED:
        resetting.refuse(reset, by=scene.administrator, reason="Nobody at the company knew of it")
    elif verb == resetting.WITHDRAWN:
        resetting.withdraw(reset, by=scene.officer)


@pytest.mark.parametrize("verb", [resetting.ASKED, resetting.RESET, resetting.REFUSED, resetting.WITHDRAWN])
def test_the_record_says_it_of_every_supplier_and_of_the_council(scene, verb):
    second = people.supplier()
    people.give(scene.lost, second, Role.SUPPLIER)
    decided_on(scene, verb)
    expected = (scene.who.council, scene.who.supplier, second)
    assert about(verb) == {(str(one.pk), str(one)) for one in expected}


# How often somebody may try


def tries(scene, client, address: str, **typed):
    return client.post(
        reverse("supplier-second-step", args=[scene.who.supplier.pk]), {"email": address, "how": HOW, "reason": WHY, **typed}
    ).context["form"]


def test_a_wrong_try_stays_in_the_record_whatever_else_is_wrong_and_without_the_address(client, scene):
    client.force_login(scene.officer)
    tries(scene, client, "wrong@example.org")
    assert "how" in tries(scene, client, "wrong@example.org", how="").errors
    events = AuditEvent.objects.filter(verb=MISSED)
    assert [(event.actor, event.council) for event in events] == [(scene.officer, scene.who.council)] * 2
    event = events[0]
    assert event.sentence == f"tried an address for a lost second step at {scene.who.supplier} that was not right"
    assert [subject.label for subject in event.subjects.all()] == [str(scene.who.supplier)]


def test_a_right_address_beside_a_bad_reason_is_no_wrong_try(client, scene):
    client.force_login(scene.officer)
    form = tries(scene, client, "sea@example.org", how="by mail")
    assert form.errors == {"how": ["Say how you checked who they are, in at least 3 different words and 15 letters"]}
    assert not AuditEvent.objects.filter(verb=MISSED).exists()


def test_after_ten_wrong_tries_the_right_address_is_refused_too_until_a_day_later(client, scene):
    client.force_login(scene.officer)
    for number in range(10):
        assert tries(scene, client, f"guess{number}@example.org").errors == {"email": [nobody(scene)]}
    for _ in range(2):
        assert tries(scene, client, "sea@example.org").errors == {"email": [TOO_MANY]}
    assert (AuditEvent.objects.filter(verb=MISSED).count(), AuditEvent.objects.filter(verb=STOPPED).count()) == (10, 1)
    assert not StepReset.objects.exists()
    # Of one officer, not of the council
    assert find_person(scene.who.supplier, "sea@example.org", by=scene.who.manager) == scene.lost
    with clock.at(START + timedelta(hours=24) - timedelta(seconds=1)), pytest.raises(Refused, match=f"^{re.escape(TOO_MANY)}$"):
        find_person(scene.who.supplier, "sea@example.org", by=scene.officer)
    with clock.at(START + timedelta(hours=24)):
        assert find_person(scene.who.supplier, "sea@example.org", by=scene.officer) == scene.lost


def test_nine_wrong_tries_leave_a_tenth(scene):
    for number in range(9):
        with pytest.raises(Refused, match=f"^{re.escape(nobody(scene))}$"):
            find_person(scene.who.supplier, f"guess{number}@example.org", by=scene.officer)
    assert scene.ask().user == scene.lost


def test_who_does_not_act_for_the_supplier_is_refused_by_the_service_too(scene):
    stranger = people.with_step(signing_in_as("stranger@example.org", people.supplier()))
    with pytest.raises(Refused, match=f"^{re.escape(nobody(scene))}$"):
        ask_for_second_step(scene.who.supplier, stranger, by=scene.officer, how=HOW, reason=WHY)


# What the pages say


def test_the_words_of_the_form_and_of_the_answer(client, scene):
    client.force_login(scene.officer)
    page = as_read(client.get(reverse("supplier", args=[scene.who.supplier.pk])))
    assert "Remove a lost second step" in page
    here = reverse("supplier-second-step", args=[scene.who.supplier.pk])
    assert "Remove a supplier’s lost second step" in as_read(client.get(here))
    done = client.post(here, {"email": "sea@example.org", "how": HOW, "reason": WHY}, follow=True)
    assert "We have told the person, and those who can confirm it." in as_read(done)


def test_a_change_of_what_was_joined_names_it_first(client, scene):
    part = people.supplier()
    type(part).objects.filter(pk=part.pk).update(part_of=scene.who.supplier)
    DetailsChange.objects.create(
        organisation=part, doing="name", name="Another Name Ltd", asked_by=people.person(part, Role.SUPPLIER), reason=WHY
    )
    client.force_login(scene.officer)
    page = as_read(client.get(reverse("supplier", args=[scene.who.supplier.pk])))
    assert f"{part} (joined to this supplier): " in page


def test_who_stands_before_the_second_step_finds_whom_to_phone(client, scene):
    client.post("/sign-in/", {"login": "sea@example.org", "password": "demonstration"})
    page = as_read(client.get(reverse("mfa_authenticate")))
    assert "If you act for a supplier, phone the council you work with." in page
    assert f'href="{reverse("help")}#contact"' in page
    assert 'id="contact"' in as_read(client.get(reverse("help")))
