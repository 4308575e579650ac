"""Step 5: a return that is late is chased, made with evidence and a story, verified by somebody else, and rated."""

import re
import struct
import zlib

import pytest
from playwright.sync_api import expect

from measurement.clockwork.tasks import timed_events

from .test_step2_bids import EMAIL, MEASURE, PASSWORD

KPI = MEASURE
NARRATIVE = "Three people tried a week in the garden centre; the fourth week is made up for next month."
SHOWN = "A hand passes a plant across the counter of the garden centre."


def picture(side: int = 8) -> bytes:
    """A square as a PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + b"\x20\x80\x60" * side) * side
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture(autouse=True)
def _after_the_contract(after):
    after("contract")


def test_an_overdue_return_is_chased_by_e_mail(desk, story):
    story.travel(day=115)
    done = timed_events()
    assert done["reminders"] > 0
    assert timed_events()["reminders"] == 0, "a repeated run tells nobody twice"
    visitor = desk()
    visitor.open(f"/demo/emails/?to={EMAIL}")
    visitor.follow(re.compile("^Overdue: .*Carers’ short breaks"))
    visitor.see(KPI)
    visitor.look("reminder of an overdue return")


def test_a_wrong_file_is_refused_and_nothing_typed_is_lost(desk, story):
    supplier = desk()
    supplier.sign_in(EMAIL, PASSWORD)
    supplier.open("/")
    supplier.look("home of a supplier with a late return")
    supplier.open("/returns/")
    supplier.look("returns to make")
    supplier.follow(re.compile("Carers’ short breaks"), within=supplier.page.get_by_role("main"))
    supplier.look("all returns of a period")
    supplier.follow(re.compile(f"Details of {KPI}"))
    story.facts["return"] = re.search(r"/returns/\d+/", supplier.page.url)[0]
    supplier.fill(KPI, "three")
    supplier.fill("What happened", NARRATIVE)
    supplier.press("Check and submit")
    supplier.refused("must be a number", "return with a word for a number")
    supplier.fill(KPI, "3")
    wrong = {"name": "list.png", "mimeType": "image/png", "buffer": b"This is no picture."}
    supplier.field("Add a photograph or file as evidence").set_input_files(wrong)
    supplier.press("Check and submit")
    supplier.refused("is not what its ending says", "return with a wrong file")
    assert supplier.field(KPI).input_value() == "3"
    assert supplier.field("What happened").input_value() == NARRATIVE


def test_the_supplier_hands_in_the_return_with_evidence_and_a_story(desk, story):
    supplier = desk()
    supplier.sign_in(EMAIL, PASSWORD)
    supplier.open(story.facts["return"])
    supplier.fill(KPI, "3")
    supplier.fill("What happened", NARRATIVE)
    supplier.fill(
        "Was it a direct result of this work, or did another service help?", "Direct; the garden centre gave the places."
    )
    supplier.fill("Would it have happened anyway?", "No, nobody else arranges it here.")
    supplier.field("Add a photograph or file as evidence").set_input_files(
        {"name": "list.png", "mimeType": "image/png", "buffer": picture()}
    )
    supplier.fill("What the file shows", "The list of the garden centre, names covered.")
    supplier.look("return")
    supplier.press("Add a case study")
    supplier.fill("Title", "Back behind a counter")
    supplier.fill(
        "What happened", "After a week of trying out she works two mornings in the garden centre, and has asked for a third."
    )
    supplier.choose("The council, its members and its reports")
    supplier.press("Save the case study")
    supplier.refused("Enter who asked the person", "story without who asked")
    supplier.fill("Who asked the person", "Support worker")
    supplier.choose("In writing")
    supplier.date("When the person was asked", story.day(112))
    supplier.look("story")
    supplier.press("Save the case study")
    supplier.see("The case study is saved with the return.")
    supplier.follow("Add a photograph, sound or video")
    supplier.field("The photograph, sound or video").set_input_files(
        {"name": "counter.png", "mimeType": "image/png", "buffer": picture()}
    )
    supplier.fill("What it shows, or every word that is said", SHOWN)
    supplier.look("photograph of a story")
    supplier.press("Add it")
    supplier.see("The photograph was added.")
    expect(supplier.page.get_by_role("img", name=SHOWN)).to_be_visible()
    supplier.look("story with its photograph")
    supplier.open(f"{story.facts['return']}check/")
    supplier.see("list.png")
    supplier.see("Back behind a counter")
    supplier.look("check your return")
    supplier.press("Submit return")
    supplier.see(re.compile("submitted"))
    assert supplier.page.get_by_role("button", name="Save the decision").count() == 0


def test_somebody_else_verifies_and_the_missed_target_is_rated(desk, story):
    manager = desk("manager")
    manager.open("/returns/to-verify/")
    manager.look("returns to verify")
    manager.page.locator(f'a[href="{story.facts["return"]}"]').click()
    manager.see("Back behind a counter")
    expect(manager.page.get_by_role("img", name=SHOWN)).to_be_visible()
    manager.look("return to verify")
    manager.press("Save the decision")
    manager.refused("Select your decision", "decision left open")
    manager.choose("Verify it")
    manager.press("Save the decision")
    manager.see("The return is verified.")
    manager.open(story.facts["contract"])
    card = manager.page.get_by_role("rowheader").get_by_role("link", name=re.compile(f"^KPI .*{KPI}")).first
    expect(card).to_be_visible()
    card.click()
    manager.heading(KPI)
    manager.see(re.compile("Missed|Behind|Red|below", re.IGNORECASE))
    manager.look("one KPI with every return behind it")
    story.done.add("return")
