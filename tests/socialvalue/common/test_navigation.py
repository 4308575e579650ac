"""Where pages belong: one place each, lit for everybody who may open it, and no entry that leads to a page one may not."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

import pytest
from django.urls import reverse

from socialvalue.accounts.enums import ROLE_PERMISSIONS, Role
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import context, navigation
from socialvalue.common.access import DEMONSTRATION, PUBLIC, SIGNED_IN
from socialvalue.common.navigation import Layout, Place
from tests.socialvalue.test_every_route import DECLARED, ROUTES

# Signed in is enough for ACCESS, yet nobody finds the record who sees no contract
FOUND_BY_READERS = {"obligation-chain"}
NAMES = sorted({name for name, _, _ in ROUTES})
# Everybody the rows are made for: each role, somebody with none, a visitor, and people with two roles
HOLDINGS: dict[str, frozenset[str] | None] = {
    **{role: ROLE_PERMISSIONS[role] for role in Role},
    "no role": frozenset(),
    "visitor": None,
    "member who administers": ROLE_PERMISSIONS[Role.MEMBER] | ROLE_PERMISSIONS[Role.ADMINISTRATOR],
    "commissioner who bids": ROLE_PERMISSIONS[Role.COMMISSIONER] | ROLE_PERMISSIONS[Role.SUPPLIER],
}


@dataclass(frozen=True)
class Person:
    """Somebody who holds these permissions somewhere."""

    held: frozenset[str]

    def can(self, permission: str, organisation=None) -> bool:
        return permission in self.held


def person(who: str) -> Person | None:
    held = HOLDINGS[who]
    return None if held is None else Person(held)


def opens(name: str, held: frozenset[str] | None) -> bool:
    """Whether the room's ACCESS lets somebody with these permissions in; the record may still refuse."""
    access = DECLARED[name]
    if access in (PUBLIC, DEMONSTRATION):
        return True
    return held is not None and (access == SIGNED_IN or bool(set(access) & held))


def test_every_page_has_one_place_or_a_reason_for_none():
    """Say in ``rooms.py`` of its storey to which section a page belongs, or why to none."""
    found = {name: ([one.label for one in navigation.sections_of(name)], navigation.why_nowhere(name)) for name in NAMES}
    assert {name: (inside, why) for name, (inside, why) in found.items() if len(inside) + bool(why) != 1} == {}


def test_every_name_in_the_description_is_a_page():
    kinds = [kind for section in navigation.sections() for kind in (section.route, *section.pages)] + [*navigation.nowhere()]
    assert [kind for kind in kinds if not any(fnmatchcase(name, kind) for name in NAMES)] == []
    assert [place.front for place in Place if place.front not in {section.route for section in navigation.sections()}] == []


ROWS = """
commissioner: Home; Plan (Commissions, Diary, Forward plan, Events, You said, we did, Frameworks); Buy (Tenders, Opportunities); \
Deliver (Contracts, Framework agreements, Case studies); See (Oversight, Contracts side by side, Reports, Open data)
procurement_officer: Home; Plan (Commissions, Diary, Forward plan, Events, You said, we did, Frameworks); Buy (Tenders, \
Evaluations and awards, Opportunities, Posted opportunities); Deliver (Contracts, Framework agreements, Case studies, \
Suppliers); See (Oversight, Contracts side by side, Reports, Open data)
evaluator: Home; Plan (Forward plan, Events, You said, we did, Frameworks); Buy (Evaluations and awards, Opportunities); See \
(Open data)
evaluation_lead: Home; Plan (Commissions, Diary, Forward plan, Events, You said, we did, Frameworks); Buy (Tenders, Evaluations \
and awards, Opportunities); See (Open data)
contract_manager: Home; Plan (Commissions, Diary, Forward plan, Events, You said, we did, Frameworks); Buy (Tenders, \
Opportunities); Deliver (Contracts, Returns, To follow up, Framework agreements, Case studies, Suppliers); See (Oversight, \
Contracts side by side, Reports, Open data)
lead_director: Home; Plan (Commissions, Diary, Forward plan, Events, You said, we did, Frameworks); Buy (Tenders, Evaluations \
and awards, Opportunities); Deliver (Contracts, Returns, To follow up, Framework agreements, Case studies); See (Oversight, \
Contracts side by side, Reports, Open data)
member: [Home]; Oversight (Oversight, Contracts side by side, Open data); Contracts (Contracts, Framework agreements, Case \
studies); Reports; What is planned (Forward plan, Opportunities, Events, You said, we did, Frameworks)
supplier: Home; Opportunities (Opportunities, Forward plan, Events, You said, we did, Ideas told in confidence, Frameworks, Open \
data); Bids; Contracts and returns (Contracts, Returns, Framework agreements, Case studies, Your organisation’s data)
partner: Home; Plan (Forward plan, Events, You said, we did, Frameworks); Buy (Opportunities, Posted opportunities); See (Open \
data)
administrator: Home; Plan (Forward plan, Events, You said, we did, Frameworks); Buy (Opportunities); See (Oversight, Contracts \
side by side, Reports, Open data); Administration (Overview, People and roles, Who stands in for whom, Partners, Directorates, \
What each role may do, Bank holidays, Closed days, When returns lock, Who benefits, Who did what, Is the record as it was?, \
Background jobs)
no role: Home; Plan (Forward plan, Events, You said, we did, Frameworks); Buy (Opportunities); See (Open data)
visitor: [Home]; Opportunities; What is planned; Events (Events, You said, we did); Frameworks; Open data
member who administers: Home; Plan (Forward plan, Events, You said, we did, Frameworks); Buy (Opportunities); Deliver \
(Contracts, Framework agreements, Case studies); See (Oversight, Contracts side by side, Reports, Open data); Administration \
(Overview, People and roles, Who stands in for whom, Partners, Directorates, What each role may do, Bank holidays, Closed days, \
When returns lock, Who benefits, Who did what, Is the record as it was?, Background jobs)
commissioner who bids: Home; Plan (Commissions, Diary, Forward plan, Events, You said, we did, Ideas told in confidence, \
Frameworks); Buy (Tenders, Opportunities, My bids); Deliver (Contracts, Returns, Framework agreements, Case studies, Your \
organisation’s data); See (Oversight, Contracts side by side, Reports, Open data)
"""


def told(entry: navigation.Entry) -> str:
    """“Plan (Commissions, Diary)”; a place with one section by its name alone, one behind the mark in brackets."""
    name = f"[{entry.place.label}]" if entry.place.by_mark else entry.place.label
    return (
        name
        if len(entry.sections) == 1 and name in ("[Home]", *ALONE)
        else f"{name} ({', '.join(s.label for s in entry.sections)})"
    )


ALONE = ("Home", "Contracts", "Reports", "Bids", "Opportunities", "What is planned", "Frameworks", "Open data")


def test_the_row_of_everybody():
    rows = {who: "; ".join(told(entry) for entry in navigation.row_of(held)) for who, held in HOLDINGS.items()}
    assert rows == dict(line.split(": ", 1) for line in ROWS.strip().splitlines())


@pytest.mark.parametrize("who", HOLDINGS)
def test_no_entry_leads_to_a_page_that_one_may_not_open(who):
    held = HOLDINGS[who]
    closed = [s.route for entry in navigation.row_of(held) for s in entry.sections if not opens(s.route, held)]
    assert closed == []


@pytest.mark.parametrize("who", HOLDINGS)
def test_one_place_is_lit_on_every_page_that_somebody_may_open(who):
    held = HOLDINGS[who]
    path, dark = "/somewhere/", []
    for name in NAMES:
        if opens(name, held) and not navigation.why_nowhere(name) and name not in FOUND_BY_READERS:
            here = context.here(path, name, person(who))
            lit = [place["label"] for place in here.places if place["active"]]
            if len(lit) + here.by_mark != 1:
                dark.append(name)
    assert dark == []


@pytest.mark.parametrize(
    ("held", "layout"),
    [
        (None, Layout.VISITOR),
        (frozenset(), Layout.DESK),
        (frozenset({P.VIEW_OVERSIGHT}), Layout.READER),
        (frozenset({P.VIEW_OVERSIGHT, P.VIEW_CONTRACTS}), Layout.READER),
        (frozenset({P.VIEW_OVERSIGHT, P.VIEW_CONTRACTS, P.VIEW_COMMISSIONS}), Layout.DESK),
        (frozenset({P.BID}), Layout.SUPPLIER),
        (frozenset({P.BID, P.VIEW_CONTRACTS}), Layout.DESK),
    ],
)
def test_which_row_somebody_has(held, layout):
    assert navigation.layout_of(held) == layout


def trail(who: str, name: str, *between: tuple[str, str], path: str = "/somewhere/") -> list[str]:
    return [f"{label} {url}".strip() for label, url in context.here(path, name, person(who)).trail(list(between))]


def test_a_breadcrumb_begins_with_the_place_and_leads_nowhere_twice():
    contract = ("Meals", "/contracts/7/")
    assert trail(Role.CONTRACT_MANAGER, "kpi", contract) == ["Deliver", "Contracts /contracts/", "Meals /contracts/7/"]
    assert trail(Role.MEMBER, "kpi", contract) == ["Contracts /contracts/", "Meals /contracts/7/"]
    assert trail(Role.SUPPLIER, "kpi", contract) == ["Contracts and returns", "Contracts /contracts/", "Meals /contracts/7/"]
    # A section that is not the first has a place with an address before it
    assert trail(Role.COMMISSIONER, "forward-plan-entry") == ["Plan /commissions/", "Forward plan /forward-plan/"]
    # The list of a place leads home; another section's to the place; home itself nowhere
    assert trail(Role.COMMISSIONER, "commissions", path=reverse("commissions")) == ["Home /"]
    assert trail(Role.COMMISSIONER, "diary", path=reverse("diary")) == ["Plan /commissions/"]
    assert trail(Role.COMMISSIONER, "home", path=reverse("home")) == []
    # What has no place begins at home
    assert trail(Role.COMMISSIONER, "account", path=reverse("account")) == ["Home /"]
    # A page may carry what somebody filtered by
    filtered = ("Oversight", "/oversight/?period=2026")
    assert trail(Role.MEMBER, "oversight-priority", filtered) == ["Oversight /oversight/?period=2026"]


@pytest.mark.parametrize("who", HOLDINGS)
def test_no_crumb_appears_twice(who):
    """Of every page that somebody may open; the pages beneath say of themselves the section too, as their views do."""
    held, twice = HOLDINGS[who], {}
    for name in NAMES:
        if opens(name, held):
            here = context.here("/somewhere/", name, person(who))
            section = [(here.section.label, f"{reverse(here.section.route)}?period=2026")] if here.section else []
            for between in ([], section):
                labels = [label for label, _ in here.trail(between)]
                if len(set(labels)) < len(labels):
                    twice[name] = labels
    assert twice == {}


def test_entries_stand_beside_lists_and_overviews_only():
    def beside(who: str, name: str) -> list[tuple[str, bool]]:
        return [(entry["label"], entry["active"]) for entry in context.here("/somewhere/", name, person(who)).beside]

    assert beside(Role.CONTRACT_MANAGER, "returns") == [
        ("Contracts", False), ("Returns", True), ("To follow up", False), ("Framework agreements", False),
        ("Case studies", False), ("Suppliers", False),
    ]  # fmt: skip
    assert beside(Role.CONTRACT_MANAGER, "contract") == []
    # One section alone needs no list of itself, and a section that is not shown has none
    assert beside(Role.MEMBER, "reports") == []
    assert beside(Role.COMMISSIONER, "postings") == []
