"""The page of what was drawn: readable, downloadable, and its seed shown from the next day on."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from contracts.draws.models import DrawChoice
from contracts.schedule.models import DueReturn
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.contracts.draws.steps import WHOLE, chosen, with_draw
from tests.reading import as_read

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 20, 9, tzinfo=clock.LONDON)
QUERIES = 7


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


def stage(many: int = 1):
    contract, who = build.active_contract(obligations=many)
    chosen(who)
    dues = list(DueReturn.objects.filter(starts_on=build.first_due(contract).starts_on, kpi__obligation__contract=contract))
    with_draw(dues[0], who.council, drawn=True)
    for due in dues:
        build.submitted_return(due, who, **WHOLE)
    return who, dues


@pytest.mark.parametrize("many", [1, 4])
def test_the_page_asks_the_same_number_of_questions(client, django_assert_num_queries, many):
    who, _ = stage(many)
    client.force_login(who.manager)
    with django_assert_num_queries(QUERIES):
        page = as_read(client.get(reverse("returns-draws")).content.decode())
    assert "1 return in 10 is drawn today." in page
    assert "Drawn" in page
    assert "Few people and many returns." in page


def test_the_seed_is_in_the_file_from_the_next_day_on(client):
    who, dues = stage()
    client.force_login(who.director)
    address = reverse("returns-draws") + "?as=csv&columns=key&columns=seed&columns=digest&columns=drawn"
    today = client.get(address).getvalue().decode()
    assert "Shown from tomorrow" in today
    assert f"{dues[0].pk}/1" in today
    with clock.at(NOW + timedelta(days=1)):
        tomorrow = client.get(address).getvalue().decode()
    assert "Shown from tomorrow" not in tomorrow
    assert "0" * 60 in tomorrow


def test_the_return_says_whether_it_was_drawn_to_the_council_alone(client):
    who, dues = stage()
    for person, says in ((who.manager, True), (who.member, True), (who.reporter, False)):
        client.force_login(person)
        page = as_read(client.get(reverse("return", args=[dues[0].pk])).content.decode())
        assert ("Drawn for a full look (1 in 10)" in page) is says


def test_the_queue_offers_what_was_drawn_on_its_own(client):
    who, _ = stage()
    client.force_login(who.manager)
    page = as_read(client.get(reverse("returns-to-verify")).content.decode())
    assert "On its own" in page
    assert "for a full look (1 in 10)" in page


def test_a_director_chooses_by_the_form(client):
    _, who = build.active_contract()
    client.force_login(who.director)
    address = reverse("returns-draws-choose")
    sent = {"draws": "yes", "one_in": "", "from_day": "2026-02-01", "reason": "Few people and many returns."}
    assert "Enter a whole number from 2 to 100" in as_read(client.post(address, sent))
    assert DrawChoice.objects.count() == 0
    assert client.post(address, sent | {"one_in": "10"}).url == reverse("returns-draws")
    assert client.post(address, sent | {"draws": "no", "from_day": "2026-03-01"}).url == reverse("returns-draws")
    assert list(DrawChoice.objects.order_by("from_day").values_list("one_in", flat=True)) == [10, None]
