"""What was heard at the beginning is followed, link by link, to the question, the obligation and the figure."""

import re

import pytest
from playwright.sync_api import expect

from .test_step5_returns import KPI


@pytest.fixture(autouse=True)
def _after_the_report(after):
    after("report")


def test_from_a_remark_to_the_obligation_and_the_figure(desk, story):
    story.return_to_the_present()
    commissioner = desk("commissioner")
    commissioner.open("/commissions/")
    commissioner.follow("Carers’ short breaks")
    commissioner.follow("Follow each remark to the contract and the report")
    commissioner.look("chain of a commission")
    heard = "Five apprenticeships would be too many for a charity of our size."
    wanted = commissioner.page.get_by_role("listitem").filter(has_text=heard).filter(has_text="Requirement R1").first
    for link in ("Requirement R1", "Apprenticeships", "Obligation O1"):
        expect(wanted).to_contain_text(link)
    # Each requirement leads to its own obligation, and to no other's
    expect(wanted).not_to_contain_text("Obligation O2")
    offer = commissioner.page.get_by_role("listitem").filter(has_text="Local employment").filter(has_text="Obligation O5").first
    expect(offer).to_contain_text("1 of 1 returns verified")
    commissioner.page.locator("main a[href*='#offer-']").first.click()
    commissioner.see("What it offered")
    commissioner.look("what the successful bidder answered")
    commissioner.page.go_back()
    offer.get_by_role("link", name=re.compile(f"^{KPI}: ")).first.click()
    commissioner.see("Cabinet")
    commissioner.look("figure of a report")
