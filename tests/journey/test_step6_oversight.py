"""Step 6: a member goes from a figure to the return and the evidence behind it."""

import re

import pytest
from playwright.sync_api import expect

from .steps import Desk
from .test_step5_returns import NARRATIVE, SHOWN

NEWCOMERS = "Reported by Somebody of Orchard Row"


@pytest.fixture(autouse=True)
def _after_the_return(after):
    after("return")


def test_a_member_follows_a_figure_to_its_evidence(desk, story):
    story.return_to_the_present()
    member = desk("member")
    member.look("home of a member")
    member.follow("Oversight")
    member.heading("Social value: promised and delivered")
    member.look("oversight")
    member.follow("Local Employment", within=member.page.get_by_role("main"))
    member.look("oversight of one priority")
    member.follow("Where this comes from")
    member.look("returns behind a figure")
    _turn_to(member, NEWCOMERS)
    member.page.get_by_role("row").filter(has_text=NEWCOMERS).get_by_role("link", name=re.compile("See the return")).click()
    member.see(NARRATIVE)
    # The person agreed to reports, so members read it too; how they agreed is kept by those who vouch for it
    member.see("Back behind a counter")
    expect(member.page.get_by_role("img", name=SHOWN)).to_be_visible()
    member.do_not_see("Support worker")
    member.look("return as a member reads it")
    evidence = member.page.get_by_role("link", name="list.png").get_attribute("href")
    assert member.page.request.get(evidence).body().startswith(b"\x89PNG")


def test_directorates_contracts_and_downloads(desk):
    member = desk("member")
    member.open("/oversight/contracts/")
    member.look("contracts side by side")
    member.open("/oversight/")
    with member.page.expect_download() as download:
        member.follow("These figures as CSV")
    assert download.value.path().stat().st_size > 200


def _turn_to(member: Desk, text: str) -> None:
    """Leaf through the list until the text is there."""
    for _ in range(40):
        if member.page.get_by_role("row").filter(has_text=text).count():
            return
        member.page.get_by_role("link", name=re.compile("^Next")).click()
    raise AssertionError(f"{text} is on no page of the list")
