"""The members' pages: who may see them, what they say, how many queries they take."""

import csv
import io
import json
import re
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import measurement as build
from tests.builders import people
from tests.measurement.figures import steps
from tests.measurement.oversight.pages import RANGE, SPAN, body_of, pages, read, table

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.MEMBER, 200), (Role.COMMISSIONER, 200), (Role.PROCUREMENT_OFFICER, 200), (Role.CONTRACT_MANAGER, 200),
        (Role.LEAD_DIRECTOR, 200), (Role.ADMINISTRATOR, 200), (Role.EVALUATOR, 403), (Role.EVALUATION_LEAD, 403),
    ],
)  # fmt: skip
def test_who_sees_oversight(scene, client, role, status):
    client.force_login(people.person(scene.council, role))
    assert [client.get(url).status_code for url in pages(scene)] == [status] * 8


def test_outsiders(scene, client):
    build.contract(scene, {"values": ["0", "0"]}, title="Secret contract", reference="SECRET-1")
    assert client.get("/oversight/").status_code == 302
    client.force_login(people.person(people.supplier(), Role.SUPPLIER))
    assert [client.get(url).status_code for url in pages(scene)] == [403] * 8
    client.force_login(people.person(build.scene().council, Role.MEMBER))
    for url in pages(scene):
        body = body_of(client.get(url))
        assert b"Secret contract" not in body, url
        assert b"SECRET-1" not in body, url
    assert client.get(pages(scene)[4]).status_code == 404


def test_every_page_says_its_span_in_words(made, member):
    assert [SPAN in read(member, url) for url in pages(made.scene)[:5]] == [True] * 5


def test_priorities_are_counted_by_standing(made, member):
    rows = table(member, pages(made.scene)[0], "By priority: KPIs and returns")
    assert rows[0] == [
        "Priority", "On target", "Below target", "Below minimum", "Not reported", "No target", "Nothing due yet",
        "Returns verified", "Source",
    ]  # fmt: skip
    assert [row[:8] for row in rows[1:]] == [
        ["Local Employment", "1 of 3", "2", "0", "1", "0", "1", "7 of 10"],
        ["Buy Kent First", "not rated", "0", "0", "0", "0", "0", "none due"],
        ["Community Development", "1 of 2", "1", "0", "0", "1", "0", "3 of 4"],
        ["Good Employer", "0 of 2", "1", "1", "0", "0", "0", "3 of 4"],
        ["Green and Sustainable", "not rated", "0", "0", "0", "0", "1", "2 of 2"],
        ["No priority named", "0 of 1", "1", "0", "0", "0", "0", "2 of 2"],
        ["Total", "2 of 8", "5", "1", "1", "1", "2", "17 of 22"],
    ]


def test_what_was_delivered_is_said_as_its_kind_asks(made, member):
    rows = table(member, pages(made.scene)[0], "Delivered and agreed by measure and unit")
    said = {row[0]: row[1:4] for row in rows[1:] if len(row) == 5}
    measures = made.scene.measures
    assert {code: said.get(measures[code].name) for code in ("LE1.1", "LE2.1", "LE2.2", "LE3.1", "CD2.1", "GE2.1", "GS2.1")} == {
        # One returned of one promised; three more periods of two KPIs are due by now
        "LE1.1": ["3 of the 3 people promised", "100 %", "12 people"],
        "LE2.1": ["56.67 %, at least 60 % agreed; 68 of 120", "–does not apply", "–does not apply"],
        "LE2.2": ["4 of the 6 apprenticeships promised", "66.7 %", "6 apprenticeships"],
        "LE3.1": ["No cases", "–does not apply", "–does not apply"],
        "CD2.1": ["5 days, without a target", "–does not apply", "–does not apply"],
        "GE2.1": ["Each KPI stands for itself: 1 below target", "–does not apply", "–does not apply"],
        "GS2.1": ["0 homes, none promised for these periods", "–does not apply", "0 homes"],
    }


def test_less_is_better_is_never_a_part_of_a_promise(scene, client):
    miles = {"measure": "GS1.2", "kind": "sum", "target": D(10), "minimum": D(15), "values": ["20", "8"]}
    build.contract(scene, miles)
    client.force_login(people.fresh(scene.who.member))
    rows = table(client, pages(scene)[0], "Delivered and agreed by measure and unit")
    assert rows[-1][1:] == [
        "28 miles, at most 20 agreed",
        "–does not apply",
        "at most 20 miles",
        "2 of 2 returns verified: " + rows[-1][0],
    ]


def test_what_the_council_owes_itself_has_a_section_of_its_own(made, member):
    rows = table(member, pages(made.scene)[0], "The council’s own duties")
    assert rows[1:] == [
        [
            "KPI 8: Apprenticeships started HC-1 Home care",
            "On target 3 of the 3 apprenticeships promised",
            "1 of 2 returns verified, 1 late Where this comes from: returns of KPI 8: Apprenticeships started, HC-1 Home care",
        ]
    ]
    assert (
        "What the council itself has to do under its contracts 1 KPI measures what the council has to do. It is in no total"
        in read(member, pages(made.scene)[0])
    )


def test_without_a_duty_of_its_own_there_is_no_such_section(scene, client):
    build.contract(scene, {"values": ["3", "3"]})
    client.force_login(people.fresh(scene.who.member))
    assert "itself has to do" not in read(client, pages(scene)[0])


def test_a_priority_lists_its_kpis_those_that_miss_most_first(made, member):
    build.contract(made.scene, {"values": ["0", "1"]}, title="Adult learning", reference="AL-1")
    rows = table(member, pages(made.scene)[3], "KPIs of this priority")
    assert [row[:2] for row in rows[1:]] == [
        ["KPI 1: Apprenticeships started AL-1 Adult learning", "Below minimum 1 of the 6 apprenticeships promised"],
        ["KPI 1: Apprenticeships started HC-1 Home care", "Below target 4 of the 6 apprenticeships promised"],
        ["KPI 5: Apprenticeships started HC-1 Home care", "Below target 56.67 %, at least 60 % agreed; 68 of 120"],
        ["KPI 10: Apprenticeships started HC-1 Home care", "Not reported Nothing verified yet"],
        ["KPI 9: Apprenticeships started HC-1 Home care", "On target 3 of the 3 people promised"],
        ["KPI 6: Apprenticeships started HC-1 Home care", "Nothing due yet No cases"],
    ]
    assert rows[-2][2].startswith("1 of 2 returns verified, 1 waiting to be verified Where this comes from")


def test_the_kpis_of_a_priority_lead_to_their_returns(made, member):
    with clock.at(build.NOW):
        page = member.get(pages(made.scene)[3]).content.decode()
        url = next(u for u in re.findall(r'href="(/figures/kpi/[^"]+)"', page) if f"/{made.kpis['ratio'].pk}/" in u)
        assert "10 of 20" in member.get(url.replace("&amp;", "&")).content.decode()


def test_who_may_not_open_contracts_reads_the_list_without_links(made, client):
    client.force_login(people.person(made.council, Role.ADMINISTRATOR))
    with clock.at(build.NOW):
        page = client.get(pages(made.scene)[3]).content.decode()
    assert "HC-1 Home care" in page
    assert not re.findall(r'href="(/figures/kpi/|/contracts/\d)', page)


def test_a_priority_s_kpis_come_fifty_to_a_page(scene, client):
    build.contract(scene, *({"values": [None, None]} for _ in range(51)))
    client.force_login(people.fresh(scene.who.member))
    url = pages(scene)[3]
    assert [len(table(client, f"{url}&page={n}", "KPIs of this priority")) - 1 for n in (1, 2)] == [50, 1]
    assert "51 KPIs, those that miss most first." in read(client, url)


def test_a_priority_without_kpis_says_so(scene, client):
    client.force_login(people.fresh(scene.who.member))
    assert "No KPI of this priority had a period that ended in this time." in read(client, pages(scene)[3])


def test_contracts_that_need_attention_say_why(scene, client):
    build.contract(scene, {"values": ["0", "0"]}, {"values": ["3", ("9",)]}, title="Home care")
    client.force_login(people.fresh(scene.who.member))
    rows = table(client, pages(scene)[2], "Contracts: KPIs, returns and what needs attention")
    assert rows[1][1:] == [
        "1 on target, 1 below minimum",
        "3 of 4 returns of Home care",
        "0",
        "Below minimum 1 of 2 KPIs below minimum",
    ]


def test_an_empty_council_is_told_what_to_do(scene, client):
    client.force_login(people.fresh(scene.who.member))
    assert "No KPI had a period that ended in this time. Choose a longer period, or look at the contracts." in read(
        client, "/oversight/"
    )


def test_since_a_month_ago(scene, client):
    build.contract(scene, {"values": ["3", "3"]}, title="Home care")
    client.force_login(people.fresh(scene.who.member))
    # The second quarter's return was verified on 20 October, the first's in July
    assert "1 return verified Home care: 1" in read(client, "/oversight/")


HEADINGS = [
    "part", "name", "counts", "unit", "better", "delivered", "of it with a target", "agreed for the same periods",
    "target so far", "on target", "below target", "below minimum", "not reported", "no target", "nothing due yet",
    "returns due", "returns verified", "returns waiting", "returns late", "coverage %", "period from", "period to",
    "where it comes from",
]  # fmt: skip


def test_the_spreadsheet_has_the_pages_figures(scene, client):
    build.contract(scene, {"values": ["3", None]})
    client.force_login(people.fresh(scene.who.member))
    with clock.at(build.NOW):
        book = load_workbook(io.BytesIO(client.get(reverse("oversight-export", args=["xlsx"]) + RANGE).content))
    rows = list(book.active.iter_rows(values_only=True))
    assert list(rows[0]) == HEADINGS
    apprentices = next(r for r in rows if r[1] == "Apprenticeships started")
    # Numbers, not texts: a spreadsheet is there to reckon with
    assert apprentices[3:9] == ("apprenticeships", "higher", 3, 3, 3, 6)
    assert apprentices[15:20] == (2, 1, 0, 1, 50)
    assert "/figures/measure/" in apprentices[22]


def test_a_value_below_nought_is_a_number_in_the_file(scene, client):
    from contracts.returns.models import Return

    build.contract(scene, {"values": ["3", None]})
    Return.objects.update(value=-3)
    client.force_login(people.fresh(scene.who.member))
    with clock.at(build.NOW):
        text = body_of(client.get(reverse("oversight-export", args=["csv"]) + RANGE)).decode("utf-8-sig")
    assert [r["delivered"] for r in csv.DictReader(io.StringIO(text)) if r["unit"] == "apprenticeships"] == ["-3"]


def test_the_json_file_is_the_command_s(made, member):
    with clock.at(build.NOW):
        response = member.get(pages(made.scene)[7])
    assert json.loads(response.content) == steps.data(made)
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/json; charset=utf-8",
        'attachment; filename="oversight-2025-04-01-to-2025-09-30.json"',
    )


def test_the_json_file_knows_an_earlier_day_and_the_page_s_filters(made, member):
    other = made.council.directorates.create(name="Growth", code="GT")
    build.contract(made.scene, {"values": ["3", "3"]}, directorate=other, reference="GT-1")
    with clock.at(build.NOW):
        earlier = json.loads(member.get(reverse("oversight-export", args=["json"]) + RANGE + "&as_of=2025-10-10").content)
        narrow = json.loads(member.get(reverse("oversight-export", args=["json"]) + RANGE + f"&directorate={other.pk}").content)
    assert earlier == steps.data(made, as_of=steps.BEFORE_DUE)
    assert narrow == steps.data(made, directorate_id=other.pk)
    assert [k["contract"] for k in narrow["kpis"]] == ["GT-1"]


BAD = [
    ("?from=x&to=2025-09-30", "“from” must be a day such as 2026-04-01, not “x”"),
    ("?from=2025-04-01", "Give “to”, a day such as 2026-04-01"),
    ("?from=2026-01-01&to=2025-01-01", "“to” (2025-01-01) is before “from” (2026-01-01)"),
    ("?as_of=2025-02-29", "“as-of” must be a day such as 2026-04-01, not “2025-02-29”"),
    ("?from=0001-01-01&to=0001-02-01", "“from” must lie between 1900 and 2199"),
    ("?as_of=9999-12-31", "“as-of” must lie between 1900 and 2199"),
    ("?directorate=0", "Choose one of the options for directorate"),
]


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
@pytest.mark.parametrize(("query", "words"), BAD)
def test_a_file_of_something_else_is_not_given_out(scene, client, form, query, words):
    client.force_login(people.fresh(scene.who.member))
    response = client.get(reverse("oversight-export", args=[form]) + query)
    assert response.status_code == 400
    assert words in response.content.decode()


@pytest.mark.parametrize(("query", "words"), BAD)
def test_a_page_says_what_it_could_not_read_and_shows_the_last_twelve_months(scene, client, query, words):
    client.force_login(people.fresh(scene.who.member))
    for url in ("/oversight/", "/oversight/contracts/"):
        page = read(client, url + query)
        assert words in page
        assert "eriods that ended from 1 November 2024 to 31 October 2025, as known on 3 November 2025" in page


@pytest.mark.parametrize("garbage", ["?months=999", "?page=-1", "?order=;drop", "?district=", "?months="])
def test_what_means_nothing_is_left_out(scene, client, garbage):
    client.force_login(people.fresh(scene.who.member))
    for url in ("/oversight/", "/oversight/contracts/"):
        assert client.get(url + garbage).status_code == 200


def test_an_earlier_day_is_carried_to_every_figure_s_returns(made, member):
    with clock.at(build.NOW):
        page = member.get(pages(made.scene)[0] + "&as_of=2025-10-10").content.decode()
        urls = set(re.findall(r'href="(/figures/[^"]+|/oversight/figures[^"]+)"', page))
        today = member.get(pages(made.scene)[0]).content.decode()
    assert urls
    assert {("as_of=2025-10-10" in url) for url in urls} == {True}
    assert "as_of" not in today


@pytest.mark.parametrize("contracts", [1, 3])
def test_query_counts_do_not_grow(scene, client, contracts):
    for n in range(contracts):
        own = {"client_side": True, "values": []}
        build.contract(scene, {"values": ["0", "0"]}, {"measure": "GE1.1", "values": ["3", None]}, own, title=f"Contract {n}")
    client.force_login(people.fresh(scene.who.member))
    counts = []
    for url in [*pages(scene)[:5], pages(scene)[7]]:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts == [30, 9, 9, 11, 12, 15]


def test_a_directorates_measures_are_drawn_and_stand_in_a_table_beneath_a_fold(made, member):
    with clock.at(build.NOW):
        answer = member.get(reverse("oversight-directorate", args=[made.contract.directorate_id]) + RANGE)
    page = html.fromstring(answer.content)
    drawn = page.xpath("//ul[contains(@class, 'sv-bullets')]/li")
    assert len(drawn) == len(answer.context["delivered"]) > 0
    assert len(page.xpath("//details//table//caption[text()='Delivered and agreed by measure and unit']")) == 1
