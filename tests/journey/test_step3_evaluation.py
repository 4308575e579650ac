"""Step 3: declarations, scores nobody else sees, moderation with reasons, a record that computes again, the award."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.fixtures.worker import wait_until

from .steps import Desk
from .test_step2_bids import EMAIL, NEWCOMER, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
SECRET = "A stand-in is named for every night, which nobody else offers."


@pytest.fixture(autouse=True)
def _after_the_bids(after):
    after("bids")


def test_the_lead_sets_up_the_panel(desk, story):
    story.travel(day=31)
    lead = desk("lead")
    lead.open("/evaluations/")
    lead.look("evaluations")
    lead.follow("Set up the evaluation of Carers’ short breaks")
    lead.date("Scores to be final by", story.day(36))
    lead.look("set up an evaluation")
    lead.press("Save and choose the panel")
    for box in lead.page.get_by_role("checkbox", name=re.compile("Evaluator (one|two)")).all():
        box.check()
    lead.look("panel and questions")
    lead.press("Save the panel")
    lead.see("The panel is saved.")
    lead.look("evaluation for the lead")


@pytest.mark.parametrize("account", ["evaluator1", "evaluator2"])
def test_evaluators_declare_their_interests_first(desk, story, account):
    evaluator = desk(account)
    evaluator.open(f"/evaluations/{story.facts['tender']}/")
    evaluator.follow("Declare your interests")
    evaluator.press("Declare")
    evaluator.refused("Select yes if you have an interest", "declaration left open")
    evaluator.see(NEWCOMER)
    evaluator.choose("No")
    evaluator.press("Declare")
    evaluator.see("Your declaration is recorded.")


def test_the_lead_starts_scoring(desk, story):
    lead = desk("lead")
    lead.open(f"/evaluations/{story.facts['tender']}/")
    lead.follow("Declare your interests")
    lead.choose("No")
    lead.press("Declare")
    lead.see("Your declaration is recorded.")
    lead.follow("Start scoring")
    lead.press("Start scoring")
    lead.see("Scoring has started.")


def test_an_evaluator_scores_by_keyboard_alone(desk, story):
    evaluator = desk()
    evaluator.open("/sign-in/")
    evaluator.type(evaluator.field("Email address"), "evaluator1@demo.example")
    evaluator.type(evaluator.field("Password"), "demonstration")
    evaluator.page.keyboard.press("Enter")
    evaluator.heading(re.compile("scores"))
    evaluator.open(f"/evaluations/{story.facts['tender']}/scores/")
    evaluator.tab_to(evaluator.page.get_by_role("link", name="Begin scoring"))
    evaluator.page.keyboard.press("Enter")
    levels = evaluator.page.get_by_role("radio")
    expect(levels.first).to_be_visible()
    # From the top of the page the scale is three keys away
    assert evaluator.tab_to(evaluator.page.get_by_role("link", name="Skip to your score")) == 1
    evaluator.page.keyboard.press("Enter")
    assert evaluator.tab_to(levels.first) == 1  # 5, the highest
    evaluator.page.keyboard.press("ArrowDown")
    evaluator.type(evaluator.field("Reason for your score"), SECRET)
    evaluator.tab_to(evaluator.page.get_by_role("button", name=re.compile("^Save and go to the next")))
    evaluator.page.keyboard.press("Enter")
    evaluator.see("1 of 9 scored")


@pytest.mark.parametrize(
    ("account", "left", "reason", "scripts"),
    [("evaluator1", 8, SECRET, True), ("evaluator2", 9, "Clear, with a person named for each step.", False)],
)
def test_evaluators_score_unseen_by_each_other_one_without_javascript(desk, story, account, left, reason, scripts):
    evaluator = desk(account, java_script_enabled=scripts)
    evaluator.open(f"/evaluations/{story.facts['tender']}/scores/")
    evaluator.look("scores to give")
    evaluator.follow(re.compile("Begin scoring|Go on scoring"))
    for number in range(left):
        if account == "evaluator2":
            evaluator.do_not_see(SECRET)
        _score(evaluator, "4" if number % 3 == 0 else "3", reason)
    evaluator.see("9 of 9 scored with a reason")
    if account == "evaluator2":
        assert SECRET not in evaluator.page.content()
        assert evaluator.open(f"/evaluations/{story.facts['tender']}/moderation/") == 403
        evaluator.look("refused with a reason")
        evaluator.open(f"/evaluations/{story.facts['tender']}/scores/")
    evaluator.press("Make my 9 scores final")
    evaluator.see("Final")
    evaluator.look("final scores")


def _score(evaluator: Desk, value: str, reason: str) -> None:
    evaluator.page.get_by_role("radio", name=re.compile(f"^{value} – ")).check()
    evaluator.fill("Reason for your score", reason)
    evaluator.look("a score")
    evaluator.page.get_by_role("button", name=re.compile("^Save and (go to the next|see all)")).click()


def test_the_lead_moderates_with_reasons(desk, story):
    lead = desk("lead")
    lead.open(f"/evaluations/{story.facts['tender']}/")
    lead.follow("Start moderation")
    lead.press("Start moderation")
    lead.see("Moderation has begun.")
    lead.look("moderation")
    lead.page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    lead.see(SECRET)
    lead.look("one score to moderate")
    lead.page.get_by_role("button", name=re.compile("^Save")).click()
    lead.refused("Enter", "moderated score without a reason")
    for _ in range(9):
        bid = lead.page.locator("main .govuk-caption-l").inner_text()
        value = "4" if NEWCOMER in bid else "3" if "Weald" in bid else "2"
        lead.page.get_by_role("radio", name=re.compile(f"^{value} – ")).check()
        lead.fill(
            "Reason, as the bidder will read it", "Agreed: the main points are answered, with a person and a date for each."
        )
        lead.page.get_by_role("button", name=re.compile("^Save")).click()
    lead.see("9 of 9 agreed")
    lead.look("moderation done")
    lead.follow("Close the evaluation")
    lead.look("before closing the evaluation")
    lead.press("Close and compute the result")
    lead.see("The evaluation is closed and its result computed.")
    lead.look("result of the evaluation")


def test_the_record_computes_again(desk, story, tmp_path):
    lead = desk("lead")
    lead.open(f"/evaluations/{story.facts['tender']}/result/")
    with lead.page.expect_download() as download:
        lead.follow("Download the evaluation record")
    file = tmp_path / "record.json"
    download.value.save_as(file)
    command = [sys.executable, "manage.py", "score", "--check", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    record = json.loads(file.read_text())
    for bid in record["bids"]:
        if bid["price"].startswith("900000"):
            bid["price"] = "899999"
    file.write_text(json.dumps(record))
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True).returncode != 0


def test_the_award_is_recommended_decided_and_told(desk, story, worker):
    story.travel(day=33)
    award = f"/awards/{story.facts['tender']}/"
    lead = desk("lead")
    lead.open(award)
    lead.see(NEWCOMER)
    lead.press("Send for decision")
    lead.refused("Enter", "recommendation without a reason")
    lead.fill("Why this bid", "The lowest price and the highest agreed scores, above all for who stands in.")
    lead.look("recommendation")
    lead.press("Send for decision")
    lead.see("Your recommendation was sent for decision.")
    expect(lead.page.get_by_role("link", name="Decide the award")).to_have_count(0)
    director = desk("director")
    director.open("/")
    director.look("home of the director")
    director.open(award)
    director.look("award to be decided")
    director.follow("Decide the award")
    director.look("decision")
    director.fill("Reason for the decision", "Agreed.")
    director.press("Decide the award")
    director.refused("Say what you read", "decision without a reason")
    director.fill("Reason for the decision", "I read the scores and their reasons, and the recommendation follows from them.")
    director.press("Decide the award")
    director.see("The award is decided.")
    officer = desk("procurement")
    officer.open(award)
    officer.follow("Tell the bidders")
    officer.look("before the bidders are told")
    officer.page.get_by_role("main").get_by_role("button").last.click()
    officer.see("The bidders were told and the standstill has begun.")
    officer.see("No contract is made before")
    officer.look("award with its standstill")
    _wait_for_papers(officer, award)
    officer.look("award with papers")


def _wait_for_papers(officer: Desk, award: str) -> None:
    """A real worker makes the papers, one for each bidder."""

    def made():
        officer.open(award)
        return officer.page.get_by_role("link", name=re.compile("^PDF")).count() == 3

    wait_until(made, 40, "the summaries as PDF")


def test_each_bidder_reads_only_its_own_summary(desk, story):
    papers = {}
    for who, bid in (
        (EMAIL, story.facts["bid"]),
        ("supplier1", story.facts["bid of supplier1"]),
        ("supplier2", story.facts["bid of supplier2"]),
    ):
        supplier = desk()
        supplier.sign_in(who, PASSWORD) if "@" in who else supplier.sign_in(who)
        supplier.open(bid)
        supplier.follow("Read your assessment summary")
        supplier.look(f"assessment summary of {'the winner' if who == EMAIL else 'another bidder'}")
        link = supplier.page.get_by_role("link", name=re.compile("PDF")).first
        papers[who] = link.get_attribute("href")
        answer = supplier.page.request.get(papers[who])
        assert answer.ok
        assert answer.body().startswith(b"%PDF")
        for other, paper in papers.items():
            if other != who:
                assert supplier.page.request.get(paper).status == 404
    assert len(set(papers.values())) == 3
    story.done.add("award")
