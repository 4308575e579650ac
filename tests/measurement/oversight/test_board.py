"""Oversight at a glance: the sentence, the bars, whom to ask, what is in force, what was delivered."""

import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.utils.html import strip_tags

from contracts.schedule.services import end_contract
from measurement.oversight.selectors.changes import since_last_month
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.places.models import District
from tests.builders import measurement as build
from tests.builders import people
from tests.measurement.oversight.pages import RANGE, pages, read

pytestmark = pytest.mark.django_db


def test_the_charts_say_the_six_standings(made, member):
    with clock.at(build.NOW):
        page = member.get(pages(made.scene)[0]).content.decode()
    titles = re.findall(r"<title>(.*?)</title>", page)
    # The smallest part on target first, among equals the one with more KPIs; what nothing can be said of comes last
    assert titles[:6] == [
        "Good Employer: 0 of 2 KPIs with a target and a verified return on target, 1 below target, 1 below minimum",
        "No priority named: 0 of 1 KPI with a target and a verified return on target, 1 below target",
        "Local Employment: 1 of 3 KPIs with a target and a verified return on target, 2 below target, 1 not reported, "
        "1 nothing due yet",
        "Community Development: 1 of 2 KPIs with a target and a verified return on target, 1 below target, 1 no target",
        "Buy Kent First: no KPI had a period in this time",
        "Green and Sustainable: none of 1 KPI could be set against a target, 1 nothing due yet",
    ]
    bar = shares(page)[2]
    assert bar == ("Local Employment", "5 KPIs", ["1 on target", "2 below target", "1 not reported", "1 nothing due yet"])


def shares(page: str) -> list[tuple[str, str, list[str]]]:
    """Each bar of a hundred percent: its name, how many, its parts in words."""

    def words(row: str, part: str) -> list[str]:
        return [re.sub(r"\s+", " ", strip_tags(w)).strip() for w in re.findall(rf'sv-shares__{part}">(.*?)</span>\n', row, re.S)]

    rows = re.findall(r'<li class="sv-shares__row">.*?</li>', page, re.S)
    return [(words(row, "label")[0], words(row, "total")[0], words(row, "part")) for row in rows]


def test_each_bar_leads_to_the_page_of_its_priority(made, member):
    with clock.at(build.NOW):
        page = member.get(pages(made.scene)[0]).content.decode()
    board = page.partition('<ul class="sv-shares"')[2].partition("</ul>")[0]
    urls = re.findall(r'href="([^"]+)"', board)
    assert len(urls) == 5
    assert pages(made.scene)[3].partition("?")[0] == urls[1].partition("?")[0]
    with clock.at(build.NOW):
        assert [member.get(url.replace("&amp;", "&")).status_code for url in urls] == [200] * 5


def test_the_page_begins_with_its_sentence_and_how_sure_it_is(made, member):
    page = read(member, pages(made.scene)[0])
    said = page.index("In the 6 months to 30 September 2025, 2 of the 8 KPIs with a target and a verified return were on target.")
    sure = page.index(
        "17 of 22 returns due were verified (77 %); 1 waits to be verified and 4 are overdue, all from one contract."
    )
    assert said < sure < page.index("Priorities, furthest behind first") < page.index("Ask about these")
    assert (
        page.index("What was delivered")
        < page.index("Over time")
        < page.rindex("Choose period, directorate, district and kind of supplier")
    )


def asks(page: str) -> list[str]:
    found = page.partition('<ol class="sv-asks">')[2].partition("</ol>")[0]
    rows = re.findall(r'<li class="sv-asks__item">(.*?)</li>', found, re.S)
    return [re.sub(r"\s+", " ", strip_tags(row)).replace("\u00a0", " ").strip() for row in rows]


def look(client, url: str) -> str:
    with clock.at(build.NOW):
        return client.get(url).content.decode()


def test_whom_to_ask_and_about_what(scene, client):
    who = f"Supplier: {scene.who.supplier}. Contract manager: {scene.who.manager}."
    build.contract(scene, {"values": ["3", "3"]}, title="Fine")
    build.contract(scene, {"values": ["3", "2"]}, {"values": ["3", "1"]}, title="Short breaks")
    build.contract(scene, {"values": ["0", "1"]}, {"values": ["0", "0"], "client_side": True}, title="Home care")
    build.contract(scene, {"values": [None, None]}, title="Silent")
    client.force_login(people.fresh(scene.who.member))
    page = look(client, pages(scene)[0])
    assert asks(page) == [
        "Silent Not reported Apprenticeships started: nothing verified yet. 2 returns late, the oldest due on 20 July 2025. "
        f"Returns behind Apprenticeships started, Silent {who}",
        "Home care Below minimum Apprenticeships started: 5 short of 6 apprenticeships (1 of the 6 apprenticeships promised). "
        f"Returns behind Apprenticeships started, Home care {who}",
        "Short breaks Below target Apprenticeships started: 2 short of 6 apprenticeships (4 of the 6 apprenticeships promised). "
        f"1 more KPI below target. Returns behind Apprenticeships started, Short breaks {who}",
    ]
    assert "All 3 contracts that need attention" in re.sub(r"\s+", " ", page)


def test_what_else_is_the_matter_with_the_contract_is_said(scene, client):
    body = build.contract(
        scene,
        *[{"values": ["0", "0"]}] * 2,
        {"values": ["2", "2"]},
        {"values": ["3", None]},
        {"values": ["0", None], "client_side": True},
        title="Home care",
    )
    with clock.at(datetime(2025, 10, 30, 9, tzinfo=clock.LONDON)):
        end_contract(body, by=scene.who.manager, ended_on=date(2025, 10, 30), reason="The provider closed its Kent office.")
    client.force_login(people.fresh(scene.who.member))
    [ask] = asks(look(client, pages(scene)[0]))
    # The council's own duty is no question to the supplier; each late return of the contract counts, whichever KPI it is of
    assert "1 more KPI below minimum and 1 more KPI below target. 1 return late, the oldest due on 20 October 2025." in ask
    assert "The contract ended on 30 October 2025." in ask


def test_of_many_five_are_asked_about(scene, client):
    for n in range(6):
        build.contract(scene, {"values": ["0", "0"]}, title=f"Contract {n}")
    client.force_login(people.fresh(scene.who.member))
    assert len(asks(look(client, pages(scene)[0]))) == 5


def test_where_nothing_is_behind_nobody_is_asked(scene, client):
    build.contract(scene, {"values": ["3", "3"]})
    client.force_login(people.fresh(scene.who.member))
    assert asks(look(client, pages(scene)[0])) == ["No KPI is below what was agreed, and no return is late."]


def test_only_a_late_return_is_called_late(scene, client):
    build.contract(scene, {"values": ["3", None]}, title="Home care")
    client.force_login(people.fresh(scene.who.member))
    [ask] = asks(look(client, pages(scene)[0]))
    assert ask.startswith(
        "Home care Late Apprenticeships started: 3 of the 3 apprenticeships promised. 1 return late, the oldest"
    )


def test_who_may_not_open_contracts_asks_without_links(made, client):
    client.force_login(people.person(made.council, Role.ADMINISTRATOR))
    found = look(client, pages(made.scene)[0]).partition('<ol class="sv-asks">')[2].partition("</ol>")[0]
    assert "Home care" in found
    assert "href" not in found


def chips(page: str) -> list[tuple[str, str]]:
    """What is in force, and the address without it."""
    rows = re.findall(r'<li class="sv-in-force__chip">(.*?)</li>', page, re.S)
    return [
        (re.sub(r"\s+", " ", strip_tags(row)).strip(), next(iter(re.findall(r'href="([^"]*)"', row)), "").replace("&amp;", "&"))
        for row in rows
    ]


def test_what_is_in_force_can_be_taken_off_one_by_one(made, member):
    directorate, district = made.council.directorates.get(), District.objects.create(name="Rother Vale", gss_code="E07999999")
    made.contract.districts.add(district)
    assert chips(look(member, "/oversight/")) == [("The last 12 months", ""), ("The whole council", "")]
    url = f"/oversight/?months=6&directorate={directorate.pk}&district={district.pk}"
    assert chips(look(member, url)) == [
        ("The last 6 months Remove filter: The last 6 months", f"?directorate={directorate.pk}&district={district.pk}"),
        (f"{directorate} Remove filter: {directorate}", f"?months=6&district={district.pk}"),
        ("Rother Vale Remove filter: Rother Vale", f"?months=6&directorate={directorate.pk}"),
    ]
    words = "1 April 2025 to 30 September 2025, as known on 10 October 2025"
    assert chips(look(member, f"/oversight/{RANGE}&as_of=2025-10-10")) == [
        (f"{words} Remove filter: {words}", "?"), ("The whole council", ""),
    ]  # fmt: skip
    assert chips(look(member, "/oversight/?months=12"))[0] == ("The last 12 months", "")
    assert chips(look(member, "/oversight/?months=7"))[0] == ("The last 12 months", "")


def test_of_what_changed_lately_four_are_named_and_the_rest_counted(scene):
    for n in range(6):
        build.contract(scene, {"values": ["3", ("3",)]}, title=f"Contract {n}")
    with clock.at(datetime(2025, 7, 25, 9, tzinfo=clock.LONDON)):
        found = since_last_month(scene.scope(), scene.who.member)
    assert [(c.words, [name for name, _ in c.items], c.rest) for c in found if "verified" in c.words] == [
        ("6 returns verified", [f"Contract {n}: 1" for n in range(4)], 2)
    ]


def test_people_and_homes_are_drawn_before_others_each_with_its_minimum(scene, client):
    build.contract(
        scene,
        {"measure": "CD2.1", "values": ["1", "1"]},
        {"values": ["3", "2"]},
        {"measure": "LE1.1", "values": ["1", "1"], "minimum": None},
    )
    client.force_login(people.fresh(scene.who.member))
    page = look(client, pages(scene)[0])
    found = page.partition('<ul class="sv-bullets"')[2].partition("</ul>")[0]
    rows = [re.sub(r"\s+", " ", strip_tags(re.sub(r"<svg.*?</svg>", "", row, flags=re.S))).strip()
            for row in re.findall(r'<li class="sv-bullets__item">(.*?)</li>', found, re.S)]  # fmt: skip
    names = {code: scene.measures[code].name for code in ("LE1.1", "LE2.2", "CD2.1")}
    ends = "2 of 2 returns verified. Where this comes from: "
    assert rows == [
        f"{names['LE1.1']} 2 people target 6 {ends}{names['LE1.1']}",
        f"{names['LE2.2']} 5 apprenticeships target 6 minimum 4 {ends}{names['LE2.2']}",
        f"{names['CD2.1']} 2 days, below the minimum target 6 minimum 4 {ends}{names['CD2.1']}",
    ]


def test_a_contract_that_was_ended_early_is_among_those_that_ended_on_its_real_day(scene):
    """Not on the day it was agreed for; one whose last day is today still runs."""
    body = build.contract(scene, {"values": ["3", ("3",)]}, title="Ended early", ends_on=date(2025, 11, 2))
    with clock.at(datetime(2025, 9, 20, 9, tzinfo=clock.LONDON)):
        end_contract(body, by=scene.who.manager, reason="The service moved.", ended_on=date(2025, 9, 15))

    def ended(day: date) -> list[str]:
        found = since_last_month(replace(scene.scope(), as_of=day), scene.who.member)
        return [name for change in found if "ended" in change.words for name, _ in change.items]

    assert ended(date(2025, 9, 15)) == []
    assert ended(date(2025, 9, 16)) == ["Ended early"]
    assert ended(date(2025, 10, 15)) == ["Ended early"]
    assert ended(date(2025, 10, 16)) == []
    assert ended(date(2025, 11, 3)) == []
