"""Step 4: the contract is pulled from the award, both sides agree it, and its returns are due from the first day."""

import re

import pytest
from playwright.sync_api import expect

from measurement.demonstration.scores import SCORES

from .test_step2_bids import EMAIL, HELP_WITH_WORK, MEASURE, PASSWORD


@pytest.fixture(autouse=True)
def _after_the_award(after):
    after("award")


def test_no_contract_before_the_standstill_is_over(desk, story):
    story.travel(day=38)
    manager = desk("manager")
    manager.open(f"/awards/{story.facts['tender']}/")
    manager.see("No contract is made before")
    expect(manager.page.get_by_role("link", name="Make the contract")).to_have_count(0)
    story.travel(day=55)


def test_the_manager_makes_the_contract_from_the_award(desk, story):
    manager = desk("manager")
    manager.open("/")
    manager.look("home of the contract manager")
    manager.follow("Make the contract for Carers’ short breaks")
    manager.see("will be taken over")
    manager.see(HELP_WITH_WORK)
    manager.select("Lead director", "Lead director (demonstration)")
    manager.look("make the contract")
    manager.press("Make the contract")
    manager.heading("What both sides agree")
    story.facts["contract"] = re.search(r"/contracts/\d+/", manager.page.url)[0]
    for basis in ("Required", "Offered"):
        expect(manager.page.get_by_role("heading", name=re.compile(basis)).first).to_be_visible()
    manager.page.get_by_text(re.compile(f"KPI .*{MEASURE}")).first.click()
    manager.see("Return due")
    manager.look("handover")
    manager.press("Agree all of them")
    manager.see(re.compile("Your side agrees"))
    expect(manager.page.get_by_role("button", name="Start the contract")).to_have_count(0)


def test_the_supplier_agrees_and_the_contract_starts(desk, story):
    supplier = desk()
    supplier.sign_in(EMAIL, PASSWORD)
    supplier.open("/")
    supplier.follow(re.compile("Agree .* of Carers’ short breaks"))
    supplier.look("handover for the supplier")
    supplier.press("Agree all of them")
    supplier.see(re.compile("Your side agrees"))
    story.travel(day=62)
    manager = desk("manager")
    manager.open("/")
    manager.follow("Start Carers’ short breaks: everything is agreed")
    manager.press("Start the contract")
    manager.open(story.facts["contract"])
    manager.look("contract")
    manager.follow("Returns", within=manager.page.get_by_role("navigation", name="Pages of this contract"))
    manager.look("returns of a contract")
    # Folded by period until somebody asks for all of them
    manager.open(f"{story.facts['contract']}returns/?show=all")
    manager.see(MEASURE)
    story.done.add("contract")


def test_the_highways_contract_stands_beside_it_with_its_twelve_indicators(desk):
    manager = desk("manager")
    manager.open("/contracts/")
    manager.look("contracts")
    manager.follow(re.compile("^Highways term maintenance"))
    manager.look("highways term maintenance")
    indicators = manager.page.get_by_role("rowheader").get_by_role("link", name=re.compile(r"^KPI \d+: "))
    # The twelve as published, and the scores that both sides agreed on the way
    assert indicators.count() == 12 + len(SCORES)
    manager.see(re.compile(r"[Aa]pprentice"))
    row = manager.page.get_by_role("row", name=re.compile("engaged as an apprentice"))
    expect(row).to_contain_text(re.compile(r"target 3\s%"))
