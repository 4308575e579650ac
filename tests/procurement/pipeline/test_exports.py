"""The plan taken elsewhere: as CSV, and as a calendar that others read back."""

import csv
import io
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from icalendar import Calendar

from procurement.pipeline import services
from procurement.pipeline.enums import Phase
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import people
from tests.builders import pipeline as build
from tests.builders.tendering import commission as full_commission
from tests.builders.tendering import published_tender

pytestmark = pytest.mark.django_db
START = date(2027, 2, 15)


@pytest.fixture(autouse=True)
def in_july():
    with clock.at(datetime(2026, 7, 1, 12)):
        yield


def events(response):
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(e["UID"]).split("@")[0]: e for e in Calendar.from_ical(response.getvalue()).walk("VEVENT")}


def test_the_calendar_is_read_back(client, settings):
    settings.SITE_URL = "https://plan.example:8443/"
    body = build.planned(build.commission(title="Carers; breaks, short – and\nlong"), START)
    ref = body.reference
    found = events(client.get("/forward-plan.ics"))
    assert set(found) == {f"{ref}-tender", f"{ref}-start"}
    tender = found[f"{ref}-tender"]
    phase = body.phases.get(phase=Phase.TENDER)
    # The end of an event that takes whole days is the day after its last
    assert (tender["DTSTART"].dt, tender["DTEND"].dt) == (phase.starts_on, phase.ends_on + timedelta(days=1))
    assert str(tender["SUMMARY"]) == "Tender period: Carers; breaks, short – and\nlong"
    assert (str(tender["UID"]), str(tender["URL"])) == (
        f"{ref}-tender@plan.example", f"https://plan.example:8443/forward-plan/{ref}/",
    )  # fmt: skip
    assert found[f"{ref}-start"]["DTSTART"].dt == START
    assert tender["DTSTAMP"].dt == clock.now()


def test_a_published_tender_has_its_own_deadline_in_the_calendar(client):
    body = full_commission()
    services.plan_timetable(body, by=body.lead, phases={Phase.TENDER: (date(2026, 7, 2), date(2026, 8, 5))})
    published_tender(commission=body, deadline=datetime(2026, 8, 6, 14, tzinfo=clock.LONDON))
    found = events(client.get("/forward-plan.ics"))
    assert set(found) == {f"{body.reference}-deadline"}
    assert found[f"{body.reference}-deadline"]["DTSTART"].dt == datetime(2026, 8, 6, 14, tzinfo=clock.LONDON)


def test_the_calendar_follows_the_filter_and_hides_what_is_not_public(client):
    build.planned(build.commission(category="Highways"), START)
    build.planned(build.commission(in_forward_plan=False), START)
    assert len(events(client.get("/forward-plan.ics"))) == 2
    assert events(client.get("/forward-plan.ics", {"q": "nothing like it"})) == {}


def test_the_csv_of_the_public_and_of_the_officers(client):
    council = people.council()
    body = build.planned(build.commission(council, title="=Carers", estimated_value=Decimal("500000.50")), START)
    rows = list(csv.reader(io.StringIO(client.get("/forward-plan/forward-plan.csv").getvalue().decode("utf-8-sig"))))
    assert rows[0][-1] == "Contract starts"
    line = dict(zip(rows[0], rows[1], strict=True))
    assert line["Reference"] == body.reference
    assert line["Title"] == "'=Carers"
    assert line["Financial year"] == "2026–27"
    assert line["Estimated value (£)"] == "500000.50"
    phase = body.phases.get(phase=Phase.TENDER)
    assert (line["Bids asked for from"], line["Bids due by"]) == (phase.starts_on.isoformat(), phase.ends_on.isoformat())
    assert client.get("/forward-plan/forward-plan.csv?version=officers").status_code == 403
    client.force_login(people.person(council, Role.COMMISSIONER))
    whole = client.get("/forward-plan/forward-plan.csv?version=officers").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(whole)))
    assert rows[0][-3:] == ["Stage", "Lead", "In the public plan"]
    assert rows[1][-3:] == ["Analyse", body.lead.name, "yes"]


def diary_lines(client, query=""):
    rows = list(csv.reader(io.StringIO(client.get(f"/diary/diary.csv{query}").getvalue().decode("utf-8-sig"))))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_diary_is_taken_away_step_by_step(client, settings):
    settings.SITE_URL = "https://plan.example/"
    council = people.council()
    body = full_commission(council=council, category="Highways")
    services.plan_timetable(
        body, by=body.lead, phases={Phase.TENDER: (date(2026, 7, 2), date(2026, 8, 5))}, contract_starts_on=START
    )
    tender = published_tender(commission=body, deadline=datetime(2026, 8, 6, 14, tzinfo=clock.LONDON))
    client.force_login(body.lead)
    lines = diary_lines(client)
    assert [(x["Step"], x["First day"], x["Last day"], x["Calendar days"], x["As"]) for x in lines] == [
        (f"Tender {tender.reference}: open for bids", "2026-07-01", "2026-08-06", "37", "published"),
        ("Tender period", "2026-07-02", "2026-08-05", "35", "planned"),
        ("Contract starts", "2027-02-15", "2027-02-15", "1", "planned"),
    ]
    assert all("The published tender closes on 6 August 2026" in x["Warnings not overruled"] for x in lines)
    found = events(client.get("/diary/diary.ics"))
    ref = body.reference
    assert set(found) == {f"diary-{ref}-tender", f"diary-{ref}-{tender.reference}", f"diary-{ref}-start"}
    planned, out = found[f"diary-{ref}-tender"], found[f"diary-{ref}-{tender.reference}"]
    assert (planned["DTSTART"].dt, planned["DTEND"].dt, str(planned["STATUS"])) == (
        date(2026, 7, 2),
        date(2026, 8, 6),
        "TENTATIVE",
    )
    assert (out["DTSTART"].dt, out["DTEND"].dt, str(out["STATUS"])) == (date(2026, 7, 1), date(2026, 8, 7), "CONFIRMED")
    assert str(out["URL"]) == f"https://plan.example/commissions/{ref}/timetable/"


def test_the_diary_holds_ones_own_council_alone_also_when_it_is_taken_away(client):
    council = people.council()
    mine = build.planned(build.commission(council, category="Highways", in_forward_plan=False), START)
    build.planned(build.commission(category="Highways"), START)
    build.planned(build.commission(council), START)
    client.force_login(people.person(council, Role.PROCUREMENT_OFFICER))
    assert {x["Reference"] for x in diary_lines(client, "?category=Highways")} == {mine.reference}
    assert len({x["Reference"] for x in diary_lines(client)}) == 2
    assert {uid.split("-")[2] for uid in events(client.get("/diary/diary.ics?category=Highways"))} == {
        mine.reference.split("-")[1]
    }
    assert diary_lines(client, "?year=2029") == []
    for user in (people.person(people.supplier(), Role.SUPPLIER), people.person(council, Role.MEMBER)):
        client.force_login(user)
        assert {client.get(f"/diary/diary.{ending}").status_code for ending in ("csv", "ics")} == {403}
    client.logout()
    assert {client.get(f"/diary/diary.{ending}").status_code for ending in ("csv", "ics")} == {302}
