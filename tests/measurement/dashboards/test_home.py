"""Home: which parts each role gets, what waits beside them, and that nothing is said twice."""

from pathlib import Path

import pytest
from django.conf import settings

from measurement.dashboards.pages.home import PARTS
from measurement.dashboards.selectors import waiting
from measurement.figures.calculations.tally import STANDINGS
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.charts.templatetags.charts import COLOURS, STANDING
from socialvalue.common import clock
from tests.builders import commissioning, engagement, people, pipeline
from tests.builders import measurement as build
from tests.fixtures.truth import ELSEWHERE, INACTIVE, LEFT, cast, says
from tests.measurement.dashboards.steps import home, lines, part, words

pytestmark = pytest.mark.django_db
ALL = [
    "deadline", "postings", "scores", "leading", "decisions", "queue", "board", "headline", "watched",
    "owed", "bids", "open", "owing", "ending", "questions", "since",
]  # fmt: skip
# What opens the page stands before the bar, what follows what waits stands after it
BY_ROLE = """
                     first               then
    commissioner         board        -
    procurement_officer  decisions    -
    evaluator            scores       -
    evaluation_lead      leading      -
    contract_manager     queue        owing, ending
    lead_director        decisions    -
    member               headline     questions, since
    supplier             deadline     owed, bids, open
    partner              postings     -
    administrator        watched      -
    elsewhere            deadline, postings, scores, leading, decisions, queue, board, headline, watched  \
owed, bids, open, owing, ending, questions, since
    left                 -            -
    inactive             -            -
"""


def test_each_role_gets_its_parts_and_whoever_has_none_gets_none():
    people_by_row = cast(people.council())
    found = {}
    for name, user in people_by_row.items():
        made = home(user)
        found[name] = {
            "first": ", ".join(p.key for p in made.openings) or "-",
            "then": ", ".join(p.key for p in made.following) or "-",
        }
    assert {ELSEWHERE, LEFT, INACTIVE} < set(found)
    says(BY_ROLE, found)


def test_every_role_has_its_part():
    assert frozenset(Role) == frozenset().union(*(roles for roles, _ in PARTS))


def test_every_part_has_its_template_and_every_template_its_part():
    folder = Path(settings.BASE_DIR) / "templates/measurement/dashboards/parts"
    # In place of the headline while figures are made from nothing
    assert {path.stem for path in folder.glob("[!_]*.html")} == {*ALL, "preparing"}


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (Role.COMMISSIONER, "Home You lead no commission yet Start one"),
        (Role.PROCUREMENT_OFFICER, "Home No decision waits for you You get a message"),
        (Role.EVALUATOR, "Home You have nothing to score An evaluation lead gives you questions"),
        (Role.EVALUATION_LEAD, "Home You lead no evaluation at the moment When a tender is published"),
        (Role.CONTRACT_MANAGER, "Home No return waits to be verified You get a message"),
        (Role.LEAD_DIRECTOR, "Home No decision waits for you You get a message"),
        (Role.SUPPLIER, "Home You have no deadline in the next 30 days You have not started a bid"),
        (Role.PARTNER, "Home Post what your organisation wants to buy Suppliers find it"),
    ],
)
def test_who_has_nothing_is_told_what_to_do(client, role, said):
    body = {Role.SUPPLIER: people.supplier, Role.PARTNER: pipeline.partner}.get(role, people.council)()
    page = words(client, people.person(body, role))
    assert page[: len(said)] == said
    assert "Waiting for you" not in page


def test_who_has_no_role_any_more_is_told_whom_to_ask(client):
    user = people.person(people.council(), Role.COMMISSIONER)
    Membership.objects.filter(user=user).update(ended_at=clock.now())
    page = words(client, user)
    assert page.startswith("Home You have no role here at the moment. Ask an administrator of your council")


def test_an_approver_is_asked_and_the_author_is_not():
    scene = build.scene()
    build.contract(scene, {"values": ["3", "3"]})
    report = build.submitted(scene)
    assert [d.text for d in part(scene.approver, "decisions", build.NOW).data["decisions"]] == [f"Approve or return: {report}"]
    author = home(scene.preparer, build.NOW)
    assert [text for text in lines(author) if "Approve" in text] == []


def test_overdue_comes_first_and_each_need_once():
    scene = build.scene()
    build.contract(scene, {"values": []}, title="Home care")
    with clock.at(build.NOW):
        found = waiting.everything(people.fresh(scene.who.reporter), build.NOW)
        groups = waiting.grouped(found)
    assert groups[0].heading == "Overdue"
    assert len(found) == len({(n.text, n.url) for n in found}) > 0


def test_nothing_that_waits_is_lost_and_nothing_is_said_twice():
    """Whatever a room asks of somebody stands in a part or in the list of what waits, and in one of them only."""
    scene = build.scene()
    build.contract(scene, {"values": [("3",), None]}, title="Home care", ends_on=build.NOW.date().replace(month=12))
    build.submitted(scene)
    for user in (scene.who.manager, scene.approver, scene.who.reporter):
        found = home(user, build.NOW)
        said = frozenset().union(*(p.says for p in found.parts))
        listed = {item["url"] for group in found.groups for item in group.items}
        with clock.at(build.NOW):
            asked = {n.url for n in waiting.everything(people.fresh(user), build.NOW)}
        assert asked
        assert asked == listed | (said & asked)
        assert listed & said == set()


def test_somebody_with_two_roles_gets_the_parts_of_both_in_the_one_order():
    scene = build.scene()
    build.contract(scene, {"values": [("3",)]}, title="Home care")
    user = people.person(scene.council, Role.MEMBER, Role.CONTRACT_MANAGER)
    found = home(user, build.NOW)
    assert [p.key for p in found.openings] == ["queue", "headline"]
    assert [p.key for p in found.following] == ["owing", "ending", "questions", "since"]


def test_my_contracts_are_mine():
    scene = build.scene()
    mine = build.contract(scene, {"values": ["3", "3"]}, title="Mine to manage")
    for user, expected in ((scene.who.manager, [mine.title]), (scene.preparer, []), (scene.who.reporter, [mine.title])):
        listed = [label for m in home(user, build.NOW).mine if m.heading == "Your contracts" for label, *_ in m.rows]
        assert listed == expected


def test_a_suppliers_ideas_are_on_its_own_front_page_alone():
    idea = engagement.idea(commissioning.commission())
    headings = {user: [m.heading for m in home(user).mine] for user in (idea.sent_by, idea.commission.lead)}
    assert headings == {idea.sent_by: ["Your ideas"], idea.commission.lead: []}
    assert home(people.person(people.supplier(), Role.SUPPLIER)).mine == []


def test_the_chart_has_a_colour_of_its_own_for_each_standing():
    assert [paint.removeprefix("c-").replace("-", "_") for paint in STANDING] == list(STANDINGS)
    assert len({COLOURS[paint] for paint in STANDING}) == len(STANDINGS) == 6


def test_home_asks_every_room_that_has_needs_in_the_order_of_the_cycle():
    listed = [needs.__module__ for needs in waiting.NEEDS]
    assert len(listed) == len(set(listed))
    base = Path(settings.BASE_DIR)
    there = {
        str(path.relative_to(base).with_suffix("")).replace("/", ".")
        for storey in ("procurement", "contracts", "measurement")
        for path in (base / storey).glob("*/needs.py")
    }
    assert set(listed) == there | {"socialvalue.accounts.administration.needs"}
    assert listed[0] == "procurement.commissioning.needs"
    assert listed[-2:] == ["measurement.reports.needs", "socialvalue.accounts.administration.needs"]
