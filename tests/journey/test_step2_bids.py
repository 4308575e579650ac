"""Step 2: suppliers find the tender, bid, get receipts; the council reads nothing before two people open the bids."""

import hashlib
import re

import pytest
from playwright.sync_api import expect

from .steps import Desk

NEWCOMER = "Orchard Row Breaks CIC"
EMAIL = "hello@orchard-row.example"
PASSWORD = "three quiet orchards"
HELP_WITH_WORK = "People who receive care try out paid work near where they live."
MEASURE = "Work experience or supported internships for people who receive care"


@pytest.fixture(autouse=True)
def _after_the_tender(after):
    after("tender")


def test_a_visitor_reads_the_tender_without_an_account(desk, story):
    story.travel(day=2)
    visitor = desk()
    visitor.open("/opportunities/")
    visitor.look("opportunities")
    visitor.follow("Carers’ short breaks")
    visitor.see("Bids are due by")
    visitor.see("7.2")
    visitor.look("opportunity")
    visitor.page.emulate_media(media="print")
    assert not visitor.page.get_by_role("button", name="Start your bid").is_visible()
    visitor.page.emulate_media(media="screen")


def test_a_newcomer_registers(desk, story):
    newcomer = desk()
    newcomer.open(f"/opportunities/{story.facts['tender']}/")
    newcomer.follow("Register as a supplier", within=newcomer.page.get_by_role("main"))
    newcomer.fill("Name of the organisation", NEWCOMER)
    newcomer.press("Register")
    newcomer.refused("Enter your email address", "registration with gaps")
    assert newcomer.field("Name of the organisation").input_value() == NEWCOMER
    newcomer.fill("Address", "1 Orchard Row, Maidstone (fictional)")
    newcomer.fill("Postcode", "ME14 1XX")
    newcomer.fill("Your name", "Somebody of Orchard Row")
    newcomer.fill("Your email address", EMAIL)
    newcomer.page.get_by_role("textbox", name="Password", exact=True).fill(PASSWORD)
    newcomer.page.get_by_role("textbox", name="Password again", exact=True).fill(PASSWORD)
    for question in newcomer.page.get_by_role("group").all():
        question.get_by_label("Yes", exact=True).check()
    newcomer.choose("I have read the privacy notice and may act for this organisation")
    newcomer.press("Register")
    newcomer.heading("Check your email")
    newcomer.look("registered")
    newcomer.follow("Read it on the demonstration’s email page")
    newcomer.look("emails of the demonstration")
    newcomer.follow(re.compile("[Cc]onfirm"), within=newcomer.page.get_by_role("table"))
    newcomer.look("one email")
    newcomer.follow("/register/confirm/")
    newcomer.look("confirm the address")
    newcomer.press("Confirm")
    newcomer.see("Your email address is confirmed")
    newcomer.sign_in(EMAIL, PASSWORD)


def test_the_newcomer_bids_and_gets_a_receipt(desk, story):
    newcomer = desk()
    newcomer.sign_in(EMAIL, PASSWORD)
    newcomer.look("home of a supplier")
    newcomer.open(f"/opportunities/{story.facts['tender']}/")
    newcomer.press("Start your bid")
    newcomer.look("before a bid")
    newcomer.press("Start the bid")
    newcomer.see("Your bid has been started")
    newcomer.look("workspace of a bid")
    newcomer.follow("Check your answers and send")
    newcomer.see("Still to do before you can send it")
    expect(newcomer.page.get_by_role("button", name="Send the bid")).to_have_count(0)
    newcomer.look("check of a bid with gaps")
    story.facts["bid"] = re.search(r"/bids/[\w-]{22}/", newcomer.page.url)[0]
    _answer(newcomer, story.facts["bid"], price="930,000")
    number, digest = _send(newcomer)
    newcomer.see(re.compile(r"\d{1,2}:\d\d:\d\d"))
    newcomer.look("receipt")
    with newcomer.page.expect_download() as download:
        newcomer.follow("Download what you sent")
    content = download.value.path().read_bytes()
    assert hashlib.sha256(content).hexdigest() == digest
    assert b"930000" in content
    newcomer.follow("Read what you sent")
    newcomer.see(HELP_WITH_WORK)
    newcomer.look("what was sent")


def test_the_newcomer_withdraws_and_sends_another(desk, story):
    newcomer = desk()
    newcomer.sign_in(EMAIL, PASSWORD)
    newcomer.open(story.facts["bid"])
    newcomer.look("workspace of a sent bid")
    newcomer.follow("Withdraw the bid")
    newcomer.look("before withdrawing")
    newcomer.press("Withdraw the bid")
    newcomer.see("Your bid was withdrawn.")
    newcomer.look("workspace of a withdrawn bid")
    newcomer.follow("Your price")
    newcomer.fill("Your price for the whole contract", "lots")
    newcomer.press("Save and continue")
    newcomer.refused("must be an amount of money", "price that is not a number")
    newcomer.fill("Your price for the whole contract", "£900,000")
    newcomer.press("Save and continue")
    _send(newcomer)
    newcomer.open(story.facts["bid"])
    newcomer.see("Withdrawn")
    newcomer.see("Current bid")


@pytest.mark.parametrize(("account", "price", "scripts"), [("supplier1", "960000", True), ("supplier2", "985000", False)])
def test_others_bid_too_one_of_them_without_javascript(desk, story, account, price, scripts):
    supplier = desk(account, java_script_enabled=scripts)
    supplier.open(f"/opportunities/{story.facts['tender']}/")
    supplier.press("Start your bid")
    supplier.press("Start the bid")
    bid = re.search(r"/bids/[\w-]{22}/", supplier.page.url)[0]
    _answer(supplier, bid, price=price)
    _send(supplier)
    story.facts[f"bid of {account}"] = bid
    assert supplier.open(story.facts["bid"]) == 404


@pytest.mark.parametrize("account", ["commissioner", "procurement", "lead", "evaluator1", "director", "member", "admin"])
def test_nobody_at_the_council_reads_a_bid_before_the_opening(desk, story, account):
    somebody = desk(account)
    for page in ("", "check/", "price/", "1/", "receipts/1/"):
        assert somebody.open(f"{story.facts['bid']}{page}") == 404
    if account == "admin":
        somebody.look("not found")
    if account == "procurement":
        somebody.open(f"/tenders/{story.facts['tender']}/opening/")
        somebody.see(re.compile("They stay sealed, and can be opened from .* at 3pm"))
        expect(somebody.page.get_by_role("button", name="Begin the opening")).to_have_count(0)
        somebody.look("opening, sealed")


def test_one_second_late_is_too_late(desk, story):
    # Signed in on the same day: a session that was left for days has ended
    story.travel(day=30, at="13:50")
    late = desk("supplier3")
    late.open(f"/opportunities/{story.facts['tender']}/")
    late.press("Start your bid")
    late.press("Start the bid")
    bid = re.search(r"/bids/[\w-]{22}/", late.page.url)[0]
    _answer(late, bid, price="890000")
    late.open(f"{bid}check/")
    late.page.get_by_role("checkbox").check()
    story.travel(day=30, at="14:00:01")
    late.press("Send the bid")
    late.see(re.compile(r"The deadline was .* at 2pm. It is now 2:00:0\dpm. Bids can no longer be sent."))
    late.look("too late")
    late.open(bid)
    late.see("This bid was not sent.")
    late.look("workspace of a bid that came too late")


def test_two_people_open_the_bids(desk, story):
    story.travel(day=30, at="14:05")
    opening = f"/tenders/{story.facts['tender']}/opening/"
    first = desk("procurement")
    first.open(opening)
    first.see(re.compile("can be opened from .* at 3pm"))
    expect(first.page.get_by_role("button", name="Begin the opening")).to_have_count(0)
    first.look("opening, an hour too early")
    story.travel(day=30, at="15:00")
    first.open(opening)
    first.see("The deadline has passed. Two people open the bids")
    first.look("opening, due")
    first.press("Begin the opening")
    first.see("somebody else has to complete it")
    expect(first.page.get_by_role("button", name="Open the bids")).to_have_count(0)
    assert first.open(story.facts["bid"]) == 404
    first.open(opening)
    first.look("opening, begun")
    second = desk("lead")
    second.open(opening)
    second.press("Open the bids")
    second.see("The bids are open.")
    second.see(NEWCOMER)
    second.look("record of the opening")
    # Whoever will lead reads no bid before the evaluation is set up and interests are declared
    expect(second.page.get_by_role("link", name="Bid A")).to_have_count(0)
    first.open(opening)
    first.follow("Bid A")
    first.see(re.compile("900,000|960,000|985,000"))
    first.look("opened bid")
    story.done.add("bids")


def _answer(supplier: Desk, bid: str, *, price: str) -> None:
    """Fill the whole bid, page by page, as “Save and continue” leads."""
    page = supplier.page
    supplier.open(bid)
    supplier.follow("The service")
    supplier.fill(
        "Your answer",
        "Two nights a month in a house of their own choice, with the same two people; a stand-in for every one of them.",
    )
    supplier.look("answer to a question")
    supplier.press("Save and continue")
    supplier.heading("Apprenticeships")
    supplier.fill("Your answer", "Three apprentices with the college, one each spring, kept on when they finish.")
    supplier.look("answer to specified requirements")
    supplier.press("Save and continue")
    if page.get_by_role("heading", name="Your commitments").count():
        supplier.follow(re.compile("Do this later|Continue"))
    supplier.heading("Local employment")
    supplier.fill(
        "Your answer",
        "We find, train and keep people who live near those we serve. Twelve carers told us which hours they could work.",
    )
    supplier.press("Save and continue")
    supplier.heading("Your commitments")
    supplier.look("commitments, none yet")
    supplier.follow("Add a commitment")
    supplier.fill("What difference will it make?", HELP_WITH_WORK)
    measures = supplier.field("Which of the council’s measures fits?")
    measures.select_option(label=measures.get_by_role("option").filter(has_text=MEASURE).first.inner_text())
    supplier.fill("How many?", "4")
    supplier.choose("Every month")
    supplier.fill("Where?", "Maidstone and Ashford")
    supplier.fill("How will you measure it, and what will you show us?", "The employers’ lists, names removed, every month.")
    supplier.fill(
        "How were local people involved in choosing it?", "Twelve carers at two coffee mornings chose trying out before training."
    )
    supplier.look("commitment")
    supplier.press("Save the commitment")
    supplier.look("commitments")
    supplier.follow("Continue")
    supplier.heading("Your price")
    supplier.fill("Your price for the whole contract", price)
    supplier.look("price")
    supplier.press("Save and continue")
    supplier.heading("Check your answers")


def _send(supplier: Desk) -> tuple[str, str]:
    """From “Check your answers” to the receipt; gives its words and the SHA-256 it shows."""
    supplier.heading("Check your answers")
    supplier.look("check your answers")
    supplier.press("Send the bid")
    supplier.refused("Tick the box to say that you may send this bid and that it is true", "bid sent without the declaration")
    supplier.page.get_by_role("checkbox").check()
    supplier.press("Send the bid")
    supplier.heading("Bid sent")
    return supplier.page.title(), supplier.page.locator("code.sv-digest").first.inner_text().strip()
