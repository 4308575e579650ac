"""Help for every page, whom to ask on every page, and the tour."""

from fnmatch import fnmatchcase

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.urls import reverse

from measurement.demonstration.cast import CONTACT
from socialvalue.accounts.administration import services
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common.errors import Refused
from socialvalue.help.enums import CHAPTERS, PAGES, SECTIONS, TASKS, section_for
from socialvalue.help.pages.tour import STEPS
from tests.builders import people, tendering
from tests.reading import as_read
from tests.socialvalue.test_every_route import DECLARED, ROUTES

# What the project answers for machines
NO_PAGE = ("colours", "health:live", "health:ready", "health:security-txt")


@pytest.mark.parametrize(
    ("route", "anchor"),
    [
        ("home", "start"),
        ("bid", "bid"),
        ("contract", "contract"),
        ("contract-returns", "report"),
        ("returns-template", "report"),
        ("return", "report"),
        ("return-correct", "correct"),
        ("return-verify", "verify"),
        ("commission", "plan"),
        ("chain", "figures"),
        ("event-attendance", "engagement"),
        ("commission-ideas", "engagement"),
        ("opportunity", "opportunities"),
        ("bid-start", "bid"),
        ("forward-plan-ics", "forward-plan"),
        ("oversight-export", "figures"),
        ("account_signup", "access"),
        ("account_login", "sign-in"),
        ("", "start"),
        ("nowhere", "start"),
    ],
)
def test_the_section_about_a_page(route, anchor):
    assert section_for(route).anchor == anchor


def test_every_place_leads_to_a_section_and_every_section_is_led_to():
    assert set(PAGES) == set(SECTIONS)
    assert {anchor for tasks in TASKS.values() for anchor in tasks} <= set(SECTIONS)
    assert set(TASKS) == set(Role) == set(STEPS)


def test_every_page_has_a_section_and_only_one_fits_best():
    """A new page needs a name that is like its neighbours', or its line in ``PAGES``: otherwise Help would say only the start."""
    best: dict[str, list[str]] = {}
    for name in {name for name, _, _ in ROUTES if name} - set(NO_PAGE):
        fitting = [(len(p), anchor) for anchor, names in PAGES.items() for p in names if fnmatchcase(name, p)]
        longest = max(fitting, default=(0, ""))[0]
        best[name] = [anchor for length, anchor in fitting if length == longest]
    assert {name: anchors for name, anchors in best.items() if len(anchors) != 1} == {}


def test_no_pattern_is_left_over():
    names = {name for name, _, _ in ROUTES if name}
    assert [p for patterns in PAGES.values() for p in patterns if not any(fnmatchcase(n, p) for n in names)] == []


def test_every_section_is_there_and_says_something():
    for section in SECTIONS.values():
        assert len(get_template(section.template).render({}).split()) > 15, section.anchor
    anchors = [section.anchor for chapter in CHAPTERS for section in chapter.sections]
    assert len(anchors) == len(set(anchors))


@pytest.mark.django_db
def test_help_is_open_to_everybody_and_holds_every_anchor(client, django_assert_num_queries):
    council = people.council("Kentish")
    services.set_contact(council, by=people.person(council, Role.ADMINISTRATOR), **WHOLE)
    people.council("Silent")
    with django_assert_num_queries(1):
        page = client.get("/help/")
    text = page.content.decode()
    assert [a for a in (*SECTIONS, "contact") if f'id="{a}"' not in text] == []
    assert "Social value team" in text
    assert "has not named a contact here yet" in as_read(page)
    assert as_read(page).count("Silent") == 1


WHOLE = {
    "team": "Social value team",
    "email": "ask@kentish.example",
    "phone": "0300 041 4141",
    "hours": "Monday to Friday, 9am to 5pm",
    "address": "The Hall\nMaidstone",
}


@pytest.mark.django_db
def test_whom_to_ask_stands_on_the_pages_of_the_councils_people(client):
    council = people.council("Kentish")
    administrator = people.person(council, Role.ADMINISTRATOR)
    services.set_contact(council, by=administrator, **WHOLE)
    client.force_login(people.person(council, Role.MEMBER))
    page = client.get("/messages/")
    assert page.context["help_section"].anchor == "messages"
    assert 'href="/help/#messages"' in page.content.decode()
    foot = as_read(page).split("Help with this page")[1]
    said = ("Social value team", ">ask@kentish.example<", "mailto:ask@kentish.example", "0300 041 4141", "9am to 5pm")
    assert [foot.count(one) for one in said] == [1, 1, 1, 1, 1]
    assert 'href="tel:03000414141"' in page.content.decode()
    other = people.council("Other")
    client.force_login(people.person(other, Role.MEMBER))
    assert "ask@kentish.example" not in client.get("/messages/").content.decode()


@pytest.mark.django_db
def test_a_tender_page_names_whom_to_ask_at_the_council_it_is_of(client):
    tender = tendering.published_tender()
    council = tender.commission.council
    services.set_contact(council, by=people.person(council, Role.ADMINISTRATOR), **WHOLE)
    assert "ask@kentish.example" in client.get(reverse("opportunity", args=[tender.reference])).content.decode()
    assert "ask@kentish.example" not in client.get("/accessibility/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"team": "Team", "hours": "Always"}, "Enter an email address or a phone number, so that people can reach the team"),
        ({"address": "The Hall"}, "Enter an email address or a phone number, so that people can reach the team"),
    ],
)
def test_a_contact_that_reaches_nobody_is_refused(typed, said):
    council = people.council()
    with pytest.raises(Refused, match=said):
        services.set_contact(council, by=people.person(council, Role.ADMINISTRATOR), **typed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phone", "fine"),
    [("0300 041 4141", True), ("+44 300 041 4141", True), ("12345", False), ("ask Ana", False), ("0300<script>", False)],
)
def test_a_phone_number_is_one(client, phone, fine):
    council = people.council()
    client.force_login(people.person(council, Role.ADMINISTRATOR))
    assert (client.post("/administration/contact/", {"phone": phone}).status_code == 302) is fine
    council.refresh_from_db()
    assert council.contact_phone == (phone if fine else "")


def test_the_demonstrations_contact_is_a_role_and_no_person():
    assert CONTACT["email"].endswith("@demo.example")
    assert "illustrative" in CONTACT["contact_team"]


@pytest.mark.parametrize("role", Role)
def test_each_tour_is_short_and_its_pages_and_pictures_exist(role):
    assert 1 <= len(STEPS[role]) <= 5
    for step in STEPS[role]:
        assert DECLARED[step.route]
        assert reverse(step.route)
        assert finders.find(step.image), step.image


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_every_step_can_be_opened_by_its_role(client, role):
    body = people.supplier() if role == Role.SUPPLIER else people.council()
    client.force_login(people.person(body, role))
    page = client.get("/tour/")
    assert page.context["tours"] == [(role, STEPS[role])]
    assert [client.get(reverse(step.route)).status_code for step in STEPS[role]] == [200] * len(STEPS[role])


@pytest.mark.django_db
def test_the_tour_is_offered_until_it_was_taken_or_put_off(client):
    person = people.person(people.council(), Role.MEMBER)
    User.objects.filter(pk=person.pk).update(tour_ended_at=None)
    client.force_login(person)
    assert "Take the five-minute tour" in as_read(client.get("/"))
    assert "Take the five-minute tour" not in as_read(client.get("/messages/"))
    assert client.post("/tour/end/").url == "/"
    ended = User.objects.get(pk=person.pk).tour_ended_at
    assert "Take the five-minute tour" not in as_read(client.get("/"))
    client.post("/tour/end/")
    assert User.objects.get(pk=person.pk).tour_ended_at == ended
    assert client.get("/tour/").status_code == 200


@pytest.mark.django_db
def test_the_tour_is_not_offered_to_who_has_no_role_or_is_not_signed_in(client):
    assert "five-minute tour" not in as_read(client.get("/"))
    client.force_login(people.person(people.council()))
    assert "Take the tour" not in as_read(client.get("/"))
    assert "You have no role yet" in as_read(client.get("/tour/"))
    assert client.get("/tour/end/").status_code == 405


@pytest.mark.django_db
def test_how_far_the_demonstration_is_stands_on_every_page_while_it_is_loaded(client, settings, tmp_path):
    settings.DEMONSTRATION_PROGRESS = tmp_path / "progress"
    settings.DEMONSTRATION_PROGRESS.write_text("contracts 12 of 42\n")
    assert "is being loaded" not in as_read(client.get("/accessibility/"))
    settings.DEMONSTRATION = True
    assert "The demonstration is being loaded: contracts 12 of 42." in as_read(client.get("/accessibility/"))
    settings.DEMONSTRATION_PROGRESS.unlink()
    assert "is being loaded" not in as_read(client.get("/accessibility/"))
