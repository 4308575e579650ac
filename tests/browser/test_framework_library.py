"""The framework library: as a visitor reads it, as its editor works in it, and with something wrong."""

import json

import pytest
from playwright.sync_api import expect

KENT = "/frameworks/kent"


def test_a_visitor_reads(window, records):
    visitor = window()
    for address in (
        "/frameworks/",
        "/frameworks/?q=people",
        "/frameworks/?q=zebra",
        f"{KENT}/1/",
    ):
        visitor.look(address)


def test_an_editor_reads(window, records):
    editor = window(records.editor)
    for address in (
        "/frameworks/",
        f"{KENT}/2/",
        f"{KENT}/2/since/1/",
        f"{KENT}/2/serves/",
        "/frameworks/empty/",
        "/frameworks/strategic-outcomes/",
        "/frameworks/proxy-policy/",
    ):
        editor.look(address)


def test_every_form_opens(window, records):
    draft, part = f"{KENT}/2", records.council.strategic_outcomes.first()
    editor = window(records.editor)
    for address in (
        "/frameworks/new/",
        "/frameworks/import/",
        "/frameworks/strategic-outcomes/new/",
        f"/frameworks/strategic-outcomes/{part.pk}/",
        f"{draft}/publish/",
        f"{draft}/discard/",
        f"{draft}/priority/add/",
        f"{draft}/outcome/add/{records.outcome.priority_id}/",
        f"{draft}/outcome/{records.outcome.pk}/link/",
        f"{draft}/measure/{records.measure.pk}/",
        f"{draft}/proxy/{records.proxy.pk}/",
    ):
        editor.look(address)


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(window, records):
    editor = window(records.editor)
    page = editor.page
    page.goto(f"{KENT}/2/measure/{records.measure.pk}/")
    page.get_by_label("Guidance").fill("Typed by me")
    page.get_by_label("Unit", exact=True).fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Guidance")).to_have_value("Typed by me")
    editor.check()
    page.goto("/frameworks/proxy-policy/")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Why?").fill("Because")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_label("Why?")).to_have_value("Because")
    editor.check()


BAD_TABLE = b"priority,outcome code,outcome,measure code,measure,unit,colour\nLocal,LE1,Work,LE1.1,Jobs,,red\n"
TREE = {"priorities": [{"name": "Local", "outcomes": [{"code": "LE1", "name": "Work"}]}]}
BAD_TREE = {"priorities": [{"name": "Local", "outcomes": [{"code": "LE1"}]}]}


@pytest.mark.parametrize(
    ("name", "data", "seen"),
    [
        ("f.csv", BAD_TABLE, "this is needed: say what is counted"),
        ("f.json", json.dumps(BAD_TREE).encode(), "priorities[0].outcomes[0].name"),
        ("f.json", json.dumps(TREE).encode(), "1 priority, 1 outcome, 0 measures, 0 proxies"),
    ],
    ids=["a bad table", "a bad tree", "a good tree"],
)
def test_a_file_is_shown_before_it_is_brought_in(window, records, name, data, seen):
    editor = window(records.editor)
    page = editor.page
    page.goto(f"/frameworks/import/?framework={records.draft.framework_id}")
    page.get_by_label("The framework", exact=True).set_input_files({"name": name, "mimeType": "text/plain", "buffer": data})
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("main")).to_contain_text(seen)
    editor.check()
