"""Step 1: a commissioner drafts the tender, somebody else checks and publishes it."""

import re

from playwright.sync_api import expect

from .steps import Desk

TITLE = "Carers’ short breaks"
DELIVERY = "How will you give carers a break that they can rely on? Describe a usual week, and what happens when staff are away."
SPECIFIED = "How will you meet the requirements listed here? Say what you will do, by when, and how you will show it."
OPEN = "What else will you do so that local people find work through this service? Say how local people helped you decide."


def test_the_commissioner_sees_where_the_commission_stands(desk):
    commissioner = desk("commissioner")
    commissioner.look("home of the commissioner")
    commissioner.follow("Commissions")
    commissioner.look("commissions")
    commissioner.follow(TITLE)
    commissioner.heading(TITLE)
    cycle = commissioner.page.get_by_role("list").filter(has_text="Analyse").filter(has_text="Review").first
    expect(cycle).to_be_visible()
    expect(cycle.locator("[aria-current]")).to_contain_text("Do")
    commissioner.look("commission")


def test_wrong_weights_are_refused_with_the_missing_sum(desk, story):
    commissioner = desk("commissioner")
    commissioner.open("/commissions/")
    commissioner.follow(TITLE)
    commissioner.follow("Draft the tender")
    commissioner.heading("Draft a tender")
    commissioner.date("Contract starts", story.day(62))
    commissioner.date("Contract ends", story.day(61))
    commissioner.press("Save and continue")
    commissioner.refused("The contract must end after it starts", "tender that ends before it starts")
    commissioner.date("Contract ends", story.day(62 + 4 * 365))
    commissioner.choose("No, start empty")
    commissioner.press("Save and continue")
    commissioner.heading(TITLE)
    commissioner.look("tender drafted")
    story.facts["tender"] = re.search(r"/tenders/([^/]+)/", commissioner.page.url)[1]

    commissioner.follow("Award criteria and weights")
    commissioner.follow("Start with a criterion of your own")
    commissioner.look("criterion, first step")
    _group_or_price(commissioner, "Price", title="Price", weight="30", first=True)
    _group_or_price(commissioner, "Group", title="Quality", weight="60")
    _question(commissioner, "Quality", "The service", "80", "Quality", DELIVERY)
    _group_or_price(commissioner, "Group", title="Social value", weight="20", inside="Quality")
    _question(commissioner, "Social value", "Apprenticeships", "60", "Social value", SPECIFIED, form="Specified requirement")
    _question(commissioner, "Social value", "Local employment", "40", "Social value", OPEN, form="Open question")
    commissioner.see(re.compile(r"10 % is missing|10 .*missing|missing.* 10|to 90"))
    commissioner.look("criteria with a missing sum")

    commissioner.open(f"/tenders/{story.facts['tender']}/check/")
    expect(commissioner.page.get_by_role("button", name="Send for checking")).to_have_count(0)
    commissioner.look("check of a draft with gaps")


def test_the_commissioner_puts_it_right_and_sends_it(desk, story):
    commissioner = desk("commissioner")
    commissioner.open(f"/tenders/{story.facts['tender']}/")
    commissioner.follow("Award criteria and weights")
    commissioner.fill("Weight of Price, per cent of the whole", "40")
    commissioner.press("Save the weights")
    commissioner.see("The weights are saved.")
    commissioner.see(re.compile("12.* of 100"))
    commissioner.look("criteria in order")
    commissioner.follow("Try the price formula on three invented bids")
    commissioner.look("price formula tried")
    commissioner.open(f"/tenders/{story.facts['tender']}/")
    commissioner.follow("Timetable")
    commissioner.date("Deadline for bids", story.day(30), at="2pm")
    commissioner.look("timetable of the tender")
    commissioner.press("Save")
    commissioner.follow("Check and send")
    commissioner.look("tender to be sent for checking")
    commissioner.press("Send for checking")
    commissioner.see("The tender is sent for checking.")
    commissioner.open(f"/tenders/{story.facts['tender']}/check/")
    commissioner.see("Somebody else checks and publishes it.")
    expect(commissioner.page.get_by_role("button", name="Publish")).to_have_count(0)
    commissioner.look("tender waiting to be checked")


def test_the_procurement_officer_checks_and_publishes(desk, story):
    officer = desk("procurement")
    officer.open("/")
    officer.look("home of the procurement officer")
    officer.follow(re.compile(f"{TITLE}|{story.facts['tender']}"))
    officer.open(f"/tenders/{story.facts['tender']}/")
    officer.follow("Check the tender")
    officer.follow("Read the tender as suppliers will")
    officer.look("tender as suppliers will read it")
    officer.page.go_back()
    officer.fill("Comment", "Checked against the approved plan.")
    officer.look("tender to be published")
    officer.press("Publish")
    officer.see("The tender is published.")
    officer.look("tender published")
    story.done.add("tender")


def _place(commissioner: Desk, kind: str, inside: str) -> None:
    commissioner.choose(kind)
    if inside:
        commissioner.select("Where", f"In {inside}")
    commissioner.press("Continue")


def _group_or_price(commissioner: Desk, kind: str, *, title: str, weight: str, inside: str = "", first: bool = False) -> None:
    if not first:
        commissioner.follow("Add a criterion")
    _place(commissioner, kind, inside)
    commissioner.fill("Title", title)
    commissioner.field("Weight").fill(weight)
    commissioner.press("Save")
    commissioner.see(f"{title} is added.")


def _question(commissioner: Desk, kind: str, title: str, weight: str, inside: str, wording: str, *, form: str = "") -> None:
    commissioner.follow("Add a criterion")
    _place(commissioner, kind, inside)
    commissioner.fill("Title", title)
    if form:
        commissioner.choose(form)
    commissioner.field("Weight").fill(weight)
    commissioner.look(f"criterion of the kind {kind}")
    commissioner.press("Save")
    commissioner.see("Now write its question.")
    commissioner.fill("Question", wording)
    if form == "Specified requirement":
        boxes = commissioner.page.get_by_role("group", name="Requirements that it states").get_by_role("checkbox")
        for box in boxes.all()[:3]:
            box.check()
    if form == "Open question":
        commissioner.page.get_by_role("group", name="Priority that it names").get_by_role("radio").first.check()
    commissioner.look(f"question {form}")
    commissioner.press("Save")
    commissioner.see(f"The question of {title} is saved.")
