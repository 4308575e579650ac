"""What ``scripts/pictures`` takes, what it calls wrong, and how it ends."""

import pytest
from excerpts import README, TOUR
from picturing import chosen, first_addresses, name_of, wanted
from verdict import Seen, index_page, kept, summary, write_down

from socialvalue.help.pages.tour import STEPS


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "home"),
        ("/contracts/12/", "contract"),
        ("/sign-out/", None),
        ("/documents/6f1b6b1e-0000-4000-8000-000000000000/", None),
        ("/open-data/contracts.csv", None),
        ("/health/live", None),
        ("/no/such/page/", None),
    ],
)
def test_which_addresses_are_pages(path, name):
    assert name_of(path) == name


def test_it_begins_with_every_declared_address_that_needs_no_record():
    found = first_addresses()
    assert {"/", "/help/", "/oversight/", "/administration/people/"} <= set(found)
    assert [path for path in found if path.endswith((".csv", ".ics")) or path == "/sign-out/"] == []


@pytest.mark.parametrize(
    ("name", "path", "only", "is_wanted"),
    [
        ("home", "/", [], True),
        ("home", "/", ["home"], True),
        ("oversight-contracts", "/oversight/contracts/", ["oversight"], True),
        ("figure", "/figures/kpi/1/", ["figures"], True),
        ("contract", "/contracts/1/", ["contract"], True),
        ("contracts", "/contracts/", ["contract"], False),
        ("messages", "/messages/", ["home", "oversight"], False),
    ],
)
def test_which_pages_are_asked_for(name, path, only, is_wanted):
    assert wanted(name, path, only) is is_wanted


def test_the_summary_names_what_is_wrong_and_ends_with_one():
    fine = Seen("member", "home", "/", [], {"1280": "member/home--1280.png"})
    bad = Seen("public", "events", "/events/", ["2 headings h1", "400 px wide at 375 px"], {})
    assert summary([fine]) == (
        [
            "member: 1 pages (1280 1); 0 with something wrong",
            "1 pages as 1 roles, 1 pictures; 0 pages with something wrong",
        ],
        0,
    )
    lines, code = summary([fine, bad])
    assert code == 1
    assert lines[0].split(": ", 1)[1] == "2 headings h1; 400 px wide at 375 px"
    assert summary([])[1] == 1


def test_a_walk_that_was_ended_keeps_what_it_saw_and_a_page_taken_again_counts_once(tmp_path):
    for role in ("member", "public"):
        (tmp_path / role).mkdir()
    wide = Seen("member", "home", "/", ["400 px wide at 375 px"], {"375": "member/home--375.png"})
    write_down(tmp_path, wide)
    assert kept(tmp_path) == [wide]
    mended = Seen("member", "home", "/", [], {"375": "member/home--375.png"})
    write_down(tmp_path, Seen("public", "home", "/", ["2 headings h1"]))
    write_down(tmp_path, mended)
    assert kept(tmp_path) == [mended, Seen("public", "home", "/", ["2 headings h1"])]


def test_the_index_shows_each_picture_and_another_folders_beneath():
    one = Seen("member", "home", "/<b>", ["axe: <bad>"], {"375": "member/home--375.png"})
    page = index_page([one], "../before")
    assert [page.count(text) for text in ('src="./member/home--375.png"', 'src="../before/member/home--375.png"')] == [1, 1]
    assert "<b>" not in page
    assert "axe: &lt;bad&gt;" in page
    assert "before" not in index_page([one])


def test_an_unknown_role_is_told_which_there_are():
    assert chosen("", ["a", "b"], "role") == ["a", "b"]
    assert chosen("b, a", ["a", "b"], "role") == ["b", "a"]
    with pytest.raises(SystemExit, match="There is no role c. There are: a, b"):
        chosen("a,c", ["a", "b"], "role")


def test_every_picture_of_the_tour_is_taken():
    assert set(TOUR) == {step.picture for steps in STEPS.values() for step in steps}
    assert set(README) == {"oversight", "home", "contract"}


def test_what_was_like_another_role_s_page_is_counted_apart():
    drawn = Seen("member", "home", "/", [], {"1280": "a.png", "375": "b.png"})
    like = Seen("lead", "home", "/", like="member")
    assert summary([drawn, like])[0] == [
        "member: 1 pages (1280 1, 375 1); 0 with something wrong",
        "lead: 1 pages (1 like another role’s); 0 with something wrong",
        "2 pages as 2 roles, 2 pictures; 0 pages with something wrong",
    ]
