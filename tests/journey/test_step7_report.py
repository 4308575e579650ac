"""Step 7: the Cabinet report, made by a worker, frozen, approved by somebody else, then open to members."""

import re

import pytest
from page import validate_pdf
from playwright.sync_api import expect

from tests.fixtures.worker import wait_until


@pytest.fixture(autouse=True)
def _after_the_return(after):
    after("return")


def test_the_manager_asks_for_the_report_and_a_worker_makes_it(desk, story, worker, tmp_path):
    story.return_to_the_present()
    manager = desk("manager")
    manager.open("/reports/")
    manager.look("reports")
    manager.follow("Create a report")
    manager.look("ask for a report")
    manager.press("Create report")
    story.facts["report"] = re.search(r"/reports/([^/]+)/", manager.page.url)[0]

    def frozen():
        manager.open(story.facts["report"])
        return manager.page.get_by_role("link", name="Edit the text").count()

    wait_until(frozen, 60, "the report")
    manager.look("report")
    manager.follow("Edit the text")
    for label in ("Financial implications", "Legal implications", "Equalities implications"):
        manager.fill(label, "None beyond what the paragraphs say.")
    manager.look("text of the report")
    manager.press("Save the text")
    manager.see("The text is saved.")
    manager.press("Send for approval")
    manager.see("The report was sent for approval. Somebody else has to approve it.")
    expect(manager.page.get_by_role("button", name="Approve for members")).to_have_count(0)


def test_members_find_nothing_before_it_is_approved(desk, story):
    assert desk("member").open(story.facts["report"]) == 404


def test_the_director_approves_it(desk, story, worker):
    director = desk("director")
    director.open(story.facts["report"])
    director.look("report to approve")
    director.press("Approve for members")
    director.see("The report is approved, and members were told.")


def test_the_member_reads_it_on_screen_and_on_paper(desk, story, tmp_path, worker):
    member = desk("member")
    member.open("/reports/")
    member.open(story.facts["report"])
    member.heading(re.compile("Summary"))
    member.look("report for members")
    expect(member.page.get_by_role("button", name="Approve for members")).to_have_count(0)
    expect(member.page.get_by_role("link", name="Edit the text")).to_have_count(0)

    def paper():
        answer = member.page.request.get(f"{story.facts['report']}report.pdf")
        return answer.body() if answer.body().startswith(b"%PDF") else None

    data = wait_until(paper, 60, "the report as PDF")
    file = tmp_path / "report.pdf"
    file.write_bytes(data)
    verdict = validate_pdf(str(file), profile="ua1")
    assert "0 failed" in str(verdict), verdict
    member.follow("Recalculate them from their returns")
    member.look("figures computed again")
    member.see(re.compile("equal|same|agree|as frozen", re.IGNORECASE))


def test_the_frozen_figures_stay_when_a_return_is_corrected(desk, story):
    """A figure that is corrected later does not change what members were told."""
    manager = desk("manager")
    manager.open(story.facts["report"])
    before = manager.page.get_by_role("main").inner_text()
    manager.open(story.facts["return"])
    manager.follow("Correct this return")
    manager.fill("What was wrong", "One meeting was counted for the month before.")
    manager.press("Begin the correction")
    manager.open(story.facts["report"])
    assert manager.page.get_by_role("main").inner_text() == before
    story.done.add("report")
