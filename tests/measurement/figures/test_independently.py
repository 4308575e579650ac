"""The file of returns behind a figure says who checked one independently, and when: as it was known on the day of the figures."""

import copy
import csv
import io
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.independent.pages import checked_words
from contracts.independent.services import ask_for_confirmation, confirm, record_outside, settle
from contracts.returns.models import Return
from contracts.returns.selectors import schedule_of
from measurement.figures.selectors.sources import sources
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import measurement as build
from tests.builders import people
from tests.contracts.independent.steps import AGREES, CANNOT, DIFFERS, report
from tests.reading import as_read

pytestmark = pytest.mark.django_db
RANGE = f"?from={build.PERIOD[0]}&to={build.PERIOD[1]}"
BODY = "Audit Office of the South (fictional)"


def on(month: int, day: int, year: int = 2025):
    return clock.at(datetime(year, month, day, 9, tzinfo=clock.LONDON))


@pytest.fixture(scope="module")
def made_once(module_database):
    scene = build.scene()
    contract = build.contract(scene, {"values": ["3", "4"]}, title="Home care")
    return scene, contract


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


def first() -> Return:
    return Return.objects.order_by("due__starts_on").first()


def checked_outside(scene, look, month=9, day=3):
    with on(month, day):
        return record_outside(first(), look, by=people.person(scene.council, Role.LEAD_DIRECTOR), body=BODY, upload=report())


def lines(scene, client) -> list[str]:
    client.force_login(people.fresh(scene.who.member))
    response = client.get(reverse("figure-csv", args=["council", scene.council.pk]) + RANGE)
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    return [row["independently checked"] for row in sorted(rows, key=lambda row: row["period from"])]


def test_nobody_checked_is_empty(stage, client):
    scene, _ = stage
    assert lines(scene, client) == ["", ""]


def test_the_body_its_day_and_what_it_found_stand_in_the_file_and_on_the_page(stage, client):
    scene, _ = stage
    checked_outside(scene, AGREES)
    assert lines(scene, client) == [f"{BODY}, 3 September 2025: agrees with the figure", ""]
    page = as_read(client.get(reverse("figure", args=["council", scene.council.pk]) + RANGE))
    assert f"Independently checked: {BODY}, 3 September 2025: agrees with the figure." in page


def test_what_is_only_asked_says_nothing_yet(stage, client):
    scene, _ = stage
    other = people.person(scene.council, Role.LEAD_DIRECTOR)
    with on(9, 3):
        asked = ask_for_confirmation(first(), by=scene.who.manager, of=other)
    assert lines(scene, client) == ["", ""]
    with on(9, 5):
        confirm(asked, CANNOT, by=other)
    assert lines(scene, client) == [f"{other}, 5 September 2025: could not check it", ""]


def test_several_stand_after_one_another_and_what_followed_with_them(stage, client):
    scene, _ = stage
    doubt = checked_outside(scene, DIFFERS)
    checked_outside(scene, AGREES, day=4)
    with on(9, 9):
        settle(doubt, by=scene.who.manager, words="The third was paid in July, which the body did not see.")
    assert lines(scene, client)[0] == (
        f"{BODY}, 3 September 2025: does not agree with the figure, and why it stands was said on 9 September 2025; "
        f"{BODY}, 4 September 2025: agrees with the figure"
    )


@pytest.mark.parametrize(("day", "said"), [
    (date(2025, 9, 2), ""),
    (date(2025, 9, 3), f"{BODY}, 3 September 2025: does not agree with the figure"),
    (date(2025, 9, 8), f"{BODY}, 3 September 2025: does not agree with the figure"),
    (date(2025, 9, 9), f"{BODY}, 3 September 2025: does not agree with the figure, and why it stands was said on 9 September 2025"),
])  # fmt: skip
def test_it_is_what_was_known_on_the_day(stage, day, said):
    scene, _ = stage
    doubt = checked_outside(scene, DIFFERS)
    with on(9, 9):
        settle(doubt, by=scene.who.manager, words="The third was paid in July, which the body did not see.")
    version = first()
    (source,) = sources([version.due], scene.scope(as_of=day))
    assert source.checked == said


def test_the_returns_of_a_contract_say_it_too(stage):
    scene, contract = stage
    checked_outside(scene, AGREES)
    rows = schedule_of(contract, scene.who.manager)
    counted = [one for row in rows for one in row.returns.all()]
    assert [checked_words(one.confirmations.all()) for one in counted] == [
        f"{BODY}, 3 September 2025: agrees with the figure", "",
    ]  # fmt: skip


def test_as_many_queries_however_many_were_checked(stage, client):
    scene, _ = stage
    client.force_login(people.fresh(scene.who.member))
    url = reverse("figure", args=["council", scene.council.pk]) + RANGE
    client.get(url)
    found = []
    for day in (3, 4, 5):
        checked_outside(scene, AGREES, day=day)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        found.append(len(queries))
    assert found == [13, 13, 13]
