"""The record as an administrator reads it: who, what, about what, on which days; on screen and in the file."""

import csv
import io
import re
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from socialvalue.accounts.administration import services
from socialvalue.accounts.administration.pages import RECORD
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.services import record
from socialvalue.common import clock
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
PAGE, FILE = "/administration/audit/", "/administration/audit.csv"
NOON = datetime(2026, 3, 2, 12, tzinfo=clock.LONDON)


@pytest.fixture
def council():
    return people.council("Kestrel Council")


@pytest.fixture
def administrator(council):
    with clock.at(NOON - timedelta(days=300)):
        return people.person(council, Role.ADMINISTRATOR, name="Ada Administrator")


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator)
    return client


def happened(council, verb="tried", by=None, **how) -> AuditEvent:
    with transaction.atomic():
        return record(verb, f"{verb} it", by=by, council=council, **{"about": council} | how)


def shown(client, query="") -> list[int]:
    """The keys of the events on the page, from the top."""
    return [event.pk for event in client.get(f"{PAGE}?{query}").context["list"].found]


def told(client, query="") -> list[dict]:
    text = b"".join(client.get(f"{FILE}?{query}")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def events(council, administrator) -> dict[str, AuditEvent]:
    """Everything that the filters part."""
    ben = people.person(council, Role.COMMISSIONER, name="Ben Hay")
    supplier = people.person(people.supplier("Heron Ltd"), Role.SUPPLIER, name="Sal Swan")
    with clock.at(NOON):
        made = {
            "hers": happened(council, by=administrator),
            "his": happened(council, by=ben),
            "the system’s": happened(council, "ended a role"),
            "a supplier’s": happened(council, by=supplier),
            "about Heron": happened(council, "looked at", about=people.supplier("Heron Three")),
        }
    with clock.at(NOON + timedelta(days=1)):
        made["the day after"] = happened(council, "looked at", by=administrator)
    return made


def days(**named: int) -> str:
    """Days of March 2026 as the filter's three inputs send them."""
    return "&".join(f"{name}_day={day}&{name}_month=3&{name}_year=2026" for name, day in named.items())


FILTERS = {
    "who=ada": ["the day after", "hers"],
    "who=Ada Administrator": ["the day after", "hers"],
    "who=Sal Swan": ["a supplier’s"],
    "who=sal": [],
    "who=nobody at all": [],
    "what=looked at": ["the day after", "about Heron"],
    "about=Heron Three": ["about Heron"],
    "about=heron": ["about Heron"],
    days(since=3, until=3): ["the day after"],
    "who=ada&what=looked at": ["the day after"],
    f"who=ada&what=tried&{days(until=2)}": ["hers"],
    f"who=ada&what=looked at&{days(until=2)}": [],
    "what=looked at&about=Heron": ["about Heron"],
}


@pytest.mark.parametrize("query", FILTERS)
def test_each_filter_narrows_page_and_file_alike(signed_in, events, query):
    names = {event.pk: name for name, event in events.items()}
    assert [names[pk] for pk in shown(signed_in, query) if pk in names] == FILTERS[query]
    in_file = [int(row["number"]) for row in told(signed_in, query)]
    assert [names[pk] for pk in in_file if pk in names] == FILTERS[query]


@pytest.mark.parametrize("words", ["the system", "System"])
def test_what_nobody_did_is_found_as_the_systems(signed_in, events, words):
    found = shown(signed_in, f"who={words}")
    assert events["the system’s"].pk in found
    assert set(AuditEvent.objects.filter(pk__in=found).values_list("actor", flat=True)) == {None}


def test_of_several_people_of_one_name_one_is_asked_for(signed_in, council, events):
    first, second = (people.person(council, Role.MEMBER, name="Ben Hayes") for _ in range(2))
    page = signed_in.get(f"{PAGE}?who=hay")
    words = page.context["form"].errors["who"][0]
    ben = events["his"].actor
    assert words == f"3 people match. Enter one email address: {ben.email}, {first.email}, {second.email}"
    assert page.context["list"].found == []
    assert "No results." not in as_read(page)
    assert "No results. Change or clear the filters." in as_read(signed_in.get(f"{PAGE}?who=nobody at all"))
    assert events["his"].pk in shown(signed_in, f"who={ben.email.upper()}")


def test_of_very_many_the_first_are_named(signed_in, council):
    found = [people.person(council, Role.MEMBER, name="Ben Hayes") for _ in range(7)]
    words = signed_in.get(f"{PAGE}?who=hayes").context["form"].errors["who"][0]
    named = ", ".join(sorted(person.email for person in found)[:5])
    assert words == f"7 people match. Enter one email address: {named} and 2 more"


def test_people_of_another_council_are_named_to_nobody(signed_in):
    for _ in range(2):
        people.person(people.council(), Role.MEMBER, name="Cy Elsewhere")
    for words in ("cy", "cy elsewhere"):
        page = signed_in.get(f"{PAGE}?who={words}")
        assert page.context["form"].errors == {}
        assert page.context["list"].found == []


def test_a_filter_that_cannot_be_read_is_no_file(signed_in, council):
    answer = signed_in.get(f"{FILE}?since_day=31&since_month=2&since_year=2026")
    assert answer.status_code == 400
    assert "Who did what" not in as_read(answer)
    assert signed_in.get(f"{PAGE}?since_day=31&since_month=2&since_year=2026").status_code == 200


def test_what_was_done_is_chosen_from_what_was_ever_done(signed_in, council, events):
    happened(people.council(), "did something elsewhere")
    choices = signed_in.get(PAGE).context["form"].fields["what"].choices
    acts = [value for value, _ in choices]
    assert acts == sorted(acts)
    assert {"looked at", "tried", "ended a role"} < set(acts)
    assert "did something elsewhere" not in acts
    assert dict(choices)["looked at"] == "Looked at"


def test_what_is_in_confidence_says_its_verb_alone(signed_in, council, administrator):
    people.give(administrator, council, Role.COMMISSIONER)
    happened(council, "saved a score", by=administrator, confidential=True)
    page = as_read(signed_in.get(PAGE))
    assert "saved a score it" not in page
    assert "Confidential until the bids or scores are open" in page
    # What only ever happens in confidence is no choice of the filter
    row = next(one for one in told(signed_in, "") if one["verb"] == "saved a score")
    assert (row["verb"], row["what"], row["about"]) == ("saved a score", "Confidential until the bids or scores are open", "")


def test_no_cell_of_the_file_is_a_formula(signed_in, council, administrator):
    services.add_directorate(council, by=administrator, name="=SUM(A1)", code="A")
    rows = told(signed_in)
    assert any("SUM" in row["what"] for row in rows)
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_what_an_entry_is_about_leads_to_everything_about_it(signed_in, events):
    page = signed_in.get(f"{PAGE}?what=looked at").content.decode()
    link = re.search(r'href="\?(about=Heron[^"#]*)#list"', page)[1]
    assert shown(signed_in, link.replace("&amp;", "&"))[0] == events["about Heron"].pk


def test_older_and_newer_entries_are_a_press_away_and_the_filter_stays(signed_in, council):
    for number in range(RECORD.per_page + 3):
        with clock.at(NOON + timedelta(minutes=number)):
            happened(council, "counted")
    first = signed_in.get(f"{PAGE}?what=counted")
    assert "Older entries" in as_read(first)
    assert "Newer entries" not in as_read(first)
    listed = first.context["list"]
    assert listed.older_query.startswith("what=counted&before=")
    second = signed_in.get(f"{PAGE}?{listed.older_query}")
    assert len(second.context["list"].found) == 3
    assert ("Older entries" in as_read(second), "Newer entries" in as_read(second)) == (False, True)
    # Taking a filter off begins at the newest
    assert second.context["list"].chips[0].query == ""
    back = signed_in.get(f"{PAGE}?{second.context['list'].newer_query}")
    assert [event.pk for event in back.context["list"].found] == [event.pk for event in listed.found]


def test_behind_the_last_entry_there_is_a_way_to_the_newest(signed_in, council):
    happened(council)
    page = signed_in.get(f"{PAGE}?before=0-1")
    assert "Nothing is older than this." in as_read(page)
    assert "See the newest" in as_read(page)


@pytest.mark.parametrize("query", ["", "what=tried", "before=9999999999999999-1"])
@pytest.mark.parametrize("count", [1, 5])
def test_the_page_takes_the_same_statements_however_many_entries(signed_in, council, count, query, django_assert_num_queries):
    for _ in range(count):
        happened(council, by=None)
    signed_in.get(PAGE)
    # session, user, memberships; what was ever done, here and without a council; entries of both, what they are about
    with django_assert_num_queries(8):
        signed_in.get(f"{PAGE}?{query}")


def test_asking_for_a_person_takes_one_more_and_reads_one_part(signed_in, council, administrator, django_assert_num_queries):
    happened(council, by=administrator)
    signed_in.get(PAGE)
    with django_assert_num_queries(8):
        signed_in.get(f"{PAGE}?who=ada")
